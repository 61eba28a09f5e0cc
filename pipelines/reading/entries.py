"""Finds whole articles in a row on one page: the front of a blog, an archive that shows its texts in full.

Belongs here: telling such a row from the sections of a piece, the posts of a live blog and comments. Does not: what
follows: with the page's headline in one of them the others are cut (`prune`), else the page is none (`gate`).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from pipelines.reading.appended import lines_below, reads_like_headline
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


def find_entries(tree: Tree, headline: Element | None) -> list[Element]:
    """The elements of the articles that make up a page; none elsewhere.

    Each begins with a heading and goes on with paragraphs. Of three or more, lines below the headings hold their days,
    or the headings are of the first level; of two, one has the page's headline.

    Args:
        tree: the page.
        headline: the heading that says the page's title, if any.
    """
    rows: dict[tuple[Element, str, str], list[Element]] = defaultdict(list)
    for element in tree.elements:
        if element.weight >= _LEAST_TEXT and element.parent is not None and _is_headed(element, tree):
            rows[element.parent, element.tag, element.first_class].append(element)
    return next((row for row in rows.values() if _is_whole(row, tree, headline)), [])


def _is_headed(element: Element, tree: Tree) -> bool:
    first = tree.first_block(element)
    return first is not None and first.element.tag in HEADINGS and first.words >= _LEAST_HEADING


def _is_whole(row: Sequence[Element], tree: Tree, headline: Element | None) -> bool:
    if len(row) < 2 or sum(element.weight for element in row) < _LEAST_SHARE * tree.total:
        return False
    if any(kind_of(element) == "comments" for element in (row[0], *row[0].ancestors())):
        return False
    if len({day for element in row if (day := _day(element, tree))}) >= _FEWEST_DAYS:
        return True
    own = next((element for element in row if headline and element.holds(headline)), None)
    if own is None and (headline is not None or len(row) < _FEWEST):
        return False
    level = headline.tag if headline else "h1"
    return all(_is_like(element, level, tree) for element in row if element is not own)


def _is_like(element: Element, level: str, tree: Tree) -> bool:
    """Whether an entry begins like an article: its heading is of the level of headlines, and no section's."""
    heading = tree.placed[element.first]
    article = level == "h1" or element.tag == "article"
    return heading.element.tag == level and reads_like_headline(heading, tree, signed=not article)


def _day(element: Element, tree: Tree) -> date | None:
    """The day below an entry's heading."""
    below = takewhile(
        lambda line: len(line.text) <= _LONGEST_LINE, lines_below(tree.placed[element.first], tree)
    )
    found = (next(stamps_in(line.text, day_first=True), None) for line in below)
    return next((printed.stamp.at.date() for printed in found if printed and printed.stamp), None)
