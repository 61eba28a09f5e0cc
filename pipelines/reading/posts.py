"""The posts of a live blog: where each begins and ends in the body, and when it was written.

Belongs here: telling a live blog by its shape. Does not: the dates of the page as a whole (`dates`).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.reading.blocks import HEADINGS
from pipelines.reading.body import Text
from pipelines.reading.timestamps import parse_stamp
from pipelines.reading.tree import Element, Tree

# With a point a time looks like a date ("02.11.") or a share ("0.15 %").
_CLOCK = re.compile(
    r"^\W{0,3}(?P<clock>(?:[01]?\d|2[0-3])[:.h時시][0-5]\d(?:\s?[ap]\.?m\b\.?)?)(?![\d.]|\s?%)", re.IGNORECASE
)
# Two times on a page are its own and that of a change.
_FEWEST = 3
_LONGEST_STAMP = 60


@dataclass(frozen=True, slots=True)
class Post:
    """One post; `start` and `end` are code points of the body.

    Attributes:
        at: ISO 8601 as the page states it, an offset only where it states one; None where only a clock is shown.
        clock: the time of day as shown ("10:32"), or None.
        title: its heading, which is the beginning of its text, or None.
    """

    at: str | None
    clock: str | None
    title: str | None
    start: int
    end: int


def find_posts(tree: Tree, text: Text) -> tuple[Post, ...]:
    """Posts in the order of the page; none where the page is no live blog.

    A live blog is a row of at least three like elements that each state a time and hold lines of the text, or three
    lines that each begin with a time of day.
    """
    if len(text.lines) < _FEWEST or len(text.lines) != len(text.stretches):
        return ()
    return _in_row(tree, text) or _by_clock(text)


def _in_row(tree: Tree, text: Text) -> tuple[Post, ...]:
    stamped = sum(1 for _ in tree.iter("time"))
    if stamped < _FEWEST and sum(bool(_CLOCK.match(block.text)) for block in tree.blocks) < _FEWEST:
        return ()
    rows: dict[tuple[int, str], dict[Element, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, block in enumerate(text.lines):
        for element in (block.element, *block.element.ancestors()):
            if element.parent is not None and element.tag not in HEADINGS:
                rows[element.parent.place, element.tag][element].append(number)
    found: tuple[Post, ...] = ()
    for row in rows.values():
        posts = [post for element, lines in row.items() if (post := _post(tree, text, element, lines))]
        if len(posts) >= _FEWEST and len(posts) > max(len(found), len(row) / 2):
            found = tuple(posts)
    return found


def _post(tree: Tree, text: Text, element: Element, lines: Sequence[int]) -> Post | None:
    """The post that an element holds; None where the element states no time."""
    stamp = next((one for one in tree.inside(element) if one.tag == "time"), None)
    first = tree.first_block(element)
    shown = tree.text_of(stamp) if stamp else first.text if first else ""
    clock = _CLOCK.search(shown) if len(shown) < _LONGEST_STAMP or not stamp else None
    at = (stamp.get("datetime") or "").strip() if stamp else ""
    at = at if parse_stamp(at) else ""
    if not (clock or at):
        return None
    return _made(text, lines, at or None, clock["clock"] if clock else None)


def _by_clock(text: Text) -> tuple[Post, ...]:
    """Posts of a page that marks them by nothing but the time at the beginning of a line."""
    begins = [
        (number, match["clock"]) for number, b in enumerate(text.lines) if (match := _CLOCK.match(b.text))
    ]
    if len(begins) < _FEWEST:
        return ()
    ends = [number for number, _ in begins[1:]] + [len(text.lines)]
    return tuple(
        _made(text, range(start, end), None, clock) for (start, clock), end in zip(begins, ends, strict=True)
    )


def _made(text: Text, lines: Sequence[int], at: str | None, clock: str | None) -> Post:
    title = next(
        (text.lines[number].text for number in lines if text.lines[number].element.tag in HEADINGS), None
    )
    return Post(at, clock, title, text.stretches[lines[0]].start, text.stretches[lines[-1]].end)
