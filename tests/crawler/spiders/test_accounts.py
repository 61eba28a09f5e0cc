"""The account of a crawl: whatever was listed has one fate, with its reason; crawls of a server on loopback."""

import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.site import NOON, Crawls, Reply, Result, article, rss, running_site
from tests.crawler.spiders.test_polling import urlset

ONE_TRY = "import crawler.spiders.exchange as e\ne.RETRIES = 0"
OLD = "Mon, 02 Nov 2026 09:00:00 GMT"


def at(minutes: int) -> list[str]:
    """A round so many minutes after noon."""
    return [(NOON + timedelta(minutes=minutes)).isoformat()]


def balanced(result: Result) -> dict[str, Any]:
    """The counts of a crawl that went well, whose two sides are equal."""
    assert result.code == 0, result.err
    counts = result.counts
    given = counts["listed"] + counts["carried_over"]
    fates = ("landed", "unchanged", "skipped", "failed", "left_over")
    assert given == sum(counts[fate] for fate in fates), counts
    for name in ("skipped", "failed", "left_over", "unpolled"):
        assert counts[name] == sum(counts[f"{name}_why"].values())
        assert all(count > 0 for count in counts[f"{name}_why"].values()), counts
    return counts


PAGES = {
    "/fine": article("Fine"),
    "/private/1": article("Private"),
    "/reserved": Reply("<p>mine</p>", headers={"tdm-reservation": "1"}),
    "/gone": Reply("gone", 410),
    "/missing": Reply("no", 404),
    "/sound": Reply(b"ID3", headers={"Content-Type": "audio/mpeg"}),
    "/broken": Reply(b"no gzip", headers={"Content-Encoding": "gzip"}),
    "/cut": Reply(gzip.compress(b"<p>a page</p>" * 999)[:60], headers={"Content-Encoding": "gzip"}),
    "/odd": Reply(b"\x8b\x02\x80", headers={"Content-Encoding": "x-secret"}),
    "/away": Reply("", 302, {"Location": "http://shop.example/offer"}),
    "/loop": Reply("", 302, {"Location": "/loop"}),
    "/nowhere": Reply("", 302, {"Location": "mailto:x@example.org"}),
    "/down": Reply("oops", 500),
    "/choices": Reply("which?", 300),
    "/large": Reply(b"x" * (8 * 1024 * 1024 + 1)),
}
"""An answer of each kind that an article may get."""


def test_every_listed_address_has_one_fate(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/robots.txt", "User-agent: *\nDisallow: /private/")
        for path, reply in PAGES.items():
            site.set(path, reply)
        site.set(
            "/feed",
            rss(
                *((site.url(path), path, None) for path in PAGES),
                (site.url("/fine"), "Again", None),
                (site.url("/old"), "Old", OLD),
                ("http://no_such..host/", "Bad", None),
            ),
        )
        first = balanced(
            crawls.run(ONE_TRY, instants=at(0), since="2026-11-20", contact="mailto:a@b.example")
        )
        assert first["listed"] == len(PAGES) + 3
        assert (first["landed"], first["gone"], first["opted_out"]) == (1, 2, 1)
        assert first["skipped_why"] == {
            "known": 1,
            "too-old": 1,
            "bad-url": 1,
            "robots-disallowed": 1,
            "opt-out": 1,
            "off-site": 1,
        }
        assert first["failed_why"] == {
            "http-410": 1,
            "http-404": 1,
            "bad-content": 3,
            "redirect-loop": 1,
            "bad-redirect": 1,
            "too-large": 1,
        }
        assert first["left_over_why"] == {"connection": 1, "http-500": 1, "http-300": 1}

        # Each listed page that is not stored has a last row that says why, under its address or one it led to.
        rows = [row for row in crawls.ledger() if row.kind == "article"]
        ends = [row for row in rows if not row.retried and (row.redirect_url is None or row.error)]
        assert len(ends) == len(PAGES)
        stored = [row for row in ends if row.error is None and row.status == 200]
        assert [row.url for row in stored] == [site.url("/fine")]

        for number in range(1, 5):
            last = balanced(crawls.run(ONE_TRY, instants=at(number * 180), since="2026-11-20"))
            assert last["carried_over"] == 3
        assert last["failed_why"] == first["left_over_why"], "given up after five crawls, not silently"
        assert last["left_over"] == 0


def test_the_text_says_what_the_counts_say(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")), ("rss", site.url("/other")))
        site.set("/feed", rss(*((site.url(f"/{n}"), str(n), None) for n in range(4))))
        site.set("/0", article("0"))
        site.set("/1", Reply("oops", 500))
        result = crawls.run(ONE_TRY, instants=at(0), max_articles=3)
        assert result.code == 0, result.err
        assert result.err.splitlines()[-5:] == [
            f"Crawl crawl-1: 1 outlets in {result.summary['seconds']:.0f} s",
            "1 polls ok, 1 failed, 0 not made",
            "4 addresses listed + 0 left by crawls before =",
            "  1 landed + 0 unchanged + 0 skipped",
            "  + 1 (http-404 1) failed + 2 (budget 1, http-500 1) left for the next crawl",
        ]
        assert json.loads(result.out)["counts"]["left_over_why"] == {"http-500": 1, "budget": 1}
        again = crawls.run(ONE_TRY, instants=at(0), max_articles=0)
        assert "0 polls ok, 0 failed, 2 (rhythm 2) not made" in again.err
        assert balanced(again)["carried_over"] == 2


def test_an_unchanged_listing_and_an_undated_archive_are_accounted_for(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("lemidi", ("sitemap", site.url("/map")))
        site.set("/map", urlset(*((site.url(f"/{n}"), None) for n in range(7))))
        first = balanced(crawls.run(instants=at(0)))
        assert first["skipped_why"] == {"undated-archive": 7}
        assert balanced(crawls.run(instants=at(60)))["skipped_why"] == {"known": 7}


def test_an_update_and_a_second_try_within_a_crawl_are_counted_once_each(tmp_path: Path) -> None:
    """Rounds of one crawl: failed, landed; then changed, and landed again."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("lemidi", ("news-sitemap", site.url("/map")))
        early, late = "2026-11-23T11:00:00Z", "2026-11-23T14:30:00Z"
        site.set("/map", *[urlset((site.url("/a"), early))] * 3, urlset((site.url("/a"), late)))
        site.set("/a", Reply("oops", 500), article("A"), article("A, corrected"))
        counts = balanced(crawls.run(ONE_TRY, instants=[at(60 * hour)[0] for hour in range(4)]))
        assert (counts["listed"], counts["landed"], counts["skipped_why"]) == (4, 2, {"known": 2})


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import crawler.spiders.news as n\nn.MAX_STRIKES = 1", "host-failing"),
        ("import crawler.spiders.news as n\nn.MAX_VISIT_S = 0", "visit-time"),
    ],
)
def test_what_ends_a_visit_is_why_the_rest_is_left(tmp_path: Path, script: str, reason: str) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", rss(*((site.url(f"/{n}"), str(n), None) for n in range(4))))
        for n in range(4):
            site.set(f"/{n}", Reply("oops", 500))
        crawls.run(max_articles=0, instants=at(0))
        counts = balanced(crawls.run(f"{ONE_TRY}\n{script}", instants=at(60)))
        tried = {"http-500": 1} if reason == "host-failing" else {}
        assert counts["left_over_why"] == {reason: 4 - len(tried)} | tried
        assert counts["unpolled_why"] == ({"visit-time": 1} if reason == "visit-time" else {})
