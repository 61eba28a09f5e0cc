"""Retry-After as `crawler/spiders/exchange.py` reads it and the state remembers it: crawls of a server on loopback."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

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
            path = f"/feed/{number}"
            site.set(path, Reply("later", 503, {"Retry-After": wait}))
            crawls.outlet(f"o{number}", ("rss", site.url(path)), domain=f"o{number}.test")
        result = crawls.run(ONE_TRY, instants=HOURS[:1])
        assert result.code == 0, result.err
        assert {row.error for row in crawls.ledger() if row.kind == "feed"} == {None}
        answered = {row.url: row.requested_at for row in crawls.ledger()}
        with CrawlState(tmp_path / "crawl" / "state.sqlite") as state:
            for number, (text, wait) in enumerate(WAITS.items()):
                url = site.url(f"/feed/{number}")
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
            site.set(f"/{status}", Reply(rss().body, status, {"Retry-After": "3600"}))
            crawls.outlet(f"o{status}", ("rss", site.url(f"/{status}")), domain=f"o{status}.test")
        result = crawls.run(ONE_TRY, instants=HOURS[:1])
        assert result.code == 0, result.err
        with CrawlState(tmp_path / "crawl" / "state.sqlite") as state:
            waiting = {
                status: state.source(site.url(f"/{status}")).not_before is not None for status in heeded
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
            crawls.outlet(name, ("rss", site.url(f"/{name}")), domain=f"{name}.test")
            pages = [f"/{name}/{number}" for number in range(3)]
            site.set(f"/{name}", rss(*((site.url(page), page, None) for page in pages)))
            for page in pages:
                site.set(page, article(page))
        site.set("/busy/1", Reply("later", 503, {"Retry-After": "7200"}))
        result = crawls.run(instants=HOURS[:1])
        assert result.code == 0, result.err
        landed = {record.url.removeprefix(site.url("")) for record in crawls.landed()}
        assert landed == {"/busy/0", "/calm/0", "/calm/1", "/calm/2"}
        assert result.counts["left_over"] == 2
        assert not site.requests("/busy/2")


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
