"""When an article was published: a chain of sources, each with its precision, zone and provenance.

Belongs here: reading and choosing dates. Does not: the outlet's time zone (a day or time without offset stays
without),
or what tracking makes of a date that cannot be trusted.
Order of the chain, measured on 258 news pages: the sources before the visible text date 251, all of them to
the right day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

import htmldate
from lxml import etree, html

from pipelines.reading.document import Document
from pipelines.reading.jsonld import strings
from pipelines.reading.timestamps import Stamp, parse_stamp

# Nothing on the web is older; earlier values are epoch zeros and typing errors.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# Clocks of outlets run ahead by hours and zones by up to 14; a date more than a day ahead is an embargo or an
# error.
_AHEAD = timedelta(days=1)
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
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0?[1-9]|1[0-2])[/-](?P<d>0?[1-9]|[12]\d|3[01])(?:[/-]|$)|[/_-](?P<c>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=\D|$)"
)
_PUBLISHED_HINT = re.compile(r"publi|pubdate|date-?created|entry-date|posted|dtstart", re.IGNORECASE)
_UPDATED_HINT = re.compile(r"updat|modif|aktualis|mise-a-jour|dtend", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"related|teaser|recommend|sidebar|comment|latest|most-|card|widget|footer", re.IGNORECASE
)
_TIME_OF_DAY = re.compile(r"^[^\d\n]{0,12}(\d{1,2})[:.h時时](\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Published:
    """A point in time as a page states it.

    Attributes:
        at: aware; in the page's own offset where it states one, else the stated clock time set in UTC.
        precision: second, minute or day.
        source: json-ld, open-graph, meta, microdata, time-tag, url, feed, sitemap, text or given.
        offset_minutes: the stated offset; None where the page states none, so that `at` may be off by a zone.
    """

    at: datetime
    precision: str
    source: str
    offset_minutes: int | None

    def stated(self) -> str:
        """ISO 8601 as the page states it: a bare date at day precision, no offset where none is stated."""
        if self.precision == "day":
            return self.at.date().isoformat()
        return (
            self.at.isoformat()
            if self.offset_minutes is not None
            else self.at.replace(tzinfo=None).isoformat()
        )


def find_published(
    document: Document,
    *,
    fetched_at: datetime | None,
    listed_at: datetime | None = None,
    listed_kind: str | None = None,
) -> Published | None:
    """The first plausible date of the chain; None where the page dates itself nowhere.

    A source that knows only the day gives way to a later one of the same day that knows the time.
    """
    latest = (fetched_at or datetime(2100, 1, 1, tzinfo=UTC)) + _AHEAD
    by_day: Published | None = None
    for source, stamp in _chain(document, listed_at, listed_kind):
        if not _EARLIEST <= stamp.at <= latest:
            continue
        published = Published(stamp.at, stamp.precision, source, stamp.offset_minutes)
        if by_day is None and stamp.precision != "day":
            return published
        if by_day is None:
            by_day = published
        elif stamp.precision != "day" and stamp.at.date() == by_day.at.date():
            return published
    if by_day is None:
        return _from_text(document, latest)
    time = _time_behind(document, by_day.at) if by_day.offset_minutes is None else None
    return Published(time, "minute", "text", None) if time else by_day


def find_modified(document: Document, *, fetched_at: datetime | None) -> datetime | None:
    """When the page says that it was last changed; None where it does not say."""
    article = document.structured.article or {}
    values = [
        *strings(article.get("dateModified")),
        document.head.first(*_MODIFIED),
        *document.head.microdata.get("datemodified", ()),
    ]
    latest = (fetched_at or datetime(2100, 1, 1, tzinfo=UTC)) + _AHEAD
    stamps = (parse_stamp(value) for value in values if value)
    return next((s.at for s in stamps if s and _EARLIEST <= s.at <= latest), None)


def _chain(
    document: Document, listed_at: datetime | None, listed_kind: str | None
) -> Iterator[tuple[str, Stamp]]:
    for source, value in _stated(document):
        stamp = parse_stamp(value)
        if stamp:
            yield source, stamp
    stamp = _from_url(document.url)
    if stamp:
        yield "url", stamp
    if listed_at is not None:
        offset = listed_at.utcoffset()
        minutes = None if offset is None else int(offset.total_seconds() // 60)
        aware = listed_at if offset is not None else listed_at.replace(tzinfo=UTC)
        yield ("sitemap" if listed_kind == "sitemap" else "feed"), Stamp(aware, "second", minutes)


def _stated(document: Document) -> Iterator[tuple[str, str]]:
    article = document.structured.article or {}
    for name in ("datePublished", "dateCreated", "uploadDate"):
        yield from (("json-ld", value) for value in strings(article.get(name)))
    yield from (("open-graph", value) for name in _OPEN_GRAPH for value in document.head.meta.get(name, ()))
    yield from (("meta", value) for name in _META for value in document.head.meta.get(name, ()))
    yield from (("microdata", value) for value in document.head.microdata.get("datepublished", ())[:1])
    yield from (("time-tag", value) for value in _time_tags(document))


def _time_tags(document: Document) -> list[str]:
    """Values of the page's own time tags: those called published first, those of updates and teasers not at all."""
    ranked: list[tuple[int, int, str]] = []
    for place, tag in enumerate(document.tree.iter("time")):
        hints = " ".join(
            f"{e.get('class') or ''} {e.get('itemprop') or ''} {e.get('id') or ''}"
            for e in (tag, *islice(tag.ancestors(), 4))
        )
        own = f"{tag.get('class') or ''} {tag.get('itemprop') or ''}"
        if (
            _ELSEWHERE.search(hints)
            or _UPDATED_HINT.search(own)
            or any(a.tag == "a" for a in tag.ancestors())
        ):
            continue
        value = tag.get("datetime") or document.tree.text_of(tag)
        if value and len(value) < 60:
            ranked.append(
                (0 if _PUBLISHED_HINT.search(own) or "pubdate" in tag.attributes else 1, place, value)
            )
    return [value for _, _, value in sorted(ranked)[:3]]


def _from_url(url: str) -> Stamp | None:
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    match = _URL_DATE.search(path)
    return (
        parse_stamp(match["c"] or f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}")
        if match
        else None
    )


def _from_text(document: Document, latest: datetime) -> Published | None:
    """The date that htmldate finds in the visible text, with the time of day printed right behind it."""
    try:
        day = htmldate.find_date(
            _visible(document.tree.source),
            original_date=True,
            extensive_search=False,
            min_date=_EARLIEST.date().isoformat(),
            max_date=latest.date().isoformat(),
        )
    except (ValueError, TypeError, OverflowError, RecursionError, AttributeError, etree.Error):
        # htmldate trips over odd calendars and odd trees; such a page has no date that could be trusted.
        return None
    stamp = parse_stamp(day) if day else None
    if stamp is None or not _EARLIEST <= stamp.at <= latest:
        return None
    time = _time_behind(document, stamp.at)
    at, precision = (time, "minute") if time else (stamp.at, "day")
    return Published(at, precision, "text", None)


def _visible(source: str) -> html.HtmlElement:
    """The body without scripts and stated times: htmldate reads those too, and the chain has refused them.

    htmldate works on trees of lxml; parsing again costs only the few pages that state no date.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    body = tree.find("body")
    visible = tree if body is None else body
    etree.strip_elements(visible, "script", "style", "noscript", with_tail=False)
    for tag in visible.iter("time"):
        if "datetime" in tag.attrib:
            del tag.attrib["datetime"]
    return visible


def _time_behind(document: Document, day: datetime) -> datetime | None:
    text = document.tree.text()[:200_000]
    for form in (
        day.strftime("%d.%m.%Y"),
        day.strftime("%d.%m.%y"),
        day.strftime("%Y-%m-%d"),
        day.strftime("%Y/%m/%d"),
        day.strftime("%d/%m/%Y"),
        f"{day.year}年{day.month}月{day.day}日",
    ):
        at = text.find(form)
        match = _TIME_OF_DAY.match(text[at + len(form) :][:20]) if at >= 0 else None
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return day.replace(hour=int(match[1]), minute=int(match[2]))
    return None
