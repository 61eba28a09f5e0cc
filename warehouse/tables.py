"""The physical tables: names, types and required columns, as `schema/*.sql` states them.

Belongs here: turning a schema file into Arrow types, so that there is one source of types. Does not belong
here: writing rows (`parts.py`), what readers see (`views/`), and what a column means (`schema/columns.yaml`).
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.errors import StoreError

SCHEMA = Path(__file__).parent / "schema"

UNIT_COLUMNS = "landed_day date, source varchar"
"""Columns every part has after those of its schema file: the landing day and the landed file its rows come
from. They join the rows of one unit across tables, and keep doing so when compaction has merged the parts of
a day."""


@dataclass(frozen=True, slots=True)
class Table:
    """A physical table.

    Attributes:
        name: as in `schema/<name>.sql`.
        definition: its `create table` statement.
        schema: Arrow types of the columns a writer gives; timestamps are microseconds in UTC.
        required: columns in which NULL is refused.
    """

    name: str
    definition: str
    schema: pa.Schema
    required: frozenset[str]


@lru_cache
def tables() -> dict[str, Table]:
    """All physical tables by name, in alphabetical order."""
    with duckdb.connect() as db:
        # Arrow's type of a timestamp carries the session's zone, which would be this machine's.
        db.execute("set TimeZone = 'UTC'")
        return {path.stem: _load(db, path) for path in sorted(SCHEMA.glob("*.sql"))}


def table(name: str) -> Table:
    """One physical table.

    Raises:
        StoreError: there is none of that name.
    """
    found = tables().get(name)
    if found is None:
        raise StoreError(f"There is no table {name!r} in the store; known are {', '.join(tables())}.")
    return found


def _load(db: duckdb.DuckDBPyConnection, path: Path) -> Table:
    definition = path.read_text(encoding="utf-8")
    db.execute(definition)
    required = db.execute(
        "select column_name from duckdb_columns() where table_name = ? and not is_nullable", [path.stem]
    ).fetchall()
    return Table(
        name=path.stem,
        definition=definition,
        schema=db.sql(f"select * from {path.stem} limit 0").to_arrow_table().schema,  # noqa: S608 - our file name
        required=frozenset(name for (name,) in required),
    )
