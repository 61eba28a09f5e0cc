"""The one spider: rounds of polls and articles over all outlets, driven by the registry.

It orders and lands; the requests are `exchange`, the listings `polling`. Requests don't pass Scrapy's
scheduler: each outlet is a coroutine of its own that awaits one answer after the other, which makes "one
request at a time and host", the order within an outlet and the end of a round plain control flow.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

import scrapy
from scrapy import Request

from crawler.clock import Clock
from crawler.landing.records import Fetch
from crawler.landing.writer import LandingWriter
from crawler.politeness.pace import Pace
from crawler.registry import Outlet, Registry, Source
from crawler.spiders.articles import Articles
from crawler.spiders.exchange import HOST_PAUSED, PASSING_ERRORS, Exchange, Outcome
from crawler.spiders.permissions import Permissions
from crawler.spiders.polling import Limits, Poller
from crawler.spiders.tally import Tally
from crawler.spiders.transport import Transport
from crawler.state import CrawlState, Pending
from crawler.urls import host_of

logger = logging.getLogger(__name__)

MAX_VISIT_S = 600
"""Seconds after which an outlet's round ends and leaves the rest to the next crawl: the schedule crawls every 15
minutes, and a crawl delay of two minutes would make a round of 500 articles last 16 hours."""

MAX_STRIKES = 3
"""Fetches in a row without an answer or with a server error that end an outlet's round."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one crawl does, as values.

    Attributes:
        outlets: to be visited.
        max_articles: requests for articles, an outlet and crawl.
        workers: articles of one outlet at a time; 1 outside development.
        concurrency: requests in flight over all outlets.
    """

    crawl_id: str
    registry: Registry
    outlets: Sequence[Outlet]
    limits: Limits
    max_articles: int
    workers: int
    concurrency: int
    delay_s: float
    patience_s: float
    user_agent: str
    contact: str | None
    dev_hosts: str | None
    open_hosts: frozenset[str]


class NewsSpider(scrapy.Spider):
    """Visits every outlet of a plan in every round of a clock.

    Args:
        plan: what to do.
        clock: when.
        writer: where pages and ledger rows go.
        state: what is known from crawls before.
        tally: counts.
        progress: told of each round that ended: its start, its number from 1.
    """

    name = "news"

    def __init__(
        self,
        *,
        plan: Plan,
        clock: Clock,
        writer: LandingWriter,
        state: CrawlState,
        tally: Tally,
        progress: Callable[[datetime, int], None],
    ) -> None:
        super().__init__()
        self.plan = plan
        self.clock = clock
        self.writer = writer
        self.memory = state  # `state` is Scrapy's
        self.tally = tally
        self.progress = progress
        self.fault: BaseException | None = None
        self._work: asyncio.Task[None] | None = None
        self._interrupted = False
        # For the whole crawl, not for each round: a demo's crawl has 24 of them.
        self._budgets = {outlet.id: plan.max_articles for outlet in plan.outlets}
        self._ended: dict[str, str] = {}

    async def start(self) -> AsyncIterator[Request]:
        """Do the whole crawl; Scrapy calls this once and closes the spider when it ends."""
        self._work = asyncio.create_task(self._rounds())
        # The signal may come before Scrapy gets here.
        if self._interrupted:
            self._work.cancel()
        try:
            await self._work
        except asyncio.CancelledError:
            logger.warning("The crawl was stopped; what was fetched is kept.")
        except Exception as error:
            logger.exception("The crawl broke off; what was fetched is kept.")
            self.fault = error
        self._count_left_over()
        # start() has to be an async generator, though all requests are awaited above
        no_requests: tuple[Request, ...] = ()
        for request in no_requests:
            yield request

    def interrupt(self) -> None:
        """Stop: requests in flight are cut off and noted in the ledger as cancelled."""
        self._interrupted = True
        if self._work is not None:
            self._work.cancel()

    async def _rounds(self) -> None:
        self._connect()
        self.tally.carried_over = sum(self.memory.count_pending(outlet.id) for outlet in self.plan.outlets)
        for number, instant in enumerate(self.clock.rounds(), start=1):
            # Else a host that was down in one simulated hour would stay forbidden for a simulated day.
            self._permissions.forget_unreachable()
            async with asyncio.TaskGroup() as group:
                for outlet in self.plan.outlets:
                    group.create_task(self._visit(outlet))
            self.progress(instant, number)

    def _count_left_over(self) -> None:
        for outlet in self.plan.outlets:
            for reason, count in self.memory.left_over(outlet.id).items():
                self.tally.left_over[reason or self._ended.get(outlet.id, "stopped")] += count
        self.tally.paused = self.memory.pauses(self.clock.now())

    def _connect(self) -> None:
        plan, engine = self.plan, self.crawler.engine
        if engine is None:
            raise RuntimeError("the spider was started without an engine; run it through crawler.crawl")
        pace = self._pace = Pace(delay_s=plan.delay_s, concurrency=plan.workers, flights=plan.concurrency)
        transport = Transport(
            engine.download_async,
            clock=self.clock,
            pace=pace,
            user_agent=plan.user_agent,
            dev_hosts=plan.dev_hosts,
        )
        self._exchange = Exchange(
            transport,
            clock=self.clock,
            ledger=self._write,
            state=self.memory,
            crawl_id=plan.crawl_id,
            contact=plan.contact,
            dev_hosts=plan.dev_hosts,
            open_hosts=plan.open_hosts,
            patience_s=plan.patience_s,
        )
        # Without a pause (the development switch) the registry's pauses fall away as well.
        delays = {outlet.id: outlet.delay_s for outlet in plan.outlets if outlet.delay_s and plan.delay_s}
        self._permissions = Permissions(self._exchange, clock=self.clock, pace=pace, delays=delays)
        self._poller = Poller(
            self._exchange,
            self._permissions,
            self.memory,
            tally=self.tally,
            registry=plan.registry,
            limits=plan.limits,
            crawl_id=plan.crawl_id,
        )
        self._articles = Articles(
            self._exchange,
            self._permissions,
            self.memory,
            self.writer,
            registry=plan.registry,
            tally=self.tally,
        )

    def _write(self, row: Fetch) -> None:
        self.writer.fetch(row)
        self.tally.note(row)

    async def _visit(self, outlet: Outlet) -> None:
        """One outlet in one round: its due sources, then whatever is pending."""
        self._ended.pop(outlet.id, None)
        visit = Visit(monotonic() + MAX_VISIT_S)
        # Half the time at most, or an index with many children and a long crawl delay would leave none for articles.
        listings_end = monotonic() + MAX_VISIT_S / 2
        for source in self._longest_waiting_first(outlet):
            now = self.clock.now()
            reason = self._why_unpolled(source, now, listings_end)
            if reason is None:
                await self._poller.poll(outlet, source, now, lambda url: self._may_ask(url, listings_end))
            else:
                self.tally.unpolled[reason] += 1
        # Read after the polls, so that what they have just listed is fetched in the same round.
        pending = self.memory.pending(outlet.id, self.clock.now(), self._budgets[outlet.id])
        queue = iter(pending)
        async with asyncio.TaskGroup() as group:
            for _ in range(min(self.plan.workers, len(pending))):
                # All workers draw from one iterator: nothing is fetched twice, and the newest come first.
                group.create_task(self._work_off(outlet, queue, visit))
        self._ended[outlet.id] = visit.ended or "budget"

    def _longest_waiting_first(self, outlet: Outlet) -> list[Source]:
        """Sources in the order of the registry, but first those that the last visits had no time for."""
        never = datetime.min.replace(tzinfo=UTC)
        return sorted(outlet.feeds, key=lambda source: self.memory.source(source.url).attempted_at or never)

    def _why_unpolled(self, source: Source, now: datetime, deadline: float) -> str | None:
        if self._is_paused(source.url):
            return "retry-after"
        if not self.memory.is_due(source.url, now, source.every_minutes):
            asked = self.memory.source(source.url).not_before
            return "retry-after" if asked is not None and now < asked else "rhythm"
        return None if self._is_in_time(source.url, deadline) else "visit-time"

    async def _work_off(self, outlet: Outlet, queue: Iterator[Pending], visit: "Visit") -> None:
        for pending in queue:
            if visit.ended is None and not self._is_in_time(pending.address, visit.deadline):
                visit.ended = "visit-time"
            if visit.ended is not None:
                return
            self._budgets[outlet.id] -= 1
            visit.note(await self._articles.fetch(outlet, pending))

    def _may_ask(self, url: str, deadline: float) -> bool:
        return self._is_in_time(url, deadline) and not self._is_paused(url)

    def _is_in_time(self, url: str, deadline: float) -> bool:
        return monotonic() + self._pace.wait_s(host_of(url)) <= deadline

    def _is_paused(self, url: str) -> bool:
        return self.memory.paused_until(host_of(url), self.clock.now()) is not None


@dataclass(slots=True)
class Visit:
    """How long an outlet is worth asking in this round.

    Attributes:
        deadline: by the monotonic clock.
        ended: why no further article is asked for; None: some may be.
    """

    deadline: float
    ended: str | None = None
    strikes: int = 0

    def note(self, outcome: Outcome) -> None:
        """Count a fetch: an answer wipes the slate, one that asks for patience ends the visit."""
        # An answer that handling broke on (`spider-error`) is no strike: the host did its part.
        lost = outcome.row.error in PASSING_ERRORS | {"robots-unreachable"}
        failed = lost or (outcome.row.status is not None and outcome.row.status >= 500)
        self.strikes = self.strikes + 1 if failed else 0
        # Without an answer it was not asked, because of a Retry-After before; the next address may be elsewhere.
        if outcome.answer is not None and outcome.not_before is not None:
            self.ended = HOST_PAUSED
        elif self.strikes >= MAX_STRIKES:
            self.ended = "host-failing"
