"""The body of a recorded HTTP answer: header and body apart, transfer and content encodings removed.

Belongs here: pure functions from bytes to bytes with a bound on memory. Does not belong here: WARC
(`reader.py`) and characters; what the bytes mean is for the page reader.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from fastwarc.stream_io import BrotliReader, ZstdReader

from crawler.landing.records import MAX_PAYLOAD, DamageReason

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: [^\r\n]*)?\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_MAX_HEAD = 256 * 1024  # ten times what Common Crawl and browsers accept; a longer one is no header


class DecodingError(ValueError):
    """A block that is no usable HTTP answer; `reason` is that of a `Damage`."""

    def __init__(self, reason: DamageReason, message: str) -> None:
        super().__init__(message)
        self.reason: DamageReason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer without its wrapping."""

    status: int
    content_type: str | None
    charset: str | None
    body: bytes


def read_answer(block: bytes) -> Answer:
    """An HTTP message as recorded in a WARC response.

    Recorders differ: many remove an encoding but keep the header that names it. So a body that does not
    begin like the encoding it claims is taken as it stands.

    Raises:
        DecodingError: no HTTP status line, no end of the header, a body that breaks off inside its encoding
            or is larger than `MAX_PAYLOAD`.
    """
    start = _STATUS.match(block)
    if not start:
        raise DecodingError("bad-http", f"no HTTP status line but {block[:60]!r}")
    end = _HEAD_END.search(block, start.end() - 2, start.end() + _MAX_HEAD)
    if not end:
        raise DecodingError("bad-http", f"no end of the HTTP header in {min(len(block), _MAX_HEAD)} bytes")
    headers = _headers(block[start.end() : end.start()])
    body = block[end.end() :]
    for coding in (*_codings(headers, "transfer-encoding"), *_codings(headers, "content-encoding")):
        body = _DECODERS.get(coding, _unknown(coding))(body)
    media_type = headers.get("content-type", "")
    charset = _CHARSET.search(media_type)
    return Answer(
        status=int(start[1]),
        content_type=media_type.partition(";")[0].strip().lower() or None,
        charset=charset[1].lower() if charset else None,
        body=body,
    )


def read_status(block: bytes) -> int | None:
    """Status of a recorded HTTP header, as in a revisit; None where there is none."""
    start = _STATUS.match(block)
    return int(start[1]) if start else None


def _headers(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _codings(headers: dict[str, str], name: str) -> list[str]:
    # The last one named was applied last, so it comes off first (RFC 9110, section 8.4).
    return [coding.strip().lower() for coding in reversed(headers.get(name, "").split(",")) if coding.strip()]


def _identity(body: bytes) -> bytes:
    return body


def _unknown(coding: str) -> Callable[[bytes], bytes]:
    def refuse(body: bytes) -> bytes:
        if _like_text(body):  # servers have sent the charset here
            return body
        raise DecodingError("bad-encoding", f"unknown encoding {coding!r}, body begins {body[:20]!r}")

    return refuse


def _chunked(body: bytes) -> bytes:
    # Not fastwarc's reader: it refuses the extensions that RFC 9112, section 7.1.1, allows behind a length.
    if not _CHUNK.match(body):
        return body
    parts: list[bytes] = []
    at = 0
    while head := _CHUNK.match(body, at):
        size = int(head[1], 16)
        at = head.end() + size + 2
        if size == 0:
            return b"".join(parts)
        parts.append(body[head.end() : at - 2])
    raise DecodingError("bad-encoding", f"chunked: no chunk at byte {at} of {len(body)}")


def _gzip(body: bytes) -> bytes:
    return _inflate(body, 31, "gzip") if body.startswith(b"\x1f\x8b") else body


def _deflate(body: bytes) -> bytes:
    # Servers send either zlib data, as the standard says, or bare deflate data; text is neither.
    if body[:1] == b"\x78" and int.from_bytes(body[:2], "big") % 31 == 0:
        return _inflate(body, 15, "deflate")
    return body if _like_text(body) else _inflate(body, -15, "deflate")


def _inflate(body: bytes, window: int, name: str) -> bytes:
    parts, size = [], 0
    while body:
        stream = zlib.decompressobj(window)
        try:
            parts.append(stream.decompress(body, MAX_PAYLOAD + 1 - size))
        except zlib.error as error:
            raise DecodingError("bad-encoding", f"{name}: {error}") from error
        size += len(parts[-1])
        _check_size(size)
        if not stream.eof:
            raise DecodingError("bad-encoding", f"{name}: the body ends after {size} decoded bytes")
        # Another member may follow; anything else after the end is padding, which browsers ignore, too.
        body = stream.unused_data if stream.unused_data.startswith(b"\x1f\x8b") else b""
    return b"".join(parts)


def _brotli(body: bytes) -> bytes:
    # Brotli has no mark to recognise it by.
    return body if _like_text(body) else _bounded(BrotliReader(BytesIO(body)), "br")


def _zstd(body: bytes) -> bytes:
    return _bounded(ZstdReader(BytesIO(body)), "zstd") if body.startswith(b"\x28\xb5\x2f\xfd") else body


def _bounded(reader: BrotliReader | ZstdReader, name: str) -> bytes:
    try:
        decoded: bytes = reader.read(MAX_PAYLOAD + 1)
    except OSError as error:
        raise DecodingError("bad-encoding", f"{name}: {error}") from error
    _check_size(len(decoded))
    return decoded


def _check_size(size: int) -> None:
    if size > MAX_PAYLOAD:
        raise DecodingError("too-large", f"more than {MAX_PAYLOAD} bytes after decoding")


def _like_text(body: bytes) -> bool:
    head = body[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    return not head or head[:1] in b"<{[" or (head.isascii() and head.decode().isprintable())


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "identity": _identity,
    "chunked": _chunked,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
