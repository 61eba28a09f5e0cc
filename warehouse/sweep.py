"""Removing files that no reader needs any more.

Belongs here: finding superseded parts and what killed writers left. Does not belong here: old snapshots
(`publish.py` forgets them), and merging parts.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.errors import StoreError
from warehouse.locking import exclusive
from warehouse.publish import snapshot_files
from warehouse.store import COMMIT_LOCK, Store

GRACE = timedelta(days=1)
"""For readers of a snapshot that is gone already: nobody keeps one open longer than a working day."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed: paths below the store's root, and their size."""

    files: tuple[str, ...]
    bytes: int


def sweep(store: Store, grace: timedelta = GRACE) -> Swept:
    """Remove part files that were superseded, or written but never committed, longer than `grace` ago.

    Files that a kept snapshot reads always stay. Holds the commit lock.

    Raises:
        StoreError: the store can't be written.
    """
    removed: list[str] = []
    size = 0
    now = datetime.now(UTC)  # housekeeping of files, not of records: their age is by the clock
    try:
        with exclusive(store.root / COMMIT_LOCK, "committing"):
            superseded = store.superseded()
            kept = {part.file for part in store.parts()} | _read_by_snapshots(store.root)
            for path in sorted((store.root / "parts").glob("*/*/*")):
                file = path.relative_to(store.root).as_posix()
                status = path.stat()
                # The later of the two: a part may be replaced long after it was written, and read until then.
                since = max(
                    datetime.fromtimestamp(status.st_mtime, UTC),
                    superseded.get(file, datetime.min.replace(tzinfo=UTC)),
                )
                if file not in kept and now - since >= grace:
                    path.unlink()
                    removed.append(file)
                    size += status.st_size
    except OSError as error:
        raise StoreError(
            f"The store {store.root} can't be swept: {error}. What was removed was no longer needed."
        ) from error
    return Swept(tuple(removed), size)


def _read_by_snapshots(root: Path) -> set[str]:
    files: set[str] = set()
    for snapshot in (root / "snapshots").glob("corpus-*.duckdb"):
        files |= snapshot_files(snapshot)
    return files
