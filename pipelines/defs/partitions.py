"""The partitions that assets share: the landing days of a home."""

from datetime import timedelta

import dagster as dg

from pipelines.days import span_of
from pipelines.home import Home

# One more than Dagster's default, which has a day only once it is over; a crawl lands on the day that runs.
DAILY = dg.DailyPartitionsDefinition(start_date="2025-01-01", end_offset=1)
"""Landing days in UTC, today included. Assets are declared with these, and get those of a home in its definitions."""


def daily(home: Home) -> dg.DailyPartitionsDefinition:
    """The landing days of a home: earlier ones would show as missing for ever."""
    first, last = span_of(home)
    if last is None:
        return dg.DailyPartitionsDefinition(start_date=first.isoformat(), end_offset=1)
    # Dagster names the end of the last day.
    return dg.DailyPartitionsDefinition(
        start_date=first.isoformat(), end_date=(last + timedelta(days=1)).isoformat()
    )


def placed(spec: dg.AssetSpec, days: dg.DailyPartitionsDefinition) -> dg.AssetSpec:
    """The asset with a home's days in place of all days."""
    return spec.replace_attributes(partitions_def=days) if spec.partitions_def else spec
