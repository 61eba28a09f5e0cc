"""Lands what others collected: WARC files as they are, and lines of JSON.

Belongs here: copying into the landing zone, once for the same content. Does not belong here: reading a line
(`rows.py`) and what a declaration is (`declared.py`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from io import BytesIO
from os import getpid
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from warcio.warcwriter import WARCWriter

from crawler.landing.declared import Declared, write_declared
from crawler.landing.members import HEAD, Form, begins_record, form_of, loose_end
from crawler.landing.records import BadRow, LandingError, Row, Unit
from crawler.landing.rows import LINE_TYPE
from crawler.landing.units import claimed, day_folder, find_unit, settle

PART = ".part"
"""Ends the name of an import that is being copied; what a killed one leaves is thrown away."""

NOTHING = Declared()

_SUFFIX = {Form.GZIP: ".warc.gz", Form.ZSTD: ".warc.zst", Form.PLAIN: ".warc"}
_STEP = 1024 * 1024


def land_file(path: Path, landing: Path, day: date, declared: Declared = NOTHING) -> Unit:
    """Land a WARC file as it is; the unit of the same content if there is one, of whatever day and declaration.

    Raises:
        LandingError: the file is missing, empty, no WARC, or the landing zone can't be written.
    """
    try:
        with path.open("rb") as source:
            form = _form(path, source.read(HEAD))
            source.seek(0)
            with _part(landing, day) as (part, target):
                digest = sha256()
                while data := source.read(_STEP):
                    digest.update(data)
                    target.write(data)
                # Written out before the file is synced, which goes by a descriptor of its own.
                target.close()
                return _settle(
                    part, landing, day, f"import-{digest.hexdigest()[:16]}{_SUFFIX[form]}", declared
                )
    except OSError as error:
        raise LandingError(
            f"{path} can't be imported: {error.strerror or error} ({error.filename or path}). "
            "Nothing was landed. Check the path, the permissions and the space left."
        ) from error


def land_rows(
    rows: Iterable[Row | BadRow], landing: Path, day: date, name: str, declared: Declared = NOTHING
) -> Unit:
    """Land lines of JSON, good and bad, as records of one WARC file; the same lines give the same unit.

    Args:
        rows: see `rows.read_jsonl`.
        landing: the landing zone.
        day: the day they land on, UTC.
        name: of the file they came from, for the record.
        declared: what holds for a unit that was not there before.

    Raises:
        LandingError: there is no line, or the landing zone can't be written.
    """
    try:
        with _part(landing, day) as (part, target):
            digest, lines = sha256(), 0
            writer = WARCWriter(target, gzip=True, warc_version="WARC/1.1")
            info = {
                "software": "wattwire",
                "format": "WARC File Format 1.1",
                "description": f"lines of {name}",
            }
            writer.write_record(writer.create_warcinfo_record(name, info))
            for row in rows:
                lines += 1
                # With the line's end: else two files that cut the same bytes differently would be one unit.
                digest.update(row.raw + b"\n")
                _write_line(writer, row, day)
            if not lines:
                raise LandingError(
                    f"{name} holds no line. Nothing was landed. Give a file with one article a line."
                )
            target.close()
            return _settle(part, landing, day, f"import-{digest.hexdigest()[:16]}.warc.gz", declared)
    except OSError as error:
        raise LandingError(
            f"{name} can't be imported: {error.strerror or error} ({error.filename}). Nothing was landed. "
            "Check the permissions and the space left."
        ) from error


def _form(path: Path, head: bytes) -> Form:
    form = form_of(head)
    if form and begins_record(form, head):
        return form
    if head and len(head) < HEAD and _is_cut(path, head, form):
        raise LandingError(
            f"{path} is cut short, no WARC file but the beginning of one: it ends at byte {len(head)}, "
            "inside of its first record. Nothing was landed. Fetch the file again."
        )
    what = f"begins with {head[:16]!r}" if head else "is empty"
    raise LandingError(
        f"{path} is no WARC file: it {what}, where a record WARC/1.x, plain, gzip or zstd, must be. "
        "Nothing was landed. Check that it was downloaded whole; lines of JSON need the ending .jsonl."
    )


def _is_cut(path: Path, head: bytes, form: Form | None) -> bool:
    """Whether a file that doesn't begin a record is the beginning of one that might."""
    if form is None:
        return any(mark.value.startswith(head) for mark in Form)
    return loose_end(path, form, 0) == 0


@contextmanager
def _part(landing: Path, day: date) -> Iterator[tuple[Path, BinaryIO]]:
    path = day_folder(landing, day) / f"import-{getpid()}-{uuid4().hex[:8]}{PART}"
    with claimed(path):
        try:
            with path.open("xb") as file:
                yield path, file
        finally:
            path.unlink(missing_ok=True)


def _settle(part: Path, landing: Path, day: date, name: str, declared: Declared) -> Unit:
    source = name.partition(".")[0]
    # Only now, since the digest is known at the end of the copy; the part goes with its block.
    if landed := find_unit(landing, source):
        return landed
    unit = Unit(day, source, day_folder(landing, day) / name, None)
    # Before the file, which makes the unit: a kill between the two must not leave one that is taken undeclared.
    write_declared(unit, declared)
    settle(part, unit.path)
    return unit


def _write_line(writer: WARCWriter, row: Row | BadRow, day: date) -> None:
    url = row.url if isinstance(row, Row) else f"urn:wattwire:line:{row.line}"
    record = writer.create_warc_record(
        # The address as given may hold a line break, which would end the WARC header.
        "".join(url.split()),
        "resource",
        payload=BytesIO(row.raw),
        warc_content_type=f"{LINE_TYPE}; line={row.line}",
        # Nobody fetched it: the day of landing stands in for the date that WARC demands.
        warc_headers_dict={"WARC-Date": f"{day.isoformat()}T00:00:00Z"},
    )
    writer.write_record(record)
