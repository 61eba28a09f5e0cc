"""Tests of `crawler/state.py`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.listing import Link
from crawler.state import MAX_FAILURES, MAX_LANDINGS, CrawlState, Poll, StateError

NOON = datetime(2026, 11, 23, 12, 0, 0, 250_000, tzinfo=UTC)
FEED = "https://nordpost.test/feed"
HOUR = timedelta(hours=1)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[CrawlState]:
    with CrawlState(tmp_path / "crawl" / "state.sqlite") as opened:
        yield opened


def poll(at: datetime = NOON, url: str = FEED) -> Poll:
    return Poll(f"c:{at:%H%M}", "nordpost", url, "feed", at)


def add(state: CrawlState, *links: Link, at: datetime = NOON, not_seen_at: datetime | None = None) -> int:
    pairs = [(link.url, link) for link in links]
    return state.add_links(poll(at), pairs, not_seen_at=not_seen_at, settled=None)


def succeed(state: CrawlState, at: datetime, *, fresh: int = 0, url: str = FEED) -> None:
    state.record_success(poll(at, url), etag='"a"', last_modified=None, body_hash="h", listed=3, fresh=fresh)


def urls(state: CrawlState, at: datetime = NOON, limit: int = 100) -> list[str]:
    return [pending.url for pending in state.pending("nordpost", at, limit)]


A, B = Link("https://nordpost.test/a", "A", listed_at=NOON - HOUR), Link("https://nordpost.test/b")


def test_an_address_stays_pending_until_its_page_is_landed(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with CrawlState(path) as state:
        assert add(state, A, B) == 2
    with CrawlState(path) as state:  # as after a crash
        assert add(state, A, B, at=NOON + HOUR) == 0
        assert urls(state) == [B.url, A.url], "without a listed date the time of discovery counts"
        state.record_landing(A.url, NOON, etag='"1"', last_modified=None)
    with CrawlState(path) as state:
        assert urls(state) == [B.url]
        assert state.count_pending("nordpost") == 1


def test_what_is_known_of_an_address_is_what_was_first_seen(state: CrawlState) -> None:
    add(state, A, not_seen_at=NOON - HOUR)
    add(state, Link(A.url, "A, retold", listed_at=NOON), at=NOON + HOUR, not_seen_at=NOON)
    (pending,) = state.pending("nordpost", NOON, 1)
    assert (pending.listed_title, pending.listed_at) == ("A", NOON - HOUR)
    assert (pending.first_seen_at, pending.not_seen_at) == (NOON, NOON - HOUR)
    assert (pending.kind, pending.source_url, pending.poll_id) == ("feed", FEED, "c:1200")


def test_the_newest_come_first_and_a_limit_cuts_the_rest(state: CrawlState) -> None:
    old = Link("https://nordpost.test/old", listed_at=NOON - 50 * HOUR)
    add(state, old, A, B)
    assert urls(state, limit=2) == [B.url, A.url]
    assert urls(state, limit=0) == []


def test_outlets_do_not_see_each_others_addresses(state: CrawlState) -> None:
    add(state, A)
    assert state.pending("gazette", NOON, 10) == []


def test_an_update_reopens_a_landed_page_with_its_validators(state: CrawlState) -> None:
    add(state, A)
    state.record_landing(A.url, NOON, etag='"1"', last_modified="Mon")
    later = NOON + 2 * HOUR
    add(state, Link(A.url, updated_at=NOON - HOUR), at=later)
    assert urls(state) == [], "changed before it was fetched"
    add(state, Link(A.url, updated_at=NOON + HOUR), at=later)
    (pending,) = state.pending("nordpost", later, 1)
    assert (pending.etag, pending.last_modified) == ('"1"', "Mon")


def test_a_listing_that_always_says_updated_can_not_make_us_fetch_for_ever(state: CrawlState) -> None:
    add(state, A)
    fetched = 0
    for quarter in range(4 * 48):
        at = NOON + quarter * timedelta(minutes=15)
        add(state, Link(A.url, updated_at=at), at=at)
        for pending in state.pending("nordpost", at, 1):
            state.record_landing(pending.url, at, etag=None, last_modified=None)
            fetched += 1
    assert fetched == MAX_LANDINGS


def test_a_miss_is_tried_again_at_growing_distance_and_then_given_up(state: CrawlState) -> None:
    add(state, A)
    tries, at = [], NOON
    while state.count_pending("nordpost") and at < NOON + timedelta(days=3):
        if urls(state, at):
            tries.append(at)
            state.record_miss(A.url, at, "timeout")
        at += timedelta(minutes=5)
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert [gap / timedelta(minutes=1) for gap in gaps] == [15, 30, 60, 120]
    assert len(tries) == MAX_FAILURES


@pytest.mark.parametrize(("reason", "reopened"), [("gone", True), ("failed", True), ("refused", False)])
def test_settled_addresses_come_back_only_with_a_change(
    state: CrawlState, reason: str, reopened: bool
) -> None:
    add(state, A)
    state.settle(A.url, NOON, reason)  # type: ignore[arg-type]
    add(state, A, at=NOON + 2 * HOUR)
    assert urls(state, NOON + 2 * HOUR) == []
    add(state, Link(A.url, updated_at=NOON + HOUR), at=NOON + 2 * HOUR)
    assert (urls(state, NOON + 2 * HOUR) == [A.url]) is reopened


def test_passed_over_addresses_are_known_but_not_pending(state: CrawlState) -> None:
    assert state.add_links(poll(), [(A.url, A)], not_seen_at=None, settled="passed-over") == 1
    assert add(state, A, at=NOON + HOUR) == 0
    assert urls(state, NOON + HOUR) == []


def test_rhythm_follows_what_is_found_within_its_bounds(state: CrawlState) -> None:
    intervals = []
    for step in range(6):
        succeed(state, NOON + step * HOUR)
        intervals.append(state.source(FEED).interval_minutes)
    assert intervals == [22.5, 33.75, 50.625, 60.0, 60.0, 60.0]
    succeed(state, NOON + 7 * HOUR, fresh=1)
    assert state.source(FEED).interval_minutes == 30.0


def test_due(state: CrawlState) -> None:
    assert state.is_due(FEED, NOON, None)
    succeed(state, NOON, fresh=1)
    assert not state.is_due(FEED, NOON + timedelta(minutes=10), None)
    assert state.is_due(FEED, NOON + timedelta(minutes=14, seconds=58), None), "a little early is due"
    assert not state.is_due(FEED, NOON + timedelta(minutes=15), 60), "the configured rhythm wins"
    assert state.is_due(FEED, NOON + timedelta(minutes=58), 60)


def test_hourly_rounds_poll_every_time_however_quiet_a_source_is(state: CrawlState) -> None:
    for hour in range(48):
        at = NOON + hour * HOUR
        assert state.is_due(FEED, at, None)
        succeed(state, at + timedelta(seconds=20))


def test_a_failure_keeps_what_was_known_and_heeds_retry_after(state: CrawlState) -> None:
    succeed(state, NOON)
    state.record_failure(poll(NOON + HOUR), not_before=NOON + 5 * HOUR)
    known = state.source(FEED)
    assert (known.succeeded_at, known.etag, known.listed) == (NOON, '"a"', 3)
    assert known.attempted_at == NOON + HOUR
    assert not state.is_due(FEED, NOON + 4 * HOUR, None)
    assert state.is_due(FEED, NOON + 5 * HOUR, None)
    succeed(state, NOON + 5 * HOUR)
    assert state.source(FEED).not_before is None


def test_an_unusable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"this is no database, but long enough to be taken for one" * 100)
    with pytest.raises(StateError, match=r"state\.sqlite can't be used.*Moving it away is safe"):
        CrawlState(path)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.sampled_from(["list", "land", "miss", "gone"])), max_size=40
    )
)
def test_never_landed_and_pending_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    """Whatever happens in whatever order: what is landed is not pending, and nothing unknown is."""
    listed, landed = set(), set()
    with CrawlState(tmp_path_factory.mktemp("state") / "state.sqlite") as state:
        for name, step in steps:
            url = f"https://nordpost.test/{name}"
            if step == "list":
                fresh = add(state, Link(url))
                assert fresh == (url not in listed)
                listed.add(url)
            elif step == "land":
                state.record_landing(url, NOON, etag=None, last_modified=None)
                landed.add(url)
            elif step == "miss" and url not in landed:
                state.record_miss(url, NOON, "timeout")
            elif step == "gone":
                state.settle(url, NOON, "gone")
            pending = set(urls(state, NOON + timedelta(days=1)))
            assert pending <= listed
            if step == "land":
                assert url not in pending
