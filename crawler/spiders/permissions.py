"""What hosts allow, asked once each: robots.txt and tdmrep.json, kept for a day.

Fetching and remembering only; what the files mean is `crawler.politeness`.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.clock import Clock
from crawler.politeness.opt_outs import TDMREP_PATH, HostReservations, TdmRepError, read_tdmrep
from crawler.politeness.pace import Pace
from crawler.politeness.robots import MAX_ROBOTS_BYTES, Robots, Verdict, read_robots
from crawler.spiders.exchange import Exchange, Outcome, Ruling, Wish
from crawler.urls import host_of

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=24)
"""How long a robots.txt may be reused (RFC 9309, section 2.4)."""

SIZE_LIMIT = 8 * MAX_ROBOTS_BYTES
"""Largest file accepted on the wire; what lies beyond `MAX_ROBOTS_BYTES` is not read, but must not make a
host with a long robots.txt look unreachable."""


@dataclass(frozen=True, slots=True)
class _Known:
    robots: Robots
    asked_at: datetime
    reservations: HostReservations | None = None


class Permissions:
    """Permits for requests, by host.

    Args:
        exchange: fetches the files; each request is in the ledger.
        clock: time of the crawl.
        pace: told of the delays that robots.txt and registry ask for.
        delays: least pause at an outlet's hosts by the registry, seconds.
    """

    def __init__(self, exchange: Exchange, *, clock: Clock, pace: Pace, delays: Mapping[str, float]) -> None:
        self._exchange = exchange
        self._clock = clock
        self._pace = pace
        self._delays = delays
        self._known: dict[str, _Known] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def forget_unreachable(self) -> None:
        """Ask again those hosts whose robots.txt could not be had; called at the start of a round."""
        self._known = {origin: known for origin, known in self._known.items() if known.robots.reachable}

    async def for_listing(self, url: str, outlet_id: str) -> Ruling:
        """Whether a feed, sitemap or hub page may be requested: robots.txt."""
        known = await self._ask(url, outlet_id)
        return _ruling(known.robots.verdict(url))

    async def for_article(self, url: str, outlet_id: str) -> Ruling:
        """Whether an article may be requested: robots.txt, and no reservation of text and data mining."""
        ruling = await self.for_listing(url, outlet_id)
        if ruling.error is not None:
            return ruling
        reservations = await self._reservations(url, outlet_id)
        return _ruling(Verdict.OPTED_OUT if reservations.reserves(url) else Verdict.ALLOWED)

    async def _ask(self, url: str, outlet_id: str) -> _Known:
        origin = _origin(url)
        # However many workers want to know, the file is asked for once; the others wait for its answer.
        async with self._locks[origin]:
            known = self._known.get(origin)
            if known is None or self._clock.now() - known.asked_at > KEPT:
                outcome = await self._fetch(f"{origin}/robots.txt", outlet_id)
                answer = outcome.answer
                robots = read_robots(*_result(outcome))
                if not robots.reachable:
                    logger.warning("%s: robots.txt can't be had, so nothing is requested there", origin)
                known = _Known(robots, self._clock.now() if answer is None else answer.received_at)
                self._known[origin] = known
                # The registry's pause holds at every host of an outlet, also where robots.txt asks for none.
                delay = max(robots.crawl_delay() or 0.0, self._delays.get(outlet_id, 0.0))
                self._pace.slow_down(host_of(url), delay)
            return known

    async def _reservations(self, url: str, outlet_id: str) -> HostReservations:
        origin = _origin(url)
        async with self._locks[origin]:
            # Always there: `for_article` has asked for robots.txt, and only unreachable hosts are forgotten.
            known = self._known[origin]
            if known.reservations is None:
                found = await self._fetch_reservations(origin, outlet_id, known.robots)
                self._known[origin] = replace(known, reservations=found)
                return found
            return known.reservations

    async def _fetch_reservations(self, origin: str, outlet_id: str, robots: Robots) -> HostReservations:
        """Rules of the host; none where it has no such file, or an unreadable one, which the ledger shows."""
        url = f"{origin}{TDMREP_PATH}"
        # A file under a forbidden path can't be read without doing what its host forbids.
        if robots.verdict(url) is not Verdict.ALLOWED:
            return HostReservations()
        outcome = await self._fetch_unwritten(url, outlet_id)
        row, answer, found = outcome.row, outcome.answer, HostReservations()
        if answer is not None and answer.status == 200:
            try:
                found = read_tdmrep(answer.body)
            except TdmRepError:
                row = replace(row, error="bad-content")
        self._exchange.write(row)
        return found

    async def _fetch(self, url: str, outlet_id: str) -> Outcome:
        outcome = await self._fetch_unwritten(url, outlet_id)
        self._exchange.write(outcome.row)
        return outcome

    async def _fetch_unwritten(self, url: str, outlet_id: str) -> Outcome:
        return await self._exchange.fetch(Wish(url, "robots", outlet_id, SIZE_LIMIT), _always)


async def _always(_url: str) -> Ruling:
    return Ruling()


def _ruling(verdict: Verdict) -> Ruling:
    if verdict is Verdict.ALLOWED:
        return Ruling()
    return Ruling(verdict, "opt-out" if verdict is Verdict.OPTED_OUT else str(verdict))


def _result(outcome: Outcome) -> tuple[int | None, bytes]:
    """Status and body as `read_robots` takes them: more redirects than allowed count as a missing file."""
    if outcome.answer is not None:
        return outcome.answer.status, outcome.answer.body
    # RFC 9309, section 2.3.1.2: after five redirects the file may be taken for absent.
    return (404, b"") if outcome.row.error == "redirect-loop" else (None, b"")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    # With scheme and port: the file speaks for one service (RFC 9309, section 2.3), a host may run several.
    return f"{parts.scheme}://{parts.netloc}".casefold()
