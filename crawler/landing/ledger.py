"""The fetch ledger: a row for each request of a crawl.

Belongs here: the journal a running crawl appends to, its conversion to Parquet, and reading it.
Does not belong here: what a row says (`crawler/spiders`), and coverage, which is computed from it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import UTC
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter, ValidationError

from crawler.landing.records import Fetch
from crawler.landing.units import whole

JOURNAL = ".fetches.jsonl.open"
_FETCH = TypeAdapter(Fetch)
_MAX_EVIDENCE = 200  # characters of a line that are kept; a row has about 400
_BATCH = 10_000  # rows held in memory, about 5 MB
_TIME = pa.timestamp("us", tz="UTC")

SCHEMA = pa.schema(
    [
        pa.field("crawl_id", pa.string(), nullable=False),
        pa.field("outlet_id", pa.string(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("requested_at", _TIME, nullable=False),
        pa.field("status", pa.int32()),
        pa.field("error", pa.string()),
        pa.field("bytes", pa.int64()),
        pa.field("latency_ms", pa.float64()),
        pa.field("not_modified", pa.bool_(), nullable=False),
        pa.field("retry", pa.int32(), nullable=False),
        pa.field("retried", pa.bool_(), nullable=False),
        pa.field("redirect_url", pa.string()),
        pa.field("verdict", pa.string(), nullable=False),
        pa.field("listed", pa.int32()),
        pa.field("fresh", pa.int32()),
    ]
)
"""Columns of a ledger file; they are the columns of the table `fetches`."""


class Journal:
    """The rows of a running crawl, a line of JSON each, which a killed process leaves readable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("xb")

    def append(self, row: Fetch) -> None:
        """Add a row; it is with the operating system when this returns.

        Raises:
            ValueError: its time has no zone.
        """
        if row.requested_at.tzinfo is None:
            raise ValueError(f"requested_at of {row.url} has no time zone; give an aware datetime")
        values = asdict(row) | {"requested_at": row.requested_at.astimezone(UTC).isoformat()}
        # A lone surrogate from a page's link would be refused by Parquet, and with it the whole ledger.
        line = json.dumps(values, ensure_ascii=False).encode("utf-8", errors="replace")
        self._file.write(line + b"\n")
        self._file.flush()

    def close(self) -> None:
        """Stop writing; the file stays until its rows are in Parquet."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_journal(path: Path) -> Iterator[Fetch]:
    """Rows of a journal that can be read; a last line that was cut off by the death of its writer ends them.

    Fields that this version doesn't know are left out, those that it knows and the line lacks are unknown.
    """
    for _, line in _lines(path):
        if isinstance(row := _parsed(line), Fetch):
            yield row


def keep_damaged_lines(journal: Path, ledger: Path) -> None:
    """Put the lines of a journal that can't be read beside its ledger; no file where there is none."""
    kept = [
        json.dumps({"line": number, "error": row, "text": line[:_MAX_EVIDENCE].decode("utf-8", "replace")})
        for number, line in _lines(journal)
        if isinstance(row := _parsed(line), str)
    ]
    if kept:
        with whole(_damaged(ledger)) as part:
            part.write_text("\n".join(kept) + "\n", encoding="utf-8")


def damaged_lines(ledger: Path) -> Iterator[str]:
    """What the journal of a ledger held besides its rows: number, fault and beginning of each line."""
    path = _damaged(ledger)
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            found = json.loads(line)
            yield f"line {found['line']} of the journal: {found['error']}: {found['text']!r}"


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            # Only the end can be torn: the file is appended to, a line at a time.
            if not line.endswith(b"\n"):
                return
            yield number, line[:-1]


def _parsed(line: bytes) -> Fetch | str:
    """The row of a line, or why it is none that a ledger file could hold."""
    try:
        row = _FETCH.validate_json(line)
    except ValidationError as error:
        fault = error.errors()[0]
        return ": ".join([*map(str, fault["loc"]), fault["msg"]])
    if row.requested_at.tzinfo is None:
        return "requested_at: the time has no zone"
    too_large = next((name for name, value in asdict(row).items() if not _fits(name, value)), None)
    return f"{too_large}: the number is too large" if too_large else row


def _fits(name: str, value: object) -> bool:
    """Whether a column holds a value, as far as numbers go."""
    column = SCHEMA.field(name).type
    return (
        not pa.types.is_integer(column)
        or not isinstance(value, int)
        or abs(value) < 2 ** (column.bit_width - 1)
    )


def _damaged(ledger: Path) -> Path:
    return ledger.with_name(ledger.name.removesuffix(".parquet") + ".damaged.jsonl")


def write_ledger(path: Path, rows: Iterable[Fetch]) -> int:
    """Write rows as a ledger file, whole or not at all; returns how many. Bounded memory."""
    rows, count = iter(rows), 0
    with whole(path) as part, pq.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
        while batch := [asdict(row) for row in islice(rows, _BATCH)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=SCHEMA))
            count += len(batch)
    return count


def read_ledger(path: Path) -> Iterator[Fetch]:
    """Rows of a ledger file in the order of the requests; times in UTC."""
    names = [field.name for field in fields(Fetch)]
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH, columns=names):
            for values in batch.to_pylist():
                values["requested_at"] = values["requested_at"].astimezone(UTC)
                yield Fetch(**values)
