"""Which landing days a home has: from the first on which anything landed, to today or to the end of a demo.

Belongs here: that span, found without loading Dagster. Does not belong here: partitions (`defs/partitions.py`).
"""

from datetime import UTC, date, datetime

from crawler.landing.units import landed_units
from pipelines.home import Home

DEMO = ".demo"
"""Tells a home that a demo made, and may throw away, from any other; holds the first and last day of its web."""


def declare_days(home: Home, first: date, last: date) -> None:
    """Write down the days of a demo, which are long over: nothing lands after the last."""
    (home.root / DEMO).write_text(f"{first} {last}\n", encoding="utf-8")


def span_of(home: Home) -> tuple[date, date | None]:
    """The first and the last landing day of a home; None: there is one more each day."""
    marker = home.root / DEMO
    declared = marker.read_text(encoding="utf-8").split() if marker.exists() else []
    if declared:
        first, last = map(date.fromisoformat, declared)
        return first, last
    landed = (unit.day for unit in landed_units(home.landing))
    return min(landed, default=datetime.now(UTC).date()), None
