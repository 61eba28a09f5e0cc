"""From a wish to fetch an address to its last answer: permission, redirects, retries, ledger rows.

Knows no listing and no article. The row of the last request is handed to the caller, who completes and writes
it, since only the caller knows what was in the answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from crawler.clock import Clock
from crawler.discovery.listing import absolute_url
from crawler.landing.records import Fetch
from crawler.politeness.addresses import is_forbidden
from crawler.politeness.contact import needs_contact
from crawler.politeness.robots import Verdict
from crawler.spiders.transport import Answer, Transport, TransportError
from crawler.state import CrawlState
from crawler.urls import UrlError, host_of

Kind = Literal["robots", "feed", "sitemap", "news-sitemap", "hub", "article"]

MAX_REDIRECTS = 5
"""As many as RFC 9309 asks for with robots.txt; browsers give up after 20, real articles need one or two."""

MAX_PATIENCE = timedelta(days=7)
"""Longest time that a Retry-After keeps us away: a slip such as the year 9999 must not end the polls of a source."""

RETRIES = 2
HOST_PAUSED = "host-paused"
"""Error class of a request that was not made, since its host asked to be left alone."""

PASSING_ERRORS = frozenset({"timeout", "dns", "connection", "tls"})
PASSING_STATUS = frozenset({408, 429, 500, 502, 503, 504})
# 300 is missing on purpose: its choice is a person's, and it need not have a Location (RFC 9110, 15.4.1).
REDIRECT_STATUS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether an address may be requested: an `error` class speaks against it, perhaps until `not_before` only."""

    verdict: Verdict = Verdict.ALLOWED
    error: str | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be fetched.

    Attributes:
        etag: validator of the copy we have; with it or `last_modified` a 304 is a possible answer.
        max_bytes: largest body, packed or unpacked.
    """

    url: str
    kind: Kind
    outlet_id: str
    max_bytes: int
    etag: str | None = None
    last_modified: str | None = None

    def validators(self) -> dict[str, str]:
        """Request headers of a conditional GET (RFC 9110, section 13)."""
        # Sent on every hop: they came from the answer at the end of the redirects. Values are a server's
        # text; one with a line break would end the header.
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {
            name: value for name, value in pairs.items() if value and value.isascii() and value.isprintable()
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a fetch.

    Attributes:
        row: ledger row of the last request, or of the one that was not allowed; still to be written.
        answer: None when there was none, or the request was not allowed.
        not_before: when the host wants to be asked again, if it said so.
    """

    row: Fetch
    answer: Answer | None
    not_before: datetime | None = None


Permit = Callable[[str], Awaitable[Ruling]]


class Exchange:
    """Fetches wishes.

    Args:
        transport: the way to the network.
        clock: time of the crawl.
        ledger: takes finished rows.
        state: remembers hosts that ask for patience.
        crawl_id: stands in each row.
        contact: who crawls; None allows this machine only, wherever listings and redirects point.
        dev_hosts: the development switch.
        open_hosts: hosts in private networks that the user spelled out.
        patience_s: longest wait before a retry; a host that wants more is left to a later crawl.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        clock: Clock,
        ledger: Callable[[Fetch], None],
        state: CrawlState,
        crawl_id: str,
        contact: str | None,
        dev_hosts: str | None,
        open_hosts: Collection[str],
        patience_s: float,
    ) -> None:
        self._transport = transport
        self._clock = clock
        self.write = ledger
        self._state = state
        self._crawl_id = crawl_id
        self._contact = contact
        self._dev_hosts = dev_hosts
        self._open_hosts = open_hosts
        self._patience_s = patience_s

    async def fetch(self, wish: Wish, permit: Permit) -> Outcome:
        """Fetch an address, through redirects, each of which needs a permit of its own."""
        url, redirects, retry = wish.url, 0, 0
        while True:
            outcome = await self._request(wish, url, retry, permit)
            row, answer = outcome.row, outcome.answer
            wait = self._wait_before_retry(outcome, retry)
            if wait is not None:
                self.write(replace(row, retried=True))
                await asyncio.sleep(wait)
                retry += 1
                continue
            if answer is not None and outcome.not_before is not None:
                self._state.pause(host_of(url), outcome.not_before)
            if answer is None or answer.status not in REDIRECT_STATUS:
                return outcome
            target = absolute_url(url, _location(answer))
            row = replace(row, redirect_url=target)
            if target is None or redirects == MAX_REDIRECTS:
                error = "bad-redirect" if target is None else "redirect-loop"
                return Outcome(replace(row, error=error), None)
            self.write(row)
            # The next hop may be another host, which has nothing to do with the failures of this one.
            url, redirects, retry = target, redirects + 1, 0

    async def _request(self, wish: Wish, url: str, retry: int, permit: Permit) -> Outcome:
        row = Fetch(
            crawl_id=self._crawl_id,
            outlet_id=wish.outlet_id,
            url=url,
            kind=wish.kind,
            requested_at=self._clock.now(),
            retry=retry,
        )
        # Ours first: else a forbidden host would stand in the ledger as one whose robots.txt can't be had.
        ruling = self._own_ruling(url) or await permit(url)
        # Once more: the answer for robots.txt or tdmrep.json may just have been that the host wants a rest.
        ruling = ruling if ruling.error is not None else self._pause_ruling(host_of(url)) or ruling
        row = replace(row, verdict=str(ruling.verdict), error=ruling.error)
        if ruling.error is not None:
            return Outcome(row, None, ruling.not_before)
        try:
            answer = await self._transport.get(url, headers=wish.validators(), max_bytes=wish.max_bytes)
        except TransportError as error:
            return Outcome(replace(row, requested_at=error.requested_at, error=error.kind), None)
        except asyncio.CancelledError:
            # Nobody else can: the cancellation passes through every caller that would write the row.
            self.write(replace(row, error="cancelled"))
            raise
        row = replace(
            row,
            requested_at=answer.requested_at,
            status=answer.status,
            bytes=answer.wire_bytes,
            latency_ms=answer.latency_ms,
            not_modified=answer.status == 304,
        )
        return Outcome(row, answer, self._not_before(answer))

    def _own_ruling(self, url: str) -> Ruling | None:
        """What speaks against any request to an address, whoever listed it; None: nothing."""
        try:
            host = host_of(url)
        except UrlError:
            return Ruling(error="bad-url")
        # Scrapy's client takes a user name for a part of the host.
        if "@" in urlsplit(url).netloc:
            return Ruling(error="bad-url")
        if is_forbidden(host, self._open_hosts):
            return Ruling(error="private-address")
        # The job checked the hosts of its sources only; listings and redirects lead anywhere.
        if not self._contact and needs_contact(host, self._dev_hosts):
            return Ruling(error="contact-missing")
        return self._pause_ruling(host)

    def _pause_ruling(self, host: str) -> Ruling | None:
        until = self._state.paused_until(host, self._clock.now())
        return None if until is None else Ruling(error=HOST_PAUSED, not_before=until)

    def _wait_before_retry(self, outcome: Outcome, retry: int) -> float | None:
        """Seconds until the next try; None when there is none."""
        if retry == RETRIES:
            return None
        backoff = min(self._patience_s, 5.0 * (retry + 1))
        if outcome.answer is None:
            return backoff if outcome.row.error in PASSING_ERRORS else None
        if outcome.answer.status not in PASSING_STATUS:
            return None
        if outcome.not_before is None:
            return backoff
        asked = (outcome.not_before - self._clock.now()).total_seconds()
        # Never sooner than asked: a longer wait is remembered by the state, and ends the round.
        return max(asked, 0.0) if asked <= self._patience_s else None

    def _not_before(self, answer: Answer) -> datetime | None:
        """Time of a Retry-After header (RFC 9110, section 10.2.3: seconds or a date)."""
        text = (answer.header("Retry-After") or "").strip()
        if not text or answer.status not in PASSING_STATUS:
            return None
        # A week at most: a server's slip such as the year 9999 must not silence it for good.
        earliest, latest = answer.received_at, answer.received_at + MAX_PATIENCE
        try:
            if text.isdecimal():
                return earliest + timedelta(seconds=min(int(text), MAX_PATIENCE.total_seconds()))
            at = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        # Times of HTTP are UTC also where they don't say so (RFC 9110, section 5.6.7).
        return min(max(at if at.tzinfo else at.replace(tzinfo=UTC), earliest), latest)


def _location(answer: Answer) -> str | None:
    value = answer.header("Location")
    try:
        # Headers are read as Latin-1, but where servers don't escape an address they send it in UTF-8.
        return value and value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value
