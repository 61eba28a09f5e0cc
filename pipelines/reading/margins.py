"""The blocks right before and right behind an article, where bylines, credits and notes stand.

Belongs here: finding them. Does not: what they say (`agencies`, `corrections`, `authors`).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.reading.blocks import Block

# Between headline and text stand standfirst, byline, date, picture and buttons, behind the text its credits.
_BEFORE, _BEHIND = 8, 5


@dataclass(frozen=True, slots=True)
class Margins:
    """Blocks around an article, in page order; none where its text is not one of blocks."""

    before: Sequence[Block] = ()
    behind: Sequence[Block] = ()


def find_margins(blocks: Sequence[Block], lines: Sequence[Block]) -> Margins:
    """The blocks of a page around the lines of its article.

    Args:
        blocks: of the whole page, in order.
        lines: those that the article's text was made from, in order.
    """
    if not lines:
        return Margins()
    start = bisect_left(blocks, lines[0].place, key=lambda block: block.place)
    end = bisect_left(blocks, lines[-1].place + 1, key=lambda block: block.place)
    return Margins(blocks[max(0, start - _BEFORE) : start], blocks[end : end + _BEHIND])
