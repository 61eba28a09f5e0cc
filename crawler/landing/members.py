"""Where records begin in a WARC file, found by their marks, and where its last whole member ends.

Belongs here: search over the bytes of a file. Does not belong here: reading a record (`reader.py`).
"""

import zlib
from enum import Enum
from mmap import ACCESS_READ, mmap
from pathlib import Path

import zstandard

_STEP = 512
"""Bytes unpacked at once: zstd makes 128 KiB of 4 bytes, so 16 MiB of a step at most; deflate 1,032 of one."""
_VERSION = b"WARC/"
HEAD = 128 * 1024 + 64
"""Bytes that are enough to recognise the beginning of a record: zstd gives out nothing before a whole block is
in, which has 128 KiB at most (RFC 8878, section 3.1.1.2.3), with a header of up to 21 bytes before it."""


class Form(Enum):
    """How the records of a file are packed; the value is the mark that each one begins with."""

    # With the method, deflate being the only one: two bytes alone occur too often inside packed data.
    GZIP = b"\x1f\x8b\x08"
    ZSTD = b"\x28\xb5\x2f\xfd"
    PLAIN = b"WARC/"


def form_of(head: bytes) -> Form | None:
    """How a file is packed, by its first bytes; None for what is no WARC file."""
    return next((form for form in Form if head.startswith(form.value)), None)


def begins_record(form: Form, head: bytes) -> bool:
    """Whether bytes are the beginning of a record: `HEAD` of them tell, fewer may not."""
    # Only the first bytes are unpacked, so that damage further on does not hide the beginning.
    try:
        if form is Form.GZIP:
            head = zlib.decompressobj(31).decompress(head, len(_VERSION))
        elif form is Form.ZSTD:
            head = zstandard.ZstdDecompressor().stream_reader(head).read(len(_VERSION))
    except (zlib.error, zstandard.ZstdError):
        return False
    return head.startswith(_VERSION)


def next_record(path: Path, form: Form, after: int) -> int | None:
    """Offset of the first record that begins behind a position; None if there is none."""
    # mmap refuses an empty file; whoever asks has read a first byte of this one.
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        at = data.find(form.value, after + 1)
        while at >= 0:
            at_line_start = form is not Form.PLAIN or data[at - 1 : at] == b"\n"
            if at_line_start and begins_record(form, data[at : at + HEAD]):
                return at
            at = data.find(form.value, at + 1)
    return None


def loose_end(path: Path, form: Form, start: int) -> int | None:
    """Offset of what follows the last whole member of a packed file; None if the file ends with a whole one.

    Args:
        path: the file.
        form: how it is packed. In a plain file every ending is seen by the record reader, so None.
        start: where a member begins.
    """
    if form is Form.PLAIN:
        return None
    with path.open("rb") as file:
        file.seek(start)
        data = file.read(_STEP)
        while data:
            member, whole = _unpacker(form), False
            while data and not whole:
                try:
                    member.decompress(data)
                except (zlib.error, zstandard.ZstdError):
                    return start
                whole = member.eof
                data = member.unused_data if whole else file.read(_STEP)
            if not whole:
                return start
            start = file.tell() - len(data)
            data = data or file.read(_STEP)
    return None


def _unpacker(form: Form) -> "zlib._Decompress | zstandard.ZstdDecompressionObj":
    return zlib.decompressobj(31) if form is Form.GZIP else zstandard.ZstdDecompressor().decompressobj()
