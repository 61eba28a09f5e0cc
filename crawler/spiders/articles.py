"""Articles: fetched, judged, landed, and their addresses settled in the state.

How an answer is got is `exchange`; which addresses are wanted is `polling`. What a page says is not looked at
here, but for a reservation of text mining: such a page may not be stored.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import cast

from crawler.landing.records import Discovery, DiscoveryKind, Fetch
from crawler.landing.writer import LandingWriter
from crawler.politeness.opt_outs import page_reserves
from crawler.politeness.robots import Verdict
from crawler.registry import Outlet, Registry
from crawler.spiders.exchange import HOST_PAUSED, Exchange, Outcome, Ruling, Wish
from crawler.spiders.permissions import Permissions
from crawler.spiders.tally import SPIDER_ERROR, Tally, reason_of
from crawler.spiders.transport import Answer
from crawler.state import CrawlState, Pending, Settled
from crawler.urls import host_of

logger = logging.getLogger(__name__)

MAX_PAGE_BYTES = 8 * 1024 * 1024
PAGE_TYPES = frozenset(
    {"text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", ""}
)
"""Media types of articles. Feeds also list audio, video and PDF; they are not for this corpus."""

# Not among them: `contact-missing`, which a later crawl with a contact heals, and `robots-unreachable`.
LASTING_ERRORS: Mapping[str, Settled] = {
    "robots-disallowed": "refused",
    "opt-out": "refused",
    "off-site": "refused",
    "private-address": "refused",
    "bad-url": "refused",
    "bad-redirect": "gone",
    "redirect-loop": "gone",
    "too-large": "gone",
    "bad-content": "gone",
}
"""Errors that a second try would meet again; all others leave the address pending."""

GONE_STATUS = frozenset({404, 410, 451})
"""Answers that say there is no page and will be none: landed like pages, and not asked for again."""


class Articles:
    """Fetches articles one by one."""

    def __init__(
        self,
        exchange: Exchange,
        permissions: Permissions,
        state: CrawlState,
        writer: LandingWriter,
        *,
        registry: Registry,
        tally: Tally,
    ) -> None:
        self._exchange = exchange
        self._permissions = permissions
        self._state = state
        self._writer = writer
        self._registry = registry
        self._tally = tally

    async def fetch(self, outlet: Outlet, pending: Pending) -> Outcome:
        """Fetch an article and land it; ledger and state say what became of it."""
        wish = Wish(
            pending.address, "article", outlet.id, MAX_PAGE_BYTES, pending.etag, pending.last_modified
        )
        outcome = await self._exchange.fetch(wish, partial(self._permit, outlet))
        try:
            # One page that trips our code must not end its outlet's round, nor go without its ledger row.
            row = self.take(outcome, pending)
        except Exception:
            logger.exception("%s: the answer of %s could not be handled", outlet.id, pending.address)
            row = replace(outcome.row, error=SPIDER_ERROR)
            self._miss(pending, row)
        self._exchange.write(row)
        return outcome

    async def _permit(self, outlet: Outlet, url: str) -> Ruling:
        if not self._is_on_site(outlet, url):
            return Ruling(error="off-site")
        # `robots` needs no branch: what robots.txt says is asked for each address anyway.
        if outlet.opt_out == "tdm":
            return Ruling(Verdict.OPTED_OUT, "opt-out")
        return await self._permissions.for_article(url, outlet.id)

    def _is_on_site(self, outlet: Outlet, url: str) -> bool:
        host = host_of(url)
        owner = self._registry.outlet_for_host(host)
        return owner == outlet or (
            # a feed may lie at a service that hosts many; a host that another outlet owns never counts
            owner is None and any(host_of(source.url) == host for source in outlet.feeds)
        )

    def take(self, outcome: Outcome, pending: Pending) -> Fetch:
        """Land the answer for an article, settle its address, and complete its ledger row."""
        row, answer = outcome.row, outcome.answer
        if answer is None:
            self._miss(pending, row, outcome.not_before)
        elif answer.status == 304:
            self._land_revisit(answer, pending)
        elif answer.status in GONE_STATUS:
            self._land(answer, pending)  # so that the address ends as a rejection with a reason
            self._tally.gone += 1
            self._miss(pending, row)
        elif not 200 <= answer.status < 300:
            self._miss(pending, row)
        elif _media_type(answer) not in PAGE_TYPES:
            row = replace(row, error="bad-content")
            self._miss(pending, row)
        # Known only after the fetch, so the bytes were on the wire; they are not stored, nor asked for again.
        elif page_reserves(answer.headers, answer.body):
            row = replace(row, error="opt-out", verdict=str(Verdict.OPTED_OUT))
            self._miss(pending, row)
        else:
            self._land(answer, pending)
            self._tally.landed += 1
            self._record(answer, pending)
        return row

    def _land(self, answer: Answer, pending: Pending) -> None:
        self._writer.response(
            answer.url,
            fetched_at=answer.received_at,
            status=answer.status,
            http_headers=answer.headers,
            body=answer.body,
            discovery=_discovery(pending),
        )

    def _land_revisit(self, answer: Answer, pending: Pending) -> None:
        self._writer.revisit(
            answer.url,
            fetched_at=answer.received_at,
            status=answer.status,
            http_headers=answer.headers,
            discovery=_discovery(pending),
        )
        self._tally.unchanged += 1
        self._record(answer, pending)

    def _record(self, answer: Answer, pending: Pending) -> None:
        unchanged = answer.status == 304
        # only now: had the process died before, the page would be fetched again instead of being lost
        self._state.record_landing(
            pending.url,
            answer.received_at,
            etag=answer.header("ETag") or (pending.etag if unchanged else None),
            last_modified=answer.header("Last-Modified") or (pending.last_modified if unchanged else None),
        )

    def _miss(self, pending: Pending, row: Fetch, not_before: datetime | None = None) -> None:
        reason = reason_of(row) or f"http-{row.status}"
        settled = LASTING_ERRORS.get(row.error or "", "gone" if row.status in GONE_STATUS else None)
        if settled is not None:
            self._state.settle(pending.url, row.requested_at, settled)
            (self._tally.skipped if settled == "refused" else self._tally.failed)[reason] += 1
        elif row.error == HOST_PAUSED and not_before is not None:
            self._state.postpone(pending.url, not_before, reason)
        elif self._state.record_miss(pending.url, row.requested_at, reason):
            self._tally.failed[reason] += 1


def _discovery(pending: Pending) -> Discovery:
    return Discovery(
        kind=cast("DiscoveryKind", pending.kind),
        source_url=pending.source_url,
        listed_at=pending.listed_at,
        listed_title=pending.listed_title,
        poll_id=pending.poll_id,
        first_seen_at=pending.first_seen_at,
        not_seen_at=pending.not_seen_at,
    )


def _media_type(answer: Answer) -> str:
    return (answer.header("Content-Type") or "").partition(";")[0].strip().casefold()
