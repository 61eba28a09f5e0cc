"""`wattwire import`: files of others into the landing zone, then through the same assets as a crawl.

Belongs here: telling formats apart, and what the user declares about the files. Does not belong here: landing
(`crawler/landing`), processing (`processing.py`), and the account at the end (`accounts.py`).
"""

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from crawler.landing.declared import Declared, read_declared, write_declared
from crawler.landing.importing import land_file, land_rows
from crawler.landing.records import LandingError, Unit
from crawler.landing.rows import read_jsonl
from pipelines.accounts import Account, processed_sources, take_account, tell
from pipelines.home import Home
from pipelines.processing import console, process_landed
from warehouse.store import Store

WARC = (".warc", ".warc.gz", ".warc.zst")
JSONL = (".jsonl", ".ndjson")
JSONL_GZ = tuple(f"{ending}.gz" for ending in JSONL)


class ImportFileError(ValueError):
    """A file that can't be imported; the message says what to do."""


def import_files(
    home: Home, files: Sequence[Path], declared: Declared, *, workers: int | None = None
) -> list[Account]:
    """Land the files, process and publish them; returns what became of each, and prints it on stderr.

    A file whose content was landed before is processed as far as it isn't yet, and not landed again.

    Args:
        workers: processes that read pages, at most; None: as the settings say.

    Raises:
        ImportFileError: a file is missing or of another format; then none was landed.
        LandingError: a file can't be read, or the landing zone can't be written.
        RunError: processing failed; what landed stays, and `wattwire process` goes on from there.
    """
    # All of them before the first one lands, so that a slip in the last name changes nothing.
    for file in files:
        _check(file)
    units = [_land(file, home, declared) for file in files]
    # Of files that landed before: only where it differs must the unit's rows be made again.
    changed = [unit for unit in units if not _is_declared(unit, declared)]
    for unit in changed:
        write_declared(unit, declared)
    known = processed_sources(Store(home.store))
    process_landed(home, changed=changed, workers=workers)
    accounts = take_account(home, list(zip(map(str, files), units, strict=True)), known)
    tell(accounts, console)
    return accounts


def _check(file: Path) -> None:
    if not file.is_file():
        raise ImportFileError(f"{file} is no file. Nothing was imported. Check the path.")
    if not file.name.endswith(WARC + JSONL + JSONL_GZ):
        endings = ", ".join(WARC + JSONL + JSONL_GZ)
        raise ImportFileError(
            f"{file} has none of the endings {endings}. Nothing was imported. Rename or convert it."
        )


def _land(file: Path, home: Home, declared: Declared) -> Unit:
    today = datetime.now(UTC).date()
    if file.name.endswith(WARC):
        return land_file(file, home.landing, today, declared)
    try:
        with _opened(file) as stream:
            return land_rows(read_jsonl(stream), home.landing, today, file.name, declared)
    except EOFError as error:
        raise LandingError(
            f"{file} is cut short: it ends at byte {file.stat().st_size}, inside of its gzip data. "
            "Nothing of it was landed. Fetch the file again."
        ) from error
    except OSError as error:
        raise LandingError(
            f"{file} can't be read: {error}. Nothing of it was landed. Fetch the file again."
        ) from error


def _opened(file: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(file)) if file.name.endswith(JSONL_GZ) else file.open("rb")


def _is_declared(unit: Unit, declared: Declared) -> bool:
    try:
        return read_declared(unit) == declared
    except LandingError:
        return False  # unreadable: what is given now replaces it
