"""Lines of JSON: how exactly a time is stated, what text is kept, what a bad line still tells."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.landing.records import BadRow, Row
from crawler.landing.rows import parse_line, read_jsonl

URL = "https://nordpost.test/1"


def parsed(**values: Any) -> Row | BadRow:  # noqa: ANN401
    return parse_line(json.dumps({"url": URL, "title": "Strom"} | values).encode(), 1)


def row(**values: Any) -> Row:  # noqa: ANN401
    found = parsed(**values)
    assert isinstance(found, Row), found
    return found


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2026-W48-1", datetime(2026, 11, 23, tzinfo=UTC), "day"),
        ("2026W481", datetime(2026, 11, 23, tzinfo=UTC), "day"),
        ("2026-11-23T08", datetime(2026, 11, 23, 8, tzinfo=UTC), "day"),
        ("2026-11-23T08+02:00", datetime(2026, 11, 23, 6, tzinfo=UTC), "day"),
        ("20261123T0830", datetime(2026, 11, 23, 8, 30, tzinfo=UTC), "minute"),
        ("20261123T0830Z", datetime(2026, 11, 23, 8, 30, tzinfo=UTC), "minute"),
        ("20261123 0830+0100", datetime(2026, 11, 23, 7, 30, tzinfo=UTC), "minute"),
        ("2026-W48-1T08:30", datetime(2026, 11, 23, 8, 30, tzinfo=UTC), "minute"),
        ("2026-11-23T08:30-03:30", datetime(2026, 11, 23, 12, tzinfo=UTC), "minute"),
        ("20261123T083015Z", datetime(2026, 11, 23, 8, 30, 15, tzinfo=UTC), "second"),
        ("2026-11-23T08:30:15,5", datetime(2026, 11, 23, 8, 30, 15, 500_000, tzinfo=UTC), "second"),
        ("2026-11-23T08:30:00+00:00", datetime(2026, 11, 23, 8, 30, tzinfo=UTC), "second"),
    ],
)
def test_a_time_is_never_more_exact_than_it_is_written(text: str, at: datetime, precision: str) -> None:
    found = row(published_at=text)
    assert (found.published_at, found.published_precision) == (at, precision)


TIMES = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the zone is drawn apart
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from(
        [UTC, *(datetime.strptime(z, "%z").tzinfo for z in ("+0530", "-0800", "+1400"))]
    ),
)


@given(TIMES, st.sampled_from(["minutes", "seconds", "milliseconds", "microseconds"]))
def test_every_spelling_of_a_moment_gives_it_back_in_utc(at: datetime, spec: str) -> None:
    found = row(published_at=at.isoformat(timespec=spec), first_seen_at=at.isoformat())
    text = at.isoformat(timespec=spec)
    assert found.published_at is not None
    assert (found.published_at, found.published_at.tzinfo) == (datetime.fromisoformat(text), UTC)
    assert found.published_precision == ("minute" if spec == "minutes" else "second")
    assert found.first_seen_at == at


def test_a_time_that_is_no_text_or_outside_the_calendar_makes_the_line_a_bad_one() -> None:
    for value in (
        1_700_000_000,
        ["2026-11-23"],
        "9999-12-31T23:59:59-14:00",
        "2026-02-30",
        "2026-11-23T25:00",
    ):
        found = parsed(published_at=value)
        assert isinstance(found, BadRow)
        assert found.error.startswith("published_at is no ")
        assert found.url == URL


def test_a_bad_line_names_its_address_where_it_has_one() -> None:
    assert parsed(title=None) == BadRow(
        line=1,
        raw=json.dumps({"url": URL, "title": None}).encode(),
        error="title, lead and body are all missing",
        url=URL,
    )
    for line in (b"{", b"[]", b'"https://nordpost.test/1"', b'{"url": 3}', b'{"url": ["https://a.test/"]}'):
        found = parse_line(line, 4)
        assert isinstance(found, BadRow)
        assert (found.line, found.raw, found.url) == (4, line, None)


@pytest.mark.parametrize(
    "line",
    [
        rb'{"url": "https://nordpost.test/\ud800"}',
        rb'{"url": "ftp://nordpost.test/\ud800", "title": "Strom"}',
        rb'{"url": "https://nordpost.test/\udfff", "title": ["\ud800"]}',
        rb'{"url": "https://nordpost.test/\ud800", "authors": ["\ud800", 1], "title": "a"}',
    ],
)
def test_half_a_surrogate_pair_in_a_bad_line_can_still_be_stored(line: bytes) -> None:
    found = parse_line(line, 1)
    assert isinstance(found, BadRow)
    assert found.url is not None
    assert found.url.endswith("nordpost.test/?")
    assert "\ufffd" not in found.error.encode("utf-8").decode()


def test_half_a_surrogate_pair_is_replaced_wherever_it_stands() -> None:
    found = parse_line(
        rb'{"url": "https://nordpost.test/1", "title": "a\ud800", "lead": "\udfff", "body": "b\ud83d c",'
        rb' "authors": ["\ud800x"], "outlet": "o\ud800", "language": "d\ud800"}',
        1,
    )
    assert isinstance(found, Row)
    assert (found.title, found.lead, found.body, found.authors, found.outlet, found.language) == (
        "a?", "?", "b? c", ("?x",), "o?", "d?",
    )  # fmt: skip


def test_a_whole_surrogate_pair_is_its_character() -> None:
    found = parse_line(rb'{"url": "https://nordpost.test/1", "title": "\ud83d\udd0c Strom"}', 1)
    assert isinstance(found, Row)
    assert found.title == "🔌 Strom"


def test_a_mark_of_byte_order_before_the_first_line_is_no_part_of_it() -> None:
    first, second = read_jsonl(BytesIO(b"\xef\xbb\xbf" + b'{"url": "https://a.test/1", "title": "x"}\n' * 2))
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert (first.url, second.url) == ("https://a.test/1", "https://a.test/1")


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Inga Holt", ("Inga Holt",)),
        (" Inga Holt\n", ("Inga Holt",)),
        ("", ()),
        ("  ", ()),
        ([], ()),
        (None, ()),
        (["A", " ", "B", ""], ("A", "B")),
    ],
)
def test_authors_may_be_one_name_none_or_several_and_blank_is_no_name(
    value: object, names: tuple[str, ...]
) -> None:
    assert row(authors=value).authors == names


@pytest.mark.parametrize("value", [{"name": "A"}, 7, [["A"]], [None]])
def test_authors_that_are_no_names_make_the_line_a_bad_one(value: object) -> None:
    found = parsed(authors=value)
    assert isinstance(found, BadRow)
    assert found.error.startswith("authors is no list of names but ")


def test_a_number_beyond_what_python_converts_is_a_bad_line_and_no_crash() -> None:
    found = parse_line(b'{"url": "https://a.test/1", "title": "x", "views": ' + b"9" * 5_000 + b"}", 1)
    assert isinstance(found, BadRow)
    assert "4300 digits" in found.error


def test_a_key_given_twice_has_its_last_value_as_json_readers_do() -> None:
    found = parse_line(b'{"url": "https://a.test/1", "title": "first", "title": "last"}', 1)
    assert isinstance(found, Row)
    assert found.title == "last"


@given(st.lists(st.sampled_from([b"", b" ", b"\r", b"{}", b'{"url": "https://a.test/1", "title": "x"}'])))
def test_lines_are_counted_from_one_with_the_empty_ones(lines: list[bytes]) -> None:
    for ending in (b"", b"\n"):
        found = [one.line for one in read_jsonl(BytesIO(b"\n".join(lines) + ending))]
        assert found == [number for number, line in enumerate(lines, 1) if line.strip()]
