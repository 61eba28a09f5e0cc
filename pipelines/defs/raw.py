"""Layer `raw`: the crawl, run as a child process through Dagster Pipes."""

import sys
from datetime import UTC, date, datetime, timedelta

import dagster as dg

from crawler.job import targets_of
from crawler.landing.recovery import recover
from crawler.landing.units import claimed
from pipelines.defs.partitions import DAILY
from pipelines.defs.resources import Workspace
from pipelines.stages.crawling import plan_job

GRACE = timedelta(hours=1)
"""How long a day can still be crawled after its end: the run of its last quarter of an hour may have to wait
for those before it."""


class CrawlConfig(dg.Config):
    """What one crawl is to do; the defaults crawl every outlet once, now."""

    outlets: list[str] | None = None
    since: str | None = None
    instants: list[str] | None = None


@dg.asset(
    partitions_def=DAILY,
    group_name="raw",
    kinds={"scrapy", "warc"},
    pool="crawl",
    description=(
        "Polls every due feed, sitemap and hub, fetches each new article and lands the bytes as WARC with a "
        "ledger row for each request. It sees the web of now: a past day can't be crawled."
    ),
)
def crawl(
    context: dg.AssetExecutionContext,
    config: CrawlConfig,
    workspace: Workspace,
    pipes: dg.PipesSubprocessClient,
) -> dg.MaterializeResult[None]:
    """One crawl into the landing zone of the partition's day."""
    day = date.fromisoformat(context.partition_key)
    refuse_past(day, config, datetime.now(UTC))
    # First: what a killed crawl had fetched is known in the state as landed, and must not stay a loose file.
    for path in recover(workspace.home.landing):
        context.log.warning("Recovered what a killed crawl had landed: %s", path.name)
    job = plan_job(workspace.home, workspace.settings, day, config.model_dump())
    targets_of(job)  # refuses what can't be crawled before a process is started
    with claimed(workspace.home.crawl_state) as is_alone:
        if not is_alone:
            raise dg.Failure(
                "Another crawl of this home is under way: two would ask each outlet twice. Wait for its end.",
                allow_retries=False,
            )
        invocation = pipes.run(
            context=context,
            command=[sys.executable, "-m", "crawler.crawl"],
            # Pipes carries JSON only: dates and paths as text, which the child reads back.
            extras={"job": job.model_dump(mode="json")},
        )
    return invocation.get_materialize_result()


def refuse_past(day: date, config: CrawlConfig, now: datetime) -> None:
    """Refuse a day that is not the one of `now`, UTC, nor has just ended.

    Raises:
        dagster.Failure: it is another day.
    """
    # Instants are a clock of their own: the demo crawls days of its web that are long over.
    if config.instants is None and day not in {now.date(), (now - GRACE).date()}:
        raise dg.Failure(
            f"{day} can't be crawled: a crawl sees the web of today ({now.date()}, UTC). "
            "Materialise the assets downstream of `crawl` to process what landed that day.",
            allow_retries=False,
        )
