"""The records of a WARC file, whole or damaged, as blocks of bytes.

Belongs here: finding, bounding and checking records, and going on after damage. Does not belong here: what
a record means (`reader.py`).
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord

from crawler.landing.members import HEAD, Form, form_of, loose_end, next_record
from crawler.landing.records import MAX_PAYLOAD, Damage

_MAX_BLOCK = MAX_PAYLOAD + 1024 * 1024  # the HTTP header and the marks of chunks come on top
_MAX_DIGITS = 20  # of a length: more than 64 bits hold, and Python refuses to convert thousands of digits


@dataclass(frozen=True, slots=True)
class Block:
    """A whole record."""

    offset: int
    headers: dict[str, str]
    """WARC header, names in lower case."""
    date: datetime | None
    """WARC-Date in UTC; None where it is missing or no time."""
    content: bytes


@dataclass(frozen=True, slots=True)
class _GoOn:
    """Where to read on after damage; `gap` describes damage that has no place of its own yet."""

    start: int | None
    gap: str | None = None


def read_blocks(path: Path) -> Iterator[Block | Damage]:
    """Records in order, and a damage for each stretch that can't be read.

    fastwarc takes a header that is cut off for a whole one, and a file that ends inside a gzip header for a
    whole file; so every length is checked here, and so is the end of the file.

    Raises:
        OSError: the file is missing or can't be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        form, go_on = form_of(head), _GoOn(0)
        if form is None:
            evidence = f"the file begins with {head[:20]!r}, no WARC record" if head else "the file is empty"
            yield Damage(offset=0, reason="unreadable", evidence=evidence)
            found = [(at, form) for form in Form if head and (at := next_record(path, form, 0))]
            if not found:
                return
            start, form = min(found, key=lambda place: place[0])
            go_on = _GoOn(start)
        while go_on.start is not None:
            go_on = yield from _stretch(path, file, form, go_on)


def _stretch(path: Path, file: BinaryIO, form: Form, begin: _GoOn) -> Generator[Block | Damage, None, _GoOn]:
    """Blocks up to the end of the file or the next damage."""
    start = last = begin.start or 0
    gap, any_read = begin.gap, False
    file.seek(start)
    # HTTP is read in `decoding`, which bounds memory and goes by what recorders really wrote.
    records = iter(ArchiveIterator(file, parse_http=False))
    while True:
        try:
            record = next(records, None)
        except OSError as error:
            _reraise_if_of_the_disk(error)
            following = next_record(path, form, last)
            if any_read and following is not None:
                return _GoOn(following, str(error))
            place = "after the record here: " if any_read else ""
            yield Damage(offset=last, reason="unreadable", evidence=place + str(error))
            return _GoOn(following)
        if record is None:
            # fastwarc takes an empty member for the end of the file.
            following = next_record(path, form, last) if form is not Form.PLAIN else None
            if following is not None:
                return _GoOn(following, gap)
            break
        if gap is not None:
            yield Damage(
                offset=start, reason="unreadable", evidence=f"in the bytes before this record: {gap}"
            )
        gap, any_read, last = None, True, record.stream_pos
        block = _block(record)
        yield block
        if isinstance(block, Damage):
            # What is too large is skipped, unless its length reaches over records that are there.
            beyond = last + record.content_length > path.stat().st_size
            following = next_record(path, form, last)
            if block.reason != "too-large" or (following is not None and (form is not Form.PLAIN or beyond)):
                return _GoOn(following)
    file.seek(last)
    # A file packed as a whole has no mark at its last record, and is looked at from its beginning.
    by_record = file.read(len(form.value)) == form.value
    end = loose_end(path, form, last if by_record else 0)
    if end is None:
        if start == 0 and not any_read:
            yield Damage(offset=0, reason="unreadable", evidence="no record in the whole file")
        return _GoOn(None)
    yield Damage(offset=end, reason="truncated", evidence="the compressed data ends inside a record")
    return _GoOn(next_record(path, form, end))


def _block(record: WarcRecord) -> Block | Damage:
    offset = record.stream_pos
    # Backwards, so that of a repeated name the first one counts.
    headers = {name.lower(): value for name, value in reversed(record.headers.to_tuples())}
    url = headers.get("warc-target-uri")
    if any("\n" in value for value in headers.values()):
        # fastwarc takes such lines for one value, up to the next line that ends as it must.
        evidence = "lines of the record's header end without a carriage return"
        return Damage(offset=offset, reason="unreadable", evidence=evidence)
    length = headers.get("content-length", "")
    # `isdigit` alone takes `²`, which `int` refuses.
    if not (length.isascii() and length.isdigit()):
        evidence = f"the record's header has no length, only {', '.join(headers) or 'nothing'}"
        return Damage(offset=offset, reason="truncated", evidence=evidence, url=url)
    if len(length) > _MAX_DIGITS or int(length) > _MAX_BLOCK:
        evidence = f"{length[:_MAX_DIGITS]} bytes, {_MAX_BLOCK} are read at most"
        return Damage(offset=offset, reason="too-large", evidence=evidence, url=url)
    try:
        content = record.reader.read()
    except OSError as error:
        _reraise_if_of_the_disk(error)
        return Damage(offset=offset, reason="unreadable", evidence=str(error), url=url)
    if len(content) < int(length):
        evidence = f"{len(content)} of {length} bytes"
        return Damage(offset=offset, reason="truncated", evidence=evidence, url=url)
    return Block(offset, headers, _utc(record.record_date), content)


def _utc(at: datetime | None) -> datetime | None:
    try:
        return at.astimezone(UTC) if at else None
    except OverflowError:  # a time of the year 1 or 9999 that lies outside the calendar in UTC
        return None


def _reraise_if_of_the_disk(error: OSError) -> None:
    # fastwarc raises OSError for broken content, too, but then without a number of the operating system.
    if error.errno is not None:
        raise error
