"""The job of one crawl, from a home and its settings.

Belongs here: what a crawl is told. Does not belong here: crawling (`crawler/crawl.py`) and starting the process.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime

from crawler.job import CrawlJob
from pipelines.home import Home
from pipelines.registry import registry_folders
from pipelines.settings import Settings


def plan_job(home: Home, settings: Settings, day: date, options: Mapping[str, object]) -> CrawlJob:
    """A job that lands on a day.

    Args:
        home: where the crawl lands and keeps its state.
        settings: contact, registry and development switch.
        day: UTC day of the landing folder.
        options: `outlets`, `since`, `instants` of `CrawlJob`; those missing or None keep its defaults.

    Raises:
        JobError: an option doesn't fit.
    """
    return CrawlJob.of(
        {
            # Two crawls may start within one second, hence the random digits.
            "crawl_id": f"crawl-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}",
            "day": day,
            "landing": home.landing,
            "state": home.crawl_state,
            "registry": registry_folders(home, settings),
            "contact": settings.crawl.contact,
            "dev_hosts": settings.crawl.dev_hosts,
            **options,
        }
    )
