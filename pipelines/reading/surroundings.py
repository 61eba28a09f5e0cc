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

from pipelines.reading.blocks import HEADINGS, Block
from pipelines.reading.cuts import Cuts
from pipelines.reading.tree import Element

_ELSEWHERE = re.compile(
    # hCard's "vcard" is the mark of a byline; a post's own footer holds it and its date.
    r"related|teaser|recommend|sidebar|comment|latest|most-|(?<!v)card|(?<!elementor-)widget(?!-container)"
    r"|(?<!post-)(?<!entry-)(?<!article-)footer",
    re.IGNORECASE,
)
# Of what is cut these may be the article's own: its byline, a bar of tools with its date, what other screens show.
_OWN_CUTS = frozenset({None, "byline", "sharing", "chrome", "hidden"})
_OWN_BETWEEN = _OWN_CUTS | {"menu"}
# Blocks right above the headline that are still the article's own.
_NEXT_ABOVE = 2
# Elements between a name or a date and the element of its line.
_INLINE = 3
# What the line above a headline with the article's date is called; today's date stands above headlines too.
_OF_ARTICLE = re.compile(r"date|meta|publi|posted|byline|author", re.IGNORECASE)
# Parts of the page that hold a note of the article's own, if it is short.
_BOXES, _LONGEST_NOTE = frozenset({"aside", "footer"}), 15
# Elements, from the innermost, whose names tell.
_HINTING = 5
# Words of an h1 that is no logo and no section; share of a heading in links from which on it is a teaser's.
_SHORTEST_HEADLINE, _MOST_LINKED = 4, 0.5
_QUOTED = frozenset({"blockquote", "nav"})
_MENUS = frozenset({"nav", "li", "ul"})
_BESIDE = frozenset({"aside", "nav", "footer", "menu", "chrome"})
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
        # Between headline and text stand the article's own lines, whatever their class; links make them menus.
        if reason in _OWN_BETWEEN and self._is_near(element):
            return any(e.tag in _QUOTED for e in apart)
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
        if headline is None:
            return []
        # Above the text stand the article's own lines in headings too: its byline, a bar of tools.
        begins = max(headline.place, self._text.element.place if self._text else 0)
        below = (heading for heading in self._cuts.tree.iter(*HEADINGS) if heading.place > begins)
        return [heading for heading in below if self._cuts.reason(heading) not in _BESIDE]

    def _is_note(self, around: Sequence[Element]) -> bool:
        """Whether the box that an element stands in is a line or two of the article's own: who wrote it, and when."""
        box = next((e for e in around if e.tag in _BOXES), None)
        own = box is not None and self._home is not self._cuts.tree.body and self._home.holds(box)
        return own and box is not None and box.words <= _LONGEST_NOTE

    def _is_near(self, element: Element) -> bool:
        """Whether its line stands between headline and first paragraph, or is one of the last above, in no menu."""
        headline, text, begins = self.headline, self._text, self._cuts.begins
        lines = (self._cuts.tree.first_block(e) for e in (element, *islice(element.ancestors(), _INLINE)))
        line = next((one for one in lines if one is not None), None)
        if headline is None or text is None or line is None:
            return False
        if begins < line.place < text.place:
            return self._home.holds(element)
        if not begins - _NEXT_ABOVE <= line.place < begins:
            return False
        around = (element, *element.ancestors())
        return bool(_OF_ARTICLE.search(_hints(islice(around, _INLINE)))) and not any(
            e.tag in _MENUS for e in around
        )

    @cached_property
    def _text(self) -> Block | None:
        return next((b for b in self._cuts.live() if b.good and b.place >= self._cuts.begins), None)

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
        headline, cuts, text = self.headline, self._cuts, self._text
        return headline.common_with(text.element) if headline and text else cuts.tree.body


def _hints(around: Iterable[Element]) -> str:
    return " ".join(
        f"{e.get('class') or ''} {e.get('itemprop') or ''} {e.get('id') or ''}"
        for e in islice(around, _HINTING)
    )
