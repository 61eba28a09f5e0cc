"""Writing one part: rows become a durable Parquet file of exactly the columns its table declares.

Belongs here: checking rows against the schema, batching, fsync and rename. Does not belong here: which parts
count (`manifest.py`), replacing and locking (`store.py`).
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import StoreError
from warehouse.manifest import sync_folder
from warehouse.tables import Table

BATCH_ROWS = 2_000
"""Rows turned into Arrow at a time. An article is 4 to 8 KB of text, so a batch of captures is about 10
MB."""

ROW_GROUP_BYTES = 16 << 20
"""A row group is written when so much is gathered: bounded memory for bodies, few groups for narrow
tables."""

Rows: TypeAlias = Iterable[Mapping[str, Any]] | pa.Table


def write_part(path: Path, table: Table, day: date, source: str, rows: Rows) -> int:
    """Write rows to `path`, durably: `.tmp`, fsync, rename.

    Args:
        path: file to be; must not exist.
        table: its schema; every row has exactly its columns.
        day: landing day, UTC.
        source: landed file of the rows.
        rows: mappings, consumed once and never held as a whole, or an Arrow table.

    Returns:
        number of rows.

    Raises:
        StoreError: a row doesn't fit the schema.
        OSError: the file can't be written.
    """
    unit = f"{table.name} of {day}/{source}"
    schema = table.schema.append(pa.field("landed_day", pa.date32())).append(pa.field("source", pa.string()))
    temporary = path.with_name(path.name + ".tmp")
    written = 0
    try:
        # Never over another's file: names are drawn at random, so one that exists is a fault.
        with temporary.open("xb") as file:
            with pq.ParquetWriter(file, schema, compression="zstd") as writer:
                for group in _row_groups(_batches(table, rows, unit)):
                    filled = _with_unit(group, schema, day, source)
                    # As gathered, by bytes; pyarrow's own limit counts rows, and rows of bodies are large.
                    writer.write_table(filled, row_group_size=filled.num_rows)
                    written += filled.num_rows
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return written


def _row_groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    gathered: list[pa.RecordBatch] = []
    for batch in batches:
        gathered.append(batch)
        if sum(one.nbytes for one in gathered) >= ROW_GROUP_BYTES:
            yield pa.Table.from_batches(gathered)
            gathered = []
    if gathered:
        yield pa.Table.from_batches(gathered)


def _with_unit(group: pa.Table, schema: pa.Schema, day: date, source: str) -> pa.Table:
    days = pa.repeat(pa.scalar(day, pa.date32()), group.num_rows)
    sources = pa.repeat(pa.scalar(source), group.num_rows)
    return pa.Table.from_arrays([*group.columns, days, sources], schema=schema)


def _batches(table: Table, rows: Rows, unit: str) -> Iterator[pa.RecordBatch]:
    if isinstance(rows, pa.Table):
        _check_names(table, rows.column_names, unit)
        found = rows.select(table.schema.names)
        try:
            converted = found.cast(table.schema).to_batches(max_chunksize=BATCH_ROWS)
        except (pa.ArrowException, ValueError) as error:
            raise StoreError(f"The rows for {unit} don't fit schema/{table.name}.sql: {error}") from error
        yield from (_checked(table, batch, unit) for batch in converted)
        return
    pending: Iterator[Mapping[str, Any]] = iter(rows)
    while chunk := list(islice(pending, BATCH_ROWS)):
        batch = _checked(table, _convert(table, chunk, unit), unit)
        chunk.clear()  # else two chunks are alive while the next one is gathered
        yield batch


def _convert(table: Table, chunk: list[Mapping[str, Any]], unit: str) -> pa.RecordBatch:
    zoned = [field.name for field in table.schema if pa.types.is_timestamp(field.type)]
    for row in chunk:
        _check_names(table, row, unit)
        for name in zoned:
            if isinstance(row[name], datetime) and row[name].tzinfo is None:
                raise StoreError(
                    f"A row for {unit} has a {name} without time zone: {row[name]}. Give it one."
                )
    try:
        return pa.RecordBatch.from_pylist(chunk, schema=table.schema)
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        raise StoreError(f"A row for {unit} doesn't fit schema/{table.name}.sql: {error}") from error


def _check_names(table: Table, names: Iterable[str], unit: str) -> None:
    given, wanted = set(names), set(table.schema.names)
    if given != wanted:
        faults = [f"lacks {name}" for name in sorted(wanted - given)]
        faults += [f"has an unknown {name}" for name in sorted(given - wanted)]
        raise StoreError(f"A row for {unit} {', '.join(faults)}; schema/{table.name}.sql names the columns.")


def _checked(table: Table, batch: pa.RecordBatch, unit: str) -> pa.RecordBatch:
    for name in sorted(table.required):
        if batch.column(name).null_count:
            raise StoreError(f"A row for {unit} has no {name}, which schema/{table.name}.sql requires.")
    return batch
