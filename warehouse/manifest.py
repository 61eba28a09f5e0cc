"""The manifest: which part files make up the store, as an append-only file of checked lines.

Belongs here: reading, healing and appending `manifest.jsonl`. Does not belong here: writing part files
(`parts.py`), locking (`store.py`: only the holder of the commit lock may append), and what readers may see
(`publish.py`).

A line is one commit: `{"sum": checksum, "commit": {"n", "at", "parts": […]}}`. A line counts once it is
whole, so the fsync of a line is the commit point. A kill in the middle of a line leaves a torn end, which
readers pass over and the next commit cuts off.
"""

import hashlib
import io
import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from warehouse.errors import StoreError

log = logging.getLogger(__name__)

Key = tuple[str, date, str]
"""(table, landing day, source): what a part replaces."""

UnitKey = tuple[date, str]
"""(landing day, source): one landed file, the unit of work."""

_PREFIX = b'{"sum":"'
_MIDDLE = b'","commit":'
_SUM_HEX = 16


@dataclass(frozen=True, slots=True)
class Part:
    """One committed Parquet file.

    Attributes:
        table: physical table.
        day: landing day, UTC.
        source: landed file the rows come from, or another name for what has none.
        version: code version that wrote it.
        file: path below the store's root.
        rows: number of rows; zero is a valid part ("looked at, nothing found").
        bytes: size of the file.
    """

    table: str
    day: date
    source: str
    version: str
    file: str
    rows: int
    bytes: int

    @property
    def key(self) -> Key:
        """What this part replaces, and is replaced by."""
        return self.table, self.day, self.source

    @property
    def unit(self) -> UnitKey:
        """The landed file it was made from."""
        return self.day, self.source


class Manifest:
    """The committed parts, kept in step with the file that other processes append to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.live: dict[Key, Part] = {}
        self.superseded: dict[str, datetime] = {}
        """File -> when the commit that replaced it was made."""
        self.position = 0
        """Number of commits read."""
        self._offset = 0
        self._last_line = b""
        self._stamp: tuple[int, int, int] | None = None

    def refresh(self) -> None:
        """Read what was committed since the last look.

        Raises:
            StoreError: the file can't be read, or is damaged before its last line.
        """
        try:
            status = self.path.stat()
        except FileNotFoundError:
            self._reset()
            return
        except OSError as error:
            raise StoreError(
                f"The manifest {self.path} can't be read: {error.strerror}. "
                "Mend its permissions or choose another home with --home."
            ) from error
        # Any of the three may stay the same by chance: a copy restored in place, a line of equal length.
        stamp = status.st_ino, status.st_size, status.st_mtime_ns
        if stamp == self._stamp:
            return
        if not self._continues():
            # Restored from a backup, or a line that was read has been taken back since: its fsync had failed.
            self._reset()
        self._read()
        self._stamp = stamp

    def append(self, parts: Sequence[Part]) -> None:
        """Commit `parts` in one line; the caller holds the commit lock and has called `refresh`.

        Raises:
            StoreError: the line could not be made durable; nothing is committed then.
        """
        line = _encode(
            {
                "n": self.position + 1,
                "at": datetime.now(UTC).isoformat(timespec="seconds"),  # for the grace period only
                "parts": [{**asdict(part), "day": part.day.isoformat()} for part in parts],
            }
        )
        try:
            created = not self.path.exists()
            # Unbuffered: a buffer would be written again on closing, after a failed line was taken back.
            with self.path.open("ab", buffering=0) as file:
                self._heal(file.fileno())
                try:
                    rest = memoryview(line)
                    while rest:
                        rest = rest[file.write(rest) :]
                    os.fsync(file.fileno())
                except BaseException:
                    # Part of a line may be on disk; whether a later
                    # sync would still write it, nobody can say.
                    os.ftruncate(file.fileno(), self._offset)
                    raise
            if created:
                sync_folder(self.path.parent)
        except OSError as error:
            raise StoreError(
                f"The commit can't be written to {self.path}: {error.strerror}. Nothing was committed; "
                "what was there is untouched. Free space or mend permissions, then run it again."
            ) from error
        self.refresh()

    def loose_end(self) -> bytes:
        """What follows the last commit: nothing, a torn line, or what is no line of ours; after `refresh`."""
        if not self.path.exists():
            return b""
        with self.path.open("rb") as file:
            file.seek(self._offset)
            return file.read()

    def _heal(self, descriptor: int) -> None:
        torn = self.loose_end()
        if not torn:
            return
        with self.path.with_suffix(".torn").open("ab") as kept:
            kept.write(torn + b"\n")
        log.warning(
            "%s ended in %d bytes of a commit that was cut off (a kill or a power cut); it never counted. "
            "The bytes are kept in %s.",
            self.path,
            len(torn),
            kept.name,
        )
        os.ftruncate(descriptor, self._offset)

    def _continues(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(self._offset - len(self._last_line))
            return file.read(len(self._last_line)) == self._last_line

    def _reset(self) -> None:
        self.live.clear()
        self.superseded.clear()
        self.position = self._offset = 0
        self._last_line = b""
        self._stamp = None

    def _read(self) -> None:
        with self.path.open("rb") as file:
            file.seek(self._offset)
            content = file.read()
        for line, is_last in _lines(content):
            commit = _decode(line)
            if commit is None and is_last:
                return
            # A checksum can't tell that a whole line is missing; the number can.
            if commit is None or commit["n"] != self.position + 1:
                raise StoreError(
                    f"The manifest {self.path} is damaged at byte {self._offset} ({self.position} commits). "
                    "Restore it from a backup, or move the store away and run `wattwire process`: "
                    "everything is made again from the landing zone."
                )
            self._apply(commit)
            self._offset += len(line)
            self._last_line = line

    def _apply(self, commit: dict[str, Any]) -> None:
        at = datetime.fromisoformat(commit["at"])
        for item in commit["parts"]:
            part = Part(**{**item, "day": date.fromisoformat(item["day"])})
            before = self.live.get(part.key)
            if before is not None:
                self.superseded[before.file] = at
            self.live[part.key] = part
        self.position = commit["n"]


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable (a rename is lost in a power cut otherwise)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lines(content: bytes) -> Iterator[tuple[bytes, bool]]:
    lines = io.BytesIO(content).readlines()  # by newlines only; a torn end may hold any other byte
    for number, line in enumerate(lines, 1):
        yield line, number == len(lines)


def _encode(commit: dict[str, Any]) -> bytes:
    payload = json.dumps(commit, separators=(",", ":")).encode()
    return _PREFIX + _checksum(payload) + _MIDDLE + payload + b"}\n"


def _decode(line: bytes) -> dict[str, Any] | None:
    start = len(_PREFIX) + _SUM_HEX + len(_MIDDLE)
    payload = line[start:-2]
    # The whole line, its frame included: a torn one may well hold a payload that parses.
    if line != _PREFIX + _checksum(payload) + _MIDDLE + payload + b"}\n":
        return None
    commit: dict[str, Any] = json.loads(payload)
    return commit


def _checksum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_SUM_HEX // 2).hexdigest().encode()
