"""Part files that are not what was committed: told by size and ending, or by reading them through.

Belongs here: looking at files, and saying what is wrong. Does not belong here: making room for new ones
(`Store.set_aside`) and making them (`pipelines/processing.py`).
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import StoreError
from warehouse.manifest import Part
from warehouse.tables import tables

HEALING = (
    "Run `wattwire process`: what is missing or damaged is made again from the landing zone "
    "(with `--reprocess`, all of it)."
)
"""What to do about damage."""

HEALING_INSIDE = (
    "If a part file is damaged inside, `wattwire process --reprocess` finds it and makes it again."
)
"""What to do where something can't be read and no damage shows at the first look."""

_END = b"PAR1"

Damage = tuple[Path, str]
"""A part file and what is wrong with it."""


def damaged(root: Path, parts: Iterable[Part]) -> Iterator[tuple[Part, str]]:
    """The parts whose files are missing, or of another size or ending than was committed, and what is wrong.

    An open and one small read a file: 20,000 took 1.0 s on a busy core, 2026-11-28. Damage inside a file is not seen.

    Raises:
        StoreError: a file can't be opened for another reason than being missing.
    """
    for part in parts:
        # No view of this version reads the tables of another one.
        if part.table in tables() and (fault := fault_of(root / part.file, part.bytes)):
            yield part, fault


def unreadable(root: Path, parts: Iterable[Part]) -> Iterator[tuple[Part, str]]:
    """Like `damaged`, but each file is read through, which takes as long as that takes.

    Raises:
        StoreError: a file can't be opened for another reason than being missing.
    """
    for part in parts:
        if part.table in tables():
            fault = fault_of(root / part.file, part.bytes) or _fault_inside(root / part.file)
            if fault:
                yield part, fault


def fault_of(path: Path, size: int | None = None) -> str | None:
    """What is wrong with a part file at the first look; None if nothing is.

    Args:
        path: the file.
        size: bytes that were committed; None where that isn't known.

    Raises:
        StoreError: it can't be opened for another reason than being missing.
    """
    try:
        with path.open("rb") as file:
            found = file.seek(0, os.SEEK_END)
            if size is not None and found != size:
                return f"it has {found} bytes, where {size} were committed"
            file.seek(max(found - len(_END), 0))
            return None if file.read() == _END else "it doesn't end like a Parquet file"
    except FileNotFoundError:
        return "there is no such file"
    except OSError as error:
        raise StoreError(
            f"The part file {path} can't be read: {error.strerror}. Mend its permissions."
        ) from error


def told(faults: Iterable[Damage]) -> str:
    """The first file that is missing or damaged, with the fault, and how many more there are."""
    (path, fault), *more = faults
    others = f" So are {len(more)} more." if more else ""
    return f"The part file {path} is missing or damaged: {fault}.{others}"


def _fault_inside(path: Path) -> str | None:
    try:
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches():
                pass
    except (OSError, pa.ArrowException) as error:
        return str(error).partition("\n")[0]
    return None
