"""Finds whole articles in a row on one page: the front of a blog, an archive that shows its texts in full.

Belongs here: telling such a row from the sections of a piece, the posts of a live blog and comments. Does not: what
follows: with the page's headline in one of them the others are cut (`prune`), else the page is none (`gate`).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from pipelines.reading.appended import lines_below
from pipelines.reading.blocks import HEADINGS
from pipelines.reading.hints import kind_of
from pipelines.reading.timestamps import stamps_in
from pipelines.reading.tree import Element, Tree

# A row has so many, of so many words of paragraphs each, under headings of so many words: names of commentators have
# fewer. Together they are this share of the page's text.
_FEWEST, _LEAST_TEXT, _LEAST_HEADING, _LEAST_SHARE = 3, 30, 3, 0.8
# Days that they are of: the posts of a live blog are of one.
_FEWEST_DAYS = 3
# Characters of a line that holds the day.
_LONGEST_LINE = 120


def find_entries(tree: Tree) -> list[Element]:
    """The elements of at least three articles that make up a page; none elsewhere.

    Each begins with a heading, below which a line holds its day, and goes on with paragraphs.
    """
    rows: dict[tuple[Element, str, str], list[Element]] = defaultdict(list)
    for element in tree.elements:
        if element.weight >= _LEAST_TEXT and element.parent is not None and _is_headed(element, tree):
            rows[element.parent, element.tag, element.first_class].append(element)
    return next((row for row in rows.values() if _is_whole(row, tree)), [])


def _is_headed(element: Element, tree: Tree) -> bool:
    first = tree.first_block(element)
    return first is not None and first.element.tag in HEADINGS and first.words >= _LEAST_HEADING


def _is_whole(row: Sequence[Element], tree: Tree) -> bool:
    if len(row) < _FEWEST or sum(element.weight for element in row) < _LEAST_SHARE * tree.total:
        return False
    if any(kind_of(element) == "comments" for element in (row[0], *row[0].ancestors())):
        return False
    return len({day for element in row if (day := _day(element, tree))}) >= _FEWEST_DAYS


def _day(element: Element, tree: Tree) -> date | None:
    """The day below an entry's heading."""
    below = takewhile(
        lambda line: len(line.text) <= _LONGEST_LINE, lines_below(tree.placed[element.first], tree)
    )
    found = (next(stamps_in(line.text, day_first=True), None) for line in below)
    return next((printed.stamp.at.date() for printed in found if printed and printed.stamp), None)
