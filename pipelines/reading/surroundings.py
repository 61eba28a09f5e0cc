"""Whether a date or a name belongs to the article by where it stands: mastheads, teasers and posts have such too.

Belongs here: telling by the headline, by what is cut and by markup. Does not: what is cut (`prune`), what dates and
names look like (`date_sources`, `printed_dates`, `authors`).
"""

import re
from functools import cached_property
from itertools import islice

from pipelines.reading.cuts import Cuts
from pipelines.reading.tree import Element

_ELSEWHERE = re.compile(
    r"related|teaser|recommend|sidebar|comment|latest|most-|card|widget|footer", re.IGNORECASE
)
# Of what is cut these may be the article's own: its byline, a bar of tools with its date, what other screens show.
_OWN_CUTS = frozenset({None, "byline", "sharing", "chrome", "hidden"})
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
        if self._cuts.reason(element) not in _OWN_CUTS or says_elsewhere(element):
            return True
        around = (element, *element.ancestors())
        return any(e.tag in _QUOTED for e in around) or self._is_in_masthead(element, around)

    def is_above(self, element: Element) -> bool:
        """Whether it stands before the headline."""
        headline = self._headline
        return headline is not None and element.end <= headline.place

    @property
    def _headline(self) -> Element | None:
        return self.heading if self._cuts.titled else None

    def _is_in_masthead(self, element: Element, around: tuple[Element, ...]) -> bool:
        headline = self._headline
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
        headline, cuts = self._headline, self._cuts
        text = next((b for b in cuts.live() if b.good and b.place >= cuts.begins), None)
        return headline.common_with(text.element) if headline and text else cuts.tree.body


def says_elsewhere(element: Element) -> bool:
    """Whether the markup around an element says that it belongs to other articles, or to readers."""
    hints = " ".join(
        f"{e.get('class') or ''} {e.get('itemprop') or ''} {e.get('id') or ''}"
        for e in (element, *islice(element.ancestors(), 4))
    )
    return bool(_ELSEWHERE.search(hints))
