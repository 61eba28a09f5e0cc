"""WARC files of other recorders: their spellings, their kinds of records, their encodings, their faults."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from warcio.warcwriter import WARCWriter

from crawler.landing.importing import land_file
from crawler.landing.reader import read_landed
from crawler.landing.records import MAX_PAYLOAD, Damage, Landed
from crawler.landing.rows import LINE_TYPE
from tests.crawler.landing.warcs import DAY, damages, foreign, message, pages, record

ADDRESS = "https://other.test/a"
HTTP = "Content-Type: application/http; msgtype=response"
AT = "WARC-Date: 2026-11-23T10:15:00Z"
PAGE = message(b"<p>grid", "Content-Type: text/html")
GOOD = record("response", message(b"<p>next"), f"WARC-Target-URI: {ADDRESS}/next", HTTP, AT)
"""A page that follows what is tested: whatever that was, this one must come out."""


def read(folder: Path, *records: bytes) -> list[Landed | Damage]:
    """What a file of these records and a good page gives, that page apart."""
    path = folder / "x.warc"
    path.write_bytes(b"".join(records) + GOOD)
    *items, last = read_landed(path)
    assert isinstance(last, Landed)
    assert (last.url, last.payload) == (f"{ADDRESS}/next", b"<p>next")
    return items


def page(folder: Path, *records: bytes) -> Landed:
    (item,) = read(folder, *records)
    assert isinstance(item, Landed), item
    return item


def damage(folder: Path, *records: bytes) -> Damage:
    (item,) = read(folder, *records)
    assert isinstance(item, Damage), item
    return item


def test_a_file_as_wget_writes_it(tmp_path: Path) -> None:
    """Addresses in brackets, a request before each answer, the log of the run as a resource at the end."""
    brackets = f"WARC-Target-URI: <{ADDRESS}>"
    found = page(
        tmp_path,
        record("warcinfo", b"software: Wget/1.21 (linux-gnu)\r\n", AT, version="WARC/1.0"),
        record("request", b"GET /a HTTP/1.1\r\n\r\n", brackets, AT, "Content-Type: application/http;msgtype=request"),
        record("response", PAGE, brackets, AT, "Content-Type: application/http;msgtype=response", version="WARC/1.0"),
        record("resource", b"log", "WARC-Target-URI: <metadata://gnu.org/wget>", AT, "Content-Type: text/plain"),
        record("metadata", b"urn", "WARC-Target-URI: <metadata://gnu.org/x>", AT, "Content-Type: text/plain"),
    )  # fmt: skip
    assert (found.url, found.status, found.payload, found.kind) == (ADDRESS, 200, b"<p>grid", "page")


@pytest.mark.parametrize(("compressed", "suffix"), [(True, ".warc.gz"), (False, ".warc")])
def test_a_file_as_fastwarc_writes_it(tmp_path: Path, compressed: bool, suffix: str) -> None:
    out = BytesIO()
    for n in range(3):
        made = WarcRecord()
        made.init_headers(WarcRecordType.response, b"<urn:uuid:%d>" % n)
        made.headers["WARC-Target-URI"] = f"{ADDRESS}/{n}"
        made.headers["WARC-Date"] = "2026-11-23T10:15:00Z"
        made.headers["Content-Type"] = "application/http; msgtype=response"
        made.set_bytes_content(message(b"<p>%d" % n, "Content-Type: text/html"))
        if compressed:
            member = BytesIO()
            stream = GzipWriter(member)
            made.write(stream)
            stream.close()
            out.write(member.getvalue())
        else:
            made.write(out)
    path = tmp_path / "any-name"
    path.write_bytes(out.getvalue())
    unit = land_file(path, tmp_path / "landing", DAY)
    assert unit.path.name.endswith(suffix)
    assert [(one.url, one.payload) for one in pages(unit.path)] == [
        (f"{ADDRESS}/{n}", b"<p>%d" % n) for n in range(3)
    ]
    assert damages(unit.path) == []


@pytest.mark.parametrize("version", ["WARC/0.18", "WARC/1.0", "WARC/1.1"])
def test_every_version_is_read(tmp_path: Path, version: str) -> None:
    assert page(tmp_path, record("response", PAGE, f"WARC-Target-URI: {ADDRESS}", HTTP, AT, version=version))


def test_names_of_headers_have_no_case_and_the_first_of_two_counts(tmp_path: Path) -> None:
    block = message(b"<p>a", "CONTENT-TYPE: TEXT/HTML; CHARSET=UTF-8", "content-type: text/plain")
    found = page(
        tmp_path,
        record(
            "response", block, f"warc-target-uri: {ADDRESS}", "WARC-TARGET-URI: https://evil.test/", HTTP, AT
        ),
    )
    assert (found.url, found.content_type, found.charset) == (ADDRESS, "text/html", "utf-8")


def test_a_record_without_a_media_type_is_taken_by_its_kind(tmp_path: Path) -> None:
    assert page(tmp_path, record("response", PAGE, f"WARC-Target-URI: {ADDRESS}", AT)).payload == b"<p>grid"


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("response", ["Content-Type: text/dns", "WARC-Target-URI: dns:other.test"]),
        ("response", ["Content-Type: application/gemini", "WARC-Target-URI: gemini://other.test/"]),
        ("resource", ["Content-Type: text/html", f"WARC-Target-URI: {ADDRESS}"]),
        ("conversion", ["Content-Type: text/plain", f"WARC-Target-URI: {ADDRESS}"]),
        ("continuation", [f"WARC-Target-URI: {ADDRESS}", "WARC-Segment-Number: 2"]),
        ("metadata", ["Content-Type: application/warc-fields", f"WARC-Target-URI: {ADDRESS}"]),
        ("request", ["Content-Type: application/http; msgtype=request", f"WARC-Target-URI: {ADDRESS}"]),
        ("screenshot", ["Content-Type: image/png", f"WARC-Target-URI: {ADDRESS}"]),
    ],
)
def test_records_that_hold_no_http_answer_are_passed_over(
    tmp_path: Path, kind: str, headers: list[str]
) -> None:
    assert read(tmp_path, record(kind, b"20261123101500\nother.test 60 IN A 192.0.2.1", *headers, AT)) == []


def test_the_first_segment_of_a_record_is_no_whole_page(tmp_path: Path) -> None:
    first = record("response", PAGE[:-3], f"WARC-Target-URI: {ADDRESS}", "WARC-Segment-Number: 1", HTTP, AT)
    rest = record("continuation", PAGE[-3:], f"WARC-Target-URI: {ADDRESS}", "WARC-Segment-Number: 2", AT)
    found = damage(tmp_path, first, rest)
    assert (found.reason, found.url, found.offset) == ("truncated", ADDRESS, 0)
    assert found.evidence == "segment 1 of a record that its recorder cut into several"


@pytest.mark.parametrize("reason", ["length", "time", "disconnect", "unspecified"])
def test_what_the_recorder_says_it_cut_off_is_a_damage_with_its_word(tmp_path: Path, reason: str) -> None:
    found = damage(
        tmp_path,
        record("response", PAGE, f"WARC-Target-URI: {ADDRESS}", f"WARC-Truncated: {reason}", HTTP, AT),
    )
    assert (found.reason, found.evidence) == ("truncated", f"its recorder cut it off: {reason}")


@pytest.mark.parametrize(
    "digests",
    [
        [],
        ["WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
        ["WARC-Block-Digest: sha256:00", "WARC-Payload-Digest: md5:unknown"],
    ],
)
def test_digests_are_not_asked_for(tmp_path: Path, digests: list[str]) -> None:
    """Recorders compute them over what they received or over what they stored; a wrong one says little."""
    made = record("response", PAGE, f"WARC-Target-URI: {ADDRESS}", HTTP, AT, *digests)
    assert page(tmp_path, made).payload == b"<p>grid"


@pytest.mark.parametrize(
    ("profile", "block", "status"),
    [
        ("identical-payload-digest", b"HTTP/1.1 200 OK\r\nETag: x\r\n\r\n", 200),
        ("identical-payload-digest", b"", None),
        ("server-not-modified", b"HTTP/1.1 304 Not Modified\r\n\r\n", 304),
        ("server-not-modified", b"HTTP/1.1 304 Not Modified", None),
    ],
)
def test_a_revisit_of_either_profile_has_no_body(
    tmp_path: Path, profile: str, block: bytes, status: int | None
) -> None:
    found = page(
        tmp_path,
        record(
            "revisit", block, f"WARC-Target-URI: {ADDRESS}", HTTP, AT,
            f"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/{profile}",
        ),
    )  # fmt: skip
    assert (found.kind, found.status, found.payload, found.url) == ("revisit", status, b"", ADDRESS)


@pytest.mark.parametrize("kind", ["response", "revisit"])
@pytest.mark.parametrize("address", [[], ["WARC-Target-URI: "], ["WARC-Target-URI: <>"]])
def test_an_answer_without_an_address_is_a_damage(tmp_path: Path, kind: str, address: list[str]) -> None:
    found = damage(tmp_path, record(kind, PAGE, *address, HTTP, AT))
    assert (found.reason, found.evidence, found.url) == ("no-url", f"a {kind} without WARC-Target-URI", None)


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("2026-11-23T10:15:00Z", datetime(2026, 11, 23, 10, 15, tzinfo=UTC)),
        ("2026-11-23T10:15:00.5Z", datetime(2026, 11, 23, 10, 15, 0, 500_000, tzinfo=UTC)),
        ("2026-11-23T10:15:00.123456789Z", datetime(2026, 11, 23, 10, 15, 0, 123_456, tzinfo=UTC)),
        ("2026-11-23T12:15:00+02:00", datetime(2026, 11, 23, 10, 15, tzinfo=UTC)),
        # A day is no moment of a fetch, and a clock time without a zone is no moment at all.
        ("2026-11-23", None),
        ("2026", None),
        ("2026-11-23T10:15:00", None),
        ("20261123101500", None),
        ("2026-13-45T10:15:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("", None),
    ],
)
def test_the_time_of_a_fetch_is_known_in_utc_or_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, date: str, at: datetime | None
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    made = record("response", PAGE, f"WARC-Target-URI: {ADDRESS}", HTTP, f"WARC-Date: {date}")
    assert page(tmp_path, made).fetched_at == at


@pytest.mark.parametrize("length", ["-5", "0x30", "+48", "48.0", "٤٨", "fifty"])
def test_a_length_that_is_no_number_is_a_damage(tmp_path: Path, length: str) -> None:
    made = record("response", PAGE, f"WARC-Target-URI: {ADDRESS}", HTTP, AT, length=length)
    found = damage(tmp_path, made)
    assert (found.reason, found.url) == ("truncated", ADDRESS)
    assert found.evidence.startswith("the record's header has no length, only ")
    assert found.evidence.endswith("warc-target-uri, content-length, warc-type")


@pytest.mark.parametrize("digits", [9, 20, 30, 5_000])
def test_a_length_beyond_all_bounds_is_a_damage_and_costs_one_record(tmp_path: Path, digits: int) -> None:
    made = record("response", PAGE, f"WARC-Target-URI: {ADDRESS}", HTTP, AT, length="9" * digits)
    first, *others = read(tmp_path, made)
    assert isinstance(first, Damage)
    assert (first.reason, first.offset, first.url) == ("too-large", 0, ADDRESS)
    assert first.evidence == f"{'9' * min(digits, 20)} bytes, 17825792 are read at most"
    assert [type(other) for other in others] in ([], [Damage])


@pytest.mark.parametrize("parameter", ["", "; line=x", "; line=" + "1" * 5_000, "; line=-3", "; lines=3"])
def test_a_row_without_its_number_is_a_row(tmp_path: Path, parameter: str) -> None:
    """Its media type says what it is; where it stood in its file is beside the point."""
    row = b'{"url": "https://other.test/r", "title": "Strom"}'
    made = record("resource", row, f"WARC-Target-URI: {ADDRESS}", f"Content-Type: {LINE_TYPE}{parameter}", AT)
    found = page(tmp_path, made)
    assert found.row is not None
    assert (found.kind, found.url, found.row.title, found.row.line) == (
        "row",
        "https://other.test/r",
        "Strom",
        0,
    )


def test_the_number_of_a_row_may_be_followed_by_another_parameter(tmp_path: Path) -> None:
    media = f"Content-Type: {LINE_TYPE.upper()}; LINE=31; charset=utf-8"
    found = damage(tmp_path, record("resource", b"{}", f"WARC-Target-URI: {ADDRESS}", media, AT))
    assert (found.reason, found.evidence) == ("bad-row", "line 31: url is missing")


def test_bytes_that_are_no_text_in_an_address_do_not_reach_a_table(tmp_path: Path) -> None:
    made = record("response", PAGE, "WARC-Target-URI: https://other.test/X", HTTP, AT)
    found = page(tmp_path, made.replace(b"test/X", b"test/\xff\xed\xa0\x80"))
    assert found.url == "https://other.test/\ufffd\ufffd\ufffd\ufffd"


def chunks(body: bytes) -> bytes:
    middle = len(body) // 2
    parts = (body[:middle], body[middle:])
    return b"".join(b"%X\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("outer", [gzip.compress, zstandard.compress, bytes])
@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_encodings_of_a_body_and_of_the_file_come_off_one_after_the_other(
    tmp_path: Path, outer: Callable[[bytes], bytes], coding: str
) -> None:
    text = "<p>Netzanschluss 电网 शक्ति</p>".encode() * 40
    packed = gzip.compress(text) if coding == "gzip" else zstandard.compress(text)
    block = message(chunks(packed), f"Content-Encoding: {coding}", "Transfer-Encoding: chunked")
    made = record("response", block, f"WARC-Target-URI: {ADDRESS}", HTTP, AT)
    path = tmp_path / "x"
    path.write_bytes(outer(made) + outer(GOOD))
    assert [one.payload for one in pages(path)] == [text, b"<p>next"]
    assert damages(path) == []


def test_a_body_packed_as_a_transfer_and_again_as_content(tmp_path: Path) -> None:
    text = b"<p>" + b"substation " * 99
    block = message(
        chunks(gzip.compress(gzip.compress(text))),
        "Content-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
    )
    assert page(tmp_path, record("response", block, f"WARC-Target-URI: {ADDRESS}", HTTP, AT)).payload == text


def test_a_body_that_breaks_off_in_its_chunks_is_a_damage(tmp_path: Path) -> None:
    block = message(chunks(b"<p>" + b"substation " * 99)[:-40], "Transfer-Encoding: chunked")
    found = damage(tmp_path, record("response", block, f"WARC-Target-URI: {ADDRESS}", HTTP, AT))
    assert (found.reason, found.url) == ("bad-encoding", ADDRESS)
    assert found.evidence.startswith("chunked: no chunk at byte ")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress, bytes])
def test_records_whose_lines_end_without_a_carriage_return_do_not_take_the_next_ones_along(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    block = b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>bare"
    bare = pack(record("response", block, f"WARC-Target-URI: {ADDRESS}", HTTP, AT, ends="\n"))
    path = tmp_path / "x"
    path.write_bytes(pack(GOOD) + bare + bare + pack(GOOD))
    assert [one.payload for one in pages(path)] == [b"<p>next", b"<p>next"]
    assert [(one.offset, one.reason, one.evidence) for one in damages(path)] == [
        (
            len(pack(GOOD)) + n * len(bare),
            "unreadable",
            "lines of the record's header end without a carriage return",
        )
        for n in range(2)
    ]


def test_a_folded_line_of_a_header_is_one_value(tmp_path: Path) -> None:
    made = record("response", PAGE, "WARC-Target-URI:", f"  {ADDRESS}", HTTP, AT)
    assert page(tmp_path, made).url == ADDRESS


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("place", range(3))
def test_an_empty_member_does_not_end_a_file(
    tmp_path: Path, pack: Callable[[bytes], bytes], place: int
) -> None:
    parts = [pack(GOOD), pack(GOOD + GOOD)]
    parts[place:place] = [pack(b""), pack(b"")]
    path = tmp_path / "x"
    path.write_bytes(b"".join(parts))
    assert [one.payload for one in pages(path)] == [b"<p>next"] * 3
    assert damages(path) == []


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress, bytes])
def test_a_length_that_reaches_over_the_next_records_costs_one_record(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    wrong = [
        pack(record("response", PAGE, f"WARC-Target-URI: {ADDRESS}", HTTP, AT, length=length))
        for length in ("1000", "99999999")
    ]
    path = tmp_path / "x"
    path.write_bytes(pack(GOOD) + wrong[0] + pack(GOOD) + wrong[1] + pack(GOOD))
    assert [one.payload for one in pages(path)] == [b"<p>next"] * 3
    assert [(one.reason, one.url) for one in damages(path)] == [
        ("truncated", ADDRESS),
        ("too-large", ADDRESS),
    ]


def test_a_record_that_is_too_large_hides_no_record_inside_it(tmp_path: Path) -> None:
    """A plain file that holds a download of another WARC file: its records are no pages of this crawl."""
    inner = b"\r\n" + GOOD * 3
    body = message(inner + bytes(MAX_PAYLOAD + 2 * 1024 * 1024), "Content-Type: application/warc")
    found = damage(tmp_path, record("response", body, f"WARC-Target-URI: {ADDRESS}", HTTP, AT))
    assert (found.reason, found.offset) == ("too-large", 0)


def test_an_answer_larger_than_its_header_says_is_taken_as_recorded(tmp_path: Path) -> None:
    """The lengths of HTTP are those on the wire; recorders remove encodings and keep the number."""
    block = message(b"<p>grid and more", "Content-Length: 3")
    found = page(tmp_path, record("response", block, f"WARC-Target-URI: {ADDRESS}", HTTP, AT))
    assert found.payload == b"<p>grid and more"


@pytest.mark.parametrize("kind", ["fetchTimeMs: 12\r\nvia: https://other.test/", "discovery-kind: feed", ""])
def test_fields_of_other_recorders_are_no_discovery(tmp_path: Path, kind: str) -> None:
    identity = "WARC-Record-ID: <urn:uuid:1>"
    about = "WARC-Concurrent-To: <urn:uuid:1>"
    found = page(
        tmp_path,
        record("response", PAGE, f"WARC-Target-URI: {ADDRESS}", identity, HTTP, AT),
        record("metadata", kind.encode(), about, "Content-Type: application/warc-fields", AT),
    )
    assert found.discovery is None


def test_records_of_one_writer_appended_to_anothers_are_all_read(tmp_path: Path) -> None:
    """Files are joined by `cat`: record by record packed, packed as a whole, with an empty member between."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "other"}))
    single = foreign([("response", message(b"<p>1"))])
    together = gzip.compress(
        foreign([("response", message(b"<p>2")), ("response", message(b"<p>3"))], gzip=False)
    )
    path = tmp_path / "joined.warc.gz"
    path.write_bytes(out.getvalue() + single + gzip.compress(b"") + together + gzip.compress(GOOD))
    assert [one.payload for one in pages(path)] == [b"<p>1", b"<p>2", b"<p>3", b"<p>next"]
    assert damages(path) == []
