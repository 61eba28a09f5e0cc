"""The queries against the warehouse's own views, and the rule that only observed places make a curve."""

from datetime import date
from pathlib import Path

from pipelines.report.build import build_report
from pipelines.report.collect import collect
from pipelines.report.rows import Headline
from tests.pipelines.report.corpus import empty_corpus, insert
from warehouse.connection import open_corpus
from warehouse.publish import publish
from warehouse.store import Store

DAY = date(2026, 11, 10)


def test_published_corpus_has_every_column(tmp_path: Path) -> None:
    link = tmp_path / "corpus.duckdb"
    publish(Store(tmp_path / "store"), link)
    with open_corpus(link) as connection:
        data = collect(connection, {})
    assert data.headline == Headline()
    assert "The corpus is empty." in build_report(data)


def test_count_of_an_unobserved_place_is_no_part_of_the_curve() -> None:
    connection = empty_corpus()
    insert(
        connection,
        "spread_daily",
        (DAY, "n", "de", "de", 2, 1, 0, 3, 1, 0, 4),
        (DAY, "n", "at", "de", 5, 5, 5, 5, 5, 5, None),
        (DAY, "n", None, None, 7, None, None, 7, None, None, None),
    )
    german, unknown = collect(connection, {}).curves
    assert (german.language, german.assertions, german.disputes, german.assertions_with_copies) == (
        "de",
        2,
        1,
        3,
    )
    assert (german.places, german.places_observed) == (2, 1)
    assert (unknown.language, unknown.assertions, unknown.places_observed) == ("und", None, 0)
