"""When a crawl will have anything to do: asked before one is started in vain.

Belongs here: reading that from the state. Does not belong here: rhythms (`state.py`), and what a crawl does then.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from crawler.registry import Outlet
from crawler.state import CrawlState
from crawler.urls import host_of


def idle_until(path: Path, outlets: Collection[Outlet], now: datetime) -> datetime | None:
    """When the next poll of some outlets is due (UTC), by the state file; None: there is something to ask for now.

    Raises:
        StateError: the state can't be used.
    """
    if not path.exists():
        return None
    with CrawlState(path) as state:
        if any(state.pending(outlet.id, now, 1) for outlet in outlets):
            return None
        pauses = state.pauses(now)
        long_ago = datetime.min.replace(tzinfo=UTC)
        due = min(
            (
                max(
                    state.due_at(source.url, source.every_minutes) or long_ago,
                    pauses.get(host_of(source.url), long_ago),
                )
                for outlet in outlets
                for source in outlet.feeds
            ),
            default=now,
        )
    return due if due > now else None
