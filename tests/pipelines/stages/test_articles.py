"""Landed records become captures and rejections: which outlet, which date, which text, and why not."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.landing.declared import Declared, Observed, write_declared
from crawler.landing.ledger import keep_damaged_lines
from crawler.landing.records import Discovery
from pipelines.stages.articles import TABLES
from pipelines.stages.versions import versions
from tests.pipelines.homes import AGAIN, CAPTURES, FIRST, HEADLINE, LATER, LEAD
from tests.pipelines.pages import BAKERY, QUEUE, STROM, THIN, changed
from tests.pipelines.stages.landed import AT, DAY, Desk, fetch


def test_a_page_becomes_a_capture_of_its_registered_outlet(desk: Desk) -> None:
    unit = desk.pages([(QUEUE, FIRST)])
    desk.land(unit)
    (row,) = desk.read("captures", unit)
    kept = {
        name: row[name]
        for name in ("url", "fetched_url", "outlet_id", "title", "lead", "text_basis", "page_language")
    }
    assert kept == {
        "url": QUEUE.url,
        "fetched_url": QUEUE.url,
        "outlet_id": "riverbend_herald",
        "title": QUEUE.title,
        "lead": None,
        "text_basis": "full",
        "page_language": "en",
    }
    assert row["body"].split("\n\n") == list(QUEUE.paragraphs)
    assert row["word_count"] == len(QUEUE.body.split())
    assert row["fetched_at"] == row["first_seen_at"] == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert (row["listed_at"], row["not_seen_at"]) == (None, None)
    assert row["warc_file"] == unit.path.name


def test_the_date_of_a_page_keeps_its_offset_and_is_stored_in_utc(desk: Desk) -> None:
    unit = desk.pages([(QUEUE, FIRST)])
    desk.land(unit)
    (row,) = desk.read("captures", unit)
    assert row["published_at"] == datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert (row["published_precision"], row["published_offset_minutes"]) == ("second", 60)
    assert row["published_zone"] == "stated"


@pytest.mark.parametrize(
    ("url", "outlet", "hour"),
    [
        ("https://www.riverbend-herald.example/a", "riverbend_herald", 13),
        ("https://nordwind.example/a", "nordwind_kurier", 7),
        ("https://deep.sub.nordwind-kurier.example/a", "nordwind_kurier", 7),
        ("https://news.stranger.example/a", "stranger.example", 8),
    ],
)
def test_a_time_without_an_offset_is_read_where_the_outlet_is(
    desk: Desk, url: str, outlet: str, hour: int
) -> None:
    """Half past eight in New York, in Berlin, and in UTC for a stranger."""
    unit = desk.pages([(replace(QUEUE, url=url, published="2026-11-20T08:30:00"), FIRST)])
    desk.land(unit)
    (row,) = desk.read("captures", unit)
    assert (row["outlet_id"], row["published_at"]) == (outlet, datetime(2026, 11, 20, hour, 30, tzinfo=UTC))
    assert row["published_offset_minutes"] is None
    assert row["published_zone"] == ("utc" if outlet == "stranger.example" else "outlet")


def test_a_page_without_a_date_has_no_column_of_it(desk: Desk) -> None:
    unit = desk.pages([(replace(QUEUE, published=None), FIRST)])
    desk.land(unit)
    (row,) = desk.read("captures", unit)
    assert {name: row[name] for name in row if name.startswith("published")} == dict.fromkeys(
        [
            "published_at",
            "published_precision",
            "published_source",
            "published_offset_minutes",
            "published_zone",
        ]
    )


def test_what_a_page_says_about_itself_is_kept(desk: Desk) -> None:
    head = (
        '2026-11-20T08:30:00"><meta property="article:modified_time" content="2026-11-20T09:45:00">'
        '<meta property="article:content_tier" content="metered"><meta name="author" content="Imke Sauter, AFP">'
        '<meta name="news_keywords" content="grid, valley'
    )
    unit = desk.pages([(replace(QUEUE, published=head), FIRST), (BAKERY, LATER)])
    desk.land(unit)
    queue, bakery = desk.read("captures", unit)
    assert (queue["agencies"], queue["keywords"], queue["access"]) == (["afp"], ["grid", "valley"], "metered")
    # A quarter to ten in New York, where the outlet is.
    assert queue["modified_at"] == datetime(2026, 11, 20, 14, 45, tzinfo=UTC)
    assert (bakery["agencies"], bakery["keywords"]) == ([], [])
    assert (bakery["access"], bakery["modified_at"]) == (None, None)
    assert (queue["kind"], bakery["kind"]) == ("article", "article")


def test_the_same_text_is_the_same_revision_and_another_text_another_one(desk: Desk) -> None:
    unit = desk.pages([(QUEUE, FIRST), (QUEUE, AGAIN), (changed(QUEUE), LATER), (BAKERY, LATER)])
    desk.land(unit)
    first, again, later, other = sorted(desk.read("captures", unit), key=lambda row: row["warc_offset"])
    assert first["revision_id"] == again["revision_id"] != later["revision_id"]
    assert first["article_id"] == again["article_id"] == later["article_id"] != other["article_id"]
    assert len({row["revision_id"] for row in (first, later, other)}) == 3


def test_addresses_of_one_article_are_one_article(desk: Desk) -> None:
    noisy = replace(QUEUE, url=f"{QUEUE.url}?utm_source=mail#top")
    unit = desk.pages([(QUEUE, FIRST), (noisy, AGAIN)])
    desk.land(unit)
    one, other = sorted(desk.read("captures", unit), key=lambda row: row["warc_offset"])
    assert one["article_id"] == other["article_id"]
    assert other["fetched_url"] == noisy.url
    assert other["url"] == one["url"] == QUEUE.url


def test_a_crawl_tells_how_a_page_was_found(desk: Desk) -> None:
    listed = Discovery(
        kind="feed",
        source_url="https://www.riverbend-herald.example/rss",
        listed_at=AT - timedelta(hours=2),
        first_seen_at=AT - timedelta(hours=1),
        not_seen_at=AT - timedelta(hours=3),
    )
    unit = desk.crawl("crawl-1", [(QUEUE.url, QUEUE.html.encode(), 200)], found=listed)
    desk.land(unit)
    (row,) = desk.read("captures", unit)
    assert (row["listed_at"], row["first_seen_at"], row["not_seen_at"]) == (
        listed.listed_at,
        listed.first_seen_at,
        listed.not_seen_at,
    )
    assert row["fetched_at"] == AT


def test_the_ledger_of_a_crawl_is_the_fetch_log(desk: Desk) -> None:
    fetches = [
        fetch(listed=3, fresh=1),
        fetch("https://www.riverbend-herald.example/x", status=None, error="dns"),
    ]
    unit = desk.crawl("crawl-1", fetches=fetches)
    desk.land(unit)
    logged = [
        {k: v for k, v in row.items() if k in asdict(fetches[0])} for row in desk.read("fetch_log", unit)
    ]
    assert logged == [asdict(row) for row in fetches]
    assert desk.read("captures", unit) == []


def test_a_line_of_a_killed_crawls_journal_that_cannot_be_read_is_a_rejection(desk: Desk) -> None:
    unit = desk.crawl("crawl-1", fetches=[fetch()])
    journal = desk.landing / "journal"
    journal.write_bytes(b"\0\0\n")
    assert unit.ledger is not None
    keep_damaged_lines(journal, unit.ledger)
    desk.land(unit)
    (row,) = desk.read("rejected", unit)
    assert (row["stage"], row["reason"], row["warc_file"]) == ("landing", "bad-ledger", unit.path.name)
    assert row["evidence"].startswith("line 1 of the journal: Invalid JSON")
    assert len(desk.read("fetch_log", unit)) == 1


def test_an_unchanged_page_is_neither_captured_nor_rejected(desk: Desk) -> None:
    unit = desk.crawl("crawl-1", unchanged=[QUEUE.url])
    desk.land(unit)
    assert desk.read("captures", unit) == desk.read("rejected", unit) == []


@pytest.mark.parametrize(
    ("page", "outlet", "stage", "reason"),
    [
        ((QUEUE.url, QUEUE.html.encode(), 404), "riverbend_herald", "reading", "http_404"),
        ((QUEUE.url, QUEUE.html.encode(), 503), "riverbend_herald", "reading", "http_503"),
        ((QUEUE.url, b"", 200), "riverbend_herald", "reading", "empty"),
        ((QUEUE.url, b"%PDF-1.7 nothing", 200), "riverbend_herald", "reading", "not_html"),
        (("https://no-such-host-\u00e4 .example/", QUEUE.html.encode(), 200), None, "landing", "bad-url"),
        (("urn:isbn:9780000000002", QUEUE.html.encode(), 200), None, "landing", "bad-url"),
    ],
)
def test_what_is_no_article_is_rejected_with_stage_and_reason(
    desk: Desk, page: tuple[str, bytes, int], outlet: str | None, stage: str, reason: str
) -> None:
    unit = desk.crawl("crawl-1", [page])
    desk.land(unit)
    (row,) = desk.read("rejected", unit)
    assert (row["stage"], row["reason"], row["fetched_at"]) == (stage, reason, AT)
    assert row["outlet_id"] == outlet
    assert row["warc_file"] == unit.path.name
    assert desk.read("captures", unit) == []


def test_every_record_ends_as_a_capture_or_a_rejection(desk: Desk) -> None:
    unit = desk.pages(CAPTURES)
    desk.land(unit)
    captured, rejected = desk.read("captures", unit), desk.read("rejected", unit)
    assert len(captured) + len(rejected) == len(CAPTURES)
    assert [row["url"] for row in rejected] == [THIN.url]
    offsets = [row["warc_offset"] for row in (*captured, *rejected)]
    assert len(set(offsets)) == len(CAPTURES)


def test_a_poison_row_spoils_no_other(desk: Desk) -> None:
    poison = [
        b'{"url": "https://wire.example/3", "title"',
        b"\xff\xfe",
        b"[]",
        b'{"title": "x"}',
        b"[" * 5000,
    ]
    unit = desk.rows(STROM.row, *poison, LEAD)
    desk.land(unit)
    assert sorted(row["fetched_url"] for row in desk.read("captures", unit)) == sorted(
        [STROM.url, str(LEAD["url"])]
    )
    rejected = desk.read("rejected", unit)
    assert [(row["stage"], row["reason"]) for row in rejected] == [("import", "bad-row")] * len(poison)
    assert [row["evidence"].split(":")[0] for row in rejected] == [
        "line 2", "line 3", "line 4", "line 5", "line 6",
    ]  # fmt: skip


def test_a_cut_file_keeps_what_came_before_the_cut(desk: Desk) -> None:
    unit = desk.pages([(QUEUE, FIRST), (BAKERY, FIRST)])
    whole = unit.path.read_bytes()
    unit.path.write_bytes(whole[: len(whole) - 40])
    desk.land(unit)
    assert [row["fetched_url"] for row in desk.read("captures", unit)] == [QUEUE.url]
    assert [(row["stage"], row["reason"]) for row in desk.read("rejected", unit)] == [
        ("landing", "truncated")
    ]


@pytest.mark.parametrize(
    ("given", "basis", "words"),
    [
        (STROM.row, "full", len(STROM.body.split())),
        (LEAD, "lead", len(str(LEAD["lead"]).split())),
        (HEADLINE, "headline", None),
    ],
)
def test_an_imported_row_is_tagged_on_what_it_has(
    desk: Desk, given: dict[str, object], basis: str, words: int | None
) -> None:
    unit = desk.rows(given)
    desk.land(unit)
    (row,) = desk.read("captures", unit)
    assert (row["text_basis"], row["word_count"]) == (basis, words)
    assert (row["fetched_at"], row["listed_at"], row["section"]) == (None, None, None)
    assert (row["agencies"], row["keywords"], row["access"], row["modified_at"]) == (None, None, None, None)
    assert row["kind"] is None


def test_an_imported_row_may_name_its_outlet_language_and_times(desk: Desk) -> None:
    given = STROM.row | {
        "outlet": "nordwind_kurier",
        "url": "https://archive.example/strom",
        "language": "de",
        "authors": ["Ida Brandt"],
        "published_at": "2026-11-19",
        "first_seen_at": "2026-11-20T06:00:00+01:00",
    }
    unit = desk.rows(given)
    desk.land(unit)
    (row,) = desk.read("captures", unit)
    assert (row["outlet_id"], row["page_language"], row["authors"]) == (
        "nordwind_kurier",
        "de",
        ["Ida Brandt"],
    )
    assert (row["published_at"], row["published_precision"], row["published_source"]) == (
        datetime(2026, 11, 19, tzinfo=UTC), "day", "given",
    )  # fmt: skip
    assert row["first_seen_at"] == datetime(2026, 11, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("outlet", "url", "became"),
    [
        ("nordwind_kurier", "https://www.nordwind-kurier.example/a", "nordwind_kurier"),
        ("nordwind_kurier", "https://nordwind.example/a", "nordwind_kurier"),
        ("nordwind-kurier.example", "https://nordwind.example/a", "nordwind_kurier"),
        ("WWW.Nordwind.example", "https://nordwind.example/a", "nordwind_kurier"),
        ("riverbend_herald", "https://news.aggregator.example/a", "riverbend_herald"),
        ("riverbend-herald.example", "https://news.aggregator.example/a", "riverbend_herald"),
        ("aggregator.example", "https://news.aggregator.example/a", "aggregator.example"),
        ("Aggregator.example", "https://news.aggregator.example/a", "aggregator.example"),
    ],
)
def test_a_named_outlet_counts_where_the_registry_knows_it_and_no_other_owns_the_host(
    desk: Desk, outlet: str, url: str, became: str
) -> None:
    unit = desk.rows(STROM.row | {"outlet": outlet, "url": url})
    desk.land(unit)
    assert [row["outlet_id"] for row in desk.read("captures", unit)] == [became]
    assert desk.read("rejected", unit) == []


@pytest.mark.parametrize("outlet", ["nordwind kurier", "fjordbote", "fjordbote.example"])
@pytest.mark.parametrize(
    ("host", "owner"),
    [("nordwind.example", "nordwind_kurier"), ("news.aggregator.example", "aggregator.example")],
)
def test_a_named_outlet_that_is_none_makes_a_rejection(
    desk: Desk, outlet: str, host: str, owner: str
) -> None:
    row = refused(desk, outlet, f"https://{host}/a")
    assert (row["outlet_id"], row["reason"]) == (owner, "unknown-outlet")
    assert (
        row["evidence"] == f"line 1: the row names '{outlet}', which is no id and no domain of the registry"
    )


def test_an_outlet_named_for_the_host_of_another_makes_a_rejection(desk: Desk) -> None:
    row = refused(desk, "riverbend_herald", "https://nordwind.example/a")
    assert (row["outlet_id"], row["reason"]) == ("nordwind_kurier", "outlet-mismatch")
    assert (
        row["evidence"]
        == "line 1: the row names 'riverbend_herald', but nordwind.example belongs to nordwind_kurier"
    )


def refused(desk: Desk, outlet: str, url: str) -> dict[str, Any]:
    """The rejection of a row that names an outlet; nothing else comes of it, no observed hour either."""
    unit = desk.rows(STROM.row | {"outlet": outlet, "url": url})
    write_declared(unit, Declared(observed=Observed(AT - timedelta(days=1), AT)))
    desk.land(unit)
    assert desk.read("captures", unit) == desk.read("declared_observations", unit) == []
    (row,) = desk.read("rejected", unit)
    assert (row["url"], row["stage"]) == (url, "import")
    return row


@pytest.mark.parametrize("language", ["klingon", "xx", "q", "deutsch"])
def test_a_language_that_is_none_makes_a_rejection(desk: Desk, language: str) -> None:
    unit = desk.rows(HEADLINE | {"language": language})
    desk.land(unit)
    assert desk.read("captures", unit) == []
    (row,) = desk.read("rejected", unit)
    assert (row["stage"], row["reason"], row["url"]) == ("import", "unknown-language", HEADLINE["url"])
    assert row["evidence"] == f"line 1: the row gives the language '{language}', which is no code of ISO 639"


def test_a_language_may_be_given_in_any_spelling_or_as_unknown(desk: Desk) -> None:
    spelt = ["en", "ENG", "en-GB", "en_GB.UTF-8", "und", "mul", "", " ", None]
    unit = desk.rows(
        *(HEADLINE | {"url": f"{HEADLINE['url']}/{n}", "language": one} for n, one in enumerate(spelt))
    )
    desk.land(unit)
    assert len(desk.read("captures", unit)) == len(spelt)
    assert desk.read("rejected", unit) == []


@pytest.mark.parametrize("name", ["published_at", "first_seen_at"])
def test_a_time_more_than_a_day_after_landing_makes_a_rejection(desk: Desk, name: str) -> None:
    """A row lands on a day, so a time up to the end of the next one may be true."""
    unit = desk.rows(
        HEADLINE | {name: "2062-01-01"},
        LEAD | {name: "2026-11-25T00:00:01+00:00"},
        STROM.row | {name: "2026-11-25T01:00:00+01:00"},
    )
    desk.land(unit)
    assert [row["url"] for row in desk.read("captures", unit)] == [STROM.url]
    rejected = desk.read("rejected", unit)
    assert [(row["outlet_id"], row["url"], row["fetched_at"]) for row in rejected] == [
        ("wire.example", HEADLINE["url"], None),
        ("wire.example", LEAD["url"], None),
    ]
    assert {(row["stage"], row["reason"]) for row in rejected} == {("import", "future-date")}
    assert [row["evidence"] for row in rejected] == [
        f"line 1: {name} 2062-01-01T00:00:00+00:00 is more than a day after the landing on 2026-11-23",
        f"line 2: {name} 2026-11-25T00:00:01+00:00 is more than a day after the landing on 2026-11-23",
    ]


def test_a_page_of_others_that_was_fetched_after_it_landed_makes_a_rejection(desk: Desk) -> None:
    unit = desk.pages([(QUEUE, "2062-01-01T00:00:00Z"), (BAKERY, FIRST)])
    desk.land(unit)
    assert [row["url"] for row in desk.read("captures", unit)] == [BAKERY.url]
    (row,) = desk.read("rejected", unit)
    assert (row["outlet_id"], row["url"], row["reason"]) == ("riverbend_herald", QUEUE.url, "future-date")
    assert row["fetched_at"] is None
    assert (
        row["evidence"]
        == "fetched_at 2062-01-01T00:00:00+00:00 is more than a day after the landing on 2026-11-23"
    )


def test_a_crawl_may_run_for_days_after_it_began_to_land(desk: Desk) -> None:
    later = Discovery(kind="feed", first_seen_at=AT + timedelta(days=9))
    unit = desk.crawl("crawl-1", [(QUEUE.url, QUEUE.html.encode(), 200)], found=later)
    desk.land(unit)
    assert [row["first_seen_at"] for row in desk.read("captures", unit)] == [later.first_seen_at]


def test_strangers_are_rejected_where_only_registered_outlets_are_wanted(desk: Desk) -> None:
    unit = desk.rows(STROM.row, LEAD)
    write_declared(unit, Declared(registered_only=True))
    desk.land(unit)
    assert [row["outlet_id"] for row in desk.read("captures", unit)] == ["nordwind_kurier"]
    (row,) = desk.read("rejected", unit)
    assert (row["outlet_id"], row["url"]) == ("wire.example", LEAD["url"])
    assert (row["stage"], row["reason"], row["evidence"]) == (
        "import", "not-registered", "line 2: imported with --registered-only",
    )  # fmt: skip


def test_a_declared_span_holds_for_each_outlet_of_the_import(desk: Desk) -> None:
    unit = desk.rows(STROM.row, QUEUE.row, BAKERY.row)
    span = Observed(AT - timedelta(days=1), AT)
    write_declared(unit, Declared(observed=span))
    desk.land(unit)
    assert [
        (row["outlet_id"], row["since"], row["until"]) for row in desk.read("declared_observations", unit)
    ] == [(outlet, span.since, span.until) for outlet in ("nordwind_kurier", "riverbend_herald")]


def test_nothing_declared_is_an_empty_part_and_no_missing_one(desk: Desk) -> None:
    unit = desk.rows(LEAD)
    desk.land(unit)
    assert {part.table: part.rows for part in desk.store.parts()} == {
        "captures": 1, "rejected": 0, "fetch_log": 0, "declared_observations": 0,
    }  # fmt: skip
    assert {table: desk.store.version_of(table, DAY, unit.source) for table in TABLES} == {
        table: versions()[table] for table in TABLES
    }


def test_landing_again_gives_the_same_rows_in_one_commit(desk: Desk) -> None:
    unit = desk.pages(CAPTURES)
    desk.land(unit)
    before, position = desk.everything(), desk.store.position
    desk.land(unit)
    assert desk.everything() == before
    assert desk.store.position == position + 1


def test_what_is_damaged_is_its_outlets_where_its_address_is_left(desk: Desk) -> None:
    unit = desk.rows(
        STROM.row, b'{"url": "https://news.wire.example/3", "title": 7}', b'{"url": "no address", "title": 7}'
    )
    desk.land(unit)
    assert [row["outlet_id"] for row in desk.read("rejected", unit)] == ["wire.example", None]
