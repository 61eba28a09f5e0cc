"""Where a page states dates: structured data, meta tags, microdata, time tags, its address.

Belongs here: finding the strings, in the order in which they are believed. Does not: reading them (`timestamps`) and
choosing (`dates`). Order of the chain, measured on 258 news pages: the sources before the visible text date 251, all of
them to the right day.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipelines.reading.document import Document
from pipelines.reading.jsonld import Json, strings
from pipelines.reading.printed_dates import MOST_AROUND, is_told
from pipelines.reading.surroundings import Surroundings
from pipelines.reading.tree import Element

_OPEN_GRAPH = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "og:pubdate",
)
_META = [
    "date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "publisheddate",
    "published_date",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "cxenseparse:recs:published_time",
    "sailthru.date",
    "content:publishdate",
    "date.available",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "date.created",
    "article_date_original",
    "release_date",
    "originalpublicationdate",
]
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "last-modified",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "date.modified",
    "lastmod",
)
_URL_DATE = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0?[1-9]|1[0-2])[/-](?P<d>0?[1-9]|[12]\d|3[01])(?:[/-]|$)|"
    # "/2026/mar/02/"
    r"/(?P<yy>20\d\d)/(?P<mmm>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/(?P<dd>\d\d?)(?:/|$)|"
    # Chinese outlets file under "/2026/0312/" and "/202603/t20260312_".
    r"[/_-]t?(?P<c>20\d\d/?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=\D|$)"
)
_PUBLISHED_HINT = re.compile(r"publi|pubdate|date-?created|entry-date|posted|dtstart", re.IGNORECASE)
_UPDATED_HINT = re.compile(r"updat|modif|aktualis|mise-a-jour|dtend", re.IGNORECASE)


def stated_dates(document: Document, around: Surroundings) -> Iterator[tuple[str, str]]:
    """Source and value of each date of publication, as stated, the most reliable source first."""
    if document.tree.named.published:
        yield "override", document.tree.named.published
    article = document.structured.article or {}
    for name in ("datePublished", "dateCreated", "uploadDate"):
        yield from (("json-ld", value) for value in _values(article.get(name)))
    yield from (("open-graph", value) for name in _OPEN_GRAPH for value in document.head.meta.get(name, ()))
    yield from (("meta", value) for name in _META for value in document.head.meta.get(name, ()))
    yield from (("microdata", value) for value in _microdata(document, around)[:1])
    below, above = _time_tags(document, around)
    yield from (("time-tag", value) for value in below)
    yield from (("url", value) for value in _in_url(document.url))
    # Above headlines stand kickers with the article's date, and lines with today's.
    yield from (("time-tag", value) for value in above)


def _microdata(document: Document, around: Surroundings) -> list[str]:
    """Values of the property, but for those that stand with other articles; those of `meta` tags stand nowhere."""
    values, tree = document.head.microdata.get("datepublished", []), document.tree
    if not values:
        return []
    marked = [
        e for e in tree.having("itemprop") if (e.get("itemprop") or "").strip().lower() == "datepublished"
    ]
    stated = [(e, e.get("content") or e.get("datetime") or tree.text_of(e)) for e in marked]
    stated = [(element, value) for element, value in stated if value]
    own = [value for element, value in stated if not around.is_foreign(element)]
    return [*values[: len(values) - len(stated)], *own]


def _time_tags(document: Document, around: Surroundings) -> tuple[list[str], list[str]]:
    """Values of the page's own time tags below its headline and above it, three at most.

    Those called published come first, those of updates, of teasers and within sentences not at all.
    """
    ranked: list[tuple[bool, bool, int, str]] = []
    for place, tag in enumerate(document.tree.iter("time")):
        own = _called(tag)
        if _UPDATED_HINT.search(own) or any(a.tag == "a" for a in tag.ancestors()) or around.is_foreign(tag):
            continue
        if is_told(" ".join(document.tree.beside(tag, MOST_AROUND))):
            continue
        value = tag.get("datetime") or document.tree.text_of(tag)
        if value and len(value) < 60:
            published = bool(_PUBLISHED_HINT.search(own)) or "pubdate" in tag.attributes
            ranked.append((around.is_above(tag), not published, place, value))
    first = sorted(ranked)[:3]
    return [value for above, *_, value in first if not above], [v for above, *_, v in first if above]


def _called(tag: Element) -> str:
    return f"{tag.get('class') or ''} {tag.get('itemprop') or ''}"


def _in_url(url: str) -> list[str]:
    try:
        path = urlsplit(url).path
    except ValueError:
        return []
    match = _URL_DATE.search(path)
    if match and match["c"]:
        return [match["c"].replace("/", "")]
    if match and match["mmm"]:
        return [f"{match['dd']} {match['mmm']} {match['yy']}"]
    return [f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"] if match else []


def stated_changes(document: Document, around: Surroundings) -> Iterator[tuple[str, str]]:
    """Source and value of each date of the last change, as stated, the most reliable source first."""
    article = document.structured.article or {}
    yield from (("json-ld", value) for value in _values(article.get("dateModified")))
    yield from (("meta", value) for name in _MODIFIED for value in document.head.meta.get(name, ())[:1])
    yield from (("microdata", value) for value in document.head.microdata.get("datemodified", ()))
    for tag in document.tree.iter("time"):
        if (
            _UPDATED_HINT.search(_called(tag))
            and (value := tag.get("datetime"))
            and not around.is_foreign(tag)
        ):
            yield "time-tag", value


def _values(value: Json) -> list[str]:
    """Dates in structured data; some content systems write seconds since 1970 as a number."""
    return [str(value)] if isinstance(value, int) and not isinstance(value, bool) else strings(value)
