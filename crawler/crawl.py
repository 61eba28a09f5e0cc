"""One crawl as a process of its own: `python -m crawler.crawl JOB.json`, or started through Dagster Pipes.

Here is what surrounds the spider: the process group, signals, Scrapy's settings, the report. Exit codes:
0 done, 1 failed, 2 the job can't be run as it is, 130 stopped by a signal. Whatever was fetched is landed
in each case.
"""

import asyncio
import ctypes
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

if __name__ == "__main__":
    # A Ctrl-C while libraries load ends the process at once: nothing has begun, and their traceback helps nobody.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from dagster_pipes import DAGSTER_PIPES_CONTEXT_ENV_VAR, PipesContext, open_dagster_pipes
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler.clock import Clock, SteppedClock, SystemClock
from crawler.job import CrawlJob, CrawlSummary, JobError, targets_of
from crawler.landing.records import LandingError
from crawler.landing.recovery import recover
from crawler.landing.writer import LandingWriter
from crawler.politeness.addresses import OPEN_HOSTS_SETTING
from crawler.politeness.contact import ContactMissingError, user_agent
from crawler.registry import RegistryError
from crawler.spiders.articles import MAX_PAGE_BYTES
from crawler.spiders.news import NewsSpider, Plan
from crawler.spiders.polling import Limits
from crawler.spiders.tally import Tally
from crawler.state import CrawlState, StateError
from crawler.urls import is_private_address

if TYPE_CHECKING:
    from types import FrameType

logger = logging.getLogger("crawler.crawl")

UNUSABLE = 2
"""Exit code of a job that can't be run as it is; nothing was done."""

STOPPED = 130
"""Exit code of a crawl ended by a signal: 128 + SIGINT, as shells report it."""

TIMEOUT_S = 30
"""Seconds for one request, from its start to the last byte."""

GRACE_S = 3
"""Seconds from a signal to the end at all costs; Dagster's client kills after 4."""

PR_SET_PDEATHSIG = 1
"""prctl(2): signal to get when the parent dies."""


def plan_crawl(job: CrawlJob) -> Plan:
    """What the spider is to do for a job.

    Raises:
        JobError: an unknown outlet, or none at all.
        RegistryError: a registry that can't be used.
        ContactMissingError: hosts of others without a contact.
    """
    targets = targets_of(job)
    development = job.dev_hosts is not None
    return Plan(
        crawl_id=job.crawl_id,
        registry=targets.registry,
        outlets=targets.outlets,
        limits=Limits(since=job.since, sub_sitemaps=job.max_sub_sitemaps),
        max_articles=job.max_articles,
        workers=4 if development else 1,
        concurrency=16 if development else 64,
        delay_s=0.0 if development else job.delay_s,
        patience_s=0.0 if development else 30.0,
        user_agent=user_agent(job.contact),
        contact=job.contact,
        dev_hosts=job.dev_hosts,
        open_hosts=frozenset(host for host in targets.hosts | _proxies(job) if is_private_address(host)),
    )


class Stopper:
    """Turns SIGTERM and SIGINT into a quick, orderly end of a running crawl.

    Attributes:
        stopped: a signal came.
    """

    def __init__(self, crawler: Crawler, writer: LandingWriter) -> None:
        self._crawler = crawler
        self._writer = writer
        self.stopped = False

    def install(self) -> None:
        """Take over the signals; the reactor is about to run."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._give_up)

    def disarm(self) -> None:
        """The reactor has ended in time."""
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _stop(self, _number: int, _frame: "FrameType | None") -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - importing it any earlier installs a reactor

        if self.stopped:
            return
        self.stopped = True
        # The system's alarm, since a reactor that hangs would never run a timer of its own.
        signal.setitimer(signal.ITIMER_REAL, GRACE_S)
        # Not at once: a signal comes between any two bytecodes,
        # and only this call wakes a reactor that sleeps.
        reactor.callFromThread(self._interrupt)

    def _interrupt(self) -> None:
        if isinstance(self._crawler.spider, NewsSpider):
            self._crawler.spider.interrupt()

    def _give_up(self, _number: int, _frame: "FrameType | None") -> None:
        logger.error(
            "The crawl did not end within %d s of the signal and is cut off; what is landed stays.", GRACE_S
        )
        self._writer.close()
        # An exception would be caught by whatever runs just now,
        # and an orderly exit waits for threads of name lookups.
        os._exit(STOPPED)


def run(job: CrawlJob, progress: Callable[[datetime, int], None]) -> tuple[CrawlSummary, int]:
    """Crawl in this process, which can do so once: the reactor can't be started again.

    Returns:
        Summary and exit code.

    Raises:
        JobError, RegistryError, ContactMissingError: see `plan_crawl`; nothing was done.
        LandingError, StateError: landing zone or state can't be written.
    """
    plan = plan_crawl(job)
    recover(job.landing)
    clock: Clock = SystemClock() if job.instants is None else SteppedClock(job.instants)
    tally, begun = Tally(), monotonic()
    with ExitStack() as held:
        state = held.enter_context(CrawlState(job.state))
        writer = held.enter_context(
            LandingWriter(job.landing, job.day, job.crawl_id, user_agent=plan.user_agent)
        )
        process = AsyncCrawlerProcess(_settings(plan))
        crawler = process.create_crawler(NewsSpider)
        for name in ("scrapy", "twisted", "asyncio"):  # only now: the process configures them itself
            logging.getLogger(name).setLevel(logging.WARNING)
        stopper = Stopper(crawler, writer)
        crawling = asyncio.ensure_future(
            process.crawl(
                crawler, plan=plan, clock=clock, writer=writer, state=state, tally=tally, progress=progress
            )
        )
        stopper.install()
        # Scrapy's own handlers wait for requests in flight, up to their timeout of half a minute.
        process.start(install_signal_handlers=False)
        stopper.disarm()
    failure = "stopped by a signal" if stopper.stopped else _failure(crawler, crawling, tally)
    seconds = round(monotonic() - begun, 3)
    summary = CrawlSummary(job.crawl_id, len(plan.outlets), seconds, failure, tally.counts())
    return summary, STOPPED if stopper.stopped else int(failure is not None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job of a file or of Dagster Pipes; prints the summary as one line of JSON to stdout.

    Returns:
        Exit code, see the module's docstring.
    """
    _log_to_stderr()
    _die_with_parent()
    files = sys.argv[1:] if arguments is None else arguments
    try:
        if DAGSTER_PIPES_CONTEXT_ENV_VAR in os.environ:
            with open_dagster_pipes() as pipes:
                return _run_for_dagster(pipes)
        if len(files) != 1:
            raise JobError("give one job file: python -m crawler.crawl JOB.json")
        return _report(*run(CrawlJob.of(_read(Path(files[0]))), _log_round))
    except (JobError, RegistryError, ContactMissingError, LandingError, StateError) as error:
        print(error, file=sys.stderr)
        return UNUSABLE


def _run_for_dagster(pipes: PipesContext) -> int:
    def progress(instant: datetime, number: int) -> None:
        pipes.log.info(_round_line(instant, number))

    try:
        summary, code = run(CrawlJob.of(pipes.get_extra("job")), progress)
    except (JobError, RegistryError, ContactMissingError, LandingError, StateError) as error:
        # Logged and raised: Dagster shows the message, and the process ends with a code that fails the step.
        pipes.log.error(str(error))
        raise
    pipes.report_custom_message(asdict(summary))
    pipes.log.info("\n".join(summary.lines()))
    if code == 0:
        pipes.report_asset_materialization(metadata=_metadata(summary))
    elif summary.failure:
        pipes.log.error("crawl %s: %s", summary.crawl_id, summary.failure)
    # Dagster has the summary; its own standard output may be a user's table.
    return _account(summary, code)


def _metadata(summary: CrawlSummary) -> dict[str, Any]:
    """Counts as Dagster shows and plots them: numbers, and those by name as JSON."""
    counts = {
        name: value if isinstance(value, int) else {"raw_value": value, "type": "json"}
        for name, value in summary.counts.items()
    }
    return {"crawl_id": summary.crawl_id, "seconds": summary.seconds, **counts}


def _report(summary: CrawlSummary, code: int) -> int:
    print(summary.to_json(), flush=True)
    return _account(summary, code)


def _account(summary: CrawlSummary, code: int) -> int:
    print("\n".join(summary.lines()), file=sys.stderr)
    if summary.failure:
        print(
            f"Crawl {summary.crawl_id} failed: {summary.failure}. What was fetched is kept.", file=sys.stderr
        )
    return code


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise JobError(f"The job {path} can't be read: {error}") from error


def _proxies(job: CrawlJob) -> set[str]:
    """Hosts of the proxies that the user's environment or the development switch name."""
    # Behind a proxy only its own name is looked up here; the names of outlets are the proxy's affair.
    addresses = [*getproxies().values(), *([f"http://{job.dev_hosts}"] if job.dev_hosts else [])]
    return {host for address in addresses if (host := urlsplit(address).hostname)}


def _settings(plan: Plan) -> dict[str, Any]:
    """Scrapy's settings: only its downloader is used, so everything around it is off.

    Pace, robots, retries and redirects are the spider's, which keeps a ledger of them.
    """
    return {
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},  # no telnet console, no statistics: the ledger has them
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "DOWNLOADER_STATS": False,
        # Neither default headers nor cookies: an outlet sees the same stranger at each request.
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "crawler.spiders.transport.Unpacking": 590,
            "crawler.spiders.transport.WireSize": 595,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
        },
        "DOWNLOAD_TIMEOUT": TIMEOUT_S,
        "DOWNLOAD_MAXSIZE": MAX_PAGE_BYTES,
        # Each request has a limit of its own; a sitemap of 40 MB is nothing to warn of.
        "DOWNLOAD_WARNSIZE": 0,
        # Scrapy's default is no: whoever sits in between could then put words into an outlet's mouth.
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "CONCURRENT_REQUESTS": plan.concurrency,
        # No second queue behind ours: a request's time in the ledger is that of its start.
        "CONCURRENT_REQUESTS_PER_DOMAIN": plan.concurrency,
        "TWISTED_DNS_RESOLVER": "crawler.politeness.addresses.GuardedResolver",
        OPEN_HOSTS_SETTING: sorted(plan.open_hosts),
        # Its handler would repeat each line of ours.
        "LOG_INSTALL_ROOT_HANDLER": False,
    }


def _failure(crawler: Crawler, crawling: "asyncio.Future[None]", tally: Tally) -> str | None:
    error = crawling.exception() if crawling.done() and not crawling.cancelled() else None
    if isinstance(crawler.spider, NewsSpider):
        error = error or crawler.spider.fault
    while isinstance(error, BaseExceptionGroup):  # one per group of tasks; the first to fail ended the others
        error = error.exceptions[0]
    return tally.fault() if error is None else f"{type(error).__name__}: {error}"


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    # by handler, because Scrapy opens the root logger for everything it and its libraries say
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name == logger.name)
    logging.getLogger().addHandler(handler)
    logger.setLevel(logging.INFO)


def _die_with_parent() -> None:
    """Have a process group of our own, so that signals to Dagster's miss us, but end when Dagster does."""
    # A shell with job control has made us a leader already, and setsid refuses those.
    if os.getpgrp() != os.getpid():
        os.setsid()
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        # It died before the call above: nobody would send the signal any more.
        if os.getppid() != parent:
            sys.exit(STOPPED)


def _round_line(instant: datetime, number: int) -> str:
    return f"round {number} of {instant:%Y-%m-%d %H:%M} done"


def _log_round(instant: datetime, number: int) -> None:
    logger.info(_round_line(instant, number))


if __name__ == "__main__":
    sys.exit(main())
