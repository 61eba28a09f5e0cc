"""A small, tolerant JSON-LD reader: finds the node that describes the page's article.

Belongs here: broken JSON, @graph, arrays, references, choice of node. Does not: what a title or a date is.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from pipelines.reading.mending import mend

Json: TypeAlias = Any
"""A value of parsed JSON, of any shape: pages hold everything."""
Node: TypeAlias = Mapping[str, Any]

_ARTICLE_TYPES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "reviewnewsarticle",
        "backgroundnewsarticle",
        "asknewsarticle",
        "blogposting",
        "liveblogposting",
        "report",
        "techarticle",
        "scholarlyarticle",
        "socialmediaposting",
        "advertisercontentarticle",
        "satiricalarticle",
        "medicalscholarlyarticle",
    ]
)
_PAGE_TYPES = frozenset({"webpage", "itempage", "videoobject", "review", "recipe", "podcastepisode", "event"})
_LISTING_TYPES = frozenset({"collectionpage", "itemlist", "searchresultspage", "profilepage"})
# Properties through which a page's node holds another; "related" and "hasPart" hold other articles, so they
# are no way in.
_WAYS_IN = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
_MAX_DEPTH = 8
_MAX_NODES = 2000
_WRAPPERS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_STRING = r'"((?:[^"\\]|\\.)*)"'
_LOOSE = {
    name: re.compile(rf'"{name}"\s*:\s*{_STRING}')
    for name in ("headline", "datePublished", "dateModified", "articleSection", "description")
}
_LOOSE_AUTHOR = re.compile(rf'"author"\s*:\s*[\[{{][^\]}}]{{0,400}}?"name"\s*:\s*{_STRING}')


@dataclass(frozen=True, slots=True)
class StructuredData:
    """All nodes of a page; `article` is the one that describes it, `listing` tells that the page says it is a list."""

    article: Node | None
    nodes: tuple[Node, ...]
    listing: bool

    def resolve(self, value: Json) -> Json:
        """The node that a bare `{"@id": …}` points to, where the page holds it; else the value itself."""
        if isinstance(value, Mapping) and "@id" in value and not value.get("name"):
            return next((n for n in self.nodes if n.get("@id") == value["@id"] and n.get("name")), value)
        return value


def parse_blocks(blocks: Sequence[str], url: str) -> StructuredData:
    """Read the JSON-LD blocks of one page; broken ones give what a loose search finds in them."""
    nodes = [node for block in blocks for value in _values(block) for node in _walk(value, 0)][:_MAX_NODES]
    articles = [n for n in nodes if _types(n) & _ARTICLE_TYPES]
    article = _completed(_choose(articles, url), articles)
    listing = article is None and any(_types(n) & _LISTING_TYPES for n in nodes)
    if article is None:
        article = _choose([n for n in nodes if _types(n) & _PAGE_TYPES and n.get("datePublished")], url)
    return StructuredData(article, tuple(nodes), listing)


def strings(value: Json, depth: int = _MAX_DEPTH) -> list[str]:
    """The texts in a value: a string, a list, or an object with a name or @value; none below `depth` levels."""
    if isinstance(value, str):
        return [html.unescape(value)]
    if depth and isinstance(value, Mapping):
        return strings(value.get("@value") or value.get("name"), depth - 1)
    if depth and isinstance(value, list):
        return [text for item in value[:50] for text in strings(item, depth - 1)]
    return []


def types_of(node: Node) -> set[str]:
    """Lower-case type names of a node, without a vocabulary prefix."""
    return _types(node)


def _types(node: Node) -> set[str]:
    return {t.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for t in strings(node.get("@type"))}


def _values(block: str) -> Iterator[Any]:
    text = block.strip()
    if not text.startswith(("{", "[")):
        text = _WRAPPERS.sub("", _WRAPPERS.sub("", text)).strip().rstrip(";")
    if not text:
        return
    for mended in (str, _without_trailing_commas, html.unescape, mend):
        decoded = _decode(mended(text))
        if decoded:
            yield from decoded
            return
    loose = _search(text)
    if loose:
        yield loose


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", text)


def _decode(text: str) -> list[Any]:
    """Values of a text that holds one JSON value or several in a row; empty where it is broken."""
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    at = 0
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found
        found.append(value)
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
    return found


def _search(text: str) -> dict[str, Any] | None:
    """Fields that can be made out in broken JSON that speaks of an article."""
    if not any(t in text.lower() for t in ("article", "blogposting")):
        return None
    found: dict[str, Any] = {"@type": "NewsArticle"}
    for name, pattern in _LOOSE.items():
        match = pattern.search(text)
        if match:
            found[name] = _unquote(match.group(1))
    authors = [_unquote(name) for name in _LOOSE_AUTHOR.findall(text)]
    if authors:
        found["author"] = authors
    return found if len(found) > 1 else None


def _unquote(inner: str) -> str:
    try:
        return str(json.loads(f'"{inner}"', strict=False))
    except ValueError:
        return inner


def _walk(value: Json, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:_MAX_NODES]:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _WAYS_IN:
            if name in value:
                yield from _walk(value[name], depth + 1)


def _choose(candidates: Sequence[Node], url: str) -> Node | None:
    """The candidate that names this page as its own; else the first with a headline; else the first."""
    path = _path(url)
    for node in candidates:
        if path and path in {
            _path(a) for key in ("url", "mainEntityOfPage", "@id") for a in _addresses(node.get(key))
        }:
            return node
    return next((n for n in candidates if n.get("headline")), candidates[0] if candidates else None)


def _completed(article: Node | None, candidates: Sequence[Node]) -> Node | None:
    """The article with what other nodes of the same headline say besides: two plugins of one site write one each."""
    headline = article.get("headline") if article else None
    twins = [n for n in candidates if n is not article and headline and n.get("headline") == headline]
    for twin in twins:
        article = {**twin, **(article or {})}
    return article


def _addresses(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [v for v in (value.get("@id"), value.get("url")) if isinstance(v, str)]
    return []


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""
