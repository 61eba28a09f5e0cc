"""The partitions every asset shares."""

import dagster as dg

DAILY = dg.DailyPartitionsDefinition(start_date="2025-01-01", end_offset=1)
"""Landing days in UTC, today included. The narrative is watched since 2025; an import lands on the day it is made."""
