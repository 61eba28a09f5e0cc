"""What a writer may give, and what it may not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.warehouse.rows import DAY, NOON, capture, put, read, row
from warehouse.errors import StoreError
from warehouse.parts import BATCH_ROWS
from warehouse.store import Store

PAIR = {"left_id": "a", "right_id": "b", "similarity": 0.5}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (PAIR | {"simlarity": 1.0}, "has an unknown simlarity"),
        ({"left_id": "a", "right_id": "b"}, "lacks similarity"),
        (PAIR | {"similarity": None}, "has no similarity, which schema/near_duplicates.sql requires"),
        (PAIR | {"similarity": "much"}, "doesn't fit schema/near_duplicates.sql"),
        (PAIR | {"left_id": "\ud800"}, "doesn't fit schema/near_duplicates.sql"),
    ],
)
def test_row_that_does_not_fit_commits_nothing(store: Store, given: dict[str, Any], message: str) -> None:
    with pytest.raises(StoreError, match=message):
        put(store, near_duplicates=[PAIR, given])
    assert store.parts() == []
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


def test_time_without_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 11, 23)  # noqa: DTZ001 - the case
    with pytest.raises(StoreError, match="captures of 2026-11-23/crawl-1 has a fetched_at without time zone"):
        put(store, captures=[capture("a", 0, naive)])


def test_other_zones_become_utc(store: Store) -> None:
    seen = datetime.fromisoformat("2026-11-23T12:00:00+09:00")
    put(store, captures=[capture("a", 0, seen)])
    assert [found["fetched_at"] for found in read(store, "captures")] == [
        datetime(2026, 11, 23, 3, tzinfo=UTC)
    ]


def test_arrow_tables_are_taken_in_any_column_order(store: Store) -> None:
    rows = pa.table({"similarity": [0.5], "right_id": ["b"], "left_id": ["a"]})
    with store.transaction() as transaction:
        assert transaction.put("near_duplicates", DAY, "all", "v1", rows) == 1
    assert read(store, "near_duplicates") == [PAIR]


def test_arrow_table_that_does_not_fit(store: Store) -> None:
    rows = pa.table({"similarity": ["much"], "right_id": ["b"], "left_id": ["a"]})
    with (
        pytest.raises(StoreError, match=r"don't fit schema/near_duplicates\.sql"),
        store.transaction() as transaction,
    ):
        transaction.put("near_duplicates", DAY, "all", "v1", rows)


def test_no_rows_is_a_part(store: Store) -> None:
    put(store, topics=[])
    assert [(part.table, part.rows) for part in store.parts()] == [("topics", 0)]
    assert read(store, "topics") == []


@pytest.mark.parametrize("source", ["", "../x", "a/b", ".hidden", "ü", "x" * 151])
def test_source_that_is_no_file_name(store: Store, source: str) -> None:
    with pytest.raises(StoreError, match="can't name a part of topics"):
        put(store, source=source, topics=[])


class _Counted(dict[str, Any]):
    """A row that knows how many of its kind are alive."""

    alive = most = 0

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values)
        _Counted.alive += 1
        _Counted.most = max(_Counted.most, _Counted.alive)

    def __del__(self) -> None:
        _Counted.alive -= 1


def test_rows_stream_in_bounded_memory(store: Store) -> None:
    """40 MB of bodies: never more than a batch of rows at once, several row groups on disk."""

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(5 * BATCH_ROWS):
            yield _Counted(capture(f"a{number}", number, body="x" * 4_000))

    with store.transaction() as transaction:
        assert transaction.put("captures", DAY, "big", "v1", rows()) == 5 * BATCH_ROWS
    assert _Counted.most <= BATCH_ROWS + 1
    [part] = store.parts()
    metadata = pq.ParquetFile(store.root / part.file).metadata
    assert metadata.num_row_groups > 1
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_part_carries_its_unit(store: Store) -> None:
    put(store, languages=[row("languages", revision_id="r")])
    found = read(store, "languages", columns=["source", "landed_day", "revision_id"])
    assert found == [{"source": "crawl-1", "landed_day": DAY, "revision_id": "r"}]


def test_unwritable_root(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match=r"can't be written at .*Nothing was committed.*--home"):
        put(Store(tmp_path / "file" / "store"), captures=[capture("a", 0, NOON)])
