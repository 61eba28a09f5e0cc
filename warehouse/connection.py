"""Reading a corpus: connections that can only read, and the one query a user may give.

Belongs here: opening a snapshot and refusing what is no query. Does not belong here: making snapshots
(`publish.py`).
"""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.catalogue import FILE_ERRORS, MEMORY_LIMIT, as_pattern
from warehouse.damage import HEALING, HEALING_INSIDE, fault_of, told
from warehouse.documentation import quoted
from warehouse.errors import CorpusError, no_corpus
from warehouse.publish import current_snapshot, read_origin

RESULT_ROWS = 2_000
"""Rows a batch of a result."""

_EXPLAIN = re.compile(r"\s*explain\s+(?:analyze\s+)?", re.IGNORECASE)
_NEXT_STEP = {
    "COPY": "Use `wattwire sql --format csv|json|parquet` to save a result.",
    "COPY_DATABASE": "Use `wattwire sql --format csv|json|parquet` to save a result.",
    "EXPORT": "Use `wattwire sql --format csv|json|parquet` to save a result.",
    "ATTACH": "To join other data, open the corpus yourself: `duckdb -readonly corpus.duckdb`.",
    "LOAD": "To use extensions, open the corpus yourself: `duckdb -readonly corpus.duckdb`.",
    "SET": "Settings are fixed here; times are UTC.",
    "MULTI": "Give PIVOT its values: `pivot … on column in (…)`.",
    "EXPLAIN": "Write `explain select …` or `explain analyze select …`.",
}


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A result that streams.

    Attributes:
        columns: names, in order; may repeat.
        types: DuckDB's type names.
        schema: Arrow's, also where there is no row.
        batches: rows, `RESULT_ROWS` at most in each; can be consumed once.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]


def open_corpus(link: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the snapshot that `link` points to now; it keeps that one whatever is published later.

    The snapshot is attached read-only as `corpus` and is the current database. Files outside its store can't
    be read, the configuration is locked, the session's zone is UTC. The caller closes it.

    Raises:
        CorpusError: there is no corpus, or it can't be read.
        StoreError: a file that is no link stands in its place.
    """
    snapshot = current_snapshot(link)
    if snapshot is None:
        raise no_corpus(link)
    origin = read_origin(snapshot)
    if origin is None:
        raise CorpusError(
            f"The corpus {snapshot} can't be read. Run `wattwire process`: it is made again from the store."
        )
    # In memory with the snapshot attached: settings of a connection to the file itself would be shared by all
    # others that this process has on it.
    db = duckdb.connect()
    try:
        db.execute("set TimeZone = 'UTC'")
        db.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        db.execute("set python_enable_replacements = false")  # a query must not reach into our variables
        db.execute(f"set temp_directory = {quoted(str(origin.store / 'tmp'))}")
        db.execute(f"attach {quoted(str(snapshot))} as corpus (read_only)")
        db.execute("use corpus")
        # Both spellings where the path holds brackets or stars: views name their files by pattern.
        allowed = {str(origin.store), as_pattern(origin.store)}
        # In this order: once access is off, DuckDB refuses to change what is allowed.
        db.execute(f"set allowed_directories = [{', '.join(map(quoted, sorted(allowed)))}]")
        db.execute("set enable_external_access = false")
        db.execute("set lock_configuration = true")
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def reading(link: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """`open_corpus` for a block of queries of our own; what fails because of damaged files says so.

    Raises:
        CorpusError: there is no corpus, it can't be read, or a file of it is missing or damaged.
        StoreError: a file that is no link stands in its place.
    """
    with closing(open_corpus(link)) as db, _damage_explained(db):
        yield db


@contextmanager
def run_query(link: Path, sql: str) -> Iterator[QueryResult]:
    """Run one read-only query of a user.

    Args:
        link: the corpus.
        sql: one SELECT, WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN of such.

    Raises:
        CorpusError: no corpus; not one query, or one that would change something; or DuckDB refuses it,
            perhaps only while batches are read.
    """
    with reading(link) as db:
        check_query(db, sql)
        yield _run(db, sql)


def _run(db: duckdb.DuckDBPyConnection, sql: str) -> QueryResult:
    with _refusals_explained():
        if _EXPLAIN.match(sql):
            # A plan is no relation that could be streamed.
            keys, texts = zip(*db.execute(sql).fetchall(), strict=True)
            plan = pa.table({"explain_key": keys, "explain_value": texts})
            return QueryResult(
                tuple(plan.column_names), ("VARCHAR", "VARCHAR"), plan.schema, iter(plan.to_batches())
            )
        relation = db.sql(sql)
        reader = relation.to_arrow_reader(RESULT_ROWS)
        types = tuple(map(str, relation.types))
        return QueryResult(tuple(relation.columns), types, reader.schema, _stream(reader))


def _stream(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    while True:
        with _refusals_explained():
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                return
        yield batch


def check_query(db: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let one reading statement pass.

    Raises:
        CorpusError: it doesn't parse, is not exactly one statement, or is of another kind.
    """
    with _refusals_explained():
        statements = db.extract_statements(sql)
    # A PIVOT without values: MULTI in DuckDB 2.0, a CREATE and a SELECT in 1.5.
    if len(statements) != 1 and not {statement.type.name for statement in statements} == {"CREATE", "SELECT"}:
        raise CorpusError(f"Give one query at a time; this holds {len(statements)}. Nothing was run.")
    kind = statements[0].type.name if len(statements) == 1 else "MULTI"
    if kind == "EXPLAIN" and _EXPLAIN.match(sql):
        check_query(db, _EXPLAIN.sub("", sql, count=1))
    elif kind != "SELECT":
        advice = _NEXT_STEP.get(kind, "A corpus is only read here; it changes by crawl, import and process.")
        raise CorpusError(f"This is no query but {kind}, and nothing was run. {advice}")


@contextmanager
def _refusals_explained() -> Iterator[None]:
    try:
        yield
    except duckdb.PermissionException as error:
        raise CorpusError(
            f"Only the corpus can be read here, no other file: {error}\n"
            "Open it yourself for that: `duckdb -readonly corpus.duckdb`."
        ) from error
    except (duckdb.Error, OSError, pa.ArrowException) as error:  # Arrow passes DuckDB's errors on as OSError
        raise CorpusError(
            f"DuckDB refuses the query: {error}\n"
            '`wattwire sql "show tables"` lists the tables, `… "describe articles"` the columns of one.'
        ) from error


@contextmanager
def _damage_explained(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # whoever reads the rows has read enough
    except (CorpusError, duckdb.Error, OSError, pa.ArrowException) as error:
        # Looked up, not read from the error: a damaged file gives one of five classes, some without its name.
        found = db.execute("select origin.store, files.file from steps.origin, steps.files").fetchall()
        paths = [Path(store) / file for store, file in found]
        if faults := [(path, fault) for path in paths if (fault := fault_of(path))]:
            raise CorpusError(f"{told(faults)}\n{HEALING}") from error
        if type(error.__cause__ or error) in FILE_ERRORS:
            reason = str(error.__cause__ or error).partition("\n")[0]
            raise CorpusError(f"The corpus can't be read: {reason}\n{HEALING_INSIDE}") from error
        raise
