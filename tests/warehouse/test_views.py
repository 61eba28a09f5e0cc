"""Every view says the same as its model in Python, on random corpora."""

from collections.abc import Iterator
from dataclasses import fields
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

examples = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    """The catalogue of a snapshot in memory, over empty tables; `fill` changes their rows."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set threads = 1")
        build(connection, [], Origin(Path(), "", {}, 0), stored=STORED)
        yield connection


def fill(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    """Make the tables hold `corpus` and nothing else."""
    for one in fields(corpus):
        kind = one.name
        db.execute(f"delete from parts.{kind}")  # noqa: S608 - our own names
        rows: list[Row] = getattr(corpus, kind)
        schema = (
            table(kind)
            .schema.append(pa.field("landed_day", pa.date32()))
            .append(pa.field("source", pa.string()))
        )
        day, source = UNITS[0]
        given_rows = pa.Table.from_pylist(
            [{"landed_day": day, "source": source} | row for row in rows], schema=schema
        )
        db.register("given_rows", given_rows)
        db.execute(f"insert into parts.{kind} select * from given_rows")  # noqa: S608
        db.unregister("given_rows")
    for name in RELATIONS:
        if name in STORED:
            db.execute(f"delete from {name}")  # noqa: S608
            db.execute(f"insert into {name} {definition(name)}")  # noqa: S608


def rows(db: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    return db.sql(sql).to_arrow_table().to_pylist()


def keyed(found: list[Row], *names: str) -> dict[Any, Row]:
    """Rows by key, which must be one."""
    by_key = {tuple(row.pop(name) for name in names): row for row in found}
    assert len(by_key) == len(found)
    return by_key


def only(row: Row, names: dict[str, Any] | Row) -> Row:
    return {name: row[name] for name in names}


@examples
@given(corpus=corpora())
def test_articles(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    fill(db, corpus)
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


@examples
@given(corpus=corpora())
def test_revisions_and_rejections_add_up(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    fill(db, corpus)
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


@examples
@given(corpus=corpora())
def test_narratives_of_the_newest_revision(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    fill(db, corpus)
    found = rows(db, "select article_id, narrative, stance from article_narratives order by all")
    expected = [
        {"article_id": article, "narrative": row["narrative"], "stance": row["stance"]}
        for article, tags in model.tagged(corpus, corpus.narratives).items()
        for row in tags
    ]
    assert found == sorted(expected, key=lambda row: (row["article_id"], row["narrative"]))


@examples
@given(corpus=corpora())
def test_copies(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    fill(db, corpus)
    found = keyed(rows(db, "select * from copies"), "article_id")
    assert {name: tuple(row.values()) for (name,), row in found.items()} == model.copies(corpus)


@examples
@given(corpus=corpora())
def test_events_and_adoptions(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    fill(db, corpus)
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


@examples
@given(corpus=corpora())
def test_coverage(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    fill(db, corpus)
    assert keyed(rows(db, "select * from coverage"), "outlet_id", "hour") == model.coverage(corpus)


@examples
@given(corpus=corpora())
def test_spread_daily(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    fill(db, corpus)
    found = keyed(rows(db, "select * from spread_daily"), "day", "narrative", "country", "language")
    assert found == model.spread_daily(corpus)


@examples
@given(corpus=corpora())
def test_days_and_hours_do_not_follow_the_session(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    fill(db, corpus)
    names = ("spread_daily", "adoptions", "narrative_events", "coverage", "copies")
    here = [rows(db, f"select * from {name} order by all") for name in names]  # noqa: S608
    db.execute("set TimeZone = 'Asia/Kathmandu'")
    try:
        fill(db, corpus)
        assert [rows(db, f"select * from {name} order by all") for name in names] == here  # noqa: S608
    finally:
        db.execute("set TimeZone = 'UTC'")


@examples
@given(corpus=corpora())
def test_columns_documented_as_never_null_are_not(db: duckdb.DuckDBPyConnection, corpus: Corpus) -> None:
    fill(db, corpus)
    for relation in (
        "articles",
        "article_revisions",
        "copies",
        "narrative_events",
        "adoptions",
        "coverage",
        "spread_daily",
    ):
        for column, _ in columns_of(db, relation):
            if documentation().meaning(relation, column).missing is None:
                [(nulls,)] = db.sql(f"select count(*) from {relation} where {column} is null").fetchall()  # noqa: S608
                assert nulls == 0, (relation, column)
