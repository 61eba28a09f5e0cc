"""Tests of `exchange.py`, `transport.py` and `permissions.py`: real crawls of a server on loopback."""

import gzip
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.landing.records import Fetch
from tests.crawler.site import NOON, Crawls, Reply, article, rss, running_site

HOURS = [(NOON + timedelta(hours=hour)).isoformat() for hour in range(6)]


def steps(rows: list[Fetch], kind: str) -> list[tuple[int | None, str | None, int]]:
    """Status, error and retry of rows of a kind."""
    return [(row.status, row.error, row.retry) for row in rows if row.kind == kind]


def test_retries_then_the_answer(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set(
            "/feed",
            Reply("busy", 503),
            Reply("slow down", 429, {"Retry-After": "0"}),
            rss((site.url("/a"), "A", None)),
        )
        site.set("/a", Reply("oops", 500), article("A"))
        result = crawls.run(dev_hosts=site.address)  # without the pauses before retries
        assert result.code == 0, result.err
        rows = crawls.ledger()
        assert steps(rows, "feed") == [(503, None, 0), (429, None, 1), (200, None, 2)]
        assert steps(rows, "article") == [(500, None, 0), (200, None, 1)]
        assert [row.retried for row in rows if row.kind == "feed"] == [True, True, False]
        assert (result.counts["polls_ok"], result.counts["polls_failed"]) == (1, 0)
        assert result.counts["errors"] == {"http-404": 2, "http-503": 1, "http-429": 1, "http-500": 1}


def test_a_host_that_asks_for_patience_is_left_alone(tmp_path: Path) -> None:
    """An article answers 429 with a long Retry-After: no retry, no further article in this round."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", rss(*((site.url(f"/{name}"), name, None) for name in "abc")))
        site.set("/a", Reply("later", 429, {"Retry-After": "3500"}), article("A"))
        site.set("/b", article("B"))
        site.set("/c", article("C"))
        result = crawls.run(instants=HOURS[:2])
        assert result.code == 0, result.err
        assert steps(crawls.ledger(), "article") == [
            (429, None, 0),
            (200, None, 0),
            (200, None, 0),
            (200, None, 0),
        ]
        assert result.counts["landed"] == 3
        times = {
            row.url: row.requested_at.hour
            for row in crawls.ledger()
            if row.kind == "article" and row.status == 200
        }
        assert set(times.values()) == {13}


def test_a_source_that_asks_for_patience_is_polled_when_it_said(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", Reply("later", 503, {"Retry-After": "Mon, 23 Nov 2026 14:30:00 GMT"}), rss())
        result = crawls.run(instants=HOURS[:4])
        assert [row.requested_at.hour for row in crawls.ledger() if row.kind == "feed"] == [12, 15]
        assert result.counts["not_due"] == 2


def test_redirects(tmp_path: Path) -> None:
    """Each hop has a row and needs a permit; the page is landed under the address it came from."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        targets = {
            "/moved": "/final",
            "/outside": "http://other.example/x",
            "/inside": "http://169.254.169.254/latest/meta-data",
            "/forbidden": "/private/x",
            "/loop": "/loop",
            "/nowhere": "mailto:x@example.org",
        }
        for path, target in targets.items():
            site.set(path, Reply("", 302, {"Location": target}))
        site.set("/final", article("Final"))
        site.set("/private/x", article("Private"))
        site.set("/robots.txt", "User-agent: *\nDisallow: /private/")
        site.set("/feed", rss(*((site.url(path), path, None) for path in targets)))
        result = crawls.run(contact="mailto:me@example.org")
        assert result.code == 0, result.err
        ends = {}
        rows = [row for row in crawls.ledger() if row.kind == "article"]
        for row in rows:
            ends[row.url.replace(site.url(""), "")] = (row.status, row.error)
        assert ends == {
            "/moved": (302, None),
            "/final": (200, None),
            "/outside": (302, None),
            "http://other.example/x": (None, "off-site"),
            "/inside": (302, None),
            "http://169.254.169.254/latest/meta-data": (None, "private-address"),
            "/forbidden": (302, None),
            "/private/x": (None, "robots-disallowed"),
            "/loop": (302, "redirect-loop"),
            "/nowhere": (302, "bad-redirect"),
        }
        moved = next(row for row in rows if row.url.endswith("/moved"))
        assert moved.redirect_url == site.url("/final")
        assert [record.url for record in crawls.landed()] == [site.url("/final")]
        assert len(site.requests("/loop")) == 6
        assert not site.requests("/private/x")


def test_robots_unreachable_forbids_until_it_answers(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/robots.txt", *[Reply("down", 503)] * 3, Reply("User-agent: *\nAllow: /"))
        site.set("/feed", rss((site.url("/a"), "A", None)))
        site.set("/a", article("A"))
        result = crawls.run(instants=HOURS[:2], dev_hosts=site.address)
        rows = crawls.ledger()
        assert steps(rows, "robots")[:4] == [(503, None, 0), (503, None, 1), (503, None, 2), (200, None, 0)]
        polls = [(row.status, row.error, row.verdict, row.listed) for row in rows if row.kind == "feed"]
        assert polls == [
            (None, "robots-unreachable", "robots-unreachable", None),
            (200, None, "allowed", 1),
        ]
        assert "robots.txt can't be had" in result.err
        assert len(site.requests("/robots.txt")) == 4, "asked once a day where it answers"


def test_connections_that_fail(tmp_path: Path) -> None:
    """Nobody listens; the answer breaks off; a name that does not exist."""
    with running_site() as site, running_site() as dead:
        crawls = Crawls(tmp_path)
        crawls.outlet("dead", ("rss", dead.url("/feed")), domain="dead.test")
        crawls.outlet("cut", ("rss", site.url("/feed")), domain="cut.test")
        crawls.outlet("unknown", ("rss", "http://no-such-host.invalid/feed"), domain="no-such-host.invalid")
        site.set("/feed", Reply("half", headers={"Content-Length": "4000", "Connection": "close"}))
        dead.server.server_close()
        script = "import crawler.spiders.exchange as e\ne.RETRIES = 0\nimport crawler.crawl"
        result = crawls.run(script, contact="mailto:me@example.org")
        assert result.code == 0, result.err
        errors = {row.outlet_id: row.error for row in crawls.ledger() if row.kind == "feed"}
        assert errors["cut"] == "connection"
        robots = {row.outlet_id: row.error for row in crawls.ledger() if row.kind == "robots"}
        assert robots["dead"] == "connection"
        assert robots["unknown"] == "dns"
        assert result.counts["polls_failed"] == 3


def test_an_answer_that_does_not_come_in_time(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", Reply(rss().body, hang_s=3))
        script = "import crawler.spiders.exchange as e, crawler.crawl as c\ne.RETRIES = 0\nc.TIMEOUT_S = 0.3"
        result = crawls.run(script)
        assert [row.error for row in crawls.ledger() if row.kind == "feed"] == ["timeout"], result.err


@pytest.mark.parametrize(
    ("robots", "registry"),
    [
        ("User-agent: *\nCrawl-delay: 0.3", {}),
        ("", {"delay_s": 0.3}),
        ("User-agent: *\nCrawl-delay: 0.3", {"delay_s": 0.1}),
    ],
)
def test_the_longest_delay_that_is_asked_for_is_kept(
    tmp_path: Path, robots: str, registry: dict[str, float]
) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")), **registry)
        site.set("/robots.txt", robots)
        site.set("/feed", rss((site.url("/a"), "A", None)))
        site.set("/a", article("A"))
        assert crawls.run(delay_s=0.01).code == 0
        assert [seen.path for seen in site.seen] == ["/robots.txt", "/feed", "/.well-known/tdmrep.json", "/a"]
        assert all(later - earlier > 0.28 for earlier, later in pairwise(seen.at for seen in site.seen[1:]))


def test_bodies_are_landed_unpacked_and_counted_as_they_came(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        page = b"<p>packed</p>" * 500
        site.set("/feed", rss((site.url("/a"), "A", None)))
        site.set("/a", Reply(gzip.compress(page), headers={"Content-Encoding": "gzip"}))
        assert crawls.run().code == 0
        (record,) = crawls.landed()
        assert record.payload == page
        (row,) = [row for row in crawls.ledger() if row.kind == "article"]
        assert row.bytes == len(gzip.compress(page))


def test_the_development_switch(tmp_path: Path) -> None:
    """Hosts below .test go through the proxy and hear the time of the crawl; others don't."""
    with running_site() as site, running_site() as other:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", "http://nordpost.test/feed"), domain="nordpost.test")
        crawls.outlet("local", ("rss", other.url("/feed")))
        site.set("http://nordpost.test/feed", rss(("http://www.nordpost.test/a", "A", None)))
        site.set("http://www.nordpost.test/a", article("A"))
        other.set("/feed", rss())
        result = crawls.run(dev_hosts=site.address, instants=HOURS[:1])
        assert result.code == 0, result.err
        assert [record.url for record in crawls.landed()] == ["http://www.nordpost.test/a"]
        assert all(seen.path.startswith("http://") for seen in site.seen)
        assert all(seen.headers["X-Newsweb-Now"].startswith("2026-11-23T12:0") for seen in site.seen)
        assert other.seen
        assert not any("X-Newsweb-Now" in seen.headers for seen in other.seen)
