"""A small cascade with known answers: who was first, who copied, what a gap looks like, where a figure comes from."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.rows import HOUR, capture, put, row
from warehouse.connection import open_corpus
from warehouse.publish import publish
from warehouse.store import Store

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
DAY = timedelta(days=1)

# agency text at nordpost, copied by its sister südpost and by the independent tribune; a day later le_jour disputes it.
ARTICLES = [
    ("agency", "nordpost", START, "asserts", "de"),
    ("copy-1", "suedpost", START + HOUR, "asserts", "de"),
    ("copy-2", "tribune", START + 2 * HOUR, "asserts", "en"),
    ("own", "tribune", START + 5 * HOUR, "reports", "en"),
    ("answer", "le_jour", START + DAY, "disputes", "fr"),
]
OUTLETS = [("nordpost", "de", "g"), ("suedpost", "de", "g"), ("tribune", "us", "h"), ("le_jour", "fr", None)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days of polls, the second of them with no poll of German outlets."""
    home = tmp_path_factory.mktemp("home")
    store, link = Store(home / "store"), home / "corpus.duckdb"
    captures = [
        capture(name, number, seen, outlet_id=outlet, body=f"{name} text", title=f"{name} title")
        for number, (name, outlet, seen, _, _) in enumerate(ARTICLES)
    ]
    revisions = {one["article_id"]: one["revision_id"] for one in captures}
    put(
        store,
        captures=captures,
        languages=[
            row("languages", revision_id=revisions[a], language=language) for a, _, _, _, language in ARTICLES
        ],
        narratives=[
            row("narratives", revision_id=revisions[a], stance=stance, evidence=f"{a} says so", speaker="IEA")
            for a, _, _, stance, _ in ARTICLES
        ],
        near_duplicates=[
            row("near_duplicates", left_id="agency", right_id="copy-1", similarity=0.9),
            row("near_duplicates", left_id="copy-1", right_id="copy-2", similarity=0.6),
        ],
        story_links=[
            row("story_links", article_id=a, story_id="s1") for a in ("agency", "copy-1", "answer", "gone")
        ],
        fetch_log=[
            row("fetch_log", outlet_id=outlet, requested_at=START + number * DAY)
            for outlet, country, _ in OUTLETS
            for number in range(3)
            if not (country == "de" and number == 1)
        ],
    )
    put(
        store,
        date(1970, 1, 1),
        "all",
        outlet_registry=[
            row("outlet_registry", id=name, country=country, outlet_group=group, languages=[])
            for name, country, group in OUTLETS
        ],
    )
    publish(store, link)
    return link


def ask(corpus: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(open_corpus(corpus)) as db:
        return db.execute(sql).fetchall()


def test_copies_know_original_and_group(corpus: Path) -> None:
    assert ask(corpus, "select * from copies order by article_id") == [
        ("copy-1", "agency", 0.9, True),
        ("copy-2", "agency", 0.6, False),
    ]


def test_adoptions_are_independent(corpus: Path) -> None:
    assert ask(corpus, "select outlet_id, article_id, stance from adoptions order by adopted_at") == [
        ("nordpost", "agency", "asserts"),
        ("tribune", "own", "reports"),
        ("le_jour", "answer", "disputes"),
    ]


def test_gap_is_null_and_silence_is_zero(corpus: Path) -> None:
    found = ask(
        corpus,
        "select day::varchar, country, assertions, assertions_with_copies, disputes, outlets_observed "
        "from spread_daily order by country, day",
    )
    assert found == [
        ("2026-11-20", "de", 1, 2, 0, 2),
        ("2026-11-21", "de", None, None, None, None),
        ("2026-11-22", "de", 0, 0, 0, 2),
        ("2026-11-20", "fr", 0, 0, 0, 1),
        ("2026-11-21", "fr", 0, 0, 1, 1),
        ("2026-11-22", "fr", 0, 0, 0, 1),
        ("2026-11-20", "us", 0, 1, 0, 1),
        ("2026-11-21", "us", 0, 0, 0, 1),
        ("2026-11-22", "us", 0, 0, 0, 1),
    ]


def test_a_day_tells_how_much_of_it_was_observed(corpus: Path) -> None:
    """A day in which nobody saw anything has zero hours of those expected; a day has 24 for each outlet."""
    found = ask(
        corpus,
        "select day::varchar, country, hours_observed, hours_expected from spread_daily order by country, day",
    )
    assert found == [
        ("2026-11-20", "de", 2, 48),
        ("2026-11-21", "de", 0, 48),
        ("2026-11-22", "de", 2, 48),
        ("2026-11-20", "fr", 1, 24),
        ("2026-11-21", "fr", 1, 24),
        ("2026-11-22", "fr", 1, 24),
        ("2026-11-20", "us", 1, 24),
        ("2026-11-21", "us", 1, 24),
        ("2026-11-22", "us", 1, 24),
    ]


def test_macro_spread_takes_bounds(corpus: Path) -> None:
    assert len(ask(corpus, "from spread('power-bottleneck')")) == 9
    assert len(ask(corpus, "from spread('power-bottleneck', since := '2026-11-21')")) == 6
    assert len(ask(corpus, "from spread('power-bottleneck', '2026-11-21', '2026-11-21')")) == 3
    assert ask(corpus, "from spread('grid-queue')") == []


def test_macro_adoption_curve(corpus: Path) -> None:
    found = ask(
        corpus,
        "select day::varchar, new_outlets, outlets_so_far, outlets_observed from adoption_curve('power-bottleneck')",
    )
    assert found == [("2026-11-20", 2, 2, 4), ("2026-11-21", 1, 3, 2), ("2026-11-22", 0, 3, 4)]


def test_macro_first_movers(corpus: Path) -> None:
    found = ask(
        corpus, "select rank, outlet_id, language, evidence, speaker from first_movers('power-bottleneck')"
    )
    assert found == [
        (1, "nordpost", "de", "agency says so", "IEA"),
        (2, "tribune", "en", "own says so", "IEA"),
        (3, "le_jour", "fr", "answer says so", "IEA"),
    ]


@pytest.mark.parametrize("article", ["agency", "copy-1", "copy-2"])
def test_macro_trace_shows_the_whole_family(corpus: Path, article: str) -> None:
    with closing(open_corpus(corpus)) as db:
        found = db.execute(
            "select role, article_id, evidence, warc_offset from trace(?)", [article]
        ).fetchall()
    assert found == [
        ("original", "agency", "agency says so", 0),
        ("copy", "copy-1", "copy-1 says so", 1),
        ("copy", "copy-2", "copy-2 says so", 2),
    ]


def test_stories_hold_known_articles_only(corpus: Path) -> None:
    assert ask(corpus, "select story_id, articles, outlets, languages, first_at, last_at from stories") == [
        ("s1", 3, 3, ["de", "fr"], START, START + DAY)
    ]
