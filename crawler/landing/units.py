"""Which units lie in the landing zone, and how their files are named and put in place.

Belongs here: names, listing, claims of a writer on its files, and moving a finished file in place.
Does not belong here: what the files hold.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from crawler.landing.records import SUFFIXES, LandingError, Unit

LEDGER = ".fetches.parquet"
CLAIM = ".claim"


def landed_units(landing: Path, day: date | None = None) -> list[Unit]:
    """Finished units of one day, or of all, sorted by day and source. Files being written are left out."""
    folders = [landing / day.isoformat()] if day else sorted(landing.glob("????-??-??"))
    return sorted(unit for folder in folders for unit in _units(folder))


def find_unit(landing: Path, source: str) -> Unit | None:
    """The unit of a source, whatever day it landed; None if there is none."""
    return next((unit for unit in landed_units(landing) if unit.source == source), None)


def day_folder(landing: Path, day: date) -> Path:
    """The folder of a day, made if need be.

    Raises:
        LandingError: it can't be made.
    """
    folder = landing / day.isoformat()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LandingError(
            f"The landing zone {folder} can't be written: {error.strerror}. Nothing was landed. "
            "Choose another home with --home or WATTWIRE_HOME, or mend its permissions."
        ) from error
    return folder


@contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Hold the claim on a file that is being written, while the block runs and this process lives.

    Yields False, without waiting, while another living writer holds it. The operating system gives the
    claim of a killed process back, so that what it left can be recovered.
    """
    lock = FileLock(path.with_name(path.name + CLAIM), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        # Removed before it is given back: the next one to claim makes a new file.
        Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


@contextmanager
def whole(final: Path) -> Iterator[Path]:
    """A part to write a file to: the file is there when the block ends, and nothing of it when the block fails.

    Claimed meanwhile, or a `recover` in another process would clear the part away.
    """
    part = final.with_name(f"{final.name}.{os.getpid()}.part")
    with claimed(part):
        yield part
        settle(part, final)


def settle(written: Path, final: Path) -> None:
    """Put a completely written file in place: contents on disk first, then the name, then the folder."""
    # Opened for writing, though nothing is written: Windows refuses to sync a read-only descriptor.
    with written.open("rb+") as file:
        os.fsync(file.fileno())
    written.replace(final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and removals in a folder survive a power cut; some systems do that unasked."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _units(folder: Path) -> Iterator[Unit]:
    try:
        day = date.fromisoformat(folder.name)
    except ValueError:
        return
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        # Files being written, claims and journals end otherwise, so nothing unfinished is a unit.
        suffix = next((suffix for suffix in SUFFIXES if path.name.endswith(suffix)), None)
        if suffix and path.is_file():
            source = path.name.removesuffix(suffix)
            ledger = folder / (source + LEDGER)
            yield Unit(day, source, path, ledger if ledger.exists() else None)
