"""Cuts from a parsed page what is not the article: teasers, comments, consent layers, captions.

Belongs here: cutting, and the guards that keep a wrong hint from cutting the article. Does not: extraction (`body`).
An early reader failed wholly on 2 % of new sites because many small class-based cuts added up: hence a guard per cut
and one over all of them.
"""

from collections import defaultdict

from lxml import etree, html

from pipelines.reading import hints
from pipelines.reading.appended import find_appended
from pipelines.reading.blocks import Measured, measure
from pipelines.reading.teasers import find_cards, find_teasers
from pipelines.reading.titles import same_words

# Share of the page's article-like words that a hinted element may hold and still be cut.
_MOST = {
    "related": 0.30,
    "chrome": 0.30,
    "sharing": 0.30,
    "advert": 0.30,
    "caption": 0.20,
    "byline": 0.20,
    "comments": 0.75,
    "consent": 0.95,
    "structural": 0.50,
}
_MOST_TOGETHER = {kind: max(share, 0.30) for kind, share in _MOST.items()}
_SURE = frozenset({"comments", "consent"})
_STRUCTURAL = frozenset({"nav", "footer", "aside", "dialog", "figcaption", "form"})
# If all cuts together leave less than this share of the page, the hints mislead and only the sure ones are
# made.
_LEAST_LEFT = 0.4


def prune(tree: html.HtmlElement, title: str | None, measured: Measured) -> None:
    """Cut, in place, everything that is surely not the article.

    Args:
        tree: the whole page; read metadata from it before.
        title: headline of the article; its heading is never cut.
        measured: the page's blocks and weights.
    """
    body = tree.find("body")
    root = tree if body is None else body
    headline = _headline(root, title)
    keep = set() if headline is None else {headline, *headline.iterancestors()}
    appended = find_appended(measured, headline)
    for element in appended:
        _remove(element)
    # What is near the end is told by what is left.
    measured = measure(tree) if appended else measured
    cuts = {element: kind for element, kind in _hinted(root, measured).items() if element not in keep}
    lost = sum(measured.weight.get(element, 0.0) for element in _outermost(cuts))
    if lost > (1 - _LEAST_LEFT) * measured.total > 0.0:
        cuts = {element: kind for element, kind in cuts.items() if kind in _SURE}
    for element in _outermost(cuts):
        _remove(element)
    for element in [card for card in find_cards(measured) if card not in keep]:
        _remove(element)
    for element in list(find_teasers(root, measured, keep)):
        _remove(element)


def _headline(root: html.HtmlElement, title: str | None) -> html.HtmlElement | None:
    """The heading that says the title, else the first one."""
    wanted = same_words(title or "")
    heading = next(
        (h for h in root.iter("h1", "h2") if wanted and same_words("".join(h.itertext())) == wanted), None
    )
    return next(root.iter("h1"), None) if heading is None else heading


def _hinted(root: html.HtmlElement, measured: Measured) -> dict[html.HtmlElement, str]:
    """Hinted elements that hold little enough of the page, alone and together with all of the same class."""
    total = max(measured.total, 1.0)
    found: dict[html.HtmlElement, str] = {}
    together: dict[tuple[str, str | None], float] = defaultdict(float)
    for element in root.iter(etree.Element):
        kind = "structural" if element.tag in _STRUCTURAL else hints.kind_of(element)
        if kind and element is not root:
            found[element] = kind
            together[kind, _first_class(element)] += measured.weight.get(element, 0.0)
    return {
        element: kind
        for element, kind in found.items()
        if measured.weight.get(element, 0.0) < _MOST[kind] * total
        and together[kind, _first_class(element)] < _MOST_TOGETHER[kind] * total
    }


def _outermost(cuts: dict[html.HtmlElement, str]) -> list[html.HtmlElement]:
    return [element for element in cuts if not any(ancestor in cuts for ancestor in element.iterancestors())]


def _first_class(element: html.HtmlElement) -> str:
    return (element.get("class") or "").partition(" ")[0]


def _remove(element: html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
