"""How queries and the registry are printed: tables for people, CSV, JSON and Parquet for machines; all on stdout.

Belongs here: formats. Does not belong here: what may be queried (`warehouse/connection.py`).
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.registry import check_registry
from pipelines.amounts import amount
from pipelines.home import Home
from pipelines.registry import load_home_registry, registry_folders
from pipelines.settings import load_settings
from warehouse.connection import QueryResult, run_query
from warehouse.publish import ensure_published
from warehouse.queries import load_query
from warehouse.store import Store

MAX_TABLE_ROWS = 200
"""More would scroll away in a terminal; the other formats print all rows."""

FEW_ROWS = 50
"""Up to this many rows long text is wrapped, since it is read; of more rows it is cut, so that each has a line."""

MAX_CELL = 60
"""Columns of the terminal that a value takes beside others, in a table of more than a few rows."""

MAX_TEXT = 1_000
"""The same in a table of a few rows: longer than any evidence, shorter than most articles."""

MIN_TEXT = 24
"""A narrower column of wrapped text can't be read; rows then stand one below the other, and hold all of it."""

_GAP = 2


class FormatError(ValueError):
    """Rows can't be printed in the chosen format; the message names another."""


def print_query(home: Home, sql: str, form: str) -> None:
    """Run one query over the home's corpus and print its rows; bounded memory in every format but `table`.

    Args:
        form: `table`, `csv`, `json` (one array) or `parquet` (binary, for a file or a pipe).
    """
    ensure_published(Store(home.store), home.corpus)
    with run_query(home.corpus, sql) as result:
        {"table": _print_table, "csv": _print_csv, "json": _print_json, "parquet": _print_parquet}[form](
            result
        )


def _rows(result: QueryResult) -> Iterator[tuple[Any, ...]]:
    for batch in result.batches:
        try:
            columns = [_values(column) for column in batch.columns]
        except (OverflowError, ValueError) as error:  # times beyond the year 9999, or finer than microseconds
            raise FormatError(
                f"A value can't be printed: {error}. Cast its column to text: ::varchar."
            ) from error
        yield from zip(*columns, strict=True)


def _values(column: pa.Array) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if re.search("interval|binary", str(column.type)):
        return [_written(value) for value in values]
    return values


def _written(value: object) -> object:
    """Intervals in ISO 8601 and bytes in hexadecimal digits, as `unhex` reads them; in lists and records, too."""
    if isinstance(value, pa.MonthDayNano):
        return _duration(*value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {name: _written(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_written(inner) for inner in value]
    return value


def _duration(months: int, days: int, nanoseconds: int) -> str:
    """`P1Y2M3DT4H5M6.5S`. Each part has its own sign, since a month has no fixed number of days."""
    sign = -1 if nanoseconds < 0 else 1
    minutes, rest = divmod(abs(nanoseconds), 60_000_000_000)
    seconds, fraction = divmod(rest, 1_000_000_000)
    year_sign = -1 if months < 0 else 1
    years, odd_months = divmod(abs(months), 12)
    date_part = _parts((year_sign * years, "Y"), (year_sign * odd_months, "M"), (days, "D"))
    time_part = _parts((sign * (minutes // 60), "H"), (sign * (minutes % 60), "M"))
    if rest:
        digits = f".{fraction:09}".rstrip("0.") if fraction else ""
        time_part += f"{'-' if sign < 0 else ''}{seconds}{digits}S"
    return f"P{date_part}{'T' if time_part else ''}{time_part}" if date_part or time_part else "PT0S"


def _parts(*parts: tuple[int, str]) -> str:
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def _print_table(result: QueryResult) -> None:
    rows = _rows(result)
    _show(result.columns, list(islice(rows, MAX_TABLE_ROWS)))
    if next(rows, None) is not None:
        err = Console(stderr=True, highlight=False)
        err.print(f"Only the first {MAX_TABLE_ROWS} rows are shown; --format csv prints all.")


def _show(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows side by side where they fit the terminal, else one below the other; a pipe has all the width it needs.

    Long text is wrapped where there are few rows, and cut where there are many.
    """
    console = Console(highlight=False)
    limit = MAX_TEXT if len(rows) <= FEW_ROWS else MAX_CELL
    cells = [[_short(value, limit) for value in row] for row in rows]
    natural = [
        max([cell_len(name), *(row[index].cell_len for row in cells)]) for index, name in enumerate(columns)
    ]
    needed = max(sum(natural) + _GAP * (len(natural) - 1), 1)
    if not console.is_terminal:
        # Rich takes 80 columns for granted, and would cut what `grep` looks for.
        Console(highlight=False, width=needed).print(_side_by_side(columns, rows, cells, natural))
    elif (widths := _fitted(natural, console.width)) or not rows:
        console.print(_side_by_side(columns, rows, cells, widths or natural))
    else:
        console.print(_one_below_the_other(columns, rows))


def _fitted(natural: Sequence[int], width: int) -> list[int]:
    """Widths of columns that fit: short ones whole, long ones an equal share of the rest; [] if that is too little."""
    room = width - _GAP * (len(natural) - 1)
    widths = list(natural)
    # The narrowest first: what they leave over is for the others.
    for place, index in enumerate(sorted(range(len(natural)), key=natural.__getitem__)):
        fair = room // (len(natural) - place)
        if natural[index] > max(fair, 0):
            if fair < MIN_TEXT:
                return []
            widths[index] = fair
        room -= widths[index]
    return widths


def _side_by_side(
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    cells: Sequence[Sequence[Text]],
    widths: Sequence[int],
) -> Table:
    few = len(rows) <= FEW_ROWS
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, _GAP, 0, 0))
    for index, (name, width) in enumerate(zip(columns, widths, strict=True)):
        number = bool(rows) and isinstance(rows[0][index], int | float)
        table.add_column(
            Text(name),
            justify="right" if number else "left",
            width=width,
            no_wrap=not few,
            overflow="fold" if few else "ellipsis",
        )
    for row in cells:
        table.add_row(*row)
    return table


def _one_below_the_other(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for number, row in enumerate(rows, 1):
        table.add_row(Text(f"row {number}", style="dim"))
        for name, value in zip(columns, row, strict=True):
            table.add_row(Text(name), Text(_cell(value), style="" if value is not None else "dim"))
    return table


def _short(value: object, limit: int) -> Text:
    line = Text(" ".join(_cell(value).split()), style="" if value is not None else "dim")
    line.truncate(limit, overflow="ellipsis")
    return line


def _cell(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)


def _print_csv(result: QueryResult) -> None:
    # The module's default is CR LF, which `cut` and `sort` would take for a part of the last cell.
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(result.columns)
    out.writerows(map(_plain, row) for row in _rows(result))


def _print_json(result: QueryResult) -> None:
    _one_name_each(result)
    sys.stdout.write("[")
    for index, row in enumerate(_rows(result)):
        record = dict(zip(result.columns, row, strict=True))
        sys.stdout.write(",\n" if index else "\n")
        sys.stdout.write(_json(record))
    sys.stdout.write("\n]\n")


def _print_parquet(result: QueryResult) -> None:
    _one_name_each(result)
    if sys.stdout.isatty():
        raise FormatError(
            "Parquet is binary. Send it to a file: wattwire sql … --format parquet > rows.parquet"
        )
    try:
        writer = pq.ParquetWriter(sys.stdout.buffer, result.schema, compression="zstd")
    except pa.ArrowNotImplementedError as error:
        raise FormatError(f"Parquet can't hold a column: {error}. Cast it to text: ::varchar.") from error
    with writer:
        for batch in result.batches:
            writer.write_batch(batch)


def _one_name_each(result: QueryResult) -> None:
    # A record would keep the last of two columns of one name, without a word.
    if len(set(result.columns)) < len(result.columns):
        raise FormatError(
            "Two columns have one name; name them apart with `as`, or use --format table or csv."
        )


def _plain(value: object) -> object:
    """A value as a cell of CSV holds it; times in ISO 8601, lists and records as JSON."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | dict):
        return _json(value)
    return value if isinstance(value, str | int | float | None) else str(value)


def _json(value: object) -> str:
    """A value as JSON. It has no word for NaN and infinities: null, as in other tools."""
    try:
        return json.dumps(value, ensure_ascii=False, default=_storable, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, default=_storable)


def _storable(value: object) -> object:
    if isinstance(value, Decimal):  # a sum of integers is one, too
        return int(value) if value == value.to_integral_value() else float(value)
    return _plain(value)


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def print_outlets(home: Home, *, as_json: bool) -> None:
    """Print the registry; each outlet with its health where a corpus has observed it (None: never polled)."""
    health = _health(home)
    rows = [
        outlet.model_dump(mode="json") | {"health": health.get(outlet.id)}
        for outlet in load_home_registry(home, load_settings(home)).values()
    ]
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1, default=_plain)
        sys.stdout.write("\n")
        return
    names = ("id", "name", "country", "languages", "sources", "hours observed", "last observed")
    _show(names, [_outlet_cells(row) for row in rows])


def _outlet_cells(row: dict[str, Any]) -> tuple[str, ...]:
    health = row["health"]
    observed = f"{health['hours_observed']} of {health['hours']}" if health else "never polled"
    last = _cell(health["last_observed"]) if health and health["last_observed"] else ""
    return (
        row["id"],
        row["name"],
        row["country"],
        " ".join(row["languages"]),
        _kinds(row["feeds"]),
        observed,
        last,
    )


def print_problems(home: Home, *, as_json: bool) -> bool:
    """Print each problem of the registry on stdout; whether there is one."""
    problems = check_registry(registry_folders(home, load_settings(home)))
    if as_json:
        json.dump([asdict(problem) for problem in problems], sys.stdout, ensure_ascii=False, default=str)
        sys.stdout.write("\n")
    else:
        for problem in problems:
            print(problem)
        Console(stderr=True, highlight=False).print(
            f"{amount(len(problems), 'problem')}." if problems else "The registry is sound."
        )
    return bool(problems)


def _kinds(feeds: list[dict[str, Any]]) -> str:
    counts = Counter(feed["kind"] for feed in feeds)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def _health(home: Home) -> dict[str, dict[str, Any]]:
    if not home.corpus.exists():
        return {}
    with run_query(home.corpus, load_query("outlet_health")) as result:
        rows = [dict(zip(result.columns, row, strict=True)) for row in _rows(result)]
    return {row.pop("outlet_id"): row for row in rows}
