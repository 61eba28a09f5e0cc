"""The catalogue of a corpus: schema `parts` over part files, the steps, the public views, the macros.

Belongs here: the order in which SQL files become relations, and which of them a snapshot stores as tables.
Does not belong here: what they mean (`views/`, `macros/`), choosing parts, and snapshot files (`publish.py`).
"""

import errno
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from warehouse.damage import HEALING, HEALING_INSIDE, damaged, told
from warehouse.documentation import comments, quoted
from warehouse.errors import StoreError
from warehouse.manifest import Part
from warehouse.tables import UNIT_COLUMNS, tables

HERE = Path(__file__).parent

RELATIONS = (
    "steps.recaptured",
    "steps.revision_unit",
    "steps.newest",
    "steps.unit_languages",
    "steps.unit_topics",
    "steps.unit_topicality",
    "steps.unit_narratives",
    "outlets",
    "fetches",
    "steps.requests",
    "coverage",
    "steps.outlet_day",
    "articles",
    "article_revisions",
    "rejections",
    "article_languages",
    "article_topics",
    "article_narratives",
    "steps.article_times",
    "article_stories",
    "stories",
    "copies",
    "narrative_events",
    "adoptions",
    "spread_daily",
    "meta",
)
"""Every view, each after those it reads. Schema `steps` is for the views themselves; the others are
public."""

STORED = frozenset(
    {
        "steps.recaptured",
        "steps.revision_unit",
        "steps.outlet_day",
        "outlets",
        "copies",
        "narrative_events",
        "meta",
    }
)
"""Views that a snapshot holds as tables: small beside the corpus, and read by most queries."""

MEMORY_LIMIT = "512MB"
"""For building and for queries of the pipeline; beyond it DuckDB spills into the store's `tmp`. The demo is
to run under 1 GB with everything else in the same process."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a catalogue was made from; kept in it as `steps.origin`.

    Attributes:
        store: absolute path of the store's root, which the views name.
        digest: of the visible parts and of all definitions; equal digests give equal rows.
        required: table that a unit had to have to be visible -> table that it builds on, if any.
        position: commits in the manifest.
        definitions: digest of the SQL and its documentation, see `definition_digest`.
    """

    store: Path
    digest: str
    required: Mapping[str, str | None]
    position: int
    definitions: str


@contextmanager
def live_catalogue(
    root: Path, parts: Sequence[Part], position: int, sql: str
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory over `parts` with the views that `sql` needs; only spilled data is written.

    Raises:
        StoreError: a part file is missing or damaged.
    """
    # In memory: a process that is killed leaves nothing to clear away.
    with duckdb.connect() as db:
        prepare(db, root)
        with damage_explained(root, parts):
            origin = Origin(root, "", {}, position, definition_digest())
            build(db, parts, origin, needed_for(sql), stored=frozenset())
            yield db


def prepare(db: duckdb.DuckDBPyConnection, root: Path) -> None:
    """Give a connection the store's limits: UTC, bounded memory, spilling below `root` only."""
    db.execute("set TimeZone = 'UTC'")
    db.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
    db.execute("set preserve_insertion_order = false")  # a stream in order would be held in memory as a whole
    db.execute(f"set temp_directory = {quoted(str(root / 'tmp'))}")


@cache
def definition(relation: str) -> str:
    """The query behind one of `RELATIONS`."""
    return (HERE / "views" / (relation.replace(".", "/") + ".sql")).read_text(encoding="utf-8")


def needed_for(sql: str) -> list[str]:
    """The relations that a query names, and those they read, in order; perhaps a few more.

    Binding them all opens a file of each table several times: 0.8 s at 10,000 parts, 0.1 s for one table.
    """
    needed: set[str] = set()
    texts = [sql]
    while texts:
        words = set(re.findall(r"\w+", texts.pop()))
        # By words, not by parsing: a relation too many costs little, one too few is an error.
        found = {name for name in RELATIONS if name.removeprefix("steps.") in words} - needed
        needed |= found
        texts += [definition(name) for name in found]
    return [name for name in RELATIONS if name in needed]


def build(
    db: duckdb.DuckDBPyConnection,
    parts: Sequence[Part],
    origin: Origin,
    relations: Sequence[str] = RELATIONS,
    *,
    stored: frozenset[str],
) -> None:
    """Create schemas, views and tables in the current database of `db`.

    Args:
        db: connection whose current database is empty.
        parts: the part files that are to be visible.
        origin: where they lie and what they are.
        relations: which of `RELATIONS`, in their order.
        stored: relations to hold as tables; the rest become views.
    """
    db.execute("create schema parts")
    db.execute("create schema steps")
    _describe(db, parts, origin)
    files: dict[str, list[str]] = {name: [] for name in tables()}
    # The parts that one version wrote have the same columns.
    samples: dict[tuple[str, str], str] = {}
    for part in parts:
        # A version before or after this one may have had more tables; no view of this one reads them.
        if part.table in files:
            path = literal_path(origin.store / part.file)
            files[part.table].append(path)
            samples[part.table, part.version] = path
    for name, paths in files.items():
        _create_parts(db, name, paths, [path for (table, _), path in samples.items() if table == name])
    for name in relations:
        kind = "table" if name in stored else "view"
        db.execute(f"create {kind} {name} as {definition(name)}")


def furnish(db: duckdb.DuckDBPyConnection, *, stored: frozenset[str]) -> None:
    """Add what readers need besides the relations: macros, and the comments on every table and column."""
    for path in sorted((HERE / "macros").glob("*.sql")):
        db.execute(path.read_text(encoding="utf-8"))
    for statement in comments(db, public_relations(), stored):
        db.execute(statement)


def public_relations() -> list[str]:
    """Names of the relations that readers use, in order of the flow."""
    return [name for name in RELATIONS if "." not in name]


@cache
def definition_digest() -> str:
    """Changes whenever a snapshot built from the same parts could differ."""
    digest = hashlib.blake2b(digest_size=8)
    # The YAML as well: its texts are comments in the snapshot.
    for path in sorted(path for pattern in ("*.sql", "*.yaml") for path in HERE.rglob(pattern)):
        digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


_FULL = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT), "max_temp_directory_size")
"""Parts of DuckDB's messages when there is no space: left at all, for this user, or for what it spills."""


FILE_ERRORS = (duckdb.IOException, duckdb.Error)
"""Exactly these classes come of files that are gone or damaged inside; their subclasses come of other causes too."""


@contextmanager
def damage_explained(root: Path, parts: Sequence[Part]) -> Iterator[None]:
    """Turn DuckDB's errors about part files and a full disk into what happened and what to do.

    Raises:
        StoreError: in place of an error of DuckDB that damaged parts, other files or a full disk are the cause of.
    """
    try:
        yield
    except duckdb.Error as error:
        # DuckDB names the cause somewhere in the text, below its own conclusions and in errors of several classes.
        if any(sign in str(error) for sign in _FULL):
            raise StoreError(
                f"The disk that holds {root} is full. Nothing was published; readers keep the corpus before it, and "
                "what was committed is kept. Free space, then run `wattwire process`: it goes on from there."
            ) from error
        # Looked up, not read from the error: a damaged file gives one of five classes, some without its name.
        if faults := [(root / part.file, fault) for part, fault in damaged(root, parts)]:
            raise StoreError(f"{told(faults)} Nothing was published. {HEALING}") from error
        if type(error) not in FILE_ERRORS:
            raise
        reason = str(error).partition("\n")[0]  # the rest is the SQL with every path in it
        raise StoreError(
            f"The store {root} could not be used: {reason}. Nothing was published. {HEALING_INSIDE}"
        ) from error


def literal_path(path: Path) -> str:
    """A SQL literal for one file; DuckDB would take brackets and stars in it for a pattern."""
    return quoted(as_pattern(path))


def as_pattern(path: Path) -> str:
    """The pattern that matches this path alone."""
    return "".join(f"[{character}]" if character in "[*?" else character for character in str(path))


def _describe(db: duckdb.DuckDBPyConnection, parts: Sequence[Part], origin: Origin) -> None:
    db.execute(
        "create table steps.origin "
        "(store varchar, digest varchar, required varchar, position bigint, definitions varchar)"
    )
    db.execute(
        "insert into steps.origin values (?, ?, ?, ?, ?)",
        [
            str(origin.store),
            origin.digest,
            json.dumps(dict(origin.required)),
            origin.position,
            origin.definitions,
        ],
    )
    db.execute(
        "create table steps.files as select unnest(?::varchar[]) as file", [[part.file for part in parts]]
    )


def _create_parts(
    db: duckdb.DuckDBPyConnection, name: str, paths: Sequence[str], samples: Sequence[str]
) -> None:
    if paths and all(_is_whole(db, name, sample) for sample in samples):
        db.execute(f"create view parts.{name} as select * from read_parquet([{', '.join(paths)}])")  # noqa: S608
        return
    if paths:
        _create_table_of_none(db, f"steps.no_{name}", name)
        db.execute(
            f"create view parts.{name} as select * from steps.no_{name} union all by name "  # noqa: S608
            f"select * from read_parquet([{', '.join(paths)}], union_by_name = true)"
        )
        return
    # Not an empty view: read_parquet of an empty list is an error.
    _create_table_of_none(db, f"parts.{name}", name)


def _is_whole(db: duckdb.DuckDBPyConnection, name: str, path: str) -> bool:
    """Whether a part has all columns of its table; one of an earlier version may lack some."""
    found = db.execute(f"select * from read_parquet({path}) limit 0").description  # noqa: S608
    return set(tables()[name].schema.names) <= {column for column, *_ in found or ()}


def _create_table_of_none(db: duckdb.DuckDBPyConnection, place: str, name: str) -> None:
    definition = tables()[name].definition
    db.execute(definition.replace(f"create table {name}", f"create table {place}", 1))
    for column in UNIT_COLUMNS.split(", "):
        db.execute(f"alter table {place} add column {column}")
