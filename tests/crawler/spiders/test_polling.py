"""Tests of `crawler/spiders/polling.py`: real crawls of a server on loopback."""

import gzip
from datetime import timedelta
from pathlib import Path

from tests.crawler.site import NOON, Crawls, Reply, article, rss, running_site

HOURS = [(NOON + timedelta(hours=hour)).isoformat() for hour in range(4)]
LISTINGS = {"feed", "sitemap", "news-sitemap", "hub"}


def urlset(*entries: tuple[str, str | None]) -> Reply:
    """A sitemap of (url, lastmod)."""
    body = "".join(
        f"<url><loc>{url}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</url>"
        for url, lastmod in entries
    )
    return Reply(f"<urlset>{body}</urlset>", headers={"Content-Type": "application/xml"})


def test_conditional_polls_and_what_counts_as_seen(tmp_path: Path) -> None:
    """Rounds: a new feed; 304; the same body without 304; one more article."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        first = rss((site.url("/a"), "A", "Mon, 23 Nov 2026 09:00:00 GMT"))
        second = rss((site.url("/a"), "A", "Mon, 23 Nov 2026 09:00:00 GMT"), (site.url("/b"), "B", None))
        first.headers |= {"ETag": '"v1"', "Last-Modified": "Mon, 23 Nov 2026 09:00:00 GMT"}
        site.set("/feed", first, Reply(status=304), first, second)
        site.set("/a", article("A"))
        site.set("/b", article("B"))
        result = crawls.run(instants=HOURS)
        assert result.code == 0, result.err

        polls = [row for row in crawls.ledger() if row.kind == "feed"]
        assert [(row.status, row.not_modified, row.listed, row.fresh) for row in polls] == [
            (200, False, 1, 1),
            (304, True, 1, 0),
            (200, False, 1, 0),
            (200, False, 2, 1),
        ]
        assert [row.requested_at.hour for row in polls] == [12, 13, 14, 15], (
            "the time of the crawl, not of this machine"
        )
        sent = [seen.headers for seen in site.requests("/feed")]
        assert "If-None-Match" not in sent[0]
        assert sent[1]["If-None-Match"] == '"v1"'
        assert sent[1]["If-Modified-Since"] == "Mon, 23 Nov 2026 09:00:00 GMT"

        a, b = crawls.landed()
        assert a.discovery is not None
        assert b.discovery is not None
        assert (a.discovery.kind, a.discovery.source_url, a.discovery.listed_title) == (
            "feed",
            site.url("/feed"),
            "A",
        )
        assert (a.discovery.first_seen_at, a.discovery.not_seen_at) == (polls[0].requested_at, None)
        assert (b.discovery.first_seen_at, b.discovery.not_seen_at) == (
            polls[3].requested_at,
            polls[2].requested_at,
        )
        assert a.discovery.listed_at is not None
        assert b.discovery.listed_at is None
        assert len(site.requests("/a")) == 1
        assert (result.counts["polls_ok"], result.counts["listed"], result.counts["landed"]) == (4, 5, 2)


def test_a_poll_that_fails_is_no_empty_poll(tmp_path: Path) -> None:
    """Not found, no feed, a feed in a wrong encoding, an empty feed: only the last two were read."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        wrong = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><item>"
        wrong += f"<title>Kölner Netz</title><link>{site.url('/k')}</link></item></channel></rss>"
        site.set("/html", "<!doctype html><p>cookies, please</p>")
        site.set(
            "/latin", Reply(wrong.encode("iso-8859-1"), headers={"Content-Type": "text/xml; charset=utf-8"})
        )
        site.set("/empty", rss())
        site.set("/k", article("K"))
        for name in ("gone", "html", "latin", "empty"):
            crawls.outlet(name, ("rss", site.url(f"/{name}")), domain=f"{name}.test")
        result = crawls.run()
        assert result.code == 0, result.err
        polls = {
            row.outlet_id: (row.status, row.error, row.listed)
            for row in crawls.ledger()
            if row.kind == "feed"
        }
        assert polls == {
            "gone": (404, None, None),
            "html": (200, "bad-content", None),
            "latin": (200, None, 1),
            "empty": (200, None, 0),
        }
        assert "not a feed" in result.err
        assert (result.counts["polls_ok"], result.counts["polls_failed"]) == (2, 2)
        assert [record.url for record in crawls.landed()] == [site.url("/k")]


def test_sitemaps(tmp_path: Path) -> None:
    """Index with a dated, an undated and a broken child; only what changed is asked again."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("lemidi", ("sitemap", site.url("/index")))
        index = (
            f"<sitemap><loc>{site.url('/dated.gz')}</loc><lastmod>2026-11-23T11:00:00Z</lastmod></sitemap>"
        )
        index += f"<sitemap><loc>{site.url('/undated')}</loc></sitemap>"
        index = f"<sitemapindex>{index}<sitemap><loc>{site.url('/dir/')}</loc></sitemap></sitemapindex>"
        dated = urlset((site.url("/new"), "2026-11-23T10:00:00Z"), (site.url("/archive"), "2019-01-01"))
        site.set("/index", index)
        site.set(
            "/dated.gz",
            Reply(gzip.compress(dated.body.encode() if isinstance(dated.body, str) else dated.body)),
        )
        site.set(
            "/undated",
            urlset((site.url("/was-there"), None)),
            urlset((site.url("/was-there"), None), (site.url("/added"), None)),
        )
        site.set("/dir/", Reply("down", 500), Reply("down", 500), Reply("down", 500), urlset())
        for path in ("/new", "/archive", "/was-there", "/added"):
            site.set(path, article(path))
        result = crawls.run(instants=HOURS[:2], dev_hosts=site.address)
        assert result.code == 0, result.err
        assert [record.url for record in crawls.landed()] == [site.url("/new"), site.url("/added")]
        assert [len(site.requests(path)) for path in ("/index", "/dated.gz", "/undated", "/dir/")] == [
            2,
            1,
            2,
            4,
        ]
        rows = [
            (row.url, row.listed, row.fresh)
            for row in crawls.ledger()
            if row.kind == "sitemap" and row.status == 200
        ]
        assert rows == [
            (site.url("/index"), 0, 0),
            (site.url("/dated.gz"), 2, 1),
            (site.url("/undated"), 1, 1),
            (site.url("/index"), 0, 0),
            (site.url("/undated"), 2, 1),
            (site.url("/dir/"), 0, 0),
        ]
        added = crawls.landed()[1].discovery
        assert added is not None
        assert added.kind == "sitemap"
        assert added.not_seen_at is None, (
            "the round before did not read all children, so it proves no absence"
        )


def test_budgets_and_since(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("lemidi", ("sitemap", site.url("/index")), ("news-sitemap", site.url("/news")))
        children = "".join(f"<sitemap><loc>{site.url(f'/part-{n}')}</loc></sitemap>" for n in range(5))
        site.set("/index", f"<sitemapindex>{children}</sitemapindex>")
        site.set("/news", urlset(*((site.url(f"/n{day}"), f"2026-11-{day}") for day in range(15, 24))))
        for path in [f"/n{day}" for day in range(15, 24)]:
            site.set(path, article(path))
        for n in range(5):
            site.set(f"/part-{n}", urlset())
        result = crawls.run(max_sub_sitemaps=2, max_articles=3, since="2026-11-20", instants=HOURS[:1])
        assert result.code == 0, result.err
        assert [len(site.requests(f"/part-{n}")) for n in range(5)] == [0, 0, 0, 1, 1]
        assert result.counts["sub_sitemaps_skipped"] == 3
        assert (result.counts["fresh"], result.counts["landed"], result.counts["left_over"]) == (4, 3, 1)
        assert crawls.run(max_articles=3, since="2026-11-20", instants=HOURS[1:2]).counts["landed"] == 1
        assert {record.url for n in (1, 2) for record in crawls.landed(n)} == {
            site.url(f"/n{day}") for day in range(20, 24)
        }


def test_a_child_dated_by_the_day_alone_is_read_until_once_after_that_day(tmp_path: Path) -> None:
    """Noon, two hours later with one more article, two and three days later with the same `lastmod`."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("lemidi", ("sitemap", site.url("/index")))
        child = f"<sitemap><loc>{site.url('/day')}</loc><lastmod>2026-11-23</lastmod></sitemap>"
        site.set("/index", f"<sitemapindex>{child}</sitemapindex>")
        early, late = (site.url("/early"), "2026-11-23"), (site.url("/late"), "2026-11-23")
        site.set("/day", urlset(early), urlset(early, late))
        site.set("/early", article("Early"))
        site.set("/late", article("Late"))
        rounds = [HOURS[0], HOURS[2], *((NOON + timedelta(days=n)).isoformat() for n in (2, 3))]
        result = crawls.run(instants=rounds, dev_hosts=site.address)
        assert result.code == 0, result.err
        assert [record.url for record in crawls.landed()] == [early[0], late[0]]
        assert (len(site.requests("/index")), len(site.requests("/day"))) == (4, 3)


def test_among_children_of_one_day_those_not_read_for_longest_come_first(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("lemidi", ("sitemap", site.url("/index")))
        children = "".join(
            f"<sitemap><loc>{site.url(f'/part-{n}')}</loc><lastmod>2026-11-23</lastmod></sitemap>"
            for n in range(3)
        )
        site.set("/index", f"<sitemapindex>{children}</sitemapindex>")
        for n in range(3):
            site.set(f"/part-{n}", urlset())
        result = crawls.run(max_sub_sitemaps=1, instants=HOURS, dev_hosts=site.address)
        assert result.code == 0, result.err
        parts = [seen.path for seen in site.seen if seen.path.startswith("/part-")]
        assert parts == ["/part-2", "/part-1", "/part-0", "/part-2"]


def test_children_that_a_visit_has_no_time_for_are_read_by_the_next_crawls(tmp_path: Path) -> None:
    """A crawl delay that outlasts the visit: what is left is said and due at once, and articles get a share."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("lemidi", ("sitemap", site.url("/index")), ("rss", site.url("/feed")))
        parts = [f"/part-{n}" for n in range(8)]
        children = "".join(
            f"<sitemap><loc>{site.url(part)}</loc><lastmod>2026-11-23</lastmod></sitemap>" for part in parts
        )
        site.set("/robots.txt", "User-agent: *\nCrawl-delay: 0.3")
        site.set("/index", f"<sitemapindex>{children}</sitemapindex>")
        site.set("/feed", rss())
        for part in parts:
            site.set(part, urlset((site.url(f"{part}/a"), "2026-11-23")))
            site.set(f"{part}/a", article(part))
        script = "import crawler.spiders.news as n\nn.MAX_VISIT_S = 2.4"
        left, landed, texts = [], [], []
        for minute in range(0, 15 * 12, 15):
            result = crawls.run(script, instants=[(NOON + timedelta(minutes=minute)).isoformat()])
            assert result.code == 0, result.err
            left.append(result.counts["sub_sitemaps_left_over"])
            landed.append(result.counts["landed"])
            texts.append(result.err)
            if sum(landed) == len(parts):
                break
        assert left[0] > 0
        assert f"Children of sitemap indexes: {left[0]} left for the next crawl" in texts[0]
        assert landed[0] > 0, "the articles of the first children do not wait for the last child"
        assert sum(landed) == len(parts)
        assert site.requests("/feed"), "the other source has its turn"


def test_hub(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("blatt", ("hub", site.url("/")))
        site.set(
            "/",
            '<nav><a href="/x">Menü</a></nav><a href="/2026/11/23/netz-am-limit">Das Netz ist am Limit</a>',
        )
        site.set("/2026/11/23/netz-am-limit", article("Netz"))
        assert crawls.run().code == 0
        (record,) = crawls.landed()
        assert record.discovery is not None
        assert (record.discovery.kind, record.discovery.listed_title) == ("hub", "Das Netz ist am Limit")


def test_nothing_is_polled_before_it_is_due(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", rss())
        assert crawls.run(instants=[NOON.isoformat()]).counts["polls_ok"] == 1
        again = crawls.run(instants=[(NOON + timedelta(seconds=30)).isoformat()])
        assert (again.code, again.counts["polls_ok"], again.counts["not_due"]) == (0, 0, 1)


def test_what_another_outlet_listed_first_is_fetched_by_its_own(tmp_path: Path) -> None:
    """An aggregator's listing shows a page that is not its own to fetch; later the page's outlet lists it as well."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        for name in ("a", "b"):
            crawls.outlet(name, ("rss", f"http://{name}.test/feed"), domain=f"{name}.test")
        link = ("http://a.test/1", "1", None)
        site.set("http://b.test/feed", rss(link))
        site.set("http://a.test/feed", rss(), rss(link), rss(link))
        site.set("http://a.test/1", article("1"))
        landed = [crawls.run(dev_hosts=site.address, instants=[hour]).counts["landed"] for hour in HOURS[:3]]
        assert landed == [0, 1, 0]
