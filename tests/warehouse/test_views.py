"""Every view says the same as its model in Python, on random corpora."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from tests.warehouse import model
from tests.warehouse.corpora import UNITS, corpora
from tests.warehouse.model import Corpus, Row
from warehouse.catalogue import RELATIONS, STORED, Origin, build, definition
from warehouse.documentation import columns_of, documentation
from warehouse.tables import table

CHECKED = (
    "articles",
    "article_revisions",
    "copies",
    "narrative_events",
    "adoptions",
    "coverage",
    "spread_daily",
)

examples = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@dataclass
class Catalogue:
    """Holds a connection that hypothesis must not hold: it keeps arguments until the interpreter ends."""

    db: duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    """The catalogue of a snapshot in memory, over empty tables; see `filled`."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set threads = 1")
        build(connection, [], Origin(Path(), "", {}, 0, ""), stored=STORED)
        held = Catalogue(connection)
        yield held
        del held.db


@contextmanager
def filled(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> Iterator[None]:
    """Let the tables hold `corpus`, and what a snapshot stores be computed, until the block ends."""
    db.begin()
    try:
        for one in fields(corpus):
            _insert(db, one.name, getattr(corpus, one.name))
        for name in RELATIONS:
            if name in STORED:
                db.execute(f"insert into {name} {definition(name)}")
        yield
    finally:
        db.rollback()


def _insert(db: duckdb.DuckDBPyConnection, kind: str, found: list[Row]) -> None:
    schema = (
        table(kind).schema.append(pa.field("landed_day", pa.date32())).append(pa.field("source", pa.string()))
    )
    day, source = UNITS[0]
    new_rows = pa.Table.from_pylist(
        [{"landed_day": day, "source": source} | row for row in found], schema=schema
    )
    db.register("new_rows", new_rows)
    db.execute(f"insert into parts.{kind} select * from new_rows")  # noqa: S608
    db.unregister("new_rows")


def rows(db: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    return db.sql(sql).to_arrow_table().to_pylist()


def keyed(found: list[Row], *names: str) -> dict[Any, Row]:
    """Rows by key, which must be one."""
    by_key = {tuple(row.pop(name) for name in names): row for row in found}
    assert len(by_key) == len(found)
    return by_key


def only(row: Row, names: dict[str, Any] | Row) -> Row:
    return {name: row[name] for name in names}


def check_articles(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    names = ["revision_id", "outlet_id", "title", "body", "published_at", "fetched_at", "first_seen_at"]
    names += ["not_seen_at", "warc_offset"]
    found = keyed(rows(db, f"select article_id, {', '.join(names)} from articles"), "article_id")  # noqa: S608
    assert found == {
        (name,): {key: row[key] for key in names} for name, row in model.articles(corpus).items()
    }
    spoken = keyed(rows(db, "select article_id, language from articles"), "article_id")
    expected = {
        (name,): {"language": one["language"]}
        for name, [one] in model.tagged(corpus, corpus.languages).items()
    }
    assert spoken == expected
    assert keyed(rows(db, "select article_id, language from article_languages"), "article_id") == expected


def check_revisions_and_rejections_add_up(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    found = keyed(
        rows(db, "select article_id, revision, warc_offset, changed from article_revisions"),
        "article_id",
        "revision",
    )
    expected = {}
    for article, captures in model.histories(corpus).items():
        changed = model.changes(captures)
        for number, row in enumerate(model.revisions(captures), 1):
            expected[article, number] = {"warc_offset": row["warc_offset"], "changed": changed[number - 1]}
    assert found == expected
    unchanged = rows(
        db, "select warc_offset from rejections where stage = 'revision' and reason = 'unchanged'"
    )
    offsets = [row["warc_offset"] for row in [*found.values(), *unchanged]]
    assert sorted(offsets) == sorted(row["warc_offset"] for row in corpus.captures)


def check_narratives_of_the_newest_revision(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    found = rows(db, "select article_id, narrative, stance from article_narratives order by all")
    expected = [
        {"article_id": article, "narrative": row["narrative"], "stance": row["stance"]}
        for article, tags in model.tagged(corpus, corpus.narratives).items()
        for row in tags
    ]
    assert found == sorted(expected, key=lambda row: (row["article_id"], row["narrative"]))


def check_copies(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    found = keyed(rows(db, "select * from copies"), "article_id")
    assert {name: tuple(row.values()) for (name,), row in found.items()} == model.copies(corpus)


def check_events_and_adoptions(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    found = keyed(rows(db, "select * from narrative_events"), "article_id", "narrative")
    assert found == keyed(model.events(corpus), "article_id", "narrative")
    adopted = keyed(rows(db, "select * from adoptions"), "outlet_id", "narrative")
    names = ["stance", "article_id", "time_kind", "earliest", "latest"]
    assert adopted == {
        key: {**{name: event[name] for name in names}, "adopted_at": event["time_used"]}
        for key, event in model.adoptions(corpus).items()
    }
    for row in found.values():
        if row["time_used"]:
            assert row["earliest"] is None or row["earliest"] <= row["time_used"] <= row["latest"]


def check_coverage(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    assert keyed(rows(db, "select * from coverage"), "outlet_id", "hour") == model.coverage(corpus)


def check_spread_daily(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    found = keyed(rows(db, "select * from spread_daily"), "day", "narrative", "country", "language")
    assert found == model.spread_daily(corpus)


def check_columns_documented_as_never_null(db: duckdb.DuckDBPyConnection) -> None:
    for relation in CHECKED:
        for column, _ in columns_of(db, relation):
            if documentation().meaning(relation, column).missing is None:
                [(nulls,)] = db.sql(f"select count(*) from {relation} where {column} is null").fetchall()  # noqa: S608
                assert nulls == 0, (relation, column)


@examples
@given(corpus=corpora())
def test_views_say_what_the_model_says(catalogue: Catalogue, corpus: Corpus) -> None:
    db = catalogue.db
    with filled(db, corpus):
        check_articles(db, corpus)
        check_revisions_and_rejections_add_up(db, corpus)
        check_narratives_of_the_newest_revision(db, corpus)
        check_copies(db, corpus)
        check_events_and_adoptions(db, corpus)
        check_coverage(db, corpus)
        check_spread_daily(db, corpus)
        check_columns_documented_as_never_null(db)


@settings(examples, max_examples=15)
@given(corpus=corpora())
def test_days_and_hours_do_not_follow_the_session(catalogue: Catalogue, corpus: Corpus) -> None:
    db = catalogue.db
    with filled(db, corpus):
        here = [rows(db, f"from {name} order by all") for name in CHECKED]
    db.execute("set TimeZone = 'Asia/Kathmandu'")
    try:
        with filled(db, corpus):
            assert [rows(db, f"from {name} order by all") for name in CHECKED] == here
    finally:
        db.execute("set TimeZone = 'UTC'")
