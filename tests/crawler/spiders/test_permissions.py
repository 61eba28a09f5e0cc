"""Tests of `crawler/spiders/permissions.py`: what reaches a server on loopback under which robots.txt."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from tests.crawler.site import NOON, Crawls, Reply, Site, article, rss, running_site

ONE_TRY = "import crawler.spiders.exchange as e\ne.RETRIES = 0"
TDMREP = "/.well-known/tdmrep.json"
PAGES = ("/news/1", "/news/2?print=1", "/archive/1", "/Archive/2")


def hours(*numbers: int) -> list[str]:
    """Instants so many hours after noon."""
    return [(NOON + timedelta(hours=number)).isoformat() for number in numbers]


def site_with_pages(site: Site, home: Path, robots: Reply | str) -> Crawls:
    """A site whose feed lists `PAGES`, with a robots.txt."""
    crawls = Crawls(home)
    crawls.outlet("nordpost", ("rss", site.url("/feed")))
    site.set("/robots.txt", robots)
    site.set("/feed", rss(*((site.url(path), path, None) for path in PAGES)))
    for path in PAGES:
        site.set(path, article(path))
    return crawls


@contextmanager
def sites_with_pages(
    home: Path, path: str, replies: Sequence[Reply | str]
) -> Iterator[tuple[Crawls, list[Site]]]:
    """A site for each answer at this path, all of them lists of `PAGES`, in one registry."""
    with ExitStack() as held:
        sites = [held.enter_context(running_site()) for _ in replies]
        crawls = Crawls(home)
        for number, (site, reply) in enumerate(zip(sites, replies, strict=True)):
            crawls.outlet(f"o{number}", ("rss", site.url("/feed")), domain=f"o{number}.test")
            site.set("/feed", rss(*((site.url(page), page, None) for page in PAGES)))
            for page in PAGES:
                site.set(page, article(page))
            site.set(path, reply)
        yield crawls, sites


def reached(site: Site) -> list[str]:
    """Pages of `PAGES` that were asked for."""
    return [path for path in PAGES if site.requests(path)]


RULES: dict[str, list[str]] = {
    "": list(PAGES),
    "User-agent: *\nDisallow: /archive/": ["/news/1", "/news/2?print=1", "/Archive/2"],
    "User-agent: *\nDisallow: /*?print=": ["/news/1", "/archive/1", "/Archive/2"],
    "User-agent: *\nDisallow: /\nAllow: /feed\nAllow: /news/1$": ["/news/1"],
    "User-agent: wattwire\nDisallow: /news/\n\nUser-agent: *\nDisallow: /": ["/archive/1", "/Archive/2"],
    "User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /": list(PAGES),
    "User-agent: Scrapy\nDisallow: /": list(PAGES),
    "User-agent: *\nDisallow: /": [],
}
"""Rules, and the pages that they leave open to us."""


def test_only_allowed_pages_reach_the_server(tmp_path: Path) -> None:
    with sites_with_pages(tmp_path, "/robots.txt", list(RULES)) as (crawls, sites):
        result = crawls.run()
        assert result.code == 0, result.err
        assert [reached(site) for site in sites] == list(RULES.values())
        assert [seen.path for seen in sites[-1].seen] == ["/robots.txt"], "not even the feed"
        refused = {row.url for row in crawls.ledger() if row.error == "robots-disallowed"}
        closed = {
            site.url(path)
            for site, expected in zip(sites[:-1], RULES.values(), strict=False)
            for path in PAGES
            if path not in expected
        }
        assert refused == closed | {sites[-1].url("/feed")}
        assert result.counts["left_over"] == 0


def test_a_host_without_a_robots_txt_allows_everything(tmp_path: Path) -> None:
    forbidding = "User-agent: *\nDisallow: /"
    missing = [Reply(forbidding, status) for status in (400, 401, 403, 404, 410, 451)]
    with sites_with_pages(tmp_path, "/robots.txt", missing) as (crawls, sites):
        assert crawls.run().counts["landed"] == len(missing) * len(PAGES)
        assert [reached(site) for site in sites] == [list(PAGES)] * len(missing)


def test_a_host_whose_robots_txt_can_not_be_had_is_asked_for_nothing_else(tmp_path: Path) -> None:
    failing = [Reply("x", 429), Reply("x", 500), Reply("x", 504), Reply(raw=b"junk\r\n\r\n")]
    with sites_with_pages(tmp_path, "/robots.txt", failing) as (crawls, sites):
        result = crawls.run(ONE_TRY)
        assert result.code == 0, result.err
        assert [[seen.path for seen in site.seen] for site in sites] == [["/robots.txt"]] * len(failing)
        polls = [(row.status, row.error, row.listed) for row in crawls.ledger() if row.kind == "feed"]
        assert polls == [(None, "robots-unreachable", None)] * len(failing)
        assert (result.counts["polls_ok"], result.counts["polls_failed"]) == (0, len(failing))


def test_pages_wait_while_robots_txt_can_not_be_had(tmp_path: Path) -> None:
    """The listing lives on another service; its pages stay pending and are landed later."""
    with running_site() as site, running_site() as feeds:
        crawls = site_with_pages(site, tmp_path, "")
        site.set("/robots.txt", Reply("down", 503), Reply("down", 503), "User-agent: *\nDisallow: /archive/")
        feeds.set("/feed", rss(*((site.url(path), path, None) for path in PAGES)))
        crawls.outlet("nordpost", ("rss", feeds.url("/feed")))
        result = crawls.run(ONE_TRY, instants=hours(0, 1, 2))
        assert result.code == 0, result.err
        assert len(site.requests("/robots.txt")) == 3, "once a round, however many pages wait"
        assert reached(site) == ["/news/1", "/news/2?print=1", "/Archive/2"]
        assert {row.requested_at.hour for row in crawls.ledger() if row.kind == "article" and row.status} == {
            14
        }
        assert result.counts["left_over"] == 0


def test_robots_txt_is_followed_where_it_moved(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = site_with_pages(site, tmp_path, Reply("", 301, {"Location": "/rules/robots.txt"}))
        site.set("/rules/robots.txt", "User-agent: *\nDisallow: /news/")
        result = crawls.run()
        assert result.code == 0, result.err
        assert reached(site) == ["/archive/1", "/Archive/2"]
        rows = [
            (row.url.removeprefix(site.url("")), row.status)
            for row in crawls.ledger()
            if row.kind == "robots"
        ]
        assert rows == [("/robots.txt", 301), ("/rules/robots.txt", 200), (TDMREP, 404)]


def test_a_robots_txt_that_moves_in_circles_counts_as_missing(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = site_with_pages(site, tmp_path, Reply("", 302, {"Location": "/robots.txt"}))
        result = crawls.run()
        assert result.code == 0, result.err
        assert reached(site) == list(PAGES)
        assert len(site.requests("/robots.txt")) == 6


def test_a_robots_txt_is_kept_for_a_day_and_then_read_anew(tmp_path: Path) -> None:
    """Twenty-six hourly rounds, each with a new page; the rules change after the first answer."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/robots.txt", "", "User-agent: *\nDisallow: /pages/")
        site.set("/feed", *(rss((site.url(f"/pages/{number}"), "P", None)) for number in range(27)))
        for number in range(27):
            site.set(f"/pages/{number}", article(str(number)))
        result = crawls.run(instants=hours(*range(27)))
        assert result.code == 0, result.err
        assert len(site.requests("/robots.txt")) == 2
        assert len(site.requests(TDMREP)) == 1
        refused = [row.requested_at for row in crawls.ledger() if row.error == "robots-disallowed"]
        assert [(at - NOON) // timedelta(hours=1) for at in refused] == [25, 26]
        assert result.counts["landed"] == 25


def test_a_robots_txt_too_large_to_be_read_forbids(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = site_with_pages(site, tmp_path, "# " + "x" * (4 * 1024 * 1024))
        result = crawls.run(ONE_TRY)
        assert result.code == 0, result.err
        assert [(row.kind, row.error) for row in crawls.ledger()] == [
            ("robots", "too-large"),
            ("feed", "robots-unreachable"),
        ]


def test_a_long_robots_txt_holds_with_its_beginning(tmp_path: Path) -> None:
    with running_site() as site:
        rules = "User-agent: *\nDisallow: /archive/\n" + "# padding\n" * 60_000 + "Disallow: /news/\n"
        crawls = site_with_pages(site, tmp_path, rules)
        assert crawls.run().code == 0
        assert reached(site) == ["/news/1", "/news/2?print=1", "/Archive/2"]


def test_a_sitemap_below_a_forbidden_path_is_not_asked_for(tmp_path: Path) -> None:
    """Its index is, and its brother is; the poll as a whole did not succeed."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("lemidi", ("sitemap", site.url("/index.xml")))
        site.set("/robots.txt", "User-agent: *\nDisallow: /private/")
        children = "".join(
            f"<sitemap><loc>{site.url(p)}</loc></sitemap>" for p in ("/private/a.xml", "/b.xml")
        )
        site.set("/index.xml", f"<sitemapindex>{children}</sitemapindex>")
        site.set("/b.xml", "<urlset/>")
        result = crawls.run()
        assert result.code == 0, result.err
        polls = {
            row.url.removeprefix(site.url("")): row.error for row in crawls.ledger() if row.kind == "sitemap"
        }
        assert polls == {"/index.xml": None, "/private/a.xml": "robots-disallowed", "/b.xml": None}
        assert not site.requests("/private/a.xml")
        assert (result.counts["polls_ok"], result.counts["polls_failed"]) == (2, 1)


def rules(*pairs: tuple[str, int]) -> str:
    """A tdmrep.json of (location, reservation)."""
    return json.dumps([{"location": location, "tdm-reservation": reserved} for location, reserved in pairs])


RESERVED: list[tuple[Reply | str, list[str]]] = [
    (rules(("/archive/", 1)), ["/news/1", "/news/2?print=1", "/Archive/2"]),
    (rules(("/news/1", 0), ("/news/", 1)), ["/news/1", "/archive/1", "/Archive/2"]),
    (rules(("/*?print=", 1)), ["/news/1", "/archive/1", "/Archive/2"]),
    (rules(("/", 1)), []),
    ("<!doctype html><p>no such page, but status 200</p>", list(PAGES)),
    ("[" * 100_000, list(PAGES)),
    (Reply(rules(("/", 1)), 404), list(PAGES)),
    (Reply(rules(("/", 1)), 500), list(PAGES)),
    (Reply("", 302, {"Location": "/tdm.json"}), []),
]
"""Answers for the file of reservations, and the pages that they leave open to us."""


def test_reserved_pages_are_not_asked_for(tmp_path: Path) -> None:
    with sites_with_pages(tmp_path, TDMREP, [reply for reply, _ in RESERVED]) as (crawls, sites):
        for site in sites:
            site.set("/tdm.json", rules(("/", 1)))
        result = crawls.run(ONE_TRY)
        assert result.code == 0, result.err
        assert [reached(site) for site in sites] == [expected for _, expected in RESERVED]
        assert [len(site.requests(TDMREP)) for site in sites] == [1] * len(sites)
        assert result.counts["opted_out"] == sum(len(PAGES) - len(expected) for _, expected in RESERVED)
        assert result.counts["left_over"] == 0, "what is reserved is not asked for again"
        listings = [len(site.requests("/feed")) for site in sites]
        assert listings == [1] * len(sites), "a reservation speaks of articles, not of listings"


def test_an_unreadable_reservation_file_is_noted(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = site_with_pages(site, tmp_path, "")
        site.set(TDMREP, '{"reserved": true}')
        assert crawls.run().code == 0
        (row,) = [row for row in crawls.ledger() if row.url == site.url(TDMREP)]
        assert (row.status, row.error, row.verdict) == (200, "bad-content", "allowed")


def test_a_reservation_file_below_a_forbidden_path_is_not_read(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = site_with_pages(site, tmp_path, "User-agent: *\nDisallow: /.well-known/")
        site.set(TDMREP, rules(("/", 1)))
        assert crawls.run().counts["landed"] == len(PAGES)
        assert not site.requests(TDMREP)


def test_many_workers_ask_once(tmp_path: Path) -> None:
    """Under the development switch four pages of an outlet are fetched at a time."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", "http://nordpost.test/feed"), domain="nordpost.test")
        pages = [f"http://www.nordpost.test/{number}" for number in range(12)]
        site.set("http://nordpost.test/feed", rss(*((page, "P", None) for page in pages)))
        for page in pages:
            site.set(page, article(page))
        result = crawls.run(dev_hosts=site.address)
        assert result.code == 0, result.err
        assert len(site.requests("http://www.nordpost.test/robots.txt")) == 1
        assert len(site.requests(f"http://www.nordpost.test{TDMREP}")) == 1
        assert len(site.requests("http://nordpost.test/robots.txt")) == 1
        assert not site.requests(f"http://nordpost.test{TDMREP}"), "no page was fetched there"
        assert result.counts["landed"] == 12
