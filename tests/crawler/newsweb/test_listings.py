"""Feeds, sitemaps and hubs: they parse, list what is out, and nothing else."""

import gzip
from calendar import timegm
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.parsers.expat import ExpatError

import feedparser
import lxml.etree
import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.newsweb.answers import Answer, Newsweb
from crawler.newsweb.sites import END, START, Feed, Site, load_sites
from crawler.urls import canonical_url

SITES = load_sites()
FEEDS = [(site, feed) for site in SITES.values() for feed in site.feeds]
MAPS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
CLEAR = START + timedelta(days=9)
WEB = Newsweb(1)


def only(*kinds: str) -> list[tuple[Site, Feed]]:
    return [(site, feed) for site, feed in FEEDS if feed.kind in kinds]


def get(url: str, now: datetime) -> Answer:
    parts = urlsplit(url)
    return WEB.answer(parts.netloc, parts.path, now)


def out(site: Site, now: datetime) -> list[str]:
    """Listed addresses of what the outlet has published by now, newest first."""
    found = [p for p in WEB.publications if p.outlet_id == site.id and p.published_at <= now]
    return [p.listed_url for p in reversed(found)]


@pytest.mark.parametrize(("site", "feed"), only("rss", "atom"), ids=str)
def test_feeds_parse_and_list_the_newest_twenty(site: Site, feed: Feed) -> None:
    answer = get(site.root + feed.path, CLEAR)
    parsed = feedparser.parse(answer.body, response_headers=dict(answer.headers))
    assert parsed.version == ("rss20" if feed.kind == "rss" else "atom10")
    assert bool(parsed.bozo) is (site.feed_charset != "utf-8")
    assert sorted(canonical_url(entry.link) for entry in parsed.entries) == sorted(out(site, CLEAR)[:20])
    titles = {p.listed_url: p.title for p in WEB.publications}
    times = {p.listed_url: p.published_at for p in WEB.publications}
    for entry in parsed.entries:
        listed = canonical_url(entry.link)
        assert entry.title == titles[listed]
        assert datetime.fromtimestamp(timegm(entry.published_parsed), UTC) == times[listed]


def test_tracking_parameters_stand_in_some_feeds() -> None:
    body = get("http://nordpost.test/feed.xml", CLEAR).body
    assert b"?utm_source=rss&amp;utm_medium=feed" in body


def test_one_feed_lies_about_its_encoding() -> None:
    body = get("http://voixdurhone.test/rss/une.xml", CLEAR).body
    assert body.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "é" in body.decode("windows-1252")


def test_one_atom_feed_holds_whole_texts_and_another_summaries() -> None:
    whole = feedparser.parse(get("http://coralcourier.test/atom.xml", CLEAR).body)
    short = feedparser.parse(get("http://kitakaze.test/feed/atom", CLEAR).body)
    texts = {p.listed_url: p for p in WEB.publications if p.text}
    for entry in whole.entries:
        assert all(
            paragraph in lxml.html.fromstring(entry.content[0].value).text_content()
            for paragraph in texts[entry.link].body
        )
    assert short.entries
    assert not any("content" in entry for entry in short.entries)


@pytest.mark.parametrize(("site", "feed"), only("news-sitemap"), ids=str)
def test_news_sitemaps_hold_two_days(site: Site, feed: Feed) -> None:
    root = lxml.etree.fromstring(get(site.root + feed.path, CLEAR).body)
    recent = {
        p.listed_url: p
        for p in WEB.publications
        if p.outlet_id == site.id and CLEAR - timedelta(hours=48) < p.published_at <= CLEAR
    }
    assert {loc.text for loc in root.iterfind("s:url/s:loc", MAPS)} == set(recent)
    for entry in root.iterfind("s:url", MAPS):
        publication = recent[entry.findtext("s:loc", namespaces=MAPS) or ""]
        assert entry.findtext("n:news/n:title", namespaces=MAPS) == publication.title
        stated = entry.findtext("n:news/n:publication_date", namespaces=MAPS) or ""
        assert datetime.fromisoformat(stated) == publication.published_at
        assert entry.findtext("n:news/n:publication/n:language", namespaces=MAPS) == publication.language


@pytest.mark.parametrize(("site", "feed"), only("sitemap"), ids=str)
def test_a_sitemap_index_leads_to_every_article(site: Site, feed: Feed) -> None:
    index = lxml.etree.fromstring(get(site.root + feed.path, END).body)
    found = []
    for loc in index.iterfind("s:sitemap/s:loc", MAPS):
        answer = get(loc.text or "", END)
        assert answer.status == 200
        assert (loc.text or "").endswith(".gz") is feed.packed
        body = gzip.decompress(answer.body) if feed.packed else answer.body
        found += [entry.text for entry in lxml.etree.fromstring(body).iterfind("s:url/s:loc", MAPS)]
    assert sorted(found) == sorted(out(site, END))


@pytest.mark.parametrize(("site", "feed"), only("hub"), ids=str)
def test_hubs_link_the_newest_twenty(site: Site, feed: Feed) -> None:
    page = lxml.html.fromstring(get(site.root + feed.path, CLEAR).body.decode(site.charset))
    page.make_links_absolute(site.root + feed.path)
    assert page.xpath("//main//h2/a/@href") == out(site, CLEAR)[:20]


@given(st.sampled_from(FEEDS), st.floats(0, 240))
@settings(max_examples=60, deadline=None)
def test_no_listing_knows_the_future(place: tuple[Site, Feed], hour: float) -> None:
    site, feed = place
    now = START + timedelta(hours=hour)
    answer = get(site.root + feed.path, now)
    future = [p for p in WEB.publications if p.outlet_id == site.id and p.published_at > now]
    if answer.status == 200:
        assert not [p.url for p in future if p.listed_url.encode() in answer.body]


def test_a_corrected_article_is_listed_as_updated() -> None:
    (publication,) = [
        p for p in WEB.publications if p.outlet_id == "coralcourier" and p.corrected_at is not None
    ]
    assert publication.corrected_at
    updated = {}
    for now in (publication.corrected_at - timedelta(minutes=1), publication.corrected_at):
        parsed = feedparser.parse(get("http://coralcourier.test/atom.xml", now).body)
        (entry,) = [entry for entry in parsed.entries if entry.link == publication.listed_url]
        updated[now] = datetime.fromtimestamp(timegm(entry.updated_parsed), UTC)
    assert list(updated.values()) == [publication.published_at, publication.corrected_at]


def test_all_listings_are_empty_at_the_start() -> None:
    for site, feed in FEEDS:
        answer = get(site.root + feed.path, START - timedelta(hours=1))
        assert answer.status == 200
        assert not [p.url for p in WEB.publications if p.listed_url.encode() in answer.body]


def test_the_wrong_label_breaks_a_strict_parser() -> None:
    with pytest.raises((lxml.etree.XMLSyntaxError, ExpatError)):
        lxml.etree.fromstring(get("http://voixdurhone.test/rss/une.xml", CLEAR).body)
