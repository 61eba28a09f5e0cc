"""Layer `core`: what was landed becomes articles, languages, topics and narratives, a landed file at a time."""

from collections.abc import Callable, Iterable

import dagster as dg

from crawler.landing.records import Unit
from crawler.landing.recovery import recover
from pipelines.defs.partitions import DAILY
from pipelines.defs.resources import Workspace
from pipelines.stages import articles as article_stage
from pipelines.stages import tags
from pipelines.stages.workers import Workers
from warehouse.store import Store


@dg.asset(
    deps=["crawl"],
    partitions_def=DAILY,
    group_name="core",
    kinds={"python", "parquet"},
    pool="store",
    description=(
        "Reads each landed page: the article's text without teasers, title, authors and dates with their source. "
        "What is no article becomes a rejection with its reason."
    ),
)
def articles(
    context: dg.AssetExecutionContext, workspace: Workspace, workers: dg.ResourceParam[Workers]
) -> dg.MaterializeResult[None]:
    """Captures, rejections and the fetch ledger of one landing day."""
    store, registry = workspace.store, workspace.registry
    # Here as well as in `crawl`: `wattwire process` and an import run without one.
    recover(workspace.home.landing)
    units = workspace.units(context.partition_key)
    done = _process(
        workspace,
        context,
        article_stage.TABLES,
        lambda u: article_stage.land_unit(u, store, registry, workers),
    )
    captures, rejected = (rows(store, table, units) for table in ("captures", "rejected"))
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": captures,
            "rejected": rejected,
            "rejection_share": share(rejected, captures + rejected),
            "fetches": rows(store, "fetch_log", units),
            "files": len(units),
            "files_processed": done,
        }
    )


@dg.asset(
    deps=[articles],
    partitions_def=DAILY,
    group_name="core",
    kinds={"python", "parquet"},
    pool="store",
    description=(
        "Language of each text by script and py3langid, in doubt by langdetect, with the page's and the outlet's as "
        "priors; `und` where it abstains."
    ),
)
def article_languages(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult[None]:
    """Languages of one landing day."""
    store, registry = workspace.store, workspace.registry
    units = workspace.units(context.partition_key)
    done = _process(
        workspace, context, ["languages"], lambda u: tags.detect_unit_languages(u, store, registry)
    )
    found = tags.language_counts(units, store)
    total = sum(found.values())
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": total,
            "languages": len(found),
            "undecided_share": share(found.get("und", 0), total),
            "articles_by_language": dg.MetadataValue.json(found),
            "files_processed": done,
        }
    )


@dg.asset(
    deps=[article_languages],
    partitions_def=DAILY,
    group_name="core",
    kinds={"python", "parquet"},
    pool="store",
    description="Energy and AI topics of each article, with every mention's place in the text.",
)
def article_topics(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult[None]:
    """Topics of one landing day."""
    store = workspace.store
    units = workspace.units(context.partition_key)
    done = _process(workspace, context, ["topics", "topicality"], lambda u: tags.tag_unit_topics(u, store))
    tagged, on_topic = rows(store, "topicality", units), tags.on_topic_count(units, store)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": rows(store, "topics", units),
            "articles_on_topic": on_topic,
            "on_topic_share": share(on_topic, tagged),
            "files_processed": done,
        }
    )


@dg.asset(
    deps=[article_languages],
    partitions_def=DAILY,
    group_name="core",
    kinds={"python", "parquet"},
    pool="store",
    description="Narratives of each article with stance, evidence sentence and speaker, by the rules of the taxonomy.",
)
def article_narratives(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult[None]:
    """Narratives of one landing day."""
    store = workspace.store
    units = workspace.units(context.partition_key)
    done = _process(workspace, context, ["narratives"], lambda u: tags.tag_unit_narratives(u, store))
    found = tags.narrative_counts(units, store)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(found.values()),
            "by_narrative_and_stance": dg.MetadataValue.json(found),
            "files_processed": done,
        }
    )


def _process(
    workspace: Workspace,
    context: dg.AssetExecutionContext,
    tables: Iterable[str],
    run: Callable[[Unit], object],
) -> int:
    """Run a stage over the day's files that lack one of its parts; how many there were."""
    todo = workspace.todo(context.partition_key, tables)
    for unit in todo:
        context.log.debug("Processing %s", unit.path.name)
        run(unit)
    return len(todo)


def rows(store: Store, table: str, units: Iterable[Unit]) -> int:
    """Rows that the store holds of a table for some units."""
    # From the manifest: counting would open a file for each unit.
    keys = {(unit.day, unit.source) for unit in units}
    return sum(part.rows for part in store.parts(table) if (part.day, part.source) in keys)


def share(count: int, total: int) -> float | None:
    """A share from 0 to 1; None of nothing, since 0 would look like a measurement."""
    return count / total if total else None
