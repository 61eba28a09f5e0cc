"""The invented web as a whole: what it serves over the ten days adds up to its truth, for any seed."""

import gzip
import os
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

import lxml.html
import pytest
from protego import Protego

from crawler.discovery.feeds import read_feed
from crawler.discovery.hubs import read_hub
from crawler.discovery.listing import Link, Listing
from crawler.discovery.sitemaps import read_sitemap
from crawler.newsweb.answers import Answer, Newsweb
from crawler.newsweb.sites import DAYS, END, START, Feed, Site
from crawler.newsweb.truth import TrueRow, truth
from crawler.politeness.opt_outs import page_reserves
from crawler.urls import canonical_url

SEEDS = (1, 2, 77)
KINDS = ("rss", "atom", "sitemap", "news-sitemap", "hub")
HOUR = timedelta(hours=1)


@cache
def web_of(seed: int) -> Newsweb:
    return Newsweb(seed)


@cache
def rows_of(seed: int) -> tuple[TrueRow, ...]:
    return truth(web_of(seed).publications)


def get(web: Newsweb, url: str, now: datetime, **conditions: str) -> Answer:
    parts = urlsplit(url)
    return web.answer(parts.netloc, parts.path, now, **conditions)


@cache
def parsed(kind: str, url: str, body: bytes, content_type: str) -> Listing:
    """A listing as the crawler reads it."""
    if kind in ("rss", "atom"):
        return read_feed(body, url, content_type=content_type)
    return read_hub(body, url) if kind == "hub" else read_sitemap(body, url)


def read(web: Newsweb, url: str, feed: Feed, now: datetime) -> list[Link]:
    """Links of a listing as the crawler reads them; the sitemaps of an index are followed."""
    answer = get(web, url, now)
    if answer.status != 200:
        return []
    listing = parsed(feed.kind, url, answer.body, dict(answer.headers)["content-type"])
    assert listing.error is None, (url, listing.error)
    children = [link for child in listing.children for link in read(web, child.url, feed, now)]
    return [*listing.links, *children]


@cache
def seen_in(seed: int, kind: str) -> dict[str, set[str]]:
    """Canonical addresses that the listings of a kind showed at some full hour, by outlet."""
    web, found = web_of(seed), {}
    for site in web.sites.values():
        for feed in (feed for feed in site.feeds if feed.kind == kind):
            polls = (START + number * HOUR for number in range(1, 24 * DAYS + 1))
            links = (link for now in polls for link in read(web, site.root + feed.path, feed, now))
            found[site.id] = {canonical_url(link.url) for link in links}
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_hourly_polls_of_a_listing_see_every_publication_and_nothing_else(kind: str) -> None:
    """Hubs hold some stubs whose addresses and headlines don't look like an article's: these may be missed."""
    for outlet_id, addresses in seen_in(1, kind).items():
        own = [row for row in rows_of(1) if row.outlet_id == outlet_id]
        assert addresses <= {row.listed_url for row in own}, outlet_id
        expected = {row.listed_url for row in own if kind != "hub" or row.role != "stub"}
        assert expected <= addresses, outlet_id


@pytest.mark.parametrize("seed", SEEDS)
def test_each_fate_of_the_truth_is_what_the_page_answers(seed: int) -> None:
    web = web_of(seed)
    for row in rows_of(seed):
        site = web.sites[row.outlet_id]
        answer = get(web, row.url, END)
        robots = Protego.parse(get(web, f"{site.root}/robots.txt", END).body.decode())
        assert robots.can_fetch(row.url, "wattwire") is (row.fate != "disallowed"), row.url
        assert page_reserves(answer.headers, answer.body) is (row.fate == "reserved"), row.url
        assert (answer.status == 404) is (row.reason == "http-404"), row.url
        assert answer.status in {200, 404}
        assert (get(web, row.listed_url, END).status == 301) is (row.way == "moved")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_last_revision_of_the_truth_stands_on_the_page_at_the_end(seed: int) -> None:
    web = web_of(seed)
    articles = [row for row in rows_of(seed) if row.fate == "article"]
    assert len(articles) >= 150
    for row in articles:
        html = get(web, row.url, END).body.decode(web.sites[row.outlet_id].charset)
        shown = "".join(lxml.html.fromstring(html).text_content().split())
        body = row.revisions[-1].body if row.revisions else row.body
        assert body is not None
        for paragraph in body.split("\n\n"):
            assert "".join(paragraph.split()) in shown, row.url


@pytest.mark.parametrize("seed", SEEDS)
def test_listed_titles_and_times_are_those_of_the_truth(seed: int) -> None:
    web, by_url, kinds = web_of(seed), {row.listed_url: row for row in rows_of(seed)}, Counter[str]()
    now = START + timedelta(days=9)
    for site in web.sites.values():
        for feed in site.feeds:
            for link in read(web, site.root + feed.path, feed, now):
                row = by_url[canonical_url(link.url)]
                if feed.kind in ("rss", "atom", "news-sitemap"):
                    assert link.title == " ".join(row.title.split())
                    assert link.listed_at == datetime.fromisoformat(row.published_at)
                    assert link.language in {None, row.language, site.languages[0]}
                if feed.kind == "sitemap":
                    assert link.updated_at is not None
                    assert datetime.fromisoformat(row.published_at) <= link.updated_at <= now
                kinds[feed.kind] += 1
    assert set(kinds) == set(KINDS)


def test_what_is_served_depends_on_the_seed_alone_and_on_no_process() -> None:
    """Other processes with other hash seeds serve the same bytes, in whichever order they are asked."""
    code = (
        "import hashlib\n"
        "from datetime import timedelta\n"
        "from crawler.newsweb.answers import Newsweb\n"
        "from crawler.newsweb.sites import START\n"
        "web, digest = Newsweb(5), hashlib.sha256()\n"
        "for day in (3, 9, 6):\n"
        "    for site in web.sites.values():\n"
        "        for path in ['/', '/robots.txt', *(feed.path for feed in site.feeds)]:\n"
        "            answer = web.answer(site.domain, path, START + timedelta(days=day))\n"
        "            digest.update(repr((answer.status, answer.headers)).encode() + answer.body)\n"
        "print(digest.hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": number},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for number in ("0", "1", "4711")
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


@pytest.mark.parametrize("place", range(17))
def test_validators_change_exactly_when_the_body_does(place: int) -> None:
    """Over the ten days, for the first listing of each outlet; the date never lies in the future."""
    web = web_of(1)
    site: Site = list(web.sites.values())[place]
    url, changes, last = site.root + site.feeds[0].path, 0, None
    for number in range(0, 24 * DAYS, 2):
        now = START + number * HOUR
        answer = get(web, url, now)
        if answer.status != 200:
            continue
        headers = dict(answer.headers)
        assert parsedate_to_datetime(headers["last-modified"]) <= now
        if last is not None:
            same = answer.body == last.body
            assert (headers["etag"] == dict(last.headers)["etag"]) is same
            again = get(web, url, now, if_none_match=dict(last.headers)["etag"])
            assert again.status == (304 if same else 200)
            changes += not same
        last = answer
    assert changes > 5


def test_an_outage_says_how_long_it_lasts_and_ends_then() -> None:
    web = web_of(1)
    for outage in web.oddities.outages:
        for site in (site for site in web.sites.values() if outage.hits(site.id, outage.since)):
            for minutes in range(0, outage.hours * 60, 17):
                now = outage.since + timedelta(minutes=minutes)
                answer = get(web, f"{site.root}/robots.txt", now)
                assert answer.status == outage.status
                wait = timedelta(seconds=int(dict(answer.headers)["retry-after"]))
                assert now + wait == outage.until
                assert get(web, f"{site.root}/robots.txt", now + wait).status == 200


def test_packed_sitemaps_are_the_same_file_each_time() -> None:
    """A gzip header holds a time; were it the real one, no two answers would be equal."""
    one, other = Newsweb(1), Newsweb(1)
    url = "http://corrierelago.test/sitemaps/2026-03-04.xml.gz"
    first, second = get(one, url, END), get(other, url, END)
    assert first == second
    assert gzip.decompress(first.body).startswith(b"<?xml")
    assert first.body[4:8] == b"\0\0\0\0"


def test_addresses_are_unique_and_times_within_the_ten_days_for_every_seed() -> None:
    for seed in SEEDS:
        addresses = [row.url for row in rows_of(seed)]
        assert len(addresses) == len(set(addresses))
        for row in rows_of(seed):
            assert row.published_at.endswith("Z")
            assert START <= datetime.fromisoformat(row.published_at) < END
            assert row.outlet_id in web_of(seed).sites
