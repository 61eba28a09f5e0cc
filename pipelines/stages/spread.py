"""Signatures, near-duplicates, stories and adoptions: how texts hang together over the whole corpus.

Belongs here: the way between the store and `pipelines/tracking`. Does not belong here: what makes two texts duplicates,
nor the SQL of copies and adoptions, which are views.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from crawler.landing.records import Unit
from pipelines.stages.versions import version_on, versions
from pipelines.tracking.duplicates import NearDuplicate, similarity_of_copies
from pipelines.tracking.signatures import signature
from pipelines.tracking.stories import Headline, stories, title_links
from warehouse.queries import load_query
from warehouse.store import Store

Row = dict[str, Any]

TABLES = ("signatures", "near_duplicates", "title_links")
"""The parts `compare_unit` writes."""

WHOLE_CORPUS = (date(1970, 1, 1), "all")
"""Day and source of parts that are computed over everything and replaced as one."""

_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Linked:
    """How many stories of two or more articles there are, and how many articles they hold."""

    stories: int
    articles: int


def compare_unit(unit: Unit, store: Store) -> None:
    """Write the parts of one unit: its texts against those of two weeks around, its headlines of three days.

    A pair depends on its two texts only, so the units may come in any order: the last one to come finds the pair.
    """
    version = {table: version_on(table, unit, store) for table in TABLES}
    with store.transaction() as parts:
        parts.put("signatures", unit.day, unit.source, version["signatures"], _signatures(unit, store))
    # After a commit of their own: the query for candidates reads the unit's signatures from the store.
    pairs, links = _near_duplicates(unit, store), _title_links(unit, store)
    with store.transaction() as parts:
        parts.put("near_duplicates", unit.day, unit.source, version["near_duplicates"], map(asdict, pairs))
        parts.put("title_links", unit.day, unit.source, version["title_links"], links)


def link_stories(store: Store) -> Linked:
    """Replace the part `story_links`: groups over all links between articles, old and new."""
    edges = store.query(load_query("story_edges")).to_pylist()
    times = {edge[f"{side}_id"]: edge[f"{side}_at"] for edge in edges for side in ("left", "right")}
    groups = stories(times, ((edge["left_id"], edge["right_id"]) for edge in edges))
    # Sorted, so that the same links give the same file.
    rows = [{"article_id": article, "story_id": story} for article, story in sorted(groups.items())]
    with store.transaction() as parts:
        parts.put("story_links", *WHOLE_CORPUS, versions()["title_links"], rows)
    return Linked(stories=len(set(groups.values())), articles=len(groups))


def adoption_counts(store: Store) -> dict[str, int]:
    """Outlets that adopted each narrative, most first."""
    rows = store.query(load_query("adoption_counts")).to_pylist()
    return {row["narrative"]: row["outlets"] for row in rows}


def _signatures(unit: Unit, store: Store) -> Iterator[Row]:
    columns = ["revision_id", "article_id", "outlet_id", "lead", "body", "published_at", "first_seen_at"]
    seen: set[str] = set()
    for batch in store.read("captures", days=[unit.day], source=unit.source, columns=columns):
        for row in batch.to_pylist():
            if row["revision_id"] in seen:
                continue
            seen.add(row["revision_id"])
            made = signature("\n\n".join(part for part in (row["lead"], row["body"]) if part))
            yield {
                "revision_id": row["revision_id"],
                "article_id": row["article_id"],
                "outlet_id": row["outlet_id"],
                "seen_at": row["published_at"] or row["first_seen_at"],
                "shingles": made.shingles,
                "hashes": list(made.hashes),
                "bands": list(made.bands),
            }


def _near_duplicates(unit: Unit, store: Store) -> list[NearDuplicate]:
    best: dict[tuple[str, str], NearDuplicate] = {}
    candidates = store.query(load_query("near_duplicate_candidates"), day=unit.day, source=unit.source)
    for batch in candidates.to_batches(max_chunksize=_ROWS_AT_ONCE):
        for row in batch.to_pylist():
            key = (row["left_id"], row["right_id"])
            similarity = similarity_of_copies(row["common"], row["left_shingles"], row["right_shingles"])
            # Revisions of one article meet the same other text; the most similar one speaks for the pair.
            if similarity is not None and (key not in best or similarity > best[key].similarity):
                best[key] = NearDuplicate(*key, similarity)
    return sorted(best.values())


def _title_links(unit: Unit, store: Store) -> list[Row]:
    around = store.query(load_query("headlines_around"), day=unit.day, source=unit.source).to_pylist()
    fresh: list[Headline] = []
    known: list[Headline] = []
    for row in around:
        (fresh if row.pop("is_fresh") else known).append(Headline(at=row.pop("seen_at"), **row))
    return [{"left_id": left, "right_id": right} for left, right in title_links(fresh, known)]
