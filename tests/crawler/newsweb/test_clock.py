"""The clock of the invented web."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.newsweb.clock import Clock, ClockError, read_moment

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def test_the_clock_stands_still_until_it_is_set() -> None:
    clock = Clock(datetime(2026, 3, 2, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2026, 3, 2, tzinfo=UTC)
    clock.set(datetime(2026, 3, 4, 1, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now() == datetime(2026, 3, 3, 23, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=OFFSETS))  # noqa: DTZ001
def test_a_moment_survives_writing_and_reading(moment: datetime) -> None:
    assert read_moment(moment.isoformat()) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "2026-03-02T00:00:00", "2026-13-01T00:00:00Z"])
def test_a_moment_that_can_not_be_read_says_what_to_write(text: str) -> None:
    with pytest.raises(ClockError, match="write it like 2026-03-05T12:00:00Z"):
        read_moment(text)
