"""What the invented web answers: host, path and moment in, status, headers and bytes out. No sockets here.

The network side is `app.py` and `server.py`. Answers are rendered once and kept.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from typing import Final

from crawler.newsweb.cascade import spread
from crawler.newsweb.listings import (
    NEWS_WINDOW,
    Listed,
    daily_sitemap,
    listing,
    page_type,
    robots,
    sitemap_path,
)
from crawler.newsweb.pages import article_page, teaser_page
from crawler.newsweb.publications import Publication
from crawler.newsweb.sites import DAYS, START, Feed, Site, load_oddities, load_sites
from crawler.newsweb.texts import load_library

_FLAKY: Final = timedelta(hours=2)  # how long a flaky page fails after it came out
_GONE: Final = b"<!DOCTYPE html><html><head><title>404</title></head><body><h1>404</h1></body></html>"
_DOWN: Final = b"<!DOCTYPE html><html><head><title>%d</title></head><body><h1>%d</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; header names are in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Newsweb:
    """The invented web of one seed: who publishes what, and what each address answers at a moment."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.sites = load_sites()
        self._library = load_library()
        self.oddities = load_oddities()
        self.publications = spread(seed, library=self._library, sites=self.sites, oddities=self.oddities)
        self._hosts = {site.domain: site for site in self.sites.values()}
        self._pages = {publication.url: publication for publication in self.publications}
        self._moved = {p.listed_url: p.url for p in self.publications if p.listed_url != p.url}
        self._out: defaultdict[str, list[Publication]] = defaultdict(list)
        # The newest first, as every listing wants them.
        for publication in reversed(self.publications):
            self._out[publication.outlet_id].append(publication)
        self._moments = {outlet_id: _moments(out) for outlet_id, out in self._out.items()}
        self._kept: dict[tuple[str, str, int, bool], Answer] = {}

    def answer(
        self,
        host: str,
        path: str,
        now: datetime,
        *,
        if_none_match: str | None = None,
        if_modified_since: str | None = None,
    ) -> Answer:
        """The answer to a GET of one address at a moment; a query string does not matter.

        Args:
            host: without a port; an unknown one gets status 502, as from a proxy that finds no such name.
            path: as in the request line, starting with a slash.
            now: aware; what comes out later does not exist yet.
            if_none_match: the request header of that name; so the other one.
            if_modified_since: RFC 9110 date; one that can't be read is ignored.
        """
        site = self._hosts.get(host)
        if site is None:
            return _text(
                502, f"{host} is no outlet of the synthetic news web; it knows {len(self._hosts)}.\n"
            )
        # Before anything else, robots.txt included: a host that is down is down as a whole.
        for outage in self.oddities.outages:
            if outage.hits(site.id, now):
                wait = ("retry-after", str(int((outage.until - now).total_seconds())))
                return _page(outage.status, _DOWN % (outage.status, outage.status), wait)
        found = self._resource(site, path, now)
        if found.status == 200 and _unchanged(found, if_none_match, if_modified_since):
            # RFC 9110, section 15.4.5: a 304 repeats the validators and leaves out what speaks of the body.
            kept = tuple(pair for pair in found.headers if pair[0] in ("etag", "last-modified"))
            return Answer(304, kept, b"")
        return found

    def _resource(self, site: Site, path: str, now: datetime) -> Answer:
        empty = any(gap.hits(site.id, now) for gap in self.oddities.empty_feeds)
        url = site.root + path
        publication = self._pages.get(self._moved.get(url, url))
        moments = _changes(publication) if publication else self._moments.get(site.id, [])
        # The number of changes so far names a version: between
        # two of them an address always answers the same.
        key = (site.id, path, bisect_right(moments, now), empty)
        if key not in self._kept:
            rendered = self._render(site, path, now, empty=empty)
            # Not kept: there is no end of addresses that lead nowhere.
            if rendered is None:
                return _page(404, _GONE)
            self._kept[key] = rendered
        return self._kept[key]

    def _render(self, site: Site, path: str, now: datetime, *, empty: bool) -> Answer | None:
        words = self._library[site.languages[0]]
        out = [p for p in self._out[site.id] if p.published_at <= now and not empty]
        moments = [moment for moment in self._moments.get(site.id, []) if moment <= now]
        changed = max(moments, default=START)
        if path == "/robots.txt":
            return _resource(Listed("text/plain; charset=utf-8", robots(site).encode()), START)
        if path == "/":
            return _resource(listing(site, words, Feed(kind="hub", path="/"), out, now), changed)
        if path.startswith("/extra/"):
            return self._teaser(site, path)
        for feed in site.feeds:
            if path == feed.path:
                return _resource(listing(site, words, feed, out, now), changed)
            if feed.kind == "sitemap" and (day := _sitemap_day(feed, path)):
                return _resource(daily_sitemap(site, feed, day, out, now), changed)
        return self._article(site, path, now)

    def _article(self, site: Site, path: str, now: datetime) -> Answer | None:
        url = site.root + path
        publication = self._pages.get(self._moved.get(url, url))
        if publication is None or publication.published_at > now or publication.way == "gone":
            return None
        if url in self._moved:
            return Answer(301, (("location", publication.url), ("content-type", "text/html")), b"")
        if publication.way == "flaky" and now < publication.published_at + _FLAKY:
            # Without a Retry-After, which asks for patience with the whole host: only this page fails.
            return _page(503, _DOWN % (503, 503))
        corrected = publication.corrected_at
        changed = corrected if corrected and corrected <= now else publication.published_at
        body = article_page(site, self._library[publication.language], publication, now)
        more = (("tdm-reservation", "1"),) if publication.way == "reserved" else ()
        return _resource(Listed(page_type(site), body), changed, *more)

    def _teaser(self, site: Site, path: str) -> Answer | None:
        language, _, rest = path.removeprefix("/extra/").removesuffix(".html").partition("/")
        words = self._library.get(language)
        if words is None or not rest.isdecimal() or int(rest) >= len(words.teasers):
            return None
        return _resource(Listed(page_type(site), teaser_page(site, words, int(rest))), START)


def _moments(out: list[Publication]) -> list[datetime]:
    """When anything an outlet answers changes by itself; outages and empty feeds are asked for apart."""
    expiries = (publication.published_at + NEWS_WINDOW for publication in out)
    return sorted({*expiries, *(moment for publication in out for moment in _changes(publication))})


def _changes(publication: Publication) -> list[datetime]:
    """When a page appears, recovers, is corrected."""
    moments = [publication.published_at]
    if publication.way == "flaky":
        moments.append(publication.published_at + _FLAKY)
    if publication.corrected_at:
        moments.append(publication.corrected_at)
    return moments


def _sitemap_day(feed: Feed, path: str) -> date | None:
    days = (START.date() + timedelta(days=n) for n in range(DAYS))
    return next((day for day in days if sitemap_path(feed, day) == path), None)


def _resource(listed: Listed, changed: datetime, *more: tuple[str, str]) -> Answer:
    etag = f'"{blake2b(listed.body, digest_size=8).hexdigest()}"'
    modified = format_datetime(changed.astimezone(UTC), usegmt=True)
    headers = (("content-type", listed.content_type), ("etag", etag), ("last-modified", modified), *more)
    return Answer(200, headers, listed.body)


def _page(status: int, body: bytes, *more: tuple[str, str]) -> Answer:
    return Answer(status, (("content-type", "text/html; charset=utf-8"), *more), body)


def _text(status: int, body: str) -> Answer:
    return Answer(status, (("content-type", "text/plain; charset=utf-8"),), body.encode())


def _unchanged(answer: Answer, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """RFC 9110, section 13.2.2: the entity tag decides where it is given, else the date."""
    headers = dict(answer.headers)
    if if_none_match is not None:
        tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        return headers["etag"] in tags or "*" in tags
    if if_modified_since is None:
        return False
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        # RFC 9110, section 13.1.3: a recipient must ignore a date it can't read.
        return False
    return parsedate_to_datetime(headers["last-modified"]) <= since
