"""The posts of a live blog: where each begins and ends in the body, and when it was written.

Belongs here: telling a live blog by its shape. Does not: the dates of the page as a whole (`dates`).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from pipelines.reading.blocks import HEADINGS
from pipelines.reading.body import Text
from pipelines.reading.dates import Published
from pipelines.reading.timestamps import parse_stamp
from pipelines.reading.told import Update, known_by
from pipelines.reading.tree import Element, Tree

# With a point a time looks like a date ("02.11.") or a share ("0.15 %").
_CLOCK = re.compile(
    r"^\W{0,3}(?P<clock>(?:[01]?\d|2[0-3])[:.h時시][0-5]\d(?:\s?[ap]\.?m\b\.?)?)(?![\d.]|\s?%)", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
# Two times on a page are its own and that of a change.
_FEWEST = 3
_LONGEST_STAMP = 60
_AGES = yaml.safe_load((Path(__file__).parent / "posts.yaml").read_text(encoding="utf-8"))["ages"]
_AGE = re.compile(rf"\W{{0,3}}(?:{'|'.join(_AGES)})\W{{0,3}}", re.IGNORECASE)
_LONGEST_AGE = 30
# Characters of a post in a row that runs backwards; results and departures are shorter.
_LEAST_POST = 60


@dataclass(frozen=True, slots=True)
class Post:
    """One post; `start` and `end` are code points of the body.

    Attributes:
        at: ISO 8601 as the page states it, an offset only where it states one; None where only a clock or an age is
            shown.
        clock: the time of day as shown ("10:32"), or None.
        title: its heading, which is the beginning of its text, or None.
    """

    at: str | None
    clock: str | None
    title: str | None
    start: int
    end: int


def find_posts(tree: Tree, text: Text, updates: Sequence[Update] = ()) -> tuple[Post, ...]:
    """Posts in the order of the page; none where the page is no live blog.

    A live blog is a row of at least three like elements that each state a time and hold lines of the text, three lines
    that each begin with a time of day, or three that are the beginnings of the updates that the page declares.
    """
    declared = _declared_posts(text, updates)
    shown: tuple[Post, ...] = ()
    if len(text.lines) >= _FEWEST and len(text.lines) == len(text.stretches):
        shown = _in_row(tree, text) or _by_clock(text)
    if shown:
        return _dated(shown, declared)
    return tuple(declared) if len(declared) >= _FEWEST else ()


def run_backwards(posts: Sequence[Post]) -> bool:
    """Whether at least three posts of one day stand with the latest first; a chronicle begins with the earliest."""
    times = [time for post in posts if post.end - post.start >= _LEAST_POST and (time := _time_of(post))]
    if len(times) < max(_FEWEST, len(posts)) or times[0] - times[-1] > timedelta(days=1):
        return False
    return times == sorted(times, reverse=True) and len(set(times)) >= _FEWEST


def since_first(published: Published | None, posts: Sequence[Post]) -> Published | None:
    """When a live blog began: where its only date is that of a post, the earliest of them."""
    stamps = [stamp for post in posts if post.at and (stamp := parse_stamp(post.at))]
    if published is None or published.source != "time-tag" or published.at not in {s.at for s in stamps}:
        return published
    first = min(stamps, key=lambda stamp: stamp.at)
    return replace(published, at=first.at, precision=first.precision, offset_minutes=first.offset_minutes)


def _time_of(post: Post) -> datetime | None:
    stamp = parse_stamp(post.at) if post.at else None
    if stamp is None and post.clock:
        stamp = parse_stamp(f"2000-01-01 {post.clock}")
    return stamp.at if stamp and stamp.precision != "day" else None


def _in_row(tree: Tree, text: Text) -> tuple[Post, ...]:
    stamped = sum(1 for _ in tree.iter("time"))
    if stamped < _FEWEST and sum(_states_time(block.text) for block in tree.blocks) < _FEWEST:
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
    if not (clock or at or _is_age(shown)):
        return None
    return _made(text, lines, at or None, clock["clock"] if clock else None)


def _states_time(line: str) -> bool:
    return bool(_CLOCK.match(line)) or _is_age(line)


def _is_age(line: str) -> bool:
    # Looking for a digit first spares nearly all short lines the expression.
    return len(line) <= _LONGEST_AGE and bool(_DIGIT.search(line) and _AGE.fullmatch(line))


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


def _declared_posts(text: Text, updates: Sequence[Update]) -> list[Post]:
    """The updates that the page declares, where the body holds them: from a title or first paragraph to the next."""
    declared = {
        known_by(start): update
        for update in updates
        for start in (*update.paragraphs[:1], update.title)
        if start and update.at
    }
    found: list[Post] = []
    last: Update | None = None
    for stretch in text.stretches if declared else ():
        line = (text.body or "")[stretch.start : stretch.end]
        update = declared.get(known_by(line))
        if update and update is not last:
            title = line if update.title and known_by(update.title) == known_by(line) else None
            found.append(Post(update.at, None, title, stretch.start, stretch.end))
            last = update
        elif found:
            found[-1] = replace(found[-1], end=stretch.end)
    return found


def _dated(posts: Sequence[Post], declared: Sequence[Post]) -> tuple[Post, ...]:
    """The posts, one without a date with that of the first declared one in it."""
    starts = [post.start for post in declared]
    found: list[Post] = []
    for post in posts:
        place = bisect_left(starts, post.start)
        known = place < len(starts) and starts[place] < post.end
        found.append(replace(post, at=post.at or (declared[place].at if known else None)))
    return tuple(found)
