"""Tests of `crawler/discovery/sitemaps.py`."""

import gzip
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import sitemaps
from crawler.discovery.listing import Child, Link
from crawler.discovery.sitemaps import read_sitemap

URL = "https://lemidi.test/sitemap.xml"

INDEX = b"""<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://lemidi.test/2026-11.xml.gz</loc><lastmod>2026-11-23</lastmod></sitemap>
<sitemap><loc> /2026-10.xml </loc></sitemap><sitemap><lastmod>2026-11-23</lastmod></sitemap>
</sitemapindex>"""

PLAIN = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><!-- made by hand -->
<url><loc>https://lemidi.test/a?x=1&amp;y=2</loc><lastmod>2026-11-23T08:00:00+01:00</lastmod></url>
<url><loc>https://lemidi.test/b</loc></url><url><loc>ftp://lemidi.test/c</loc></url></urlset>"""

NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://lemidi.test/reseau</loc><news:news>
<news:publication><news:name>Le Midi</news:name><news:language>fr</news:language></news:publication>
<news:publication_date>2026-11-23T07:00:00Z</news:publication_date>
<news:title>Le réseau électrique
 saturé</news:title></news:news>
<image:image><image:loc>https://lemidi.test/i.jpg</image:loc></image:image></url>
<url><loc>https://lemidi.test/jour</loc>
<news:news><news:publication_date>2026-11-22</news:publication_date></news:news></url>
</urlset>""".encode()


def test_index() -> None:
    listing = read_sitemap(INDEX, URL)
    assert listing.kind == "sitemap-index"
    assert listing.children == (
        Child("https://lemidi.test/2026-11.xml.gz", datetime(2026, 11, 24, 11, 59, 59, tzinfo=UTC)),
        Child("https://lemidi.test/2026-10.xml", None),
    )


def test_plain_sitemap_states_changes_but_no_publication() -> None:
    listing = read_sitemap(PLAIN, URL)
    assert listing.kind == "sitemap"
    assert listing.links == (
        Link("https://lemidi.test/a?x=1&y=2", updated_at=datetime(2026, 11, 23, 7, tzinfo=UTC)),
        Link("https://lemidi.test/b"),
    )


def test_news_sitemap() -> None:
    listing = read_sitemap(NEWS, URL)
    assert listing.kind == "news-sitemap"
    first, second = listing.links
    seven = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert first == Link("https://lemidi.test/reseau", "Le réseau électrique saturé", seven, seven, "fr")
    assert (second.listed_at, second.updated_at) == (None, datetime(2026, 11, 22, tzinfo=UTC)), (
        "a bare date is no time"
    )


@pytest.mark.parametrize("body", [INDEX, PLAIN, NEWS])
def test_gzip_is_recognised_by_content(body: bytes) -> None:
    assert read_sitemap(gzip.compress(body), URL) == read_sitemap(body, URL)


@given(st.lists(st.integers(0, len(NEWS)), max_size=9).map(sorted), st.sampled_from([b"", bytes(9), b"\x1f"]))
def test_a_gzip_of_several_members_is_read_whole(cuts: list[int], padding: bytes) -> None:
    members = [NEWS[start:end] for start, end in pairwise([0, *cuts, len(NEWS)])]
    assert read_sitemap(b"".join(map(gzip.compress, members)) + padding, URL) == read_sitemap(NEWS, URL)


def test_members_beyond_a_step_of_reading_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    half = len(NEWS) // 2
    packed = gzip.compress(NEWS[:half]) + gzip.compress(NEWS[half:])
    for step in range(2, 40):
        monkeypatch.setattr(sitemaps, "_STEP", step)
        assert read_sitemap(packed, URL) == read_sitemap(NEWS, URL)


@pytest.mark.parametrize("body", [PLAIN, NEWS])
def test_namespaces_do_not_matter(body: bytes) -> None:
    misspelt = body.replace(b"http://www.sitemaps.org/schemas/sitemap/0.9", b"https://sitemap.org/0.84")
    assert read_sitemap(misspelt, URL) == read_sitemap(body, URL)


def test_a_sitemap_cut_off_gives_what_came() -> None:
    listing = read_sitemap(PLAIN[: PLAIN.index(b"<url><loc>https://lemidi.test/b")], URL)
    assert [link.url for link in listing.links] == ["https://lemidi.test/a?x=1&y=2"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"<html><body>404</body></html>", "root element is <html>"),
        (b"<rss version='2.0'><channel/></rss>", "root element is <rss>"),
        (b"not xml", "no XML"),
        (gzip.compress(PLAIN, mtime=0)[:40] + b"garbage", ""),
        (b"\x1f\x8b broken", ""),
    ],
)
def test_what_is_no_sitemap_is_an_error(body: bytes, says: str) -> None:
    listing = read_sitemap(body, URL)
    assert listing.error is not None
    assert says in listing.error


def test_a_gzip_bomb_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_SITEMAP_BYTES", 100_000)
    assert "when unpacked" in (read_sitemap(gzip.compress(b" " * 200_000), URL).error or "")
    assert "when unpacked" in (read_sitemap(gzip.compress(b" " * 60_000) * 2, URL).error or "")


def test_entities_are_neither_expanded_nor_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("topsecret")
    bomb = "".join(f'<!ENTITY b{i} "{f"&b{i - 1};" * 50}">' for i in range(1, 9))
    body = f'<!DOCTYPE u [<!ENTITY b0 "ha">{bomb}<!ENTITY x SYSTEM "file://{secret}">]>'
    body += "<urlset><url><loc>https://lemidi.test/&x;</loc></url><url><loc>https://lemidi.test/&b8;</loc></url></urlset>"
    assert "topsecret" not in repr(read_sitemap(body.encode(), URL))


@given(st.binary(max_size=2_000))
def test_random_bytes_never_raise(body: bytes) -> None:
    assert read_sitemap(body, URL).error is not None


@given(st.integers(0, len(NEWS) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_sitemap_never_raises(position: int, noise: bytes) -> None:
    listing = read_sitemap(NEWS[:position] + noise + NEWS[position + len(noise) :], URL)
    assert all(link.url.startswith(("http://", "https://")) for link in listing.links)
