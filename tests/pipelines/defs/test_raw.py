"""Tests of `pipelines/defs/raw.py`: which days can be crawled when. Whole runs are in `test_runs.py`."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import dagster as dg
import pytest

from pipelines.defs.raw import CrawlConfig, refuse_past

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 23, tzinfo=UTC),
        datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 11, 24, 0, 59, 59, tzinfo=UTC),
    ],
)
def test_a_crawl_that_waited_past_midnight_may_start(now: datetime) -> None:
    """Of the days around it, this one is let pass."""
    passed = []
    for day in (DAY + timedelta(days=step) for step in (-2, 0, 2)):
        with suppress(dg.Failure):
            refuse_past(day, CrawlConfig(), now)
            passed.append(day)
    assert passed == [DAY]


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 24, 1, tzinfo=UTC),
        datetime(2026, 11, 25, 0, 0, 1, tzinfo=UTC),
        datetime(2027, 11, 23, tzinfo=UTC),
    ],
)
def test_any_other_day_is_refused_unless_the_crawl_brings_its_own_clock(now: datetime) -> None:
    with pytest.raises(dg.Failure, match=f"2026-11-23 can't be crawled.*{now.date()}") as refused:
        refuse_past(DAY, CrawlConfig(), now)
    assert not refused.value.allow_retries
    refuse_past(DAY, CrawlConfig(instants=[datetime.combine(DAY, time(12), UTC).isoformat()]), now)
