"""Only files that nobody needs go, and only after the grace period."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.warehouse.rows import capture, put, read
from warehouse.errors import StoreError
from warehouse.publish import OLD_SNAPSHOTS, publish
from warehouse.store import Store
from warehouse.sweep import sweep

NOW = timedelta(0)


def test_superseded_parts_stay_for_the_grace_period(store: Store) -> None:
    put(store, captures=[capture("a", 0)])
    old = store.parts()[0].file
    put(store, captures=[capture("b", 0)])
    os.utime(store.root / old, (0, 0))  # an old file that was superseded a moment ago
    assert sweep(store).files == ()
    assert sweep(store, NOW).files == (old,)
    assert [row["article_id"] for row in read(store, "captures")] == ["b"]


def test_parts_of_kept_snapshots_stay(store: Store, link: Path) -> None:
    put(store, captures=[capture("a", 0)])
    old = store.parts()[0].file
    publish(store, link)
    for number in range(OLD_SNAPSHOTS):
        put(store, captures=[capture(f"b{number}", 0)])
        publish(store, link)
        assert old not in sweep(store, NOW).files
    put(store, captures=[capture("c", 0)])
    publish(store, link)
    assert old in sweep(store, NOW).files


def test_leftovers_of_killed_writers_go(store: Store) -> None:
    put(store, captures=[capture("a", 0)])
    folder = (store.root / store.parts()[0].file).parent
    (folder / "crawl-9-dead.parquet.tmp").write_bytes(b"x" * 10)
    (folder / "crawl-9-dead.parquet").write_bytes(b"x" * 20)
    assert sweep(store).files == (), "a writer may still be at work"
    swept = sweep(store, NOW)
    assert [file.rpartition("/")[2] for file in swept.files] == [
        "crawl-9-dead.parquet",
        "crawl-9-dead.parquet.tmp",
    ]
    assert swept.bytes == 30
    assert len(read(store, "captures")) == 1


def test_part_swept_under_a_running_transaction_is_not_committed(store: Store) -> None:
    put(store, captures=[])

    def commit() -> None:
        with store.transaction() as transaction:
            transaction.put("captures", store.parts()[0].day, "slow", "v1", [capture("a", 0)])
            sweep(store, NOW)

    with pytest.raises(StoreError, match="vanished before its commit"):
        commit()
    assert len(store.parts()) == 1
