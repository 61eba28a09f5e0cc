"""Retry-After as `crawler/spiders/exchange.py` reads it and the state remembers it: crawls of a server on loopback."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from crawler.state import CrawlState
from tests.crawler.site import NOON, Crawls, Reply, article, rss, running_site

ONE_TRY = "import crawler.spiders.exchange as e\ne.RETRIES = 0"
HOURS = [(NOON + timedelta(hours=hour)).isoformat() for hour in range(24)]

WAITS: dict[str, timedelta | None] = {
    "7200": timedelta(hours=2),
    " 60 ": timedelta(minutes=1),
    "0": timedelta(0),
    "99999999999999999999": timedelta(days=7),
    "9" * 5000: None,
    "Mon, 23 Nov 2026 15:00:00 GMT": timedelta(hours=3),
    "Mon, 23 Nov 2026 18:00:00 +0300": timedelta(hours=3),
    "Monday, 23-Nov-26 15:00:00 GMT": timedelta(hours=3),
    "Mon Nov 23 15:00:00 2026": timedelta(hours=3),
    "Mon, 23 Nov 2026 15:00:00 -0000": timedelta(hours=3),
    "Fri, 31 Dec 9999 23:59:59 GMT": timedelta(days=7),
    "Mon, 01 Jan 0001 00:00:00 +1200": timedelta(0),
    "Thu, 01 Jan 1970 00:00:00 GMT": timedelta(0),
    "in a while": None,
    "-60": None,
    "1.5": None,
    "": None,
}
"""Values of the header, and how long from the answer on a source is left alone; None: no word about it."""


def test_seconds_and_dates_of_every_form(tmp_path: Path) -> None:
    """What can't be read is as good as absent; nobody is left alone for longer than a week."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        for number, wait in enumerate(WAITS):
            url = f"http://o{number}.test/feed"
            site.set(url, Reply("later", 503, {"Retry-After": wait}))
            crawls.outlet(f"o{number}", ("rss", url), domain=f"o{number}.test")
        result = crawls.run(ONE_TRY, instants=HOURS[:1], dev_hosts=site.address)
        assert result.code == 0, result.err
        assert {row.error for row in crawls.ledger() if row.kind == "feed"} == {None}
        answered = {row.url: row.requested_at for row in crawls.ledger()}
        with CrawlState(tmp_path / "crawl" / "state.sqlite") as state:
            for number, (text, wait) in enumerate(WAITS.items()):
                url = f"http://o{number}.test/feed"
                not_before = state.source(url).not_before
                if wait is None:
                    assert not_before is None, text[:40]
                else:
                    assert not_before is not None, text[:40]
                    base = NOON if ":" in text and wait > timedelta(0) and wait.days < 7 else answered[url]
                    assert abs(not_before - base - wait) < timedelta(minutes=1), text[:40]


def test_only_answers_that_may_pass_are_heeded(tmp_path: Path) -> None:
    """A 404 or a page that came has no say about when to come again."""
    heeded = {
        408: True,
        429: True,
        500: True,
        502: True,
        503: True,
        504: True,
        403: False,
        404: False,
        200: False,
    }
    with running_site() as site:
        crawls = Crawls(tmp_path)
        for status in heeded:
            url = f"http://o{status}.test/feed"
            site.set(url, Reply(rss().body, status, {"Retry-After": "3600"}))
            crawls.outlet(f"o{status}", ("rss", url), domain=f"o{status}.test")
        result = crawls.run(ONE_TRY, instants=HOURS[:1], dev_hosts=site.address)
        assert result.code == 0, result.err
        with CrawlState(tmp_path / "crawl" / "state.sqlite") as state:
            waiting = {
                status: state.source(f"http://o{status}.test/feed").not_before is not None
                for status in heeded
            }
        assert waiting == heeded


def test_a_source_is_not_asked_before_its_time_and_then_it_is(tmp_path: Path) -> None:
    """A wait of four hours over hourly rounds; the success after it ends the matter."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        until = NOON + timedelta(hours=4, minutes=30)
        site.set("/feed", Reply("later", 429, {"Retry-After": format_datetime(until, usegmt=True)}), rss())
        result = crawls.run(instants=HOURS[:8])
        assert result.code == 0, result.err
        polled = [row.requested_at.hour for row in crawls.ledger() if row.kind == "feed"]
        assert polled == [12, 17, 18, 19]
        assert (result.counts["polls_failed"], result.counts["polls_ok"], result.counts["not_due"]) == (
            1,
            3,
            4,
        )


def test_a_short_wait_is_waited_for_before_the_retry(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", Reply("later", 503, {"Retry-After": "1"}), rss((site.url("/a"), "A", None)))
        site.set("/a", article("A"))
        result = crawls.run()
        assert result.code == 0, result.err
        first, second = site.requests("/feed")
        assert second.at - first.at > 0.9
        assert [(row.status, row.retry) for row in crawls.ledger() if row.kind == "feed"] == [
            (503, 0),
            (200, 1),
        ]
        assert result.counts["landed"] == 1


def test_an_article_that_asks_for_patience_leaves_its_outlet_and_no_other_alone(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        for name in ("busy", "calm"):
            home = f"http://{name}.test"
            crawls.outlet(name, ("rss", home), domain=f"{name}.test")
            pages = [f"{home}/{number}" for number in range(3)]
            site.set(home, rss(*((page, page, None) for page in pages)))
            site.set(f"{home}/", rss(*((page, page, None) for page in pages)))
            for page in pages:
                site.set(page, article(page))
        site.set("http://busy.test/1", Reply("later", 503, {"Retry-After": "7200"}))
        # one article at a time, as outside development
        script = "import crawler.crawl as c, dataclasses\nplan = c.plan_crawl\n"
        script += "c.plan_crawl = lambda job: dataclasses.replace(plan(job), workers=1)"
        result = crawls.run(script, instants=HOURS[:1], dev_hosts=site.address)
        assert result.code == 0, result.err
        landed = {record.url.removeprefix("http://") for record in crawls.landed()}
        assert landed == {"busy.test/0", "calm.test/0", "calm.test/1", "calm.test/2"}
        assert result.counts["left_over"] == 2
        assert not site.requests("http://busy.test/2")


HOUR_AWAY = Reply("later", 429, {"Retry-After": "3600"})


def five_minutes_later(number: int) -> list[str]:
    """The round so many times five minutes after noon."""
    return [(NOON + number * timedelta(minutes=5)).isoformat()]


@pytest.mark.parametrize("busy", ["/feed", "/robots.txt", "/.well-known/tdmrep.json", "/a"])
def test_a_host_is_not_asked_by_the_next_crawls_before_its_time(tmp_path: Path, busy: str) -> None:
    """Whatever it was that was answered so: every source and article of the host waits, at any outlet."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        crawls.outlet("sister", ("rss", site.url("/sister")), domain="sister.test")
        site.set("/feed", rss((site.url("/a"), "A", None)))
        site.set("/sister", rss())
        site.set("/a", article("A"))
        usual = site.replies.get(busy, [Reply("", 404)])
        site.replies[busy] = [HOUR_AWAY, *usual]  # type: ignore[misc]
        first = crawls.run(instants=five_minutes_later(0), outlets=["nordpost"])
        assert first.code == 0, first.err
        assert list(first.counts["paused"]) == ["127.0.0.1"]
        assert "Left alone as they asked (Retry-After): 127.0.0.1 until 2026-11-23T13:00" in first.err
        asked = len(site.seen)
        assert site.seen[-1].path == busy, "the last thing it was asked for"
        for number in (1, 3, 11):
            again = crawls.run(instants=five_minutes_later(number))
            assert again.code == 0, again.err
            assert again.counts["unpolled_why"] == {"retry-after": 2}
            assert list(again.counts["paused"]) == ["127.0.0.1"]
        assert len(site.seen) == asked
        last = crawls.run(instants=five_minutes_later(24))
        assert last.counts["paused"] == {}
        assert [record.url for n in range(1, 6) for record in crawls.landed(n)] == [site.url("/a")], last.err


def test_a_page_of_a_paused_host_waits_and_one_of_another_host_does_not(tmp_path: Path) -> None:
    """The row says why it was not asked for; no try is lost, and the budget is left to others."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", "http://www.nordpost.test/feed"), domain="nordpost.test")
        slow, fast = "http://slow.nordpost.test/1", "http://www.nordpost.test/2"
        site.set(
            "http://www.nordpost.test/feed", rss((slow, "1", None)), rss((slow, "1", None), (fast, "2", None))
        )
        site.set(slow, HOUR_AWAY, article("1"))
        site.set(fast, article("2"))
        crawls.run(dev_hosts=site.address, instants=five_minutes_later(0))
        for number in (4, 8, 11):
            result = crawls.run(dev_hosts=site.address, instants=five_minutes_later(number))
            assert result.counts["left_over_why"] == {"host-paused": 1}, result.err
        rows = [
            (row.url, row.status, row.error)
            for n in (2, 3, 4)
            for row in crawls.ledger(n)
            if row.kind == "article"
        ]
        assert rows == [(slow, None, "host-paused"), (fast, 200, None)]
        assert crawls.run(dev_hosts=site.address, instants=five_minutes_later(13)).counts["landed"] == 1
        assert len(site.requests(slow)) == 2


def test_times_in_the_state_are_those_of_the_crawl(tmp_path: Path) -> None:
    """Simulated rounds: seconds count from the simulated answer."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", Reply("later", 503, {"Retry-After": "600"}))
        assert crawls.run(ONE_TRY, instants=HOURS[5:6]).code == 0
        with CrawlState(tmp_path / "crawl" / "state.sqlite") as state:
            known = state.source(site.url("/feed"))
        assert known.not_before is not None
        assert known.attempted_at is not None
        asked: datetime = known.attempted_at
        assert (asked.day, asked.hour) == (23, 17)
        assert timedelta(minutes=10) <= known.not_before - asked < timedelta(minutes=11)
