"""The journal of a running crawl and the ledger file made of it."""

import json
from dataclasses import fields, replace
from datetime import timedelta, timezone
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from crawler.landing.ledger import (
    SCHEMA,
    Journal,
    damaged_lines,
    keep_damaged_lines,
    read_journal,
    read_ledger,
    write_ledger,
)
from crawler.landing.records import Fetch
from tests.crawler.landing.warcs import AT, fetch


def journal(folder: Path, count: int) -> Path:
    path = folder / "j.fetches.jsonl.open"
    with Journal(path) as writer:
        for number in range(count):
            writer.append(fetch(number))
    return path


def test_the_columns_are_the_fields() -> None:
    assert SCHEMA.names == [field.name for field in fields(Fetch)]
    assert str(SCHEMA.field("requested_at").type) == "timestamp[us, tz=UTC]"


def test_what_may_be_unknown_may_be_null() -> None:
    unknown = {field.name for field in fields(Fetch) if field.default is None}
    assert {field.name for field in SCHEMA if field.nullable} == unknown


def test_a_row_is_readable_as_soon_as_it_is_appended(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path) as writer:
        writer.append(fetch(1))
        assert list(read_journal(path)) == [fetch(1)]


def test_a_journal_is_never_overwritten(tmp_path: Path) -> None:
    path = journal(tmp_path, 1)
    with pytest.raises(FileExistsError):
        Journal(path)
    assert list(read_journal(path)) == [fetch(0)]


def test_a_journal_cut_off_anywhere_keeps_its_whole_lines(tmp_path: Path) -> None:
    path = journal(tmp_path, 2)
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        assert list(read_journal(path)) == [fetch(n) for n in range(whole[:cut].count(b"\n"))]


def test_more_rows_than_a_batch(tmp_path: Path) -> None:
    path = tmp_path / "l.parquet"
    assert write_ledger(path, (fetch(number) for number in range(25_001))) == 25_001
    read = list(read_ledger(path))
    assert len(read) == 25_001
    assert read[20_000] == fetch(20_000)
    assert [file.name for file in tmp_path.iterdir()] == ["l.parquet"]


def test_unknown_stays_unknown(tmp_path: Path) -> None:
    path = tmp_path / "l.parquet"
    failed = Fetch(crawl_id="c", outlet_id="o", url="u", kind="feed", requested_at=AT, error="timeout")
    write_ledger(path, [failed])
    (row,) = pq.read_table(path).to_pylist()
    assert {name for name, value in row.items() if value is None} == {
        "status", "bytes", "latency_ms", "redirect_url", "listed", "fresh",
    }  # fmt: skip
    assert (row["not_modified"], row["retry"], row["verdict"]) == (False, 0, "allowed")


def test_times_of_other_zones_are_stored_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path) as writer:
        writer.append(replace(fetch(), requested_at=AT.astimezone(timezone(timedelta(hours=-5)))))
    (row,) = read_journal(path)
    assert row.requested_at.isoformat() == AT.isoformat()


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (b"\0" * 40, "Invalid JSON: expected value at line 1 column 1"),
        (b"", "Invalid JSON: EOF while parsing a value at line 1 column 0"),
        (b"[]", "Input should be an object"),
        (b'{"crawl_id": "c"}', "outlet_id: Field required"),
        (b'{"status": 99999999999}', "status: the number is too large"),
        (
            b'{"status": "many"}',
            "status: Input should be a valid integer, unable to parse string as an integer",
        ),
        (b'{"kind": "advert"}', "kind: Input should be "),
        (b'{"requested_at": "2026-11-23T10:15:00"}', "requested_at: the time has no zone"),
        (b'{"url": "\\ud800"}', "Invalid JSON: unexpected end of hex escape"),
        (b'{"url": "\xff"}', "Invalid JSON: invalid unicode code point"),
    ],
)
def test_a_line_that_cannot_be_read_costs_no_other_and_is_told(
    tmp_path: Path, bad: bytes, error: str
) -> None:
    path, ledger = journal(tmp_path, 3), tmp_path / "j.fetches.parquet"
    first, second, third = path.read_bytes().splitlines()
    if bad.startswith(b'{"') and b"crawl_id" not in bad:
        bad = second[:-1] + b", " + bad[1:]  # a row in full, but for one field
    path.write_bytes(b"\n".join([first, bad, third, b""]))
    assert list(read_journal(path)) == [fetch(0), fetch(2)]
    keep_damaged_lines(path, ledger)
    assert write_ledger(ledger, read_journal(path)) == 2
    (told,) = damaged_lines(ledger)
    assert told.startswith(f"line 2 of the journal: {error}")


def test_a_line_of_another_version_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    path = journal(tmp_path, 1)
    values = json.loads(path.read_bytes())
    del values["listed"], values["retry"]
    path.write_text(json.dumps(values | {"colour": "red"}) + "\n", encoding="utf-8")
    assert list(read_journal(path)) == [replace(fetch(0), listed=None, retry=0)]
    keep_damaged_lines(path, tmp_path / "j.fetches.parquet")
    assert list(damaged_lines(tmp_path / "j.fetches.parquet")) == []
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
