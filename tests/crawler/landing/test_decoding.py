"""HTTP answers as recorders store them: whole, encoded, wrongly labelled, broken."""

import gzip
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
import zstandard
from fastwarc.stream_io import BrotliWriter
from hypothesis import given
from hypothesis import strategies as st

from crawler.landing.decoding import DecodingError, read_answer, read_status
from crawler.landing.records import MAX_PAYLOAD
from tests.crawler.landing.warcs import message

BODIES = st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode))


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def brotli(body: bytes) -> bytes:
    out = BytesIO()
    writer = BrotliWriter(out)
    writer.write(body)
    writer.close()
    return out.getvalue()


def chunked(body: bytes, size: int = 7) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nTrailer: x\r\n\r\n"


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli,
    "zstd": zstandard.compress,
}


@given(BODIES, st.sampled_from(sorted(set(PACKERS) - {"br"})), st.booleans())
def test_encodings_come_off(body: bytes, coding: str, in_chunks: bool) -> None:
    packed = PACKERS[coding](body)
    headers = [f"Content-Encoding: {coding}"]
    if in_chunks:
        packed, headers = chunked(packed), [*headers, "Transfer-Encoding: chunked"]
    assert read_answer(message(packed, *headers)).body == body


@given(BODIES)
def test_brotli_comes_off_what_is_no_text(body: bytes) -> None:
    packed = brotli(body)
    # Brotli has no mark: what begins like text is taken as text that lost its encoding.
    assert read_answer(message(packed, "Content-Encoding: br")).body in (body, packed)


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_a_page_is_decoded(coding: str) -> None:
    page = "<html><p>Strom für Rechenzentren</p></html>".encode() * 50
    assert read_answer(message(PACKERS[coding](page), f"Content-Encoding: {coding}")).body == page
    both = message(
        chunked(PACKERS[coding](page)), f"content-encoding: {coding}", "transfer-encoding: Chunked"
    )
    assert read_answer(both).body == page


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "utf-8", "identity"])
def test_a_label_that_outlived_its_encoding(coding: str) -> None:
    page = b"\n<!doctype html><p>plain"
    headers = [f"Content-Encoding: {coding}", "Transfer-Encoding: chunked"]
    assert read_answer(message(page, *headers)).body == page


def test_bare_deflate_and_two_encodings() -> None:
    page = b"<p>" + b"power" * 99
    assert read_answer(message(raw_deflate(page), "Content-Encoding: deflate")).body == page
    twice = brotli(gzip.compress(page))
    assert read_answer(message(twice, "Content-Encoding: gzip, br")).body == page


def test_several_gzip_members_and_padding() -> None:
    packed = gzip.compress(b"<p>one") + gzip.compress(b" two") + b"\0\0\0"
    assert read_answer(message(packed, "Content-Encoding: gzip")).body == b"<p>one two"


@pytest.mark.parametrize("coding", sorted(PACKERS))
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_body_that_breaks_off(coding: str, kept: float) -> None:
    page = bytes(range(256)) * 40
    packed = PACKERS[coding](page)
    block = message(packed[: int(len(packed) * kept)], f"Content-Encoding: {coding}")
    with pytest.raises(DecodingError) as caught:
        read_answer(block)
    assert caught.value.reason == "bad-encoding"


def test_chunks_that_break_off() -> None:
    with pytest.raises(DecodingError, match="chunked"):
        read_answer(message(chunked(b"<p>power")[:-16], "Transfer-Encoding: chunked"))


def test_unknown_encoding() -> None:
    with pytest.raises(DecodingError, match="unknown encoding 'lzma'"):
        read_answer(message(b"\xfd7zXZ\x00\x00", "Content-Encoding: lzma"))


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_a_bomb_is_refused(coding: str) -> None:
    bomb = PACKERS[coding](bytes(MAX_PAYLOAD + 1))
    assert len(bomb) < MAX_PAYLOAD / 100
    with pytest.raises(DecodingError, match="more than 16777216 bytes") as caught:
        read_answer(message(bomb, f"Content-Encoding: {coding}"))
    assert caught.value.reason == "too-large"


@pytest.mark.parametrize(
    ("header", "media_type", "charset"),
    [
        ("Content-Type: text/html; charset=UTF-8", "text/html", "utf-8"),
        ("content-type:TEXT/HTML;Charset = 'ISO-8859-1'", "text/html", "iso-8859-1"),
        ('Content-Type: text/html; boundary=x; charset="shift_jis"', "text/html", "shift_jis"),
        ("Content-Type: text/html;charset=", "text/html", None),
        ("Content-Type: ; charset=gbk", None, "gbk"),
        ("Content-Type: application/xhtml+xml", "application/xhtml+xml", None),
        ("X-Other: charset=utf-8", None, None),
    ],
)
def test_media_type_and_charset(header: str, media_type: str | None, charset: str | None) -> None:
    answer = read_answer(message(b"a", header))
    assert (answer.content_type, answer.charset) == (media_type, charset)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("HTTP/1.1 200 OK", 200),
        ("HTTP/2 404", 404),
        ("HTTP/1.0 301 ", 301),
        ("HTTP/1.1  503 Wartung läuft", 503),
    ],
)
def test_status_lines(line: str, status: int) -> None:
    assert read_answer(message(b"", status=line)).status == status
    assert read_status(message(b"", status=line)) == status


def test_line_feeds_alone_end_a_header() -> None:
    answer = read_answer(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>a\n\nb")
    assert (answer.content_type, answer.body) == ("text/html", b"<p>a\n\nb")


def test_a_header_without_fields() -> None:
    assert read_answer(b"HTTP/1.1 204 No Content\r\n\r\n").body == b""


@pytest.mark.parametrize(
    "block", [b"", b"<html>", b"HTTP/1.1 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n", b"\0" * 99]
)
def test_no_http(block: bytes) -> None:
    with pytest.raises(DecodingError) as caught:
        read_answer(block)
    assert caught.value.reason == "bad-http"


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "chunked", "x"]))
def test_any_bytes_are_read_or_refused(body: bytes, coding: str) -> None:
    outcomes = set()
    for block in (body, message(body, f"Content-Encoding: {coding}", f"Transfer-Encoding: {coding}")):
        try:
            outcomes.add(type(read_answer(block).body).__name__)
        except DecodingError as error:
            outcomes.add(error.reason)
    assert outcomes <= {"bytes", "bad-http", "bad-encoding", "too-large"}
