"""Redirects as `crawler/spiders/exchange.py` follows them: real crawls of servers on loopback."""

from pathlib import Path

from tests.crawler.site import Crawls, Reply, Site, article, rss, running_site


def to(target: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply("", status, {"Location": target})


def hops(crawls: Crawls, site: Site, kind: str = "article") -> list[tuple[str, int | None, str | None]]:
    """Each request's path (or address elsewhere), status and error, in order."""
    rows = (row for row in crawls.ledger() if row.kind == kind)
    return [(row.url.removeprefix(site.url("")), row.status, row.error) for row in rows]


def crawl(site: Site, home: Path, *paths: str, **changes: object) -> Crawls:
    """A crawl of these pages of the site."""
    crawls = Crawls(home)
    crawls.outlet("nordpost", ("rss", site.url("/feed")))
    site.set("/feed", rss(*((site.url(path), path, None) for path in paths)))
    result = crawls.run(**changes)
    assert result.code == 0, result.err
    return crawls


def test_every_kind_of_redirect_is_followed_and_landed_where_it_ends(tmp_path: Path) -> None:
    kinds = (301, 302, 303, 307, 308)
    with running_site() as site:
        for status in kinds:
            site.set(f"/old/{status}", to(f"/new/{status}", status))
            site.set(f"/new/{status}", article("New"))
        crawls = crawl(site, tmp_path, *(f"/old/{status}" for status in kinds))
        expected = [((f"/old/{status}", status, None), (f"/new/{status}", 200, None)) for status in kinds]
        assert hops(crawls, site) == [hop for pair in expected for hop in pair]
        assert [record.url for record in crawls.landed()] == [site.url(f"/new/{status}") for status in kinds]


def test_targets_in_every_spelling_lead_to_the_same_page(tmp_path: Path) -> None:
    """Relative, without a scheme, with a fragment, in UTF-8, in Latin-1: as browsers read them."""
    with running_site() as site:
        site.set("/dir/relative", to("../page"))
        site.set("/scheme", to(f"//{site.address}/page"))
        site.set("/fragment", to("/page#comments"))
        site.set("/shout", to(f"HTTP://{site.address}/page"))
        site.set("/query", to("?id=7"))
        found = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
        site.set("/utf-8", Reply(raw=found + "/größe\r\n\r\n".encode()))
        site.set("/latin-1", Reply(raw=found + "/größe\r\n\r\n".encode("latin-1")))
        site.set("/escaped", to("/gr%C3%B6%C3%9Fe"))
        for path in ("/page", "/query?id=7", "/gr%C3%B6%C3%9Fe"):
            site.set(path, article(path))
        crawl(
            site,
            tmp_path,
            "/dir/relative",
            "/scheme",
            "/fragment",
            "/shout",
            "/query",
            "/utf-8",
            "/latin-1",
            "/escaped",
        )
        assert len(site.requests("/page")) == 4
        assert len(site.requests("/query?id=7")) == 1
        assert len(site.requests("/gr%C3%B6%C3%9Fe")) == 3


def test_a_redirect_to_what_is_no_page_ends_there(tmp_path: Path) -> None:
    targets = {
        "/file": "file:///etc/passwd",
        "/script": "javascript:alert(1)",
        "/ftp": "ftp://127.0.0.1/a",
        "/data": "data:text/html,x",
        "/port": "http://127.0.0.1:70000/",
        "/bracket": "http://[::1/",
        "/empty": "",
        "/long": "/" + "a" * 3000,
    }
    with running_site() as site:
        for path, target in targets.items():
            site.set(path, to(target))
        site.set("/silent", Reply("", 302))
        crawls = crawl(site, tmp_path, *targets, "/silent")
        expected = dict.fromkeys((*targets, "/silent"), (302, "bad-redirect"))
        assert {path: (status, error) for path, status, error in hops(crawls, site)} == expected
        assert crawls.landed() == []
        crawls.run()
        assert not [row for row in crawls.ledger() if row.kind == "article"], "nobody asks twice"


def test_no_redirect_leads_into_a_private_network(tmp_path: Path) -> None:
    """In whichever spelling, and with a contact that opens the rest of the world."""
    targets = {
        "/metadata": "http://169.254.169.254/latest/meta-data/",
        "/decimal": "http://2130706433/",
        "/hexadecimal": "http://0x7f.1/",
        "/escaped": "http://%31%30.0.0.1/",
        "/mapped": "http://[::ffff:10.0.0.1]/",
        "/loopback": "http://[::1]/",
        "/name": "http://localhost/",
        "/printer": "http://printer.local/",
        "/user": "http://example.org@192.168.0.1/",
    }
    with running_site() as site:
        for path, target in targets.items():
            site.set(path, to(target))
        crawls = crawl(site, tmp_path, *targets, contact="mailto:me@example.org")
        rows = [row for row in crawls.ledger() if row.kind == "article"]
        assert [row.error for row in rows if row.status is None] == ["private-address"] * len(targets)
        assert not [row for row in crawls.ledger() if row.kind == "robots" and site.address not in row.url]


def test_a_user_name_in_an_address_is_not_sent(tmp_path: Path) -> None:
    """Neither from a redirect nor from a listing; the page itself is had."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/a", to(f"http://reader:secret@{site.address}/b"))
        site.set("/b", article("B"))
        site.set("/c", article("C"))
        site.set("/feed", rss((site.url("/a"), "A", None), (f"http://me@{site.address}/c", "C", None)))
        result = crawls.run()
        assert result.code == 0, result.err
        assert {record.url for record in crawls.landed()} == {site.url("/b"), site.url("/c")}
        assert not any("Authorization" in seen.headers for seen in site.seen)


def chain(site: Site, length: int, name: str) -> None:
    """A page behind so many redirects."""
    for number in range(length):
        site.set(f"/{name}{number}", to(f"/{name}{number + 1}"))
    site.set(f"/{name}{length}", article(name))


def test_five_redirects_are_followed_and_six_are_not(tmp_path: Path) -> None:
    with running_site() as site:
        chain(site, 5, "five")
        chain(site, 6, "six")
        site.set("/ping", to("/pong"))
        site.set("/pong", to("/ping"))
        crawls = crawl(site, tmp_path, "/five0", "/six0", "/ping")
        assert [record.url for record in crawls.landed()] == [site.url("/five5")]
        errors = [hop for hop in hops(crawls, site) if hop[2]]
        assert sorted(errors) == [("/pong", 302, "redirect-loop"), ("/six5", 302, "redirect-loop")]
        assert not site.requests("/six6")
        assert len(site.requests("/ping")) == len(site.requests("/pong")) == 3


def test_each_hop_has_its_own_retries(tmp_path: Path) -> None:
    with running_site() as site:
        site.set("/old", Reply("busy", 503), Reply("busy", 503), to("/new"))
        site.set("/new", Reply("busy", 500), Reply("busy", 502), article("New"))
        crawls = crawl(site, tmp_path, "/old", dev_hosts=site.address)
        rows = [row for row in crawls.ledger() if row.kind == "article"]
        assert [(row.status, row.retry) for row in rows] == [
            (503, 0), (503, 1), (302, 2), (500, 0), (502, 1), (200, 2),
        ]  # fmt: skip
        assert [row.redirect_url for row in rows] == [None, None, site.url("/new"), None, None, None]


def test_a_redirect_off_the_site_is_refused_and_not_asked_again(tmp_path: Path) -> None:
    """Another outlet of the registry is off the site, too: its pages are its own to list."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        crawls.outlet("other", ("rss", "http://other.example/feed"), domain="other.example")
        site.set("/away", to("http://shop.example/offer"))
        site.set("/sister", to("http://www.other.example/a"))
        site.set("/feed", rss((site.url("/away"), "Away", None), (site.url("/sister"), "Sister", None)))
        result = crawls.run(contact="mailto:me@example.org", outlets=["nordpost"])
        assert result.code == 0, result.err
        assert [error for _, status, error in hops(crawls, site) if status is None] == [
            "off-site",
            "off-site",
        ]
        assert result.counts["left_over"] == 0
        asked = {row.url.removeprefix(site.url("")) for row in crawls.ledger() if row.kind == "robots"}
        assert asked == {"/robots.txt", "/.well-known/tdmrep.json"}


def test_a_listing_may_move_to_another_host_which_is_asked_for_its_robots(tmp_path: Path) -> None:
    """Two services of one machine: the second one's robots.txt speaks for the second one alone."""
    with running_site() as site, running_site() as feeds:
        crawls = Crawls(tmp_path)
        crawls.outlet("open", ("rss", site.url("/open")))
        crawls.outlet("closed", ("rss", site.url("/closed")), domain="closed.test")
        site.set("/open", to(feeds.url("/open")))
        site.set("/closed", to(feeds.url("/closed")))
        site.set("/robots.txt", "User-agent: *\nDisallow: /a")
        feeds.set("/robots.txt", "User-agent: *\nDisallow: /closed")
        feeds.set("/open", rss(("/relative", "R", None)))
        feeds.set("/closed", rss())
        feeds.set("/relative", article("R"))
        result = crawls.run()
        assert result.code == 0, result.err
        polls = {row.outlet_id: (row.error, row.listed) for row in crawls.ledger() if row.kind == "feed"}
        assert polls["closed"] == ("robots-disallowed", None)
        assert (polls["open"], [r.url for r in crawls.landed()]) == ((None, 1), [feeds.url("/relative")])
        assert len(feeds.requests("/robots.txt")) == 1
        assert not feeds.requests("/closed")


def test_a_source_with_a_user_name_is_refused_by_the_registry(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", f"http://me:secret@{site.address}/feed"))
        result = crawls.run()
        assert result.code == 2
        assert "nordpost.feeds.0.url: a user name stands before the host" in result.err
        assert "secret" not in result.err
        assert site.seen == []
