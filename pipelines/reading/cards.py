"""Finds teasers by their shape, whatever their class: rows of cards, single cards, headings that are links in a row.

Belongs here: what makes a box a card. Does not: what a marker phrase heads (`teasers`), hints of class (`prune`).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from pipelines.reading.blocks import HEADINGS, Block
from pipelines.reading.tree import Element, Tree

# Share of the page's article-like words that a row of cards may have.
_MOST_TEASERS = 0.30
# Cutting rows of cards lifts F1 on 60 Chinese pages of 2012 from .862 to .882, on 129 news pages from .972 to .975.
_CARD_TAGS = frozenset({"li", "div", "article", "section", "td"})
_FEWEST_CARDS, _LONGEST_CARD, _SHORTEST_CARD_LINK = 3, 80, 3
_MOST_LINES, _MOST_CARD_LINES, _MOST_LONE_CARDS, _LINKED_HEADING = 5, 3, 2, 0.9
# Lines of a box that are looked at: more than two cards have. Those of a column of teasers.
_MOST_LOOKED_AT = _MOST_LONE_CARDS * _MOST_LINES + 1
_MOST_COLUMN = 40
# By these a script knows where a click on a box leads.
_ADDRESSES = ("data-href", "data-url", "data-link", "onclick")


def find_cards(tree: Tree) -> list[Element]:
    """Boxes that each hold the linked title of another article and little else: rows of like ones, or one alone."""
    rows: dict[tuple[Element, str, str | None], list[Element]] = defaultdict(list)
    for element in tree.elements:
        words = element.words
        # What is all link is a menu's line or goes as one.
        if (
            0 < words <= _LONGEST_CARD
            and element.linked < words
            and element.tag in _CARD_TAGS
            and element.parent
        ):
            rows[element.parent, element.tag, element.get("class")].append(element)
    found = [*_flat_cards(tree), *_columns(tree)]
    for row in rows.values():
        if len(row) > 1 and _is_row(row, tree):
            found += row
        elif len(row) < _FEWEST_CARDS:
            # Most are a link or hold none.
            found += (e for e in row if 0 < e.linked < e.words and _is_lone_card(e, tree))
    return found


def _is_row(row: Sequence[Element], tree: Tree) -> bool:
    if len(row) < _FEWEST_CARDS:
        alike = bool(row[0].first_class) and all(_holds_linked_heading(element, tree) for element in row)
    else:
        alike = all(_is_card(element, tree) for element in row) or _lead_elsewhere(row, tree)
    return alike and sum(element.weight for element in row) < _MOST_TEASERS * tree.total


def _is_card(element: Element, tree: Tree) -> bool:
    first = tree.first_block(element)
    if first is None:
        return False
    opens_linked = first.opens_linked and element.linked >= _SHORTEST_CARD_LINK
    return opens_linked or _title(element, tree) is not None


def _holds_linked_heading(element: Element, tree: Tree) -> bool:
    title = _title(element, tree)
    return title is not None and title.element.tag in HEADINGS


def _title(card: Element, tree: Tree) -> Block | None:
    """The line of a card that is a link, the only long one; a kicker, a date or a summary may stand above it."""
    if card.linked < _SHORTEST_CARD_LINK:
        return None
    lines = tree.lines_of(card, _MOST_LOOKED_AT)
    links = [line for line in lines if line.linked > 0.0 and line.words >= _SHORTEST_CARD_LINK]
    if len(lines) > _MOST_LINES or len(links) != 1 or links[0].linked <= _LINKED_HEADING:
        return None
    return links[0] if any(not line.linked for line in lines) else None


def _lead_elsewhere(row: Sequence[Element], tree: Tree) -> bool:
    """Whether boxes lead elsewhere by a script, or by a last line that is the same link in all: "Read on", "Reply"."""
    if all(any(name in element.attributes for name in _ADDRESSES) for element in row):
        return True
    ends = set()
    for element in row:
        lines = tree.lines_of(element, _MOST_LOOKED_AT)
        if len(lines) < 2 or lines[-1].linked <= _LINKED_HEADING:
            return False
        ends.add(lines[-1].text)
    return len(ends) == 1


def _is_lone_card(element: Element, tree: Tree) -> bool:
    """Whether a box behind a paragraph holds but a linked heading and a line or two about it; or a few such cards."""
    first = tree.first_block(element)
    if first is None or first.linked <= _LINKED_HEADING or element.weight >= _MOST_TEASERS * tree.total:
        return False
    before = tree.around(element)[0]
    if before is None or before.tag != "p":
        return False
    lines = tree.lines_of(element, _MOST_LOOKED_AT)
    titled = first.element.tag in HEADINGS and element.linked >= _SHORTEST_CARD_LINK
    if titled and len(lines) <= _MOST_CARD_LINES:
        return True
    return _are_cards(lines) and any(e.tag == "img" or e.tag in HEADINGS for e in tree.inside(element))


def _are_cards(lines: Sequence[Block]) -> bool:
    """Whether lines that are links and lines without any take turns; a link above another is its kicker."""
    linked = [block.linked > _LINKED_HEADING for block in lines]
    plain = all(block.linked == 0.0 for block, is_link in zip(lines, linked, strict=True) if not is_link)
    return (
        plain
        and len(lines) <= _MOST_LONE_CARDS * _MOST_CARD_LINES
        and not linked[-1]
        and not any(not above and not below for above, below in pairwise(linked))
    )


def _flat_cards(tree: Tree) -> list[Element]:
    """Linked headings with a paragraph each that end what they stand in, behind its text: cards without boxes."""
    found: list[Element] = []
    headings = (heading for heading in tree.iter(*HEADINGS) if _is_linked(heading))
    for parent in dict.fromkeys(heading.parent for heading in headings):
        row = _last_pairs(list(tree.children(parent))) if parent else []
        if (
            len(row) >= 2 * _FEWEST_CARDS
            and not _leads_out(row, tree)
            and sum(e.weight for e in row) < _MOST_TEASERS * tree.total
        ):
            found += row
    return found


def _leads_out(row: Sequence[Element], tree: Tree) -> bool:
    """Whether a link of these leads to a shop or a source: teasers lead to the page's own host."""
    own = next((one.get("href") for one in tree.declared["link"] if one.get("rel") == "canonical"), None)
    inside = (one for element in row for one in tree.inside(element) if one.tag == "a")
    hosts = {urlsplit(one.get("href") or "").netloc for one in inside} - {""}
    return bool(hosts) and (own is None or hosts != {urlsplit(own).netloc})


def _is_linked(heading: Element) -> bool:
    return heading.words >= _SHORTEST_CARD_LINK and heading.linked > _LINKED_HEADING * heading.words


def _last_pairs(children: Sequence[Element]) -> list[Element]:
    """The last headings and paragraphs, as far as linked headings of one level and paragraphs without take turns."""
    texts = [child for child in children if child.words and (child.tag == "p" or child.tag in HEADINGS)]
    pairs: list[Element] = []
    for heading, paragraph in zip(texts[-2::-2], texts[:0:-2], strict=False):
        if heading.tag not in HEADINGS or not _is_linked(heading) or paragraph.tag != "p" or paragraph.linked:
            break
        if pairs and pairs[0].tag != heading.tag:
            break
        pairs = [heading, paragraph, *pairs]
    return pairs


def _columns(tree: Tree) -> list[Element]:
    """Boxes in which linked titles and lines about them take turns between breaks, as pages laid out by tables have."""
    shared = Counter(block.element for block in tree.blocks)
    boxes = (box for box, lines in shared.items() if 2 * _FEWEST_CARDS <= lines <= _MOST_COLUMN)
    return [box for box in boxes if box.weight < _MOST_TEASERS * tree.total and _takes_turns(box, tree)]


def _takes_turns(box: Element, tree: Tree) -> bool:
    lines = tree.lines_of(box, _MOST_COLUMN)
    titles, texts = lines[::2], lines[1::2]
    titled = all(line.linked > _LINKED_HEADING and line.words >= _SHORTEST_CARD_LINK for line in titles)
    return titled and len(titles) == len(texts) and not any(line.linked for line in texts)
