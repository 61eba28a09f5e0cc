"""Old-style markup to plain structure: layout tables become divisions, runs of line breaks become paragraphs.

Belongs here: changes of form that keep all text. Does not: cutting (`prune`).
"""

from lxml import html

from pipelines.reading.blocks import BLOCK_TAGS, measure

# A cell with this share of the page's article words lays out the page; a table of figures holds no such
# paragraph.
_LAYOUT_SHARE = 0.3
_TABLE_PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th")
_SPLIT_TAGS = ("div", "td", "p", "body", "section", "article", "center", "font", "span", "blockquote", "main")
_LONGEST_SPLIT = 20_000


def modernise(root: html.HtmlElement) -> None:
    """Change the tree in place."""
    _open_tables(root)
    _split_breaks(root)


def _open_tables(root: html.HtmlElement) -> None:
    if next(root.iter("table"), None) is None:
        return
    measured = measure(root)
    large = [
        cell
        for cell in root.iter("td")
        if measured.weight.get(cell, 0.0) >= _LAYOUT_SHARE * measured.total > 0.0
    ]
    innermost = [
        cell
        for cell in large
        if not any(other is not cell and cell in other.iterancestors() for other in large)
    ]
    # Where tables lay out the page, those beside the article are menus and boxes, those inside it may hold
    # figures.
    kept = {table for cell in innermost for table in cell.iter("table")}
    for table in [table for table in root.iter("table") if table not in kept] if large else []:
        parts = [
            part for part in table.iter(*_TABLE_PARTS) if next(part.iterancestors("table"), None) is table
        ]
        for part in (table, *parts):
            part.tag = "div"
    for cell in large:
        _split(cell)


def _split_breaks(root: html.HtmlElement) -> None:
    parents = {br.getparent() for br in root.iter("br") if _doubled(br)}
    for parent in parents:
        if parent is not None and parent.tag in _SPLIT_TAGS and len(parent) < _LONGEST_SPLIT:
            _split(parent)


def _doubled(br: html.HtmlElement) -> bool:
    following = br.getnext()
    return following is not None and following.tag == "br" and not (br.tail or "").strip()


def _split(parent: html.HtmlElement) -> None:
    """Put what stands between two breaks in a row into a paragraph of its own."""
    children, text = list(parent), parent.text
    for child in children:
        parent.remove(child)
    parent.text = None
    parent.tag = "div" if parent.tag in {"p", "span", "font"} else parent.tag
    paragraph = html.Element("p")
    paragraph.text = text
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag == "br" and not len(paragraph) and not (paragraph.text or "").strip():
            paragraph.text = tail
            continue
        if child.tag in BLOCK_TAGS:
            parent.append(paragraph)
            parent.append(child)
            paragraph = html.Element("p")
            paragraph.text = tail
        elif child.tag == "br" and _is_bold_line(paragraph):
            parent.append(paragraph)
            paragraph = html.Element("p")
            paragraph.text = tail
        elif (
            child.tag == "br"
            and len(paragraph)
            and paragraph[-1].tag == "br"
            and not (paragraph[-1].tail or "").strip()
        ):
            paragraph.remove(paragraph[-1])
            parent.append(paragraph)
            paragraph = html.Element("p")
            paragraph.text = tail
        else:
            paragraph.append(child)
            child.tail = tail
    parent.append(paragraph)


def _is_bold_line(paragraph: html.HtmlElement) -> bool:
    """Whether a line so far holds one bold text and nothing else: a heading of old pages."""
    alone = len(paragraph) == 1 and paragraph[0].tag in {"b", "strong"}
    return alone and not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()
