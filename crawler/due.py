"""When a crawl will have anything to do: asked before one is started in vain.

Belongs here: reading that from the state. Does not belong here: rhythms (`state.py`), and what a crawl does then.
"""

from datetime import UTC, datetime

from crawler.job import CrawlJob, Targets
from crawler.state import CrawlState
from crawler.urls import host_of


def idle_until(job: CrawlJob, targets: Targets, now: datetime) -> datetime | None:
    """When the next poll of a job's sources is due (UTC); None: something is to be polled or fetched now.

    Raises:
        StateError: the state can't be used.
    """
    if not job.state.exists():
        return None
    with CrawlState(job.state) as state:
        if any(state.pending(outlet.id, now, 1) for outlet in targets.outlets):
            return None
        pauses = state.pauses(now)
        long_ago = datetime.min.replace(tzinfo=UTC)
        due = min(
            (
                max(
                    state.due_at(source.url, source.every_minutes) or long_ago,
                    pauses.get(host_of(source.url), long_ago),
                )
                for outlet in targets.outlets
                for source in outlet.feeds
            ),
            default=now,
        )
    return due if due > now else None
