"""A corpus is read, and nothing else."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.rows import NOON, capture, put
from warehouse.connection import RESULT_ROWS, open_corpus, run_query
from warehouse.errors import CorpusError
from warehouse.publish import publish
from warehouse.store import Store


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of two articles."""
    home = tmp_path_factory.mktemp("home")
    store, link = Store(home / "store"), home / "corpus.duckdb"
    put(
        store,
        captures=[capture("a", 0, title="Strom"), capture("b", 1, NOON + timedelta(hours=1), title="Netz")],
    )
    publish(store, link)
    return link


def rows(link: Path, sql: str) -> list[dict[str, object]]:
    with run_query(link, sql) as result:
        return [row for batch in result.batches for row in batch.to_pylist()]


@pytest.mark.parametrize(
    "sql",
    [
        "select article_id from articles",
        "SELECT article_id FROM articles;",
        "-- what is there?\nfrom articles select article_id",
        "with one as (select * from articles) select article_id from one",
        "values ('a'), ('b')",
        "/* all */ table copies union all select 'a', 'b', 1, true union all select 'c', 'd', 1, true",
    ],
)
def test_queries_run(corpus: Path, sql: str) -> None:
    assert len(rows(corpus, sql)) == 2


@pytest.mark.parametrize("sql", ["show tables", "describe articles", "summarize outlets", "explain select 1"])
def test_looking_around_runs(corpus: Path, sql: str) -> None:
    assert rows(corpus, sql)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("copy articles to 'out.csv'", "no query but COPY, and nothing was run.*--format csv"),
        ("explain analyze copy articles to 'out.csv'", "no query but COPY"),
        ("explain explain analyze copy articles to 'out.csv'", "DuckDB refuses the query.*syntax error"),
        ("explain (format json) select 1", "DuckDB refuses the query.*syntax error"),
        ("/* */ explain analyze copy articles to 'out.csv'", "no query but EXPLAIN"),
        ("export database 'out'", "no query but EXPORT"),
        ("attach 'other.duckdb'", "no query but ATTACH.*-readonly"),
        ("install httpfs", "no query but LOAD"),
        ("load httpfs", "no query but LOAD"),
        ("set threads = 1", "no query but SET"),
        ("pragma threads = 1", "no query but SET"),
        ("use memory", "no query but SET"),
        ("insert into outlets values (1)", "no query but INSERT.*changes by crawl, import and process"),
        ("create table t (a integer)", "no query but CREATE"),
        ("drop view articles", "no query but DROP"),
        ("pivot outlets on id using count(*)", "no query but MULTI.*PIVOT its values"),
        ("select 1; copy articles to 'out.csv'", "one query at a time; this holds 2"),
        ("select 1; select 2", "one query at a time; this holds 2"),
        ("", "one query at a time; this holds 0"),
        ("selekt 1", "DuckDB refuses the query.*syntax error"),
        ("select * from nowhere", "DuckDB refuses the query.*nowhere.*show tables"),
        ("select * from '/etc/hosts'", "DuckDB refuses the query|Only the corpus can be read"),
        ("select * from read_text('/etc/hosts')", "Only the corpus can be read here, no other file"),
        ("from glob('/*')", "Only the corpus can be read here"),
        ("select * from read_csv('https://example.org/x.csv')", "Only the corpus|DuckDB refuses"),
        ("from duckdb_settings() where error('x') is null", "DuckDB refuses the query"),
    ],
)
def test_everything_else_is_refused(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    with pytest.raises(CorpusError, match=f"(?s){message}"):
        rows(corpus, sql)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_python_variables_are_out_of_reach(corpus: Path) -> None:
    secret = duckdb.sql("select 42 as answer")
    assert secret.columns == ["answer"]
    with pytest.raises(CorpusError, match="secret"):
        rows(corpus, "select * from secret")


def test_pivot_with_its_values_runs(corpus: Path) -> None:
    found = rows(corpus, "pivot articles on title in ('Strom') using count(*) group by outlet_id")
    assert found == [{"outlet_id": "nordpost", "Strom": 1}]


def test_result_names_and_types_and_streams(corpus: Path) -> None:
    with run_query(corpus, "select range as n, range as n, 'x' as t from range(5000)") as result:
        assert result.columns == ("n", "n", "t")
        assert result.types == ("BIGINT", "BIGINT", "VARCHAR")
        sizes = [batch.num_rows for batch in result.batches]
    assert sum(sizes) == 5000
    assert max(sizes) <= RESULT_ROWS


def test_error_in_the_middle_of_a_result_is_explained(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="DuckDB refuses"):
        rows(corpus, "select if(range = 900000, error('late'), 'fine') from range(1000000)")


def test_order_of_the_query_is_kept(corpus: Path) -> None:
    found = rows(corpus, "select range as n from range(10000) order by n desc")
    assert [one["n"] for one in found] == list(range(9999, -1, -1))


def test_missing_corpus_says_what_to_run(link: Path) -> None:
    with pytest.raises(CorpusError, match="wattwire demo"):
        open_corpus(link)


def test_part_that_is_gone_says_what_to_do(store: Store, link: Path) -> None:
    put(store, captures=[capture("a", 0)])
    publish(store, link)
    (store.root / store.parts("captures")[0].file).unlink()
    with pytest.raises(CorpusError, match=r"missing or damaged.*\n.*--reprocess"):
        rows(link, "select title from articles")


def test_session_is_utc_and_locked(corpus: Path) -> None:
    with closing(open_corpus(corpus)) as db:
        assert db.execute("select first_seen_at::varchar from articles order by 1").fetchall() == [
            ("2026-11-23 12:00:00+00",),
            ("2026-11-23 13:00:00+00",),
        ]
        with pytest.raises(duckdb.InvalidInputException, match="locked"):
            db.execute("set enable_external_access = true")
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            db.execute("delete from copies")


def test_two_connections_in_one_process_and_one_beside(corpus: Path) -> None:
    with (
        closing(open_corpus(corpus)) as one,
        closing(open_corpus(corpus)) as two,
        duckdb.connect(corpus, read_only=True) as plain,
    ):
        counts = [db.execute("select count(*) from articles").fetchall() for db in (one, two, plain)]
    assert counts == [[(2,)]] * 3
