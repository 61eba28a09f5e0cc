"""Homes for the tests of the wiring: what is put into them, and what readers see of them.

Belongs here: files to import, and a corpus dumped as values. Does not belong here: any assertion but that a command
succeeded.
"""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.pipelines.command import done, lines
from tests.pipelines.pages import BAKERY, QUEUE, STROM, THIN, changed, warc
from warehouse.connection import open_corpus
from warehouse.store import Store

FIRST, AGAIN, LATER = "2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z", "2026-11-21T09:00:00Z"

CAPTURES = [(QUEUE, FIRST), (BAKERY, FIRST), (QUEUE, AGAIN), (changed(QUEUE), LATER), (THIN, LATER)]
"""Five records: two articles, one of them again unchanged and then changed, and a page without a text."""

HEADLINE = {
    "url": "https://wire.example/1",
    "title": "Wind farm off the cape feeds its first power into the grid",
}
LEAD = {
    "url": "https://wire.example/2",
    "title": "Data centers queue for power",
    "lead": "Operators of data centers wait for years for a connection to the electricity grid, the regulator says.",
    "published_at": "2026-11-19",
    "first_seen_at": "2026-11-19T06:00:00+00:00",
}
ROWS: list[object] = [
    STROM.row | {"language": "de"},
    HEADLINE,
    b'{"url": "https://wire.example/3", "title"',
    LEAD,
]
"""Four lines: an article, a headline without a time, a broken line, a headline with a standfirst."""


def files(folder: Path) -> list[Path]:
    """The captures as WARC and the rows as JSON lines, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pages, rows = folder / "pages.warc.gz", folder / "rows.jsonl"
    pages.write_bytes(warc(CAPTURES))
    rows.write_bytes(lines(*ROWS))
    return [pages, rows]


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query over a home's corpus."""
    with closing(open_corpus(home / "corpus.duckdb")) as db:
        return db.execute(query).fetchall()


def public_tables(home: Path) -> dict[str, list[str]]:
    """Every public table of a home's corpus as sorted lines, but for what names files and places in them."""
    columns = rows(
        home,
        """
        select table_name, string_agg('"' || column_name || '"', ', ' order by column_index) from duckdb_columns()
        where schema_name = 'main' and database_name = 'corpus' and table_name <> 'meta'
            and column_name not in ('warc_file', 'warc_offset')
        group by table_name
        """,
    )
    assert len(columns) > 10
    return {table: sorted(map(repr, rows(home, f"select {names} from {table}"))) for table, names in columns}  # noqa: S608


def parts(home: Path) -> set[str]:
    """The files of the parts that a home's store has committed: a part that is made again is another file."""
    return {part.file for part in Store(home / "store").parts()}


def query(home: Path, text: str) -> list[dict[str, Any]]:
    """Rows of `wattwire sql --format json`."""
    found: list[dict[str, Any]] = json.loads(done("sql", text, "--format", "json", "--home", home).out)
    return found
