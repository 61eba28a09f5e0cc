"""Jobs and schedules: crawl every few minutes, close each day after it ended."""

from datetime import date, timedelta

import dagster as dg

from crawler.due import idle_until
from pipelines.home import Home
from pipelines.registry import load_home_registry
from pipelines.settings import Settings

PROCESSING = dg.AssetSelection.assets(
    "articles", "article_languages", "article_topics", "article_narratives", "stories", "adoptions", "corpus"
)

crawl_only = dg.define_asset_job(
    "crawl_only",
    selection=dg.AssetSelection.assets("crawl"),
    description="One crawl into the landing zone.",
)

process_day = dg.define_asset_job(
    "process_day",
    selection=PROCESSING,
    description="Processes whatever landed on a day and publishes it.",
)

crawl_and_process = dg.define_asset_job(
    "crawl_and_process",
    selection=dg.AssetSelection.assets("crawl") | PROCESSING,
    description="One crawl, then everything up to the published corpus.",
)

crawl_and_report = dg.define_asset_job(
    "crawl_and_report",
    selection=dg.AssetSelection.assets("crawl", "report") | PROCESSING,
    description="One crawl, then everything up to the report.",
)

close_day = dg.define_asset_job(
    "close_day",
    selection=PROCESSING | dg.AssetSelection.assets("report"),
    description="Processes what is left of a day that ended, and writes the report.",
)


def schedules(home: Home, settings: Settings, first: date) -> list[dg.ScheduleDefinition]:
    """The two schedules of a home.

    Args:
        settings: those of the home. Schedules run at first only where a contact is set; nobody crawls anonymously.
        first: the first day of the home; those before it can't be closed.
    """
    contact, minutes = settings.crawl.contact, settings.crawl.every_minutes
    status = dg.DefaultScheduleStatus.RUNNING if contact else dg.DefaultScheduleStatus.STOPPED

    @dg.schedule(
        job=crawl_and_report,
        cron_schedule=f"*/{minutes} * * * *",
        default_status=status,
        description=f"A crawl every {minutes} minutes into today's partition (UTC), if anything is due.",
    )
    def crawl_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        tick = context.scheduled_execution_time
        outlets = load_home_registry(home, settings).values()
        if until := idle_until(home.crawl_state, outlets, tick):
            return dg.SkipReason(f"No source is due before {until:%Y-%m-%d %H:%M:%S} UTC.")
        # The day of the tick, not of the run; a schedule without a zone ticks in UTC, as days are named.
        return dg.RunRequest(partition_key=tick.strftime("%Y-%m-%d"))

    @dg.schedule(
        job=close_day,
        cron_schedule="20 0 * * *",
        default_status=status,
        description="Closes the UTC day that ended twenty minutes ago: its last crawls are in by then.",
    )
    def daily_close(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        ended = context.scheduled_execution_time - timedelta(days=1)
        if ended.date() < first:
            return dg.SkipReason(f"Nothing landed before {first}.")
        return dg.RunRequest(partition_key=ended.strftime("%Y-%m-%d"))

    return [crawl_schedule, daily_close]
