"""Real processes: kill -9 at any moment, full disks, two writers at once."""

import logging
import multiprocessing
import random
import resource
import signal
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from tests.warehouse.rows import DAY, put, read, row
from warehouse.errors import StoreError
from warehouse.locking import exclusive
from warehouse.store import COMMIT_LOCK, Store
from warehouse.sweep import sweep

KILLS = 24
ROWS = 50


@pytest.fixture(scope="module")
def processes() -> Iterator[ForkServerContext]:
    """Children fork from a server that has the warehouse loaded: milliseconds instead of a second each."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.warehouse.test_crash"])
    return context


def links(name: str) -> list[dict[str, object]]:
    return [row("story_links", article_id=f"{name}-{n}", story_id=name) for n in range(ROWS)]


def commit_for_ever(root: Path, worker: str, acknowledged: Connection) -> None:
    """Commit two parts at a time, and name each commit once it is durable."""
    number = 0
    while True:
        name = f"{worker}-{number}"
        with Store(root).transaction() as transaction:
            transaction.put("story_links", DAY, name, "v1", links(name))
            transaction.put("story_links", DAY, f"{worker}-last", "v1", links(name))
        acknowledged.send(name)
        number += 1


def test_kill_9_loses_no_commit_and_leaves_no_half_one(store: Store, processes: ForkServerContext) -> None:
    chance = random.Random(20261123)
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        ours, theirs = processes.Pipe(duplex=False)
        child = processes.Process(target=commit_for_ever, args=(store.root, f"w{kill}", theirs))
        child.start()
        theirs.close()
        acknowledged.add(ours.recv())
        ours.poll(chance.uniform(0, 0.03))
        assert child.pid is not None
        child.kill()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        try:
            while True:
                acknowledged.add(ours.recv())
        except EOFError:
            ours.close()

    parts = {part.source for part in store.parts("story_links")}
    assert acknowledged <= parts
    assert (
        len(parts - acknowledged) <= KILLS + KILLS
    )  # one unacknowledged commit a kill, and the `-last` parts
    assert store.position >= len(acknowledged)
    for kill in range(KILLS):
        numbered = sorted(
            int(one.split("-")[1]) for one in parts if one.startswith(f"w{kill}-") and "last" not in one
        )
        assert numbered == list(range(len(numbered)))
        last = {found["story_id"] for found in read(store, "story_links", source=f"w{kill}-last")}
        assert last == {f"w{kill}-{numbered[-1]}"}
    assert len(read(store, "story_links")) == ROWS * len(parts)
    sweep(store, timedelta(0))
    assert {path.name for path in (store.root / "parts").rglob("*.*")} == {
        part.file.rpartition("/")[2] for part in store.parts()
    }


def commit_some(root: Path, worker: str, count: int) -> None:
    store = Store(root)
    for number in range(count):
        put(store, source=f"{worker}-{number}", story_links=links(worker))


def test_two_writers_at_once_lose_nothing(store: Store, processes: ForkServerContext) -> None:
    workers = [processes.Process(target=commit_some, args=(store.root, name, 15)) for name in ("a", "b", "c")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert store.position == 45
    assert len(store.parts("story_links")) == 45


def commit_beyond(root: Path, limit: int, outcome: Connection) -> None:
    """Commit 2 MB with at most `limit` bytes a file, as a full disk would have it."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    rows = [row("story_links", article_id=random.randbytes(50).hex(), story_id="s") for _ in range(20_000)]
    try:
        put(Store(root), source="large", story_links=rows)
    except StoreError as error:
        outcome.send(str(error))
    else:
        outcome.send("committed")


def test_disk_full_while_a_part_is_written(store: Store, processes: ForkServerContext) -> None:
    put(store, story_links=links("before"))
    ours, theirs = processes.Pipe(duplex=False)
    child = processes.Process(target=commit_beyond, args=(store.root, 100_000, theirs))
    child.start()
    message = ours.recv()
    child.join()
    assert "can't be written at" in message
    assert "Nothing was committed" in message
    assert [part.source for part in store.parts()] == ["crawl-1"]
    assert len([path for path in (store.root / "parts").rglob("*") if path.is_file()]) == 1


def commit_small_beyond(root: Path, limit: int, outcome: Connection) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for number in range(100):
            put(Store(root), source=f"small-{number}", story_links=[])
    except StoreError as error:
        outcome.send(str(error))
    else:
        outcome.send("committed")


def test_disk_full_while_the_manifest_is_written(store: Store, processes: ForkServerContext) -> None:
    """The line is cut in its middle, taken back, and the store goes on afterwards."""
    ours, theirs = processes.Pipe(duplex=False)
    child = processes.Process(target=commit_small_beyond, args=(store.root, 4_000, theirs))
    child.start()
    message = ours.recv()
    child.join()
    assert "manifest.jsonl" in message
    assert "Nothing was committed" in message
    before = store.position
    assert 0 < before < 100
    assert len(list((store.root / "parts").rglob("*.parquet"))) == before
    put(store, story_links=links("after"))
    assert Store(store.root).position == before + 1
    assert not store.root.joinpath("manifest.torn").exists()


def hold_lock(root: Path, held: Connection, release: Connection) -> None:
    with exclusive(root / COMMIT_LOCK, "committing"):
        held.send("held")
        release.recv()


def test_waiting_committer_says_so(
    store: Store, processes: ForkServerContext, caplog: pytest.LogCaptureFixture
) -> None:
    put(store, story_links=[])
    held, hold = processes.Pipe(duplex=False)
    release, let_go = processes.Pipe(duplex=False)
    child = processes.Process(target=hold_lock, args=(store.root, hold, release))
    child.start()
    assert held.recv() == "held"

    class Releasing(logging.Handler):
        """Lets the other process go on as soon as we say that we wait."""

        def emit(self, record: logging.LogRecord) -> None:
            let_go.send(record.getMessage())

    handler = Releasing()
    logging.getLogger("warehouse.locking").addHandler(handler)
    try:
        put(store, source="second", story_links=[])
    finally:
        logging.getLogger("warehouse.locking").removeHandler(handler)
    child.join()
    assert "Another process is committing" in caplog.text
    assert store.position == 2
