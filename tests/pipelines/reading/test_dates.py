"""The chain of date sources: order, provenance, what is refused."""

from datetime import UTC, datetime

import pytest

from pipelines.reading.dates import find_modified, find_published
from pipelines.reading.document import Document, parse

FETCHED = datetime(2026, 3, 20, 12, tzinfo=UTC)
LD = '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x","datePublished":"{}"}}</script>'
OG = '<meta property="article:published_time" content="{}">'
META = '<meta name="date" content="{}">'
MICRO = '<body><span itemprop="datePublished" content="{}"></span></body>'
TIME = '<body><time datetime="{}">then</time></body>'


def document(html: str, url: str = "https://e.example/a/b") -> Document:
    parsed = parse(f"<html><head></head>{html}</html>", url)
    assert parsed is not None
    return parsed


def source(html: str, url: str = "https://e.example/a/b", **listed: object) -> str | None:
    found = find_published(document(html, url), fetched_at=FETCHED, **listed)  # type: ignore[arg-type]
    return found.source if found else None


DAYS = [f"2026-03-{day:02}T10:00:00+01:00" for day in range(1, 6)]
ALL = (
    LD.format(DAYS[0])
    + OG.format(DAYS[1])
    + META.format(DAYS[2])
    + MICRO.format(DAYS[3])
    + TIME.format(DAYS[4])
)


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        (ALL, "https://e.example/2026/03/06/x", "json-ld"),
        (ALL.replace(DAYS[0], "soon"), "https://e.example/2026/03/06/x", "open-graph"),
        (META.format(DAYS[2]) + MICRO.format(DAYS[3]), "https://e.example/2026/03/06/x", "meta"),
        (MICRO.format(DAYS[3]) + TIME.format(DAYS[4]), "https://e.example/2026/03/06/x", "microdata"),
        (TIME.format(DAYS[4]), "https://e.example/2026/03/06/x", "time-tag"),
        ("<p>text</p>", "https://e.example/2026/03/06/x", "url"),
        ("<p>text</p>", "https://e.example/20260306-story", "url"),
        ("<p>text</p>", "https://e.example/story", None),
    ],
)
def test_order_of_sources(html: str, url: str, expected: str | None) -> None:
    assert source(html, url) == expected


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_listing_date_is_the_last_before_the_visible_text(kind: str) -> None:
    listed = datetime(2026, 3, 6, 9, tzinfo=UTC)
    assert source("<p>text</p>", listed_at=listed, listed_kind=kind) == kind
    assert source("<p>text</p>", "https://e.example/2026/03/06/", listed_at=listed, listed_kind=kind) == kind
    assert source(TIME.format(DAYS[4]), listed_at=listed, listed_kind=kind) == "time-tag"


@pytest.mark.parametrize(
    "impossible", ["2062-03-11T09:00:00Z", "2026-03-21T12:00:01Z", "1970-01-01T00:00:00Z", "1989-12-31"]
)
def test_impossible_dates_give_way_to_the_next_source(impossible: str) -> None:
    assert source(LD.format(impossible) + OG.format(DAYS[1])) == "open-graph"
    assert source(LD.format(impossible)) is None


def test_a_little_ahead_of_the_fetch_is_possible() -> None:
    assert source(LD.format("2026-03-21T11:00:00Z")) == "json-ld"


def test_a_bare_day_gives_way_to_a_time_of_the_same_day_only() -> None:
    same = find_published(document(LD.format("2026-03-01") + OG.format(DAYS[0])), fetched_at=FETCHED)
    other = find_published(document(LD.format("2026-03-01") + OG.format(DAYS[3])), fetched_at=FETCHED)
    assert same is not None
    assert other is not None
    assert (same.source, same.precision) == ("open-graph", "second")
    assert (other.source, other.precision, other.stated()) == ("json-ld", "day", "2026-03-01")


def test_offset_is_the_page_s_own() -> None:
    found = find_published(document(LD.format("2026-03-01T23:30:00-05:00")), fetched_at=FETCHED)
    assert found is not None
    assert (found.offset_minutes, found.stated()) == (-300, "2026-03-01T23:30:00-05:00")


def test_no_offset_stays_unknown() -> None:
    found = find_published(document(META.format("2026-03-01 23:30")), fetched_at=FETCHED)
    assert found is not None
    assert (found.offset_minutes, found.stated(), found.at.tzinfo) == (None, "2026-03-01T23:30:00", UTC)


def test_teasers_and_updates_lend_no_time_tag() -> None:
    teaser = '<div class="related"><time datetime="2026-03-02T10:00Z">x</time></div>'
    update = '<time class="updated" datetime="2026-03-03T10:00Z">x</time>'
    own = '<time class="published" datetime="2026-03-01T10:00Z">x</time>'
    found = find_published(document(f"<body>{teaser}{update}{own}</body>"), fetched_at=FETCHED)
    assert found is not None
    assert found.stated() == "2026-03-01T10:00:00+00:00"


def test_visible_text_comes_last() -> None:
    html = "<body><h1>Title</h1><p>Published 17.03.2026, 14:05</p><p>Words of the article.</p></body>"
    found = find_published(document(html), fetched_at=FETCHED)
    assert found is not None
    assert (found.source, found.stated()) == ("text", "2026-03-17T14:05:00")


def test_modified_date() -> None:
    html = '<meta property="article:modified_time" content="2026-03-02T10:00:00Z">'
    assert find_modified(document(html), fetched_at=FETCHED) == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert find_modified(document("<p>x</p>"), fetched_at=FETCHED) is None
