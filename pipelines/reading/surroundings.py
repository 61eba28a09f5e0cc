"""Whether a date or a name belongs to the article by where it stands: mastheads, teasers and posts have such too.

Belongs here: telling by the headline, by what is cut and by markup. Does not: what is cut (`prune`), what dates and
names look like (`date_sources`, `printed_dates`, `authors`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice, takewhile
from operator import attrgetter

from pipelines.reading.blocks import HEADINGS
from pipelines.reading.cuts import Cuts
from pipelines.reading.tree import Element

_ELSEWHERE = re.compile(
    r"related|teaser|recommend|sidebar|comment|latest|most-|card|widget|footer", re.IGNORECASE
)
# Of what is cut these may be the article's own: its byline, a bar of tools with its date, what other screens show.
_OWN_CUTS = frozenset({None, "byline", "sharing", "chrome", "hidden"})
# Parts of the page that hold a note of the article's own, if it is short.
_BOXES, _LONGEST_NOTE = frozenset({"aside", "footer"}), 15
# Elements, from the innermost, whose names tell.
_HINTING = 5
# Words of an h1 that is no logo and no section; share of a heading in links from which on it is a teaser's.
_SHORTEST_HEADLINE, _MOST_LINKED = 4, 0.5
_QUOTED = frozenset({"blockquote", "nav"})
_ARTICLES = frozenset({"article", "main"})


class Surroundings:
    """The places of one page, whose other articles are cut.

    Attributes:
        heading: the element with the headline, as `Cuts` found it.
    """

    def __init__(self, cuts: Cuts) -> None:
        self._cuts = cuts
        self.heading = cuts.heading

    def is_foreign(self, element: Element) -> bool:
        """Whether what stands there is of other articles, of readers, of an embedded post or of the masthead."""
        around = (element, *element.ancestors())
        headline = self.headline
        # What holds the headline too is the article's, whatever its name.
        apart = around if headline is None else tuple(takewhile(lambda e: not e.holds(headline), around))
        reason = self._cuts.reason(element)
        if reason in _BOXES and self._is_note(apart):
            reason = None
        if (
            reason not in _OWN_CUTS
            or _ELSEWHERE.search(_hints(apart))
            or any(e.tag in _QUOTED for e in apart)
        ):
            return True
        return self._is_of_teaser(element) or self._is_in_masthead(element, around)

    def is_beside_text(self, element: Element) -> bool:
        """Whether it stands in the innermost element around headline and text."""
        return self._home.holds(element)

    def is_above(self, element: Element) -> bool:
        """Whether it stands before the headline."""
        headline = self.headline
        return headline is not None and element.end <= headline.place

    @cached_property
    def headline(self) -> Element | None:
        """The element with the headline where it is sure: it has the page's title, or is the only h1, no mere name."""
        only = [*islice(self._cuts.tree.iter("h1"), 2)] == [self.heading]
        sure = self.heading and (self._cuts.titled or (only and self.heading.words >= _SHORTEST_HEADLINE))
        return self.heading if sure else None

    def _is_of_teaser(self, element: Element) -> bool:
        """Whether the last heading before it, below the headline, leads to another article."""
        at = bisect_left(self._headings, element.place, key=attrgetter("place")) - 1
        last = self._headings[at] if at >= 0 else None
        return last is not None and last.linked > _MOST_LINKED * last.words

    @cached_property
    def _headings(self) -> list[Element]:
        headline = self.headline
        below = self._cuts.tree.iter(*HEADINGS) if headline else iter(())
        return [heading for heading in below if headline and heading.place > headline.place]

    def _is_note(self, around: Sequence[Element]) -> bool:
        """Whether the box that an element stands in is a line or two of the article's own: who wrote it, and when."""
        box = next((e for e in around if e.tag in _BOXES), None)
        own = box is not None and self._home is not self._cuts.tree.body and self._home.holds(box)
        return own and box is not None and box.words <= _LONGEST_NOTE

    def _is_in_masthead(self, element: Element, around: tuple[Element, ...]) -> bool:
        headline = self.headline
        if headline is None:
            inside = [e.tag for e in around]
            return "header" in inside and not _ARTICLES & set(inside)
        if not self.is_above(element):
            return False
        return not self._home.holds(element) or any(
            e.tag == "header" and not e.holds(headline) for e in around
        )

    @cached_property
    def _home(self) -> Element:
        """The innermost element around headline and text: what stands above it is of the whole page."""
        headline, cuts = self.headline, self._cuts
        text = next((b for b in cuts.live() if b.good and b.place >= cuts.begins), None)
        return headline.common_with(text.element) if headline and text else cuts.tree.body


def _hints(around: Iterable[Element]) -> str:
    return " ".join(
        f"{e.get('class') or ''} {e.get('itemprop') or ''} {e.get('id') or ''}"
        for e in islice(around, _HINTING)
    )
