"""Tests of `crawler/discovery/feeds.py`."""

import json
import lzma
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.feeds import read_feed
from crawler.discovery.listing import Link
from tests.corpora import SHARED, needs

URL = "https://nordpost.test/news/feed.xml"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Nordpost</title><language>de-DE</language>
<item><title>Netz am
  Limit</title><link>/news/1?a=1&amp;b=2</link><pubDate>Mon, 23 Nov 2026 08:00:00 +0100</pubDate></item>
<item><title>Ohne Datum</title><link>https://nordpost.test/2</link></item>
<item><title>Nur Kennung</title><guid isPermaLink="true">https://nordpost.test/3</guid></item>
<item><title>Ohne Adresse</title></item>
<item><title>Keine Seite</title><link>mailto:leser@nordpost.test</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>
<entry><title type="html">Power &amp;amp; data</title><link rel="alternate" href="https://gazette.test/a"/>
<id>tag:1</id><published>2026-11-23T06:00:00Z</published><updated>2026-11-23T09:30:00+01:00</updated></entry>
<entry><title>Only updated</title><link href="https://gazette.test/b"/>
<id>tag:2</id><updated>2026-11-23T07:00:00Z</updated></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<item rdf:about="https://asahi.test/1"><title>電力不足</title><link>https://asahi.test/1</link>
<dc:date>2026-11-23T15:00:00+09:00</dc:date></item>
</rdf:RDF>"""


def test_rss() -> None:
    listing = read_feed(RSS.encode(), URL)
    eight = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert listing.error is None
    assert listing.kind == "feed"
    assert listing.links == (
        Link("https://nordpost.test/news/1?a=1&b=2", "Netz am Limit", eight, eight, "de-DE"),
        Link("https://nordpost.test/2", "Ohne Datum", None, None, "de-DE"),
        Link("https://nordpost.test/3", "Nur Kennung", None, None, "de-DE"),
    )


def test_atom_tells_publication_from_change() -> None:
    first, second = read_feed(ATOM.encode(), URL).links
    assert first.listed_at == datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert first.updated_at == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert (second.listed_at, second.updated_at) == (None, datetime(2026, 11, 23, 7, tzinfo=UTC))


def test_rdf_has_one_date_which_is_the_publication() -> None:
    (link,) = read_feed(RDF.encode(), URL).links
    assert (link.title, link.listed_at) == ("電力不足", datetime(2026, 11, 23, 6, tzinfo=UTC))


def test_a_date_without_a_zone_needs_the_outlets() -> None:
    body = RSS.replace(" +0100", "").encode()
    assert read_feed(body, URL).links[0].listed_at is None
    zoned = read_feed(body, URL, zone=ZoneInfo("Europe/Berlin")).links[0]
    assert zoned.listed_at == datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Strom für Köln".encode("iso-8859-1"), "application/rss+xml; charset=utf-8"),
        ("Strom für Köln".encode("iso-8859-1"), None),
        ("Strom für Köln".encode(), "application/rss+xml; charset=iso-8859-1"),
    ],
)
def test_a_wrong_encoding_costs_letters_at_most(body: bytes, content_type: str | None) -> None:
    feed = b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><item><title>" + body
    feed += b"</title><link>https://nordpost.test/koeln</link></item></channel></rss>"
    listing = read_feed(feed, URL, content_type=content_type)
    assert listing.error is None
    assert [link.url for link in listing.links] == ["https://nordpost.test/koeln"]
    assert (listing.links[0].title or "").startswith("Strom f")


def test_a_feed_cut_off_gives_what_came() -> None:
    listing = read_feed(RSS[: RSS.index("Nur Kennung")].encode(), URL)
    assert listing.error is None
    assert [link.url for link in listing.links][:2] == [
        "https://nordpost.test/news/1?a=1&b=2",
        "https://nordpost.test/2",
    ]


def test_an_empty_feed_is_a_listing_of_nothing() -> None:
    listing = read_feed(b"<rss version='2.0'><channel><title>x</title></channel></rss>", URL)
    assert (listing.error, listing.links) == (None, ())


@pytest.mark.parametrize("content_type", ["text/plain", "application/rss+xml; charset=utf-8"])
def test_an_empty_feed_with_a_wrong_label_is_one_too(content_type: str) -> None:
    body = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>À la une</title>"
    listing = read_feed(f"{body}</channel></rss>".encode("iso-8859-1"), URL, content_type=content_type)
    assert (listing.error, listing.links) == (None, ())


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><html><body><p>Please enable cookies</p></body></html>", "not a feed"),
        (b'{"items": []}', "not a feed"),
        (b"Service unavailable", "not a feed"),
    ],
)
def test_what_is_no_feed_is_an_error_and_not_an_empty_day(body: bytes, says: str) -> None:
    listing = read_feed(body, URL)
    assert says in (listing.error or "")
    assert listing.links == ()


def test_entities_are_not_expanded_from_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("topsecret")
    body = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>' + RSS.split("?>", 1)[1].replace(
        "Ohne Datum", "&x;"
    )
    assert "topsecret" not in repr(read_feed(body.encode(), URL))


def test_a_body_is_never_taken_for_a_file_name(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS)
    assert read_feed(str(path).encode(), URL).links == ()


@given(st.binary(max_size=2_000))
def test_random_bytes_never_raise(body: bytes) -> None:
    listing = read_feed(body, URL)
    assert listing.links or listing.error


@given(st.integers(0, len(RSS.encode()) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_feed_never_raises(position: int, noise: bytes) -> None:
    body = RSS.encode()
    listing = read_feed(body[:position] + noise + body[position + len(noise) :], URL)
    assert all(link.url.startswith(("http://", "https://")) for link in listing.links)


@needs("corpora/feeds/snapshots.jsonl.xz")
def test_real_feeds() -> None:
    assert SHARED is not None
    read, dated, total = 0, 0, 0
    with lzma.open(SHARED / "corpora/feeds/snapshots.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line, _ in zip(lines, range(120), strict=False):
            snapshot = json.loads(line)
            if not snapshot.get("body"):
                continue
            listing = read_feed(snapshot["body"].encode(), snapshot["url"])
            read += 1
            assert listing.error is None, snapshot["url"]
            assert listing.links, snapshot["url"]
            total += len(listing.links)
            dated += sum(link.listed_at is not None or link.updated_at is not None for link in listing.links)
    assert read > 20
    assert dated / total > 0.99
