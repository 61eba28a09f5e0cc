"""The store: immutable Parquet parts under one root, changed only by commits to its manifest.

Belongs here: transactions, the commit lock, and reading committed rows. Does not belong here: the snapshot
that users read (`publish.py`), removing old files (`sweep.py`), and what the rows mean (`schema/`, `views/`).
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.catalogue import live_catalogue
from warehouse.damage import HEALING, told
from warehouse.errors import StoreError
from warehouse.locking import exclusive
from warehouse.manifest import Manifest, Part, sync_folder
from warehouse.parts import BATCH_ROWS, Rows, write_part
from warehouse.tables import table as find_table

COMMIT_LOCK = "commit.lock"
"""Held by whoever appends to the manifest or removes part files."""

NO_VERSION = "lost"
"""Of a part that stands in for a damaged one; no code has it, so the part is to be made again."""

# File systems allow 255 bytes: the rest is for the random digits and the endings.
_SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,149}")


class Transaction:
    """Parts written but not yet committed. Made by `Store.transaction`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.written: dict[tuple[str, date, str], Part] = {}

    def put(self, table: str, day: date, source: str, version: str, rows: Rows) -> int:
        """Write the part of (table, day, source); the commit replaces the one that was there.

        Args:
            table: a table of `schema/`.
            day: landing day, UTC.
            source: name of the landed file; letters, digits, dots, dashes, underscores.
            version: code version that made the rows.
            rows: mappings with exactly the table's columns, streamed in bounded memory, or an Arrow table.
                None at all is a valid part, and differs from no part.

        Returns:
            number of rows.

        Raises:
            StoreError: a row doesn't fit, or the store can't be written.
        """
        kind = find_table(table)
        if not _SOURCE.fullmatch(source):
            raise StoreError(
                f"{source!r} can't name a part of {table}: use ASCII letters, digits, dot, dash, underscore."
            )
        # A name of its own for each writing: a snapshot may be reading the part that this one replaces.
        file = Path("parts") / table / day.isoformat() / f"{source}-{secrets.token_hex(6)}.parquet"
        path = self._root / file
        try:
            _make_folder(path.parent)
            count = write_part(path, kind, day, source, rows)
            size = path.stat().st_size
        except OSError as error:
            raise _unwritable(path, error) from error
        part = Part(table, day, source, version, file.as_posix(), count, size)
        replaced = self.written.get(part.key)
        self.written[part.key] = part
        if replaced is not None:
            (self._root / replaced.file).unlink()
        return count


class Store:
    """Committed parts below one folder. Objects are cheap; any number of processes may hold one."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self._manifest = Manifest(self.root / "manifest.jsonl")

    @property
    def position(self) -> int:
        """Number of commits so far."""
        self._manifest.refresh()
        return self._manifest.position

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Put parts; leaving the block commits them all at one point, an exception commits nothing.

        Parts are written outside the lock; only the manifest line is written under it.

        Raises:
            StoreError: on leaving, when the commit can't be made durable.
        """
        transaction = Transaction(self.root)
        try:
            yield transaction
            if transaction.written:
                self._commit(list(transaction.written.values()))
        except BaseException:
            if transaction.written:
                self._discard(transaction)
            raise

    def version_of(self, table: str, day: date, source: str) -> str | None:
        """Code version of a committed part; None when there is none."""
        self._manifest.refresh()
        part = self._manifest.live.get((table, day, source))
        return part.version if part else None

    def parts(
        self, table: str | None = None, day: date | None = None, source: str | None = None
    ) -> list[Part]:
        """Committed parts that match, sorted by table, day and source."""
        self._manifest.refresh()
        return sorted(
            (
                part
                for part in self._manifest.live.values()
                if table in (None, part.table) and day in (None, part.day) and source in (None, part.source)
            ),
            key=lambda part: part.key,
        )

    def superseded(self) -> dict[str, datetime]:
        """Files (below the root) that a later commit replaced, and when it did (UTC)."""
        self._manifest.refresh()
        return dict(self._manifest.superseded)

    def read(
        self,
        table: str,
        *,
        days: Sequence[date] | None = None,
        source: str | None = None,
        columns: Sequence[str] | None = None,
    ) -> Iterator[pa.RecordBatch]:
        """Committed rows in batches of at most 2,000, in order of day and source.

        Args:
            table: a table of `schema/`.
            days: landing days; None for all.
            source: one landed file; None for all.
            columns: which, in this order; None for those of the schema file.

        Raises:
            StoreError: no such table or column, or a part file is missing or damaged.
        """
        names = list(columns or find_table(table).schema.names)
        wanted = None if days is None else frozenset(days)
        for part in self.parts(table, source=source):
            if wanted is None or part.day in wanted:
                yield from self._read_part(part, names)

    def query(self, sql: str, **params: Any) -> pa.Table:  # noqa: ANN401 - whatever DuckDB binds
        """Run SQL over every committed part, published or not.

        Args:
            sql: one query over schema `parts` and the public views; parameters as `$name`.
            params: their values.

        Raises:
            StoreError: a part file is missing or damaged.
            duckdb.Error: the query is wrong.
        """
        with live_catalogue(self.root, self.parts(), self._manifest.position, sql) as db:
            return db.sql(sql, params=params).to_arrow_table()

    def set_aside(self, parts: Iterable[Part]) -> None:
        """Put parts of no row and of no version in place of some: the rest can be read, and these be made again."""
        with self.transaction() as transaction:
            for part in parts:
                transaction.put(part.table, part.day, part.source, NO_VERSION, ())

    @property
    def loose_end(self) -> bytes:
        """What stands in the manifest after its last commit: one that was cut off, or what is none."""
        self._manifest.refresh()
        return self._manifest.loose_end()

    def _commit(self, parts: list[Part]) -> None:
        try:
            with exclusive(self.root / COMMIT_LOCK, "committing"):
                self._manifest.refresh()
                # A sweep takes what was written a day ago and never
                # committed, as by a run that slept meanwhile.
                for part in parts:
                    if not (self.root / part.file).is_file():
                        raise StoreError(
                            f"{self.root / part.file} vanished before its commit; run the command again."
                        )
                self._manifest.append(parts)
        except OSError as error:
            raise _unwritable(self.root, error) from error

    def _discard(self, transaction: Transaction) -> None:
        # An interrupt can come right after the commit: what the manifest holds must stay.
        self._manifest.refresh()
        committed = {part.file for part in self._manifest.live.values()}
        for part in transaction.written.values():
            if part.file not in committed:
                (self.root / part.file).unlink(missing_ok=True)

    def _read_part(self, part: Part, names: list[str]) -> Iterator[pa.RecordBatch]:
        path = self.root / part.file
        try:
            with pq.ParquetFile(path) as file:
                unknown = set(names) - set(file.schema_arrow.names)
                if unknown:
                    raise StoreError(f"{part.table} has no column {', '.join(sorted(unknown))}.")
                for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=names):
                    yield batch.select(names)
        except (OSError, pa.ArrowException) as error:
            raise StoreError(f"{told([(path, str(error))])} {HEALING}") from error


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        # Made one by one: each new name must be durable in its parent before a part below it counts.
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"The store can't be written at {path}: {error.strerror or error}. Nothing was committed. "
        "Free space, mend permissions or choose another home with --home, then run the same command again."
    )
