"""Tests of `crawler/due.py`, over a real state file."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.discovery.listing import Link
from crawler.due import idle_until
from crawler.job import CrawlJob, targets_of
from crawler.state import CrawlState, Poll
from tests.crawler.site import Crawls

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FEEDS = [("rss", "http://127.0.0.1/one"), ("rss", "http://127.0.0.1/two")]


@pytest.fixture
def job(tmp_path: Path) -> CrawlJob:
    """A crawl of one outlet with two feeds."""
    Crawls(tmp_path).outlet("herald", *FEEDS)
    return CrawlJob(
        crawl_id="c",
        day=date(2026, 11, 20),
        landing=tmp_path / "landing",
        state=tmp_path / "state.sqlite",
        registry=(tmp_path / "outlets",),
    )


@pytest.fixture
def state(job: CrawlJob) -> Iterator[CrawlState]:
    """Its state, as a crawl writes it."""
    with CrawlState(job.state) as state:
        yield state


def poll(number: int, at: datetime) -> Poll:
    kind, url = FEEDS[number]
    return Poll(f"poll-{number}", "herald", url, kind, at)


def succeed(state: CrawlState, number: int, at: datetime) -> None:
    state.record_success(poll(number, at), etag=None, last_modified=None, body_hash=None, listed=1, fresh=1)


def until(job: CrawlJob, now: datetime) -> datetime | None:
    return idle_until(job.state, targets_of(job).outlets, now)


def test_a_home_that_never_crawled_is_not_idle(job: CrawlJob) -> None:
    assert until(job, NOON) is None
    assert not job.state.exists()


def test_one_source_that_was_never_polled_is_enough(job: CrawlJob, state: CrawlState) -> None:
    succeed(state, 0, NOON)
    assert until(job, NOON) is None


def test_idle_until_the_first_of_the_sources_is_due(job: CrawlJob, state: CrawlState) -> None:
    succeed(state, 0, NOON)
    succeed(state, 1, NOON + timedelta(seconds=20))
    found = until(job, NOON + timedelta(seconds=30))
    # Every minute, says the outlet; a tenth of it is slack.
    assert found == NOON + timedelta(seconds=54)
    assert until(job, found) is None
    assert until(job, found - timedelta(microseconds=1)) == found


def test_a_host_that_asked_to_be_left_alone_is(job: CrawlJob, state: CrawlState) -> None:
    succeed(state, 0, NOON)
    succeed(state, 1, NOON)
    state.pause("127.0.0.1", NOON + timedelta(hours=2))
    assert until(job, NOON + timedelta(hours=1)) == NOON + timedelta(hours=2)


def test_an_address_still_to_be_fetched_is_something_to_do(job: CrawlJob, state: CrawlState) -> None:
    link = Link("http://127.0.0.1/a", listed_at=NOON, title="A")
    state.add_links(poll(0, NOON), [(link.url, link)], not_seen_at=None, settled=None)
    succeed(state, 0, NOON)
    succeed(state, 1, NOON)
    assert until(job, NOON) is None
