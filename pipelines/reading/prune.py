"""Cuts from a parsed page what is not the article: teasers, comments, consent layers, captions.

Belongs here: what is cut, and the guards that keep a wrong hint from cutting the article. Does not:
extraction (`body`).
An early reader failed wholly on 2 % of new sites because many small class-based cuts added up: hence a guard
per cut
and one over all of them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml
from lxml import etree, html

from pipelines.reading import hints
from pipelines.reading.blocks import HEADINGS, Block, Measured, measure
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
# Behind a marker in the last third of the text, paragraphs without links are teasers too.
_NEAR_END = 0.35
_LINKED_TEASER = 0.3
_LONGEST_TEASER = 40
_LONGEST_CONSENT, _CONSENT_WORDS = 150, 3
# "Comment" above the text heads an opinion piece; comments come behind this share of a page's text.
_BEFORE_COMMENTS = 0.25
# A line of so many links and little else is a menu, tags or page numbers.
_LINKED_MENU, _MENU_LINKS = 0.6, 3
_WHOLES = frozenset({"body", "html", "main", "article"})
_SURE = frozenset({"comments", "consent"})
_STRUCTURAL = frozenset({"nav", "footer", "aside", "dialog", "figcaption", "form"})
# If all cuts together leave less than this share of the page, the hints mislead and only the sure ones are
# made.
_LEAST_LEFT = 0.4
_MARKERS = yaml.safe_load((Path(__file__).parent / "markers.yaml").read_text(encoding="utf-8"))


def _phrases(kind: str) -> frozenset[str]:
    return frozenset(same_words(phrase) for phrases in _MARKERS[kind].values() for phrase in phrases)


_RELATED, _COMMENTS = _phrases("related"), _phrases("comments")
_CJK_COMMENTS = tuple(phrase for phrase in _COMMENTS if phrase > "\u3000")
_LONGEST_HEADING = 4
_LEADING_MARKER = re.compile(
    "^(?:"
    + "|".join(
        sorted(
            (re.escape(p) for phrases in _MARKERS["related"].values() for p in phrases if len(p) > 3),
            key=len,
            reverse=True,
        )
    )
    + r")\s*[:：|–—\-]",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    "|".join(yaml.safe_load((Path(__file__).parent / "walls.yaml").read_text(encoding="utf-8"))["consent"]),
    re.IGNORECASE,
)
_COUNT = re.compile(r"[(\[]?\d+[)\]]?:?")


def prune(tree: html.HtmlElement, title: str | None) -> None:
    """Cut, in place, everything that is surely not the article.

    Args:
        tree: the whole page; read metadata from it before.
        title: headline of the article; its heading is never cut.
    """
    body = tree.find("body")
    root = tree if body is None else body
    measured = measure(root)
    keep = _protected(root, title)
    cuts = {element: kind for element, kind in _hinted(root, measured).items() if element not in keep}
    if (
        measured.total
        and sum(measured.weight.get(e, 0.0) for e in _outermost(cuts)) > (1 - _LEAST_LEFT) * measured.total
    ):
        cuts = {element: kind for element, kind in cuts.items() if kind in _SURE}
    for element in _outermost(cuts):
        _remove(element)
    for element in list(_teasers(root, measured, keep)):
        _remove(element)


def marks_teasers(text: str) -> bool:
    """Whether a whole line is a phrase by which pages head teasers ("Read next:")."""
    return same_words(text) in _RELATED


def marks_comments(text: str) -> bool:
    """Whether a short line heads a comment section ("Comments (3)", "Readers' comments")."""
    words = _COUNT.sub("", text).casefold().split()
    if not words or len(words) > _LONGEST_HEADING or len(text) > 6 * _LONGEST_HEADING:
        return False
    return (
        same_words("".join(words)) in _COMMENTS
        or same_words(words[-1]) in _COMMENTS
        or same_words(text).endswith(_CJK_COMMENTS)
    )


def leads_to_teaser(text: str) -> bool:
    """Whether a line begins like "Read more: …"."""
    return bool(_LEADING_MARKER.match(text.strip()))


def _protected(root: html.HtmlElement, title: str | None) -> set[html.HtmlElement]:
    """The headline and everything around it."""
    wanted = same_words(title or "")
    heading = next(
        (h for h in root.iter("h1", "h2") if wanted and same_words("".join(h.itertext())) == wanted), None
    )
    if heading is None:
        heading = next(root.iter("h1"), None)
    return set() if heading is None else {heading, *heading.iterancestors()}


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


def _teasers(
    root: html.HtmlElement, measured: Measured, keep: set[html.HtmlElement]
) -> Iterator[html.HtmlElement]:
    """Blocks under a "read next" or "comments" heading, and lines that are only a link to another article."""
    passed = 0.0
    for block in measured.blocks:
        passed += block.words if block.good else 0.0
        element = block.element
        if element in keep or not _attached(element, root):
            continue
        if marks_comments(block.text) and passed > _BEFORE_COMMENTS * measured.total:
            yield from _comment_section(block, measured)
        elif _asks_consent(block, measured):
            yield element
        elif marks_teasers(block.text):
            yield from _headed_section(block, measured, measured.total - passed)
        elif (
            block.linked > _LINKED_MENU
            and len(element.findall(".//a")) >= _MENU_LINKS
            and measured.words[element] <= block.words
            and not block.good
        ) or (
            leads_to_teaser(block.text)
            and block.linked > _LINKED_TEASER
            and measured.words[element] < _LONGEST_TEASER
        ):
            yield element


def _attached(element: html.HtmlElement, root: html.HtmlElement) -> bool:
    while element is not None:
        if element is root:
            return True
        element = element.getparent()
    return False


def _asks_consent(block: Block, measured: Measured) -> bool:
    """Whether a block that stands alone speaks of cookies and consent; among paragraphs of an article it may."""
    if block.words > _LONGEST_CONSENT or measured.words[block.element] > block.words:
        return False
    beside = (block.element.getprevious(), block.element.getnext())
    firsts = [measured.first.get(element) for element in beside if element is not None]
    if any(first is not None and first.good and first.element in beside for first in firsts):
        return False
    return len({match.group().casefold() for match in _CONSENT.finditer(block.text)}) >= _CONSENT_WORDS


def _comment_section(marker: Block, measured: Measured) -> list[html.HtmlElement]:
    """A heading of comments and everything behind it on its level: no article goes on after its comments."""
    if measured.words[marker.element] > 2 * marker.words:
        return []
    section = [marker.element, *marker.element.itersiblings()]
    weight = sum(measured.weight.get(element, 0.0) for element in section)
    return section if weight <= _MOST["comments"] * measured.total else [marker.element]


def _headed_section(marker: Block, measured: Measured, rest: float) -> list[html.HtmlElement]:
    """What a marker heads: the largest container that begins with it and holds no article, and teasers behind it."""
    container = marker.element
    if measured.words[container] > 2 * marker.words:
        return []
    while (parent := container.getparent()) is not None and parent.tag not in _WHOLES:
        if (
            measured.weight.get(parent, 0.0) >= _MOST["related"] * measured.total
            or measured.first[parent] is not marker
        ):
            break
        container = parent
    section = [container]
    if measured.words[container] <= marker.words:
        section += _followers(container, marker.element.tag, measured, rest < _NEAR_END * measured.total)
    return section


def _followers(
    marker: html.HtmlElement, tag: str, measured: Measured, near_end: bool
) -> list[html.HtmlElement]:
    """Siblings behind a bare marker that are its teasers: links, their summaries, and near the end whatever comes."""
    found: list[html.HtmlElement] = []
    linked_seen = False
    for sibling in marker.itersiblings():
        words, weight = measured.words.get(sibling, 0.0), measured.weight.get(sibling, 0.0)
        if weight >= _MOST["related"] * measured.total > 0.0:
            break
        if words and measured.linked.get(sibling, 0.0) > _LINKED_TEASER * words:
            linked_seen = True
        elif sibling.tag in HEADINGS:
            # A heading below the marker's own level is a teaser's title; one beside it goes on with the
            # article.
            if not (tag in HEADINGS and sibling.tag > tag):
                break
        elif weight and not (near_end and (tag in HEADINGS or not linked_seen)):
            # "Read also", a link, and on with the article: the common inline teaser.
            break
        found.append(sibling)
    return found


def _first_class(element: html.HtmlElement) -> str:
    return (element.get("class") or "").partition(" ")[0]


def _remove(element: html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
