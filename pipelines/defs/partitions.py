"""The partitions every asset shares."""

import dagster as dg

# One more than Dagster's default, which has a day only once it is over; a crawl lands on the day that runs.
DAILY = dg.DailyPartitionsDefinition(start_date="2025-01-01", end_offset=1)
"""Landing days in UTC, today included. The narrative is watched since 2025; an import lands on the day it is made."""
