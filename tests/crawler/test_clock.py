"""Tests of `crawler/clock.py`."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.clock import SteppedClock, SystemClock

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def test_the_system_clock_has_one_round_which_is_now() -> None:
    before = datetime.now(UTC)
    clock = SystemClock()
    (only,) = clock.rounds()
    assert before <= only <= clock.now() <= datetime.now(UTC)


def test_each_round_starts_at_its_instant_and_goes_on_in_real_time() -> None:
    instants = [MIDNIGHT + timedelta(hours=hour) for hour in range(24)]
    clock = SteppedClock(instants)
    seen = []
    for instant in clock.rounds():
        first, second = clock.now(), clock.now()
        assert instant <= first <= second < instant + timedelta(hours=1)
        seen.append(instant)
    assert seen == instants


def test_before_its_first_round_it_is_the_first_instant() -> None:
    assert SteppedClock([MIDNIGHT]).now() - MIDNIGHT < timedelta(hours=1)


def test_times_are_utc() -> None:
    berlin = MIDNIGHT.astimezone(ZoneInfo("Europe/Berlin"))
    assert SteppedClock([berlin]).now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "instants",
    [[], [datetime(2026, 11, 23)], [MIDNIGHT, MIDNIGHT - timedelta(hours=1)]],  # noqa: DTZ001
)
def test_instants_must_make_sense(instants: list[datetime]) -> None:
    with pytest.raises(ValueError, match="aware instants in ascending order"):
        SteppedClock(instants)
