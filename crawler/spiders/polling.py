"""Polls of an outlet's sources: conditional request, listing, new addresses into the state.

Articles are not fetched here; the state then knows which are pending.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from hashlib import blake2b
from typing import assert_never
from zoneinfo import ZoneInfo

from crawler.discovery.feeds import read_feed
from crawler.discovery.hubs import read_hub
from crawler.discovery.listing import Child, Link, Listing
from crawler.discovery.sitemaps import MAX_SITEMAP_BYTES, read_sitemap
from crawler.landing.records import Fetch
from crawler.registry import Outlet, Registry, Source
from crawler.spiders.exchange import Exchange, Kind, Outcome, Wish
from crawler.spiders.permissions import Permissions
from crawler.spiders.tally import SPIDER_ERROR, Tally
from crawler.spiders.transport import Answer
from crawler.state import CrawlState, Poll, SourceState
from crawler.urls import UrlError, canonical_url, host_of

logger = logging.getLogger(__name__)

MAX_LISTING_BYTES = 8 * 1024 * 1024
MAX_INDEX_DEPTH = 2
"""Sitemap indexes below each other; the protocol allows one level, a few outlets have two."""

SITEMAP_WINDOW = timedelta(days=3)
"""Age up to which the entries of a plain sitemap are fetched unless a `since` says otherwise: sitemaps list
whole archives. News sitemaps hold two days by their definition; one more covers a weekend's outage."""

# RSS and Atom are one kind in the ledger: the reader goes by the content, whatever the registry calls it.
KINDS: dict[str, Kind] = {
    "rss": "feed",
    "atom": "feed",
    "sitemap": "sitemap",
    "news-sitemap": "news-sitemap",
    "hub": "hub",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of its sources a crawl takes.

    Attributes:
        since: first day of interest (UTC) by the date a listing states; None: everything in feeds, news
            sitemaps and hubs, and `SITEMAP_WINDOW` of sitemaps.
        sub_sitemaps: children of sitemap indexes, an outlet and round.
    """

    since: date | None
    sub_sitemaps: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """A poll's answer: `listing` is None for an unchanged one, `row.listed` is None for a failure."""

    row: Fetch
    listing: Listing | None = None
    body_hash: str | None = None


class Poller:
    """Polls sources one by one."""

    def __init__(
        self,
        exchange: Exchange,
        permissions: Permissions,
        state: CrawlState,
        *,
        tally: Tally,
        registry: Registry,
        limits: Limits,
        crawl_id: str,
    ) -> None:
        self._exchange = exchange
        self._permissions = permissions
        self._state = state
        self._tally = tally
        self._registry = registry
        self._limits = limits
        self._crawl_id = crawl_id
        self._polls = 0

    async def poll(
        self, outlet: Outlet, source: Source, now: datetime, may_go_on: Callable[[str], bool]
    ) -> None:
        """Read a source and what it leads to, and remember new addresses.

        Args:
            may_go_on: asked before each child of an index; once it says no, the rest is left to the next crawl.
        """
        # Of the source, also for its children: the sitemap of a new day is new itself, its index is not.
        not_seen_at = self._state.source(source.url).succeeded_at
        budget = self._limits.sub_sitemaps
        waiting = [(source.url, 0)]
        root: tuple[Poll, _Reading] | None = None
        complete, fresh = True, 0
        while waiting and (root is None or may_go_on(waiting[0][0])):
            url, depth = waiting.pop(0)
            poll = self._new_poll(outlet, source, url, now)
            reading = await self._read(outlet, source, poll, not_seen_at)
            complete = complete and reading.row.listed is not None
            fresh += reading.row.fresh or 0
            if reading.listing is None or reading.listing.kind != "sitemap-index":
                continue
            # The first index is the source itself; whether its poll succeeded hangs on its children.
            root = root or (poll, reading)
            children = self._children(reading.listing.children, budget)
            if depth < MAX_INDEX_DEPTH:
                waiting += [(child.url, depth + 1) for child in children]
                budget -= len(children)
        self._tally.sub_sitemaps_left_over += len(waiting)
        if waiting and root is not None:
            self._state.record_cut(root[0])
        elif root is not None:
            self._finish_index(root[0], complete=complete, fresh=fresh)

    def _new_poll(self, outlet: Outlet, source: Source, url: str, now: datetime) -> Poll:
        self._polls += 1
        return Poll(f"{self._crawl_id}:{self._polls}", outlet.id, url, KINDS[source.kind], now)

    async def _read(
        self, outlet: Outlet, source: Source, poll: Poll, not_seen_at: datetime | None
    ) -> _Reading:
        kind = KINDS[source.kind]
        known = self._state.source(poll.url)
        size = MAX_SITEMAP_BYTES if kind == "sitemap" else MAX_LISTING_BYTES
        wish = Wish(poll.url, kind, outlet.id, size, known.etag, known.last_modified)
        permit = partial(self._permissions.for_listing, outlet_id=outlet.id)
        outcome = await self._exchange.fetch(wish, permit)
        # The host's turn may come long after the plan, and an article's first sight is dated by it.
        poll = replace(poll, at=outcome.row.requested_at)
        try:
            reading = self._understand(outlet, source, outcome, known)
            reading = self._remember(poll, reading, outcome, known, not_seen_at)
        except Exception:
            logger.exception("%s: the answer of %s could not be handled", outlet.id, poll.url)
            reading = _Reading(replace(outcome.row, error=SPIDER_ERROR))
            self._state.record_failure(poll, not_before=None)
        self._exchange.write(reading.row)
        self._tally.note_poll(reading.row)
        return reading

    def _understand(self, outlet: Outlet, source: Source, outcome: Outcome, known: SourceState) -> _Reading:
        answer, row = outcome.answer, outcome.row
        if answer is None or answer.status not in {200, 304}:
            return _Reading(row)
        body_hash = blake2b(answer.body, digest_size=16).hexdigest()
        # Where a server sends no validators, an equal body is as good as a 304.
        if answer.status == 304 or body_hash == known.body_hash:
            return _Reading(replace(row, listed=known.listed or 0, fresh=0), body_hash=known.body_hash)
        listing = self.parse(outlet, source, answer)
        if listing.error is not None:
            logger.warning("%s: %s: %s", outlet.id, answer.url, listing.error)
            return _Reading(replace(row, error="bad-content"))
        return _Reading(replace(row, listed=len(listing.links)), listing, body_hash)

    def parse(self, outlet: Outlet, source: Source, answer: Answer) -> Listing:
        """Listing in an answer, by the kind of the source."""
        zone = ZoneInfo(outlet.time_zone)
        content_type = answer.header("Content-Type")
        match source.kind:
            case "rss" | "atom":
                return read_feed(answer.body, answer.url, content_type=content_type, zone=zone)
            case "sitemap" | "news-sitemap":
                return read_sitemap(answer.body, answer.url, zone=zone)
            case "hub":
                return read_hub(answer.body, answer.url, charset=charset_of(content_type))
            case _:
                assert_never(source.kind)

    def _remember(
        self,
        poll: Poll,
        reading: _Reading,
        outcome: Outcome,
        known: SourceState,
        not_seen_at: datetime | None,
    ) -> _Reading:
        listing, row, answer = reading.listing, reading.row, outcome.answer
        if row.listed is None or answer is None:
            self._state.record_failure(poll, not_before=outcome.not_before)
            return reading
        if listing is not None and listing.kind == "sitemap-index":
            return replace(reading, row=replace(row, fresh=0))  # its own success hangs on its children
        fresh, same = 0, listing is None
        if listing is None:
            self._tally.skipped["known"] += row.listed
        else:
            fresh = self._add(replace(poll, kind=listing.kind), listing, known, not_seen_at)
        self._state.record_success(
            poll,
            etag=answer.header("ETag") or (known.etag if same else None),
            last_modified=answer.header("Last-Modified") or (known.last_modified if same else None),
            body_hash=reading.body_hash,
            listed=row.listed,
            fresh=fresh,
        )
        return replace(reading, row=replace(row, fresh=fresh))

    def _add(self, poll: Poll, listing: Listing, known: SourceState, not_seen_at: datetime | None) -> int:
        """Remember what was listed, and account for each entry; returns how many addresses are new."""
        wanted, passed_over, skipped = self._sort(listing, poll.at, first=known.succeeded_at is None)
        before = self._state.count_pending(poll.outlet_id)
        own = (url for url, _ in wanted if self._is_owner(poll.outlet_id, url))
        self._state.claim(poll.outlet_id, own)
        fresh = self._state.add_links(poll, wanted, not_seen_at=not_seen_at, settled=None)
        undated = self._state.add_links(poll, passed_over, not_seen_at=not_seen_at, settled="passed-over")
        queued = self._state.count_pending(poll.outlet_id) - before
        skipped["undated-archive"] += undated
        skipped["known"] += len(listing.links) - queued - skipped.total()
        self._tally.skipped.update(+skipped)
        return fresh + undated

    def _is_owner(self, outlet_id: str, url: str) -> bool:
        owner = self._registry.outlet_for_host(host_of(url))
        return owner is not None and owner.id == outlet_id

    def _sort(
        self, listing: Listing, now: datetime, *, first: bool
    ) -> tuple[list[tuple[str, Link]], list[tuple[str, Link]], Counter[str]]:
        """Links to be fetched, those only to be remembered, and how many are neither, by reason."""
        since = self._since(listing, now)
        wanted, passed_over = [], []
        skipped: Counter[str] = Counter()
        for link in listing.links:
            try:
                pair = (canonical_url(link.url), link)
            except UrlError:
                logger.warning("%r in a listing is no address that can be requested", link.url)
                skipped["bad-url"] += 1
                continue
            # The later of the two: an old article that was changed lately is wanted as well.
            stated = max(filter(None, (link.listed_at, link.updated_at)), default=None)
            if stated is None and listing.kind == "sitemap" and first:
                passed_over.append(pair)  # an archive without dates: only what is added from now on is news
            elif stated is None or since is None or stated >= since:
                wanted.append(pair)
            else:
                skipped["too-old"] += 1
        return wanted, passed_over, skipped

    def _since(self, listing: Listing, now: datetime) -> datetime | None:
        if self._limits.since is not None:
            return datetime.combine(self._limits.since, time(), UTC)
        return now - SITEMAP_WINDOW if listing.kind == "sitemap" else None

    def _children(self, children: Iterable[Child], budget: int) -> list[Child]:
        """Children that may hold something new, the most recently changed first."""
        changed = [child for child in children if self._may_have_changed(child)]
        # Within the budget, so that an archive of years never keeps today's sitemap out.
        changed.sort(key=self._urgency, reverse=True)
        self._tally.sub_sitemaps_skipped += max(0, len(changed) - budget)
        return changed[: max(0, budget)]

    def _may_have_changed(self, child: Child) -> bool:
        read_at = self._state.source(child.url).succeeded_at
        return read_at is None or child.updated_at is None or child.updated_at >= read_at

    def _urgency(self, child: Child) -> tuple[datetime, float, str]:
        if child.updated_at is None:
            return datetime.min.replace(tzinfo=UTC), 0.0, child.url
        # A bare date stays a change all day: by turns, else more of them than the budget would never all be read.
        read_at = self._state.source(child.url).succeeded_at
        return child.updated_at, -read_at.timestamp() if read_at else 0.0, child.url

    def _finish_index(self, poll: Poll, *, complete: bool, fresh: int) -> None:
        if complete:
            # no validators: an index may stay the same while its children change
            self._state.record_success(
                poll, etag=None, last_modified=None, body_hash=None, listed=0, fresh=fresh
            )
        else:
            self._state.record_failure(poll, not_before=None)


def charset_of(content_type: str | None) -> str | None:
    """Charset parameter of a Content-Type header."""
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().casefold() == "charset":
            return value.strip().strip("\"'") or None
    return None
