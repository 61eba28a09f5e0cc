"""Tests of `crawler/spiders/news.py` and `tally.py`: the synthetic news web, and outlets in trouble."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.landing.records import Fetch
from crawler.newsweb.answers import Newsweb
from crawler.newsweb.server import running_newsweb
from crawler.newsweb.sites import START
from crawler.newsweb.truth import true_row
from crawler.spiders.tally import Tally
from crawler.urls import canonical_url
from tests.crawler.site import NOON, Crawls, Reply, article, rss, running_site

DAYS = 5
"""They include the hour of the outage, a page that moved, a flaky one, a gone one, and a reserved one."""


def seen_by(web: Newsweb, outlet_id: str, published: datetime) -> datetime:
    """Latest time of the poll that must show an article: the second one after it that finds the site in order."""
    poll = published.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    odd = web.oddities
    while any(gap.hits(outlet_id, poll) for gap in odd.outages) or any(
        gap.hits(outlet_id, poll) for gap in odd.empty_feeds
    ):
        poll += timedelta(hours=1)
    return poll + timedelta(minutes=1)


def test_days_of_the_synthetic_news_web(tmp_path: Path) -> None:
    """Whatever was published is landed, once, and seen in time; what may not be kept is not."""
    crawls, web = Crawls(tmp_path), Newsweb(1)
    for site in web.sites.values():
        crawls.outlet(
            site.id,
            *((feed.kind, f"http://{site.domain}{feed.path}") for feed in site.feeds),
            domain=site.domain,
            country=site.country,
            languages=list(site.languages),
            time_zone=str(site.zone),
        )
    with running_newsweb(seed=1) as running:
        for number in range(DAYS):
            day = START + timedelta(days=number)
            instants = [(day + timedelta(hours=hour)).isoformat() for hour in range(24)]
            result = crawls.run(dev_hosts=running.proxy, day=day.date().isoformat(), instants=instants)
            assert result.code == 0, result.err
            assert result.counts["broken"] == {}

    landed = [record for number in range(1, DAYS + 1) for record in crawls.landed(number)]
    pages = {
        canonical_url(record.url): record
        for record in landed
        if record.kind == "page" and record.status == 200
    }
    # the last hours of the last day may still wait for a poll or a second try
    until = START + timedelta(days=DAYS, hours=-4)
    rows = [true_row(publication) for publication in web.publications if publication.published_at < until]
    assert len(rows) > 60
    for row in rows:
        if row.fate in {"disallowed", "reserved"} or row.reason == "http-404":
            assert row.url not in pages
            continue
        found = pages[row.url].discovery
        assert found is not None, row.url
        published = datetime.fromisoformat(row.published_at)
        assert published <= found.first_seen_at <= seen_by(web, row.outlet_id, published), row.url
        assert found.not_seen_at is None or found.not_seen_at < found.first_seen_at
    corrected = {row.url for row in rows if row.revisions}
    again = [canonical_url(record.url) for record in landed if record.kind == "page" and record.status == 200]
    assert {url for url in again if again.count(url) > 1} <= corrected
    assert {record.status for record in landed if record.kind == "page"} <= {200, 404}


def test_an_outlet_that_is_down_is_left_alone_for_the_round(tmp_path: Path) -> None:
    """Three failures in a row end the round of that outlet, and of no other."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("down", ("rss", site.url("/down-feed")))
        crawls.outlet("up", ("rss", site.url("/up-feed")), domain="up.test")
        site.set("/down-feed", rss(*((site.url(f"/down/{n}"), str(n), None) for n in range(9))))
        for n in range(9):
            site.set(f"/down/{n}", Reply("oops", 500))
        site.set("/up-feed", rss((site.url("/up/1"), "Up", None)))
        site.set("/up/1", article("Up"))
        script = "import crawler.spiders.exchange as e\ne.RETRIES = 0"
        result = crawls.run(script, instants=[NOON.isoformat()])
        assert result.code == 0, result.err
        assert sum(seen.path.startswith("/down/") for seen in site.seen) == 3
        assert result.counts["left_over"] == 9


def test_a_round_ends_in_time_and_leaves_the_rest(tmp_path: Path) -> None:
    """A crawl delay that would make the visit too long: what fits is fetched, the rest stays pending."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("slow", ("rss", site.url("/feed")))
        site.set("/robots.txt", "User-agent: *\nCrawl-delay: 0.4")
        site.set("/feed", rss(*((site.url(f"/{n}"), str(n), None) for n in range(50))))
        for n in range(50):
            site.set(f"/{n}", article(str(n)))
        result = crawls.run("import crawler.spiders.news as n\nn.MAX_VISIT_S = 2.0")
        assert result.code == 0, result.err
        assert 0 < result.counts["landed"] < 5
        assert result.counts["landed"] + result.counts["left_over"] == 50


def row(outlet: str = "nordpost", **values: object) -> Fetch:
    """A ledger row."""
    fields: dict[str, object] = {"kind": "article", "status": 200, **values}
    return Fetch(crawl_id="c", outlet_id=outlet, url="https://x.test/", requested_at=NOON, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "landed", "fault"),
    [
        ([], 0, None),
        ([row(), row(error="spider-error")], 1, None),
        ([row(), row(error="spider-error")], 0, "raised 1 times and nothing was landed"),
        ([row(), row("gazette", error="spider-error")], 1, "every answer of gazette"),
        ([row(kind="robots"), row(error="spider-error")], 1, "every answer of nordpost"),
        ([row(status=None, error="timeout")], 0, None),
    ],
)
def test_when_a_crawl_must_fail(rows: list[Fetch], landed: int, fault: str | None) -> None:
    tally = Tally(landed=landed)
    for each in rows:
        tally.note(each)
    found = tally.fault()
    assert (found is None) is (fault is None)
    assert (fault or "") in (found or "")


def test_errors_are_counted_by_class() -> None:
    tally = Tally()
    for status in (404, 503, 503, 304):
        tally.note(row(status=status))
    tally.note(row(status=None, error="dns"))
    assert tally.counts()["errors"] == {"http-404": 1, "http-503": 2, "dns": 1}
    assert tally.requests == 4
