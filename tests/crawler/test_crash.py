"""What outlives a crash: the state between crawls, and crawls that can't begin or won't end."""

import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.listing import Link
from crawler.state import LONGEST_MINUTES, SHORTEST_MINUTES, CrawlState, Poll
from tests.crawler.site import NOON, Crawls, Reply, article, rss, running_site
from tests.crawler.test_crawl import wait_for

FEED = "https://nordpost.test/feed"
MINUTE = timedelta(minutes=1)


def poll(at: datetime = NOON) -> Poll:
    return Poll(f"c:{at:%H%M}", "nordpost", FEED, "feed", at)


def add(state: CrawlState, *links: Link, at: datetime = NOON) -> int:
    return state.add_links(poll(at), [(link.url, link) for link in links], not_seen_at=None, settled=None)


def test_a_batch_that_breaks_off_leaves_nothing_half_remembered(tmp_path: Path) -> None:
    """Else a poll would count as read whose later links nobody knows."""
    with CrawlState(tmp_path / "s.sqlite") as state:
        broken = Link("https://nordpost.test/b", title=object())  # type: ignore[arg-type]
        with pytest.raises(sqlite3.Error):
            add(state, Link("https://nordpost.test/a"), broken)
        assert state.count_pending("nordpost") == 0
        assert add(state, Link("https://nordpost.test/a")) == 1


def test_a_killed_process_loses_no_commit(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.crawler.test_crash import add, Link\n"
        "from crawler.state import CrawlState\n"
        "state = CrawlState(Path(sys.argv[1]))\n"
        "add(state, *(Link(f'https://nordpost.test/{n}') for n in range(50)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "s.sqlite"
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    with CrawlState(path) as state:
        assert state.count_pending("nordpost") == 50


@given(
    st.lists(st.sampled_from(["quiet", "news", "failure"]), max_size=30),
    st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)
def test_the_rhythm_stays_within_its_bounds_and_times_come_back_as_given(
    tmp_path_factory: pytest.TempPathFactory, events: list[str], zone: timezone
) -> None:
    at = succeeded = None
    with CrawlState(tmp_path_factory.mktemp("state") / "s.sqlite") as state:
        for number, event in enumerate(events):
            at = (NOON + number * 7 * MINUTE).astimezone(zone)
            if event == "failure":
                state.record_failure(poll(at), not_before=None)
            else:
                fresh = int(event == "news")
                state.record_success(
                    poll(at), etag=None, last_modified=None, body_hash=None, listed=1, fresh=fresh
                )
                succeeded = at
            known = state.source(FEED)
            assert SHORTEST_MINUTES <= known.interval_minutes <= LONGEST_MINUTES
            assert (known.attempted_at, known.succeeded_at) == (at, succeeded)
            assert known.attempted_at is not None
            assert known.attempted_at.utcoffset() == timedelta(0)


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20, unique=True),
    st.sampled_from([1, 500_000]),
)
def test_the_newest_come_first_whatever_their_fractions_of_a_second(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], microseconds: int
) -> None:
    """Times are compared as text, so one without a fraction must not sort after its own second."""
    times = [NOON + step * timedelta(microseconds=microseconds) for step in steps]
    links = [Link(f"https://nordpost.test/{number}", listed_at=at) for number, at in enumerate(times)]
    with CrawlState(tmp_path_factory.mktemp("state") / "s.sqlite") as state:
        add(state, *links)
        listed = [pending.listed_at for pending in state.pending("nordpost", NOON, 100)]
        assert listed == sorted(times, reverse=True)
        assert state.pending("nordpost", NOON, 1)[0].listed_at == max(times)


def test_without_exactly_one_job_file_nothing_is_done(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    for arguments, says in (
        ([], "give one job file: python -m crawler.crawl JOB.json"),
        (["a.json", "b.json"], "give one job file"),
        (["missing.json"], "The job missing.json can't be read"),
        (["broken.json"], "The job broken.json can't be read"),
    ):
        code = "import sys; from crawler.crawl import main; sys.exit(main(sys.argv[1:]))"
        command = [sys.executable, "-c", code, *arguments]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (2, ""), arguments
        assert says in ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_state_that_is_no_database_stops_the_crawl_before_it_asks_anybody(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        (tmp_path / "crawl").mkdir()
        (tmp_path / "crawl" / "state.sqlite").write_bytes(b"no database, but long enough for one" * 100)
        result = crawls.run()
        assert (result.code, result.out) == (2, "")
        assert "Moving it away is safe" in result.err
        assert "Traceback" not in result.err
        assert site.seen == []


def test_a_crawl_that_does_not_heed_the_signal_is_cut_off_and_keeps_what_it_has(tmp_path: Path) -> None:
    """A second signal changes nothing; the next crawl takes up what was left."""
    script = (
        "import crawler.crawl as c\n"
        "from crawler.spiders.news import NewsSpider\n"
        "c.GRACE_S = 0.5\n"
        "NewsSpider.interrupt = lambda self: None\n"
    )
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", rss((site.url("/a"), "A", None), (site.url("/b"), "B", None)))
        site.set("/a", article("A"))
        site.set("/b", Reply("late", hang_s=15), article("B"))
        process = crawls.start(crawls.job(instants=[NOON.isoformat()]), script)
        wait_for(lambda: site.requests("/b"))
        process.terminate()
        process.terminate()
        out, err = process.communicate()
        assert (process.returncode, out) == (130, ""), err
        assert "did not end within" in err
        assert [record.url for record in crawls.landed()] == [site.url("/a")]
        later = crawls.run(instants=[(NOON + timedelta(hours=1)).isoformat()])
        assert later.code == 0, later.err
        assert [record.url for record in crawls.landed()] == [site.url("/b")]


def test_a_broken_round_is_named_and_the_rounds_before_it_are_kept(tmp_path: Path) -> None:
    """The state can't be written any more in the second round: exit code 1, and the first round is landed."""
    script = (
        "from crawler.state import CrawlState\n"
        "due = CrawlState.is_due\n"
        "def is_due(self, url, now, every):\n"
        "    if now.hour == 13: raise OSError('the disk is gone')\n"
        "    return due(self, url, now, every)\n"
        "CrawlState.is_due = is_due\n"
    )
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", rss((site.url("/a"), "A", None)))
        site.set("/a", article("A"))
        result = crawls.run(script, instants=[(NOON + hour * 60 * MINUTE).isoformat() for hour in range(3)])
        assert result.code == 1
        assert result.summary["failure"] == "OSError: the disk is gone"
        assert "Crawl crawl-1 failed: OSError: the disk is gone. What was fetched is kept." in result.err
        assert (result.counts["landed"], result.err.count("round 1 of"), result.err.count("round 2 of")) == (
            1,
            1,
            0,
        )
        assert [record.url for record in crawls.landed()] == [site.url("/a")]
