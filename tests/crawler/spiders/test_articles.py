"""Tests of `crawler/spiders/articles.py`: real crawls of a server on loopback."""

import json
from datetime import timedelta
from pathlib import Path

from tests.crawler.site import NOON, Crawls, Reply, Site, article, rss, running_site


def hours(*numbers: int) -> list[str]:
    """Instants so many hours after noon."""
    return [(NOON + timedelta(hours=number)).isoformat() for number in numbers]


PAGES = {
    "/fine": article("Fine"),
    "/header": Reply("<p>mine</p>", headers={"tdm-reservation": "1"}),
    "/meta": Reply('<meta name="tdm-reservation" content="1"><p>mine</p>'),
    "/reserved/1": article("Reserved"),
    "/private/1": article("Private"),
    "/gone": Reply("gone", 410),
    "/sound": Reply(b"ID3", headers={"Content-Type": "audio/mpeg"}),
    "/large": Reply(b"x" * (8 * 1024 * 1024 + 1)),
    "/forbidden": Reply("no", 403),
    "/typeless": Reply("<p>no type</p>", headers={"Content-Type": ""}),
}

ELSEWHERE = "http://elsewhere.example/a"


def serve_pages(site: Site, home: Path) -> Crawls:
    """A site that lists pages of every kind, and crawls of it."""
    for path, reply in PAGES.items():
        site.set(path, reply)
    site.set("/robots.txt", "User-agent: *\nDisallow: /private/")
    site.set("/.well-known/tdmrep.json", json.dumps([{"location": "/reserved/", "tdm-reservation": 1}]))
    site.set("/feed", rss(*((site.url(path), path, None) for path in PAGES), (ELSEWHERE, "Elsewhere", None)))
    crawls = Crawls(home)
    crawls.outlet("nordpost", ("rss", site.url("/feed")))
    return crawls


def test_what_becomes_of_each_answer(tmp_path: Path) -> None:
    """The ledger says what happened, the WARC holds what may be kept."""
    with running_site() as site:
        crawls = serve_pages(site, tmp_path)
        result = crawls.run(instants=hours(0))
        assert result.code == 0, result.err
        rows = {row.url: row for row in crawls.ledger() if row.kind == "article"}
        found = {
            url.replace(site.url(""), ""): (row.status, row.error, row.verdict) for url, row in rows.items()
        }
        assert found == {
            "/fine": (200, None, "allowed"),
            "/header": (200, "opt-out", "opted-out"),
            "/meta": (200, "opt-out", "opted-out"),
            "/reserved/1": (None, "opt-out", "opted-out"),
            "/private/1": (None, "robots-disallowed", "robots-disallowed"),
            "/gone": (410, None, "allowed"),
            "/sound": (200, "bad-content", "allowed"),
            "/large": (None, "too-large", "allowed"),
            "/forbidden": (403, None, "allowed"),
            "/typeless": (200, None, "allowed"),
            ELSEWHERE: (None, "contact-missing", "allowed"),
        }
        kept = {record.url: record.status for record in crawls.landed()}
        assert kept == {site.url("/fine"): 200, site.url("/typeless"): 200, site.url("/gone"): 410}
        assert not site.requests("/reserved/1")
        assert not site.requests("/private/1")
        fine = rows[site.url("/fine")]
        assert fine.bytes == len(article("Fine").body)
        assert fine.latency_ms is not None
        assert (result.counts["landed"], result.counts["opted_out"], result.counts["left_over"]) == (2, 3, 2)


def test_only_what_may_yet_change_is_asked_for_again(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = serve_pages(site, tmp_path)
        assert crawls.run(instants=hours(0)).code == 0
        before = len(site.seen)
        assert crawls.run(instants=hours(2), contact="mailto:me@example.org").code == 0
        again = [seen.path for seen in site.seen[before:] if seen.path in PAGES]
        assert again == ["/forbidden"]
        errors = {row.url: row.error for row in crawls.ledger() if row.kind == "article"}
        assert errors == {site.url("/forbidden"): None, ELSEWHERE: "off-site"}
        assert all("mailto:me@example.org" in seen.headers["User-Agent"] for seen in site.seen[before:])


def test_an_update_is_fetched_with_validators(tmp_path: Path) -> None:
    """A page, then unchanged, then changed: response, revisit, response."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("gazette", ("atom", site.url("/feed")))

        def feed(updated: str) -> Reply:
            entry = (
                f'<entry><title>A</title><link href="{site.url("/a")}"/><updated>{updated}</updated></entry>'
            )
            return Reply(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>')

        first, changed = article("A"), article("A, corrected")
        first.headers["ETag"] = '"1"'
        site.set("/a", first, Reply(status=304), changed)
        site.set("/feed", *(feed(f"2026-11-23T{hour}:30:00Z") for hour in (11, 11, 13, 15)))
        result = crawls.run(instants=hours(0, 1, 2, 4))
        assert result.code == 0, result.err
        assert [record.kind for record in crawls.landed()] == ["page", "revisit", "page"]
        assert [seen.headers.get("If-None-Match") for seen in site.requests("/a")] == [None, '"1"', '"1"']
        rows = [row for row in crawls.ledger() if row.kind == "article"]
        assert [(row.status, row.not_modified) for row in rows] == [(200, False), (304, True), (200, False)]
        assert (result.counts["landed"], result.counts["unchanged"]) == (2, 1)
        first_seen = {record.discovery.first_seen_at for record in crawls.landed() if record.discovery}
        assert len(first_seen) == 1


def test_an_outlet_that_reserves_as_a_whole_is_polled_but_not_fetched(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")), opt_out="tdm")
        site.set("/feed", rss((site.url("/a"), "A", None)))
        site.set("/a", article("A"))
        assert crawls.run().counts["opted_out"] == 1
        assert not site.requests("/a")
        assert crawls.landed() == []
