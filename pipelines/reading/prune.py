"""Cuts from a page what is not the article: teasers, comments, consent layers, captions, what is hidden.

Belongs here: what a hint or a shape may cut, and the guards that keep a wrong one from cutting the article. Does not:
which of the rest is the article (`region`), its lines (`body`).
An early reader failed wholly on 2 % of new sites because many small class-based cuts added up: hence a guard per cut
and one over all of them.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

from pipelines.reading import hints
from pipelines.reading.appended import find_appended
from pipelines.reading.cards import find_cards
from pipelines.reading.cuts import Cuts
from pipelines.reading.entries import find_entries
from pipelines.reading.pictures import find_captions
from pipelines.reading.teasers import find_offers, find_teasers
from pipelines.reading.titles import same_words
from pipelines.reading.tree import Element, Tree

# Share of the page's article-like words that a hinted element may hold and still be cut.
_MOST = {
    "related": 0.30,
    "chrome": 0.30,
    "sharing": 0.30,
    "advert": 0.30,
    "caption": 0.30,
    "byline": 0.20,
    "embed": 0.30,
    "pullquote": 0.30,
    "hidden": 0.30,
    "comments": 0.75,
    "consent": 0.95,
    "structural": 0.50,
}
_MOST_TOGETHER = {kind: max(share, 0.30) for kind, share in _MOST.items()}
_SURE = frozenset({"comments", "consent"})
_MISLEADING = frozenset({"pullquote", "caption", "related"})
_WITHIN_QUOTE = 2
_STRUCTURAL = frozenset({"nav", "footer", "aside", "dialog", "figcaption", "form"})
# If all cuts together leave less than this share of what the sure ones leave, the hints mislead and only those count.
_LEAST_LEFT = 0.4
# Blocks before and behind a pull quote that are searched for its words, and words of the longest: pages may be hostile.
_NEAR, _LONGEST_QUOTED = 12, 500
_WORD = re.compile(r"\w+")
# Words of paragraphs in what is called a picture, beyond which it is a box with a text; and in what is called a teaser
# and opens the article.
_LONGEST_CAPTION, _LEAST_OPENING = 75, 40
# Comments behind the headline may outweigh a short article, if so many words are left.
_LEAST_ARTICLE = 80


def prune(page: Cuts) -> None:
    """Cut everything that is surely not the article."""
    # What is near the end is told by what is left.
    entries = find_entries(page.tree, page.headline)
    own = _own_entry(page, entries)
    page.strangers = 0 if own else len(entries)
    others = entries if own else find_appended(page.tree, page.heading)
    appended = [e for e in others if not page.is_kept(e)]
    page.tree.drop(appended)
    cuts = _hinted(page)
    sure = {element: kind for element, kind in cuts.items() if kind in _SURE}
    _cut(page, sure)
    least = _LEAST_LEFT * _weight(page)
    _cut(page, cuts)
    if _weight(page) < least:
        page.restore()
        _cut(page, sure)
    page.cut(appended, "appended")
    page.cut(find_cards(page.tree), "card")
    page.leave_out(find_captions(page.tree), "caption")
    page.cut(find_offers(page.tree), "advert")
    find_teasers(page)


def _own_entry(page: Cuts, entries: Sequence[Element]) -> Element | None:
    """Of whole articles in a row the one that the page is about: the page's title is its headline."""
    heading = page.headline
    if heading is None or same_words(page.tree.text_of(heading)) not in same_words(page.tree.title):
        return None
    return next((entry for entry in entries if entry.holds(heading)), None)


def _cut(page: Cuts, cuts: Mapping[Element, str]) -> None:
    for element, kind in cuts.items():
        page.cut([element], kind)


def _weight(page: Cuts) -> float:
    return sum(block.words for block in page.live() if block.good)


def _hinted(page: Cuts) -> dict[Element, str]:
    """Hinted elements that hold little enough of the page, alone and together with all of the same class; and why."""
    total = max(page.tree.total, 1.0)
    found: list[tuple[Element, str, tuple[str, str]]] = []
    together: dict[tuple[str, str], float] = defaultdict(float)
    settled = 0
    for element in page.tree.elements[1:]:
        if not element.words or element.place < settled:
            continue
        structural = element.tag in _STRUCTURAL and not _names_speaker(element)
        kind = "structural" if structural else hints.kind_of(element)
        if kind == "structural" and not element.weight and not page.is_kept(element):
            # It goes as a whole; a third of all elements are in menus and footers.
            settled = element.end
        if kind and not (kind in _MISLEADING and _misleads(kind, element, page)):
            row = (kind, element.first_class)
            found.append((element, kind, row))
            together[row] += element.weight
    return {
        element: element.tag if kind == "structural" else kind
        for element, kind, row in found
        if (element.weight < _MOST[kind] * total and together[row] < _MOST_TOGETHER[kind] * total)
        or (
            kind == "comments"
            and together[row] <= total - _LEAST_ARTICLE
            and _is_behind(element, page.heading)
        )
    }


def _names_speaker(element: Element) -> bool:
    """Whether an element is the footer of a quote."""
    around = islice(element.ancestors(), _WITHIN_QUOTE)
    return element.tag == "footer" and any(one.tag == "blockquote" for one in around)


def _misleads(kind: str, element: Element, page: Cuts) -> bool:
    """Whether a hint is known to name other things as well, and the element looks like one of them."""
    if kind == "pullquote":
        return not _is_repeated(element, page.tree)
    if kind == "caption":
        return element.weight > _LONGEST_CAPTION
    return kind == "related" and element.weight >= _LEAST_OPENING and _opens(element, page)


def _opens(element: Element, page: Cuts) -> bool:
    """Whether an element holds the first paragraphs behind the headline and no link: some call these a teaser."""
    if page.heading is None or element.place < page.heading.place or "teaser" not in element.marks.lower():
        return False
    between = page.tree.placed[page.begins : element.first]
    return not any(b.good for b in between) and all(e.tag != "a" for e in page.tree.inside(element))


def _is_repeated(quote: Element, tree: Tree) -> bool:
    """Whether a paragraph near by has all words of a quote, in order; some quotes stand in their frame only."""
    first = tree.first_block(quote)
    if first is None or first.words > _LONGEST_QUOTED:
        return False
    words = _WORD.findall(first.text.casefold())
    near = tree.placed[max(0, first.place - _NEAR) : first.place + _NEAR]
    return any(
        block.good
        and block.words <= _LONGEST_QUOTED
        and not quote.holds(block.element)
        and _has_in_order(block.text, words)
        for block in near
    )


def _has_in_order(text: str, words: Sequence[str]) -> bool:
    left = iter(_WORD.findall(text.casefold()))
    return all(word in left for word in words)


def _is_behind(element: Element, heading: Element | None) -> bool:
    return heading is not None and element.place > heading.place
