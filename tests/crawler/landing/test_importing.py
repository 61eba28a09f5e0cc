"""Imports: WARC files as they are, lines of JSON good and bad, once for the same content."""

import gzip
import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.landing.importing import land_file, land_rows
from crawler.landing.records import MAX_PAYLOAD, BadRow, LandingError, Row
from crawler.landing.rows import parse_line, read_jsonl
from crawler.landing.units import landed_units
from tests.crawler.landing.warcs import DAY, crawl, damages, foreign, message, pages

PLAIN = foreign([("response", message(b"<p>a", "Content-Type: text/html"))], gzip=False)
URL = "https://nordpost.test/1"
TEXT = st.one_of(st.none(), st.text(max_size=40))
ROWS = st.fixed_dictionaries(
    {"url": st.sampled_from([URL, "https://a.test/ä b"]), "title": st.text(min_size=1).filter(str.strip)},
    optional=dict.fromkeys(["body", "lead", "outlet", "language"], TEXT)
    | {"authors": st.lists(st.text(), max_size=3), "other": st.integers()},
)


def line(**values: Any) -> bytes:  # noqa: ANN401
    return json.dumps({"url": URL, "title": "Strom"} | values).encode()


def row(**values: Any) -> Row:  # noqa: ANN401
    parsed = parse_line(line(**values), 1)
    assert isinstance(parsed, Row), parsed
    return parsed


def land(text: bytes, landing: Path, day: Any = DAY) -> Path:  # noqa: ANN401
    return land_rows(read_jsonl(BytesIO(text)), landing, day, "rows.jsonl").path


@pytest.mark.parametrize(
    ("data", "suffix"),
    [(PLAIN, ".warc"), (gzip.compress(PLAIN, mtime=0), ".warc.gz"), (zstandard.compress(PLAIN), ".warc.zst")],
)
def test_a_warc_file_is_copied_once(tmp_path: Path, data: bytes, suffix: str) -> None:
    given_file = tmp_path / "whatever.bin"
    given_file.write_bytes(data)
    unit = land_file(given_file, tmp_path / "landing", DAY)
    assert unit.path.read_bytes() == data
    assert unit.path.name.endswith(suffix)
    assert unit.source.startswith("import-")
    assert unit.ledger is None
    assert [page.payload for page in pages(unit.path)] == [b"<p>a"]
    assert land_file(given_file, tmp_path / "landing", DAY.replace(day=24)) == unit
    assert landed_units(tmp_path / "landing") == [unit]
    assert [path.name for path in unit.path.parent.iterdir()] == [unit.path.name]


@pytest.mark.parametrize("layout", ["one frame", "frames of 50 kB", "a frame per record"])
def test_pages_of_real_size_packed_by_zstd_in_any_layout_land_and_are_read(
    tmp_path: Path, layout: str
) -> None:
    bodies = [Random(n).randbytes(30_000 * n).hex().encode() for n in range(1, 5)]
    records = [foreign([("response", message(body))], gzip=False) for body in bodies]
    whole = b"".join(records)
    frames = {
        "one frame": [whole],
        "frames of 50 kB": [whole[at : at + 50_000] for at in range(0, len(whole), 50_000)],
        "a frame per record": records,
    }[layout]
    given_file = tmp_path / "pages.warc.zst"
    given_file.write_bytes(b"".join(map(zstandard.compress, frames)))
    unit = land_file(given_file, tmp_path / "landing", DAY)
    assert [page.payload for page in pages(unit.path)] == bodies
    assert damages(unit.path) == []


def test_a_landed_crawl_can_be_imported_elsewhere(tmp_path: Path) -> None:
    path = crawl(tmp_path / "here", [b"<p>a", b"<p>b"])
    unit = land_file(path, tmp_path / "there", DAY)
    assert pages(unit.path) == pages(path)


@pytest.mark.parametrize(
    ("data", "message_part"),
    [
        (b"", "is empty"),
        (line(), "begins with b'"),
        (gzip.compress(line(), mtime=0), "no WARC file"),
        (b"\x1f\x8b\x08", "no WARC"),
    ],
)
def test_no_warc_file(tmp_path: Path, data: bytes, message_part: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(data)
    with pytest.raises(LandingError, match=message_part):
        land_file(path, tmp_path / "landing", DAY)
    assert landed_units(tmp_path / "landing") == []


@pytest.mark.parametrize("size", [1, 2, 3, 9, 11])
def test_the_first_bytes_of_a_file_that_was_cut_short(tmp_path: Path, size: int) -> None:
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n")[:size])
    with pytest.raises(LandingError, match=f"cut.warc.gz is cut short, .* ends at byte {size}, inside"):
        land_file(path, tmp_path / "landing", DAY)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        LandingError, match=r"none\.warc\.gz can't be imported: No such file.*Nothing was landed"
    ):
        land_file(tmp_path / "none.warc.gz", tmp_path / "landing", DAY)


def test_a_truncated_file_lands_and_shows_its_damage(tmp_path: Path) -> None:
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(crawl(tmp_path / "here", [b"<p>a", b"<p>b"]).read_bytes()[:-100])
    unit = land_file(path, tmp_path / "landing", DAY)
    assert [page.payload for page in pages(unit.path)] == [b"<p>a", b"<p>b"]
    assert len(damages(unit.path)) == 1


@given(
    st.lists(
        st.one_of(ROWS, st.binary(max_size=60).map(lambda b: b.replace(b"\n", b" "))), min_size=1, max_size=6
    )
)
def test_every_line_comes_back(given_rows: list[dict[str, Any] | bytes]) -> None:
    lines = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in given_rows]
    full = [(number, text.rstrip(b"\r")) for number, text in enumerate(lines, 1) if text.strip()]
    with TemporaryDirectory() as folder:
        try:
            path = land(b"\n".join(lines), Path(folder))
        except LandingError:
            assert not full
            return
        read, damaged = pages(path), damages(path)
    assert len(read) + len(damaged) == len(full)
    assert {page.payload for page in read} <= {text for _, text in full}
    good = [json.loads(text) for _, text in full if isinstance(parse_line(text, 1), Row)]
    assert [page.url for page in read] == [values["url"] for values in good]
    for page, values in zip(read, good, strict=True):
        assert page.row is not None
        assert page.row.title == values["title"].strip()
        assert (page.fetched_at, page.status, page.kind) == (None, None, "row")
    numbers = {int(damage.evidence.split(":")[0].removeprefix("line ")) for damage in damaged}
    assert numbers == {number for number, text in full if isinstance(parse_line(text, number), BadRow)}


def test_the_same_lines_give_the_same_unit(tmp_path: Path) -> None:
    first = land(line() + b"\n\n" + line(title="Zwei"), tmp_path)
    assert land(line() + b"\r\n" + line(title="Zwei") + b"\n", tmp_path, DAY.replace(day=24)) == first
    assert land(line() + b"\n", tmp_path) != first
    assert len(landed_units(tmp_path)) == 2


def test_a_file_without_lines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LandingError, match=r"rows\.jsonl holds no line"):
        land(b"\n \n", tmp_path)
    assert landed_units(tmp_path) == []
    assert list((tmp_path / DAY.isoformat()).iterdir()) == []


def test_a_row_in_full() -> None:
    parsed = row(
        lead="Lead", body="Body", authors=["A", "B"], outlet="nordpost", language="no",
        published_at="2026-11-23T08:30:00+01:00", first_seen_at="2026-11-23T09:00:00Z",
    )  # fmt: skip
    assert (parsed.title, parsed.lead, parsed.body, parsed.authors) == ("Strom", "Lead", "Body", ("A", "B"))
    assert (parsed.outlet, parsed.language, parsed.line) == ("nordpost", "no", 1)
    assert parsed.published_at == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    assert parsed.published_precision == "second"
    assert parsed.first_seen_at == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_what_is_missing_stays_unknown() -> None:
    parsed = row(title=" ", lead="Lead", body="", authors=None)
    assert (parsed.title, parsed.lead, parsed.body, parsed.authors) == (None, "Lead", None, ())
    assert (parsed.published_at, parsed.published_precision, parsed.first_seen_at) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "hour", "precision"),
    [("2026-11-23", 0, "day"), ("20261123", 0, "day"), ("2026-11-23T08:30", 8, "minute"),
     ("2026-11-23 08:30+00:00", 8, "minute"), ("2026-11-23T10:30+02:00", 8, "minute"),
     ("2026-11-23T08:30:05", 8, "second"), ("2026-11-23T08:30:05.25Z", 8, "second")],
)  # fmt: skip
def test_times_and_their_precision(text: str, hour: int, precision: str) -> None:
    parsed = row(published_at=text)
    assert parsed.published_at is not None
    assert (parsed.published_at.hour, parsed.published_precision) == (hour, precision)
    assert parsed.published_at.tzinfo == UTC


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"{", "no JSON"),
        (b"[1]", "not an object"),
        (b"null", "not an object"),
        (b'{"url": "\xff"}', "not UTF-8 at byte 9"),
        (b"[" * 100_000, "nested too deeply"),
        (line(url=None), "url is missing"),
        (line(url=""), "url is missing"),
        (line(url=3), "url is no text but '3'"),
        (line(url="nordpost"), "url: 'nordpost' is no http"),
        (line(title=None), "title, lead and body are all missing"),
        (line(title=["x"]), "title is no text"),
        (line(authors=[1]), "authors is no list of names"),
        (line(published_at="gestern"), "published_at is no ISO 8601 time but 'gestern'"),
        (line(published_at="0001-01-01T00:00:00+12:00"), "published_at is no ISO 8601 time"),
        (line(first_seen_at="23.11.2026"), "first_seen_at is no ISO 8601 time"),
        (b'"' + b"x" * MAX_PAYLOAD, "longer than 16777216 bytes"),
    ],
)
def test_a_bad_line_says_why(raw: bytes, error: str) -> None:
    parsed = parse_line(raw, 7)
    assert isinstance(parsed, BadRow)
    assert parsed.line == 7
    assert parsed.error.startswith(error)


def test_a_line_that_is_too_long_does_not_take_the_next_one_along(tmp_path: Path) -> None:
    path = land(b"x" * (2 * MAX_PAYLOAD + 99) + b"\n" + line(), tmp_path)
    assert [page.url for page in pages(path)] == [URL]
    (damage,) = damages(path)
    assert (damage.reason, damage.evidence) == ("bad-row", f"line 1: longer than {MAX_PAYLOAD} bytes")


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    path = land(b'{"url": "https://nordpost.test/1", "title": "a\\ud800b"}', tmp_path)
    (page,) = pages(path)
    assert page.row is not None
    assert page.row.title == "a?b"


def test_an_unwritable_landing_zone_is_named(tmp_path: Path) -> None:
    (tmp_path / "landing").write_text("a file")
    with pytest.raises(LandingError, match="can't be written"):
        land(line(), tmp_path / "landing")
