"""Lists, tables and quotes: what their lines are, and which lists at the ends of an article belong to it.

Belongs here: the elements around such lines. Does not: lines that are paragraphs (`lines`), lists of links (`teasers`).
"""

from collections.abc import Sequence
from itertools import islice, takewhile

from pipelines.reading.blocks import CELLS, HEADINGS, Block
from pipelines.reading.cuts import Cuts
from pipelines.reading.tree import Element

_ROWS = frozenset({"li", "dd", "dt", "tr", "td", "th", "caption", "pre"})
_LISTS = frozenset({"ul", "ol", "dl", "table", "blockquote"})
_ITEMS_AROUND = frozenset({"li", "ul", "ol", "dl", "dd"})
_FIGURES = frozenset({"table", "dl"})
# Elements between a line and the row around it: a paragraph in a division in a cell.
_WITHIN = 2
# A list has so many items, of so many words each: single words are tags. Above the text they are points of a summary.
_FEWEST, _LEAST_WORDS, _LEAST_SUMMARY = 2, 2, 3
_MOST_LINKED = 0.3
# Words of what is around a list against its own: a heading or a note may stand in the same box.
_MOST_AROUND = 1.5


def row_of(block: Block) -> Element | None:
    """The list item, cell or quote that the block is a line of; None for a paragraph."""
    if block.element.tag in _ROWS:
        return block.element
    around = (block.element, *islice(block.element.ancestors(), _WITHIN))
    return next((one for one in around if one.tag == "blockquote" or _is_wrapped(one, block)), None)


def _is_wrapped(row: Element, block: Block) -> bool:
    """Whether a row holds but this block; a cell counts beside others without links: pages are laid out with tables."""
    if row.tag not in _ROWS or row.words > block.words:
        return False
    return row.tag not in CELLS or (
        row.parent is not None and row.parent.words > row.words and not row.parent.linked
    )


def cell_of(block: Block) -> Element | None:
    """The cell of a table that holds this block and nothing else; None elsewhere."""
    row = row_of(block)
    return row if row and row.tag in CELLS else None


def find_rows(page: Cuts, live: Sequence[Block], text: Sequence[Block]) -> list[Block]:
    """The lines of a list or table that begins or ends an article, each with the heading above it.

    Args:
        page: the page.
        live: all blocks that are not cut, in order.
        text: those of the article so far; its first and last paragraph decide.
    """
    good = [block.place for block in text if block.good]
    if not good:
        return []
    above = [block for block in live if page.begins < block.place < good[0]]
    behind = [b for b in live if b.place > good[-1]]
    first, last = page.tree.placed[good[0]], page.tree.placed[good[-1]]
    return [*_summary(above, first), *_appendix(behind, last)]


def _summary(above: Sequence[Block], first: Block) -> list[Block]:
    """The list right above the first paragraph, in its place: the points of a summary."""
    around = _list_beside(above[-1], first) if above else None
    if around is None or around.linked:
        return []
    items = [block for block in above if around.holds(block.element)]
    before = above[: len(above) - len(items)][-1:]
    heading = [block for block in before if block.element.tag in HEADINGS and not block.linked]
    return [*heading, *items] if _is_full(around, items, _LEAST_SUMMARY) else []


def _appendix(behind: Sequence[Block], last: Block) -> list[Block]:
    """The list or table right behind the last paragraph, in its place."""
    heading = [block for block in behind[:1] if _introduces(block) and not block.linked]
    begun = behind[len(heading) : len(heading) + 1]
    around = _list_beside(begun[0], last) if begun else None
    if around is None or around.linked > _MOST_LINKED * around.words:
        return []
    items = [block for block in behind if around.holds(block.element)]
    return [*heading, *items] if _is_full(around, items, _LEAST_WORDS) else []


def _introduces(line: Block) -> bool:
    """Whether a line heads what follows: "The three steps are:"."""
    return line.element.tag in HEADINGS or line.text.endswith((":", "："))


def _list_beside(line: Block, paragraph: Block) -> Element | None:
    """The outermost list or table that the line is of, where it or a box around it stands beside the paragraph."""
    row, home = row_of(line), _beside_lists(paragraph)
    if row is None or home is None:
        return None
    inside = list(takewhile(lambda element: element is not home, (row, *row.ancestors())))
    lists = [element for element in inside if element.tag in _LISTS]
    if not home.holds(row) or not lists:
        return None
    return lists[-1] if inside[-1].words <= _MOST_AROUND * lists[-1].words else None


def _beside_lists(paragraph: Block) -> Element | None:
    """The element that a paragraph stands in; of one that is an item itself, what its list stands in."""
    home = paragraph.element.parent
    while home is not None and home.tag in _ITEMS_AROUND:
        home = home.parent
    return home


def _is_full(around: Element, items: Sequence[Block], least: float) -> bool:
    if around.tag == "blockquote":
        return True
    return len(items) >= _FEWEST and (around.tag in _FIGURES or around.words >= least * len(items))
