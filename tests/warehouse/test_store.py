"""Any sequence of commits, failures and restarts leaves the store as a dictionary would be."""

import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.warehouse.rows import DAY, NOON, capture, put, read, row
from warehouse.errors import StoreError
from warehouse.store import Store
from warehouse.sweep import sweep

KEYS = st.tuples(
    st.sampled_from(["topicality", "story_links"]),
    st.sampled_from([date(2026, 11, 23), date(2026, 11, 24)]),
    st.sampled_from(["crawl-1", "import-2"]),
)
PUTS = st.lists(st.tuples(KEYS, st.integers(0, 3), st.sampled_from(["v1", "v2"])), min_size=1, max_size=4)

Key = tuple[str, date, str]
Put = tuple[Key, int, str]


class _InterruptedError(Exception):
    """Stands for whatever happens in the middle of a transaction."""


def rows_of(kind: str, count: int, version: str) -> list[dict[str, object]]:
    if kind == "topicality":
        return [row("topicality", revision_id=f"{version}-{n}", on_topic=n % 2 == 0) for n in range(count)]
    return [row("story_links", article_id=f"{version}-{n}", story_id="s") for n in range(count)]


class StoreMachine(RuleBasedStateMachine):
    """The model: (table, day, source) -> (version, rows)."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store(self.folder)
        self.model: dict[Key, tuple[str, int]] = {}
        self.commits = 0

    @rule(puts=PUTS)
    def commit(self, puts: list[Put]) -> None:
        with self.store.transaction() as transaction:
            for (kind, day, source), count, version in puts:
                transaction.put(kind, day, source, version, rows_of(kind, count, version))
        self.model |= {key: (version, count) for key, count, version in puts}
        self.commits += 1

    @rule(puts=PUTS)
    def fail(self, puts: list[Put]) -> None:
        with pytest.raises(_InterruptedError):
            self._put_then_raise(puts)

    def _put_then_raise(self, puts: list[Put]) -> None:
        with self.store.transaction() as transaction:
            for (kind, day, source), count, version in puts:
                transaction.put(kind, day, source, version, rows_of(kind, count, version))
            raise _InterruptedError

    @rule()
    def commit_nothing(self) -> None:
        with self.store.transaction():
            pass

    @rule(torn=st.binary(min_size=1, max_size=80))
    def tear(self, torn: bytes) -> None:
        """A writer was killed while it appended."""
        if self.commits:
            with (self.folder / "manifest.jsonl").open("ab") as file:
                file.write(torn.replace(b"\n", b" "))

    @rule()
    def kill_before_commit(self) -> None:
        """A writer was killed after it renamed a part, and another while it wrote one."""
        folder = self.folder / "parts" / "topicality" / "2026-11-23"
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("crawl-1-dead.parquet", "crawl-1-dead2.parquet.tmp"):
            (folder / name).write_bytes(b"PAR1")

    @rule()
    def sweep_all(self) -> None:
        if (self.folder / "parts").exists():
            sweep(self.store, timedelta(0))
            files = {
                path.relative_to(self.folder).as_posix() for path in (self.folder / "parts").glob("*/*/*")
            }
            assert files == {part.file for part in self.store.parts()}

    @rule()
    def reopen(self) -> None:
        self.store = Store(self.folder)

    @invariant()
    def is_the_model(self) -> None:
        found = {part.key: (part.version, part.rows) for part in self.store.parts()}
        assert found == self.model
        assert self.store.position == self.commits
        for (kind, day, source), (version, count) in self.model.items():
            assert self.store.version_of(kind, day, source) == version
            batches = self.store.read(kind, days=[day], source=source)
            assert [one for batch in batches for one in batch.to_pylist()] == rows_of(kind, count, version)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


StoreMachine.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
test_store_is_a_dictionary = StoreMachine.TestCase


def test_version_of_nothing(store: Store) -> None:
    assert store.version_of("captures", DAY, "crawl-1") is None
    assert store.position == 0


def test_reading_creates_nothing(store: Store) -> None:
    assert read(store, "captures") == []
    assert not store.root.exists()


def test_last_put_of_a_key_wins_within_a_transaction(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.put("topicality", DAY, "crawl-1", "v1", rows_of("topicality", 1, "first"))
        transaction.put("topicality", DAY, "crawl-1", "v2", rows_of("topicality", 1, "second"))
    assert [found["revision_id"] for found in read(store, "topicality")] == ["second-0"]
    assert len(list((store.root / "parts").rglob("*.parquet"))) == 1


def test_read_selects_and_batches(store: Store) -> None:
    put(store, topicality=rows_of("topicality", 4_500, "v1"))
    put(store, day=date(2026, 11, 24), source="crawl-2", topicality=rows_of("topicality", 2, "v2"))
    sizes = [batch.num_rows for batch in store.read("topicality", days=[DAY], columns=["on_topic"])]
    assert sum(sizes) == 4_500
    assert max(sizes) <= 2_000
    assert len(read(store, "topicality", source="crawl-2")) == 2
    assert [batch.schema.names for batch in store.read("topicality", source="crawl-2")] == [
        ["revision_id", "on_topic"]
    ]
    assert list(store.read("topicality", days=[])) == []


def test_unknown_column(store: Store) -> None:
    put(store, topicality=rows_of("topicality", 1, "v1"))
    with pytest.raises(StoreError, match="topicality has no column stance"):
        read(store, "topicality", columns=["stance"])


def test_missing_part_says_which_and_what_to_do(store: Store) -> None:
    put(store, captures=[capture("a", 0)])
    (store.root / store.parts()[0].file).unlink()
    with pytest.raises(StoreError, match=r"captures/2026-11-23/crawl-1-.*missing or damaged.*--reprocess"):
        read(store, "captures")
    with pytest.raises(StoreError, match=r"captures/2026-11-23/crawl-1-.*--reprocess"):
        store.query("select count(*) from articles")


def test_damaged_part(store: Store) -> None:
    put(store, captures=[capture("a", 0)])
    os.truncate(store.root / store.parts()[0].file, 20)
    with pytest.raises(StoreError, match="missing or damaged"):
        read(store, "captures")


def test_part_that_vanished_before_its_commit(store: Store) -> None:
    def commit_what_vanished() -> None:
        with store.transaction() as transaction:
            transaction.put("captures", DAY, "crawl-1", "v1", [capture("a", 0)])
            next((store.root / "parts").rglob("*.parquet")).unlink()

    with pytest.raises(StoreError, match="vanished before its commit"):
        commit_what_vanished()
    assert store.position == 0


def test_query_sees_what_is_committed_with_parameters(store: Store) -> None:
    put(store, captures=[capture("a", 0), capture("b", 1, NOON, outlet_id="elsewhere")])
    found = store.query(
        "select article_id, first_seen_at from articles where outlet_id = $outlet", outlet="elsewhere"
    )
    assert found.to_pylist() == [{"article_id": "b", "first_seen_at": NOON}]


def test_query_that_is_wrong_keeps_the_error_of_duckdb(store: Store) -> None:
    with pytest.raises(duckdb.CatalogException, match="nowhere"):
        store.query("select * from nowhere")
