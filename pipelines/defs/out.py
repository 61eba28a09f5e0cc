"""Layer `out`: stories and copies, adoptions, the published corpus and the report. These look at the whole corpus."""

import dagster as dg

from pipelines.defs.core import article_languages, article_narratives, article_topics, rows
from pipelines.defs.partitions import DAILY
from pipelines.defs.resources import Workspace
from pipelines.stages import spread
from pipelines.stages.publishing import publish_home, write_report


@dg.asset(
    deps=[article_languages],
    partitions_def=DAILY,
    group_name="out",
    kinds={"python", "duckdb"},
    pool="store",
    description=(
        "Near-duplicates of the day's texts within two weeks on either side (MinHash), and from them the copies "
        "and stories that span outlets."
    ),
)
def stories(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult[None]:
    """Signatures and near-duplicates of one landing day; stories over all."""
    store = workspace.store
    units = workspace.units(context.partition_key)
    todo = workspace.todo(context.partition_key, spread.TABLES)
    for unit in todo:
        spread.compare_unit(unit, store)
    linked = spread.link_stories(store)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": linked.stories,
            "articles_in_stories": linked.articles,
            "near_duplicates": rows(store, "near_duplicates", units),
            "files_processed": len(todo),
        }
    )


@dg.asset(
    deps=[article_narratives, stories],
    partitions_def=DAILY,
    group_name="out",
    kinds={"sql", "duckdb"},
    pool="store",
    description="The first event of each outlet for each narrative, copies left out; a view of the corpus.",
)
def adoptions(workspace: Workspace) -> dg.MaterializeResult[None]:
    """Adoptions over the whole corpus, as the next snapshot will show them."""
    # Over all that is committed: the snapshot, which leaves out units that are not whole, comes after it.
    found = spread.adoption_counts(workspace.store)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(found.values()),
            "outlets_by_narrative": dg.MetadataValue.json(found),
        }
    )


@dg.asset(
    deps=[article_topics, adoptions],
    partitions_def=DAILY,
    group_name="out",
    kinds={"duckdb"},
    pool="store",
    description="A new snapshot for readers, over every landed file that is processed whole.",
)
def corpus(workspace: Workspace) -> dg.MaterializeResult[None]:
    """The published corpus."""
    published = publish_home(workspace.home, workspace.store, workspace.registry)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": published.articles,
            "snapshot": dg.MetadataValue.path(str(published.snapshot)),
            "outlets": published.outlets,
            "megabytes": published.bytes / 1e6,
        }
    )


# Without days: it is one file over all of them.
@dg.asset(
    deps=[corpus],
    group_name="out",
    kinds={"html"},
    description="One HTML file without network or scripts: curves, first movers, evidence, coverage.",
)
def report(workspace: Workspace) -> dg.MaterializeResult[None]:
    """The report over the newest snapshot."""
    path = write_report(workspace.home)
    size = path.stat().st_size
    return dg.MaterializeResult(
        metadata={"dagster/row_count": 1, "report": dg.MetadataValue.path(str(path)), "kilobytes": size / 1e3}
    )
