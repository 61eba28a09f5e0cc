"""Checks that stop or flag bad data before it is published."""

from collections import Counter
from datetime import date

import dagster as dg

from crawler.landing.records import Unit
from pipelines.amounts import amount
from pipelines.defs.core import article_languages, articles, rows, share
from pipelines.defs.raw import crawl
from pipelines.defs.resources import Workspace
from pipelines.stages import tags
from pipelines.stages.coverage import count_polls
from pipelines.stages.failures import MOST, failure_lines

MAX_REJECTION_SHARE = 0.5
"""Of 130 recorded pages of 100 outlets 3 % are no articles; hubs let through some more. Half is a broken reader."""

MAX_UNDECIDED_SHARE = 0.2
"""Recorded article texts leave under 1 % undecided; short headlines of imports some 10 %."""

MAX_LANGUAGE_SHIFT = 0.5
"""Total variation distance to the week before; an outlet that comes or goes moves it by its share of articles."""

MIN_TEXTS = 20
"""Fewer texts than this have no share worth a warning."""


@dg.asset_check(asset=crawl, blocking=True, description="Of the day's polls at least one succeeded.")
def crawl_not_empty(context: dg.AssetCheckExecutionContext, workspace: Workspace) -> dg.AssetCheckResult:
    """An empty crawl is no quiet news day: it must not pass as an observation."""
    # Imports of the day have no ledger, and must not stand in for a crawl that saw nothing.
    crawls = [unit for unit in workspace.units(context.partition_key) if unit.ledger]
    counts = count_polls(crawls)
    # Sources have a rhythm of up to an hour, so a crawl may find none of them due.
    idle = bool(crawls) and counts.ok == counts.failed == 0
    return dg.AssetCheckResult(
        passed=counts.ok > 0 or idle,
        metadata={"polls_ok": counts.ok, "polls_failed": counts.failed, "listed": counts.listed},
        description=_verdict(counts.ok, failure_lines(crawls), idle=idle),
    )


def _verdict(ok: int, failures: list[str], *, idle: bool) -> str:
    if idle:
        return "No source was due."
    if ok:
        return f"{ok} polls got an answer."
    why = "No poll succeeded: the network, the contact or every outlet is at fault. See the table `fetches`."
    return "\n  ".join([why, *failures])


@dg.asset_check(asset=articles, blocking=True, description="Most crawled pages are articles.")
def rejection_share(context: dg.AssetCheckExecutionContext, workspace: Workspace) -> dg.AssetCheckResult:
    """A jump in rejections is a broken reader or a consent wall, not news."""
    # An import may be anything: what its owner chose is no sign of a broken reader.
    crawls = [unit for unit in workspace.units(context.partition_key) if unit.ledger]
    captures, rejected = (rows(workspace.store, table, crawls) for table in ("captures", "rejected"))
    found = share(rejected, captures + rejected)
    passed = found is None or captures + rejected < MIN_TEXTS or found <= MAX_REJECTION_SHARE
    return dg.AssetCheckResult(
        passed=passed,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"rejection_share": found, "limit": MAX_REJECTION_SHARE},
        description=None if passed else _refusal(workspace, crawls, captures + rejected),
    )


def _refusal(workspace: Workspace, crawls: list[Unit], pages: int) -> str:
    columns = ("outlet_id", "reason")
    reasons = Counter(
        f"{row['outlet_id'] or 'unknown outlet'}: {row['reason']}"
        for unit in crawls
        for batch in workspace.store.read("rejected", days=[unit.day], source=unit.source, columns=columns)
        for row in batch.to_pylist()
    )
    listed = "".join(f"\n  {reason} ({amount(count, 'page')})" for reason, count in reasons.most_common(MOST))
    return (
        f"{reasons.total()} of {pages} crawled pages are no articles, more than {MAX_REJECTION_SHARE:.0%}: a reader is "
        f"broken or a wall stands before the pages.{listed}\n"
        "They are kept, and not published. Where they are right, materialise what follows `articles` for that day in "
        "`wattwire ui`; after a new reader, `wattwire process` goes on."
    )


@dg.asset_check(
    asset=article_languages,
    description="Languages are decided, and their shares are those of the week before.",
)
def language_share(context: dg.AssetCheckExecutionContext, workspace: Workspace) -> dg.AssetCheckResult:
    """A language that vanishes overnight is a broken detector or outlet."""
    shift = tags.language_shift(
        workspace.home.landing, workspace.store, date.fromisoformat(context.partition_key), least=MIN_TEXTS
    )
    undecided_bad = shift.undecided is not None and shift.undecided > MAX_UNDECIDED_SHARE
    moved = shift.distance is not None and shift.distance > MAX_LANGUAGE_SHIFT
    return dg.AssetCheckResult(
        passed=not undecided_bad and not moved,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"undecided_share": shift.undecided, "distance_to_week_before": shift.distance},
    )
