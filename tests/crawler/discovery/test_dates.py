"""Tests of `crawler/discovery/dates.py`."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.dates import read_change_time, read_latest_change, read_time

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 23 Nov 2026 08:00:00 +0100", "2026-11-23T08:00:00+01:00"),
        ("23 Nov 2026 08:00 GMT", "2026-11-23T08:00:00+00:00"),
        ("Mon, 23 Nov 2026 08:00:00 EST", "2026-11-23T08:00:00-05:00"),
        ("Mon, 23 Nov 2026 08:00:00 CEST", "2026-11-23T08:00:00+02:00"),
        ("2026-11-23T08:00:00Z", "2026-11-23T08:00:00+00:00"),
        ("2026-11-23T08:00:00.250+09:00", "2026-11-23T08:00:00.250000+09:00"),
        (" 2026-11-23 08:00:00-03:00 ", "2026-11-23T08:00:00-03:00"),
    ],
)
def test_keeps_the_offset_that_is_written(written: str, expected: str) -> None:
    at = read_time(written)
    assert at is not None
    assert at.isoformat() == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        None,
        "2026-11-23",
        "yesterday",
        "2026-13-40T00:00:00Z",
        "Mon, 99 Nov 2026 08:00:00 GMT",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_what_is_no_point_in_time_is_none(written: str | None) -> None:
    assert read_time(written, BERLIN) is None


@pytest.mark.parametrize(
    "written", ["2026-11-23T08:00:00", "Mon, 23 Nov 2026 08:00:00", "Mon, 23 Nov 2026 08:00:00 IST"]
)
def test_without_a_known_zone_only_the_outlets_zone_helps(written: str) -> None:
    assert read_time(written) is None
    assert read_time(written, BERLIN) == datetime(2026, 11, 23, 7, tzinfo=UTC)


def test_a_bare_date_of_a_change_counts_from_its_first_second() -> None:
    assert read_change_time("2026-11-23", BERLIN) == datetime(2026, 11, 23, tzinfo=UTC)
    assert read_change_time("2026-11-23T00:00:00", BERLIN) == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_the_latest_time_of_a_change_is_the_end_of_its_day_wherever_it_was_dated() -> None:
    assert read_latest_change("2026-11-23", BERLIN) == datetime(2026, 11, 24, 11, 59, 59, tzinfo=UTC)
    assert read_latest_change("2026-11-23T00:00:00", BERLIN) == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert read_latest_change("9999-12-31") is None


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1)), st.integers(-720, 840))  # noqa: DTZ001
def test_round_trip_of_both_notations(naive: datetime, minutes: int) -> None:
    sign, size = ("-" if minutes < 0 else "+"), abs(minutes)
    at = naive.replace(microsecond=0, tzinfo=UTC)
    offset = f"{sign}{size // 60:02}{size % 60:02}"
    expected = at - timedelta(minutes=minutes)
    assert read_time(at.strftime("%a, %d %b %Y %H:%M:%S ") + offset) == expected
    assert read_time(at.strftime("%Y-%m-%dT%H:%M:%S") + f"{offset[:3]}:{offset[3:]}") == expected


@given(st.text())
def test_never_raises_and_never_gives_a_naive_time(text: str) -> None:
    for at in (read_time(text), read_change_time(text), read_latest_change(text)):
        assert at is None or at.utcoffset() is not None
