"""Captures of one unit become languages, topics and narratives: one row per revision, whatever the article says.

Belongs here: the way from parts to pure functions and back. Does not belong here: detecting and recognising.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from crawler.landing.records import Unit
from crawler.landing.units import landed_units
from crawler.registry import Registry
from pipelines.reading.language import detect_language
from pipelines.recognising.model import Narrative, Text, Topic
from pipelines.recognising.recognise import RECOGNISER_VERSION, recognise_narratives, recognise_topics
from pipelines.stages.versions import version_on
from warehouse.store import Store

Row = Mapping[str, Any]


def detect_unit_languages(unit: Unit, store: Store, registry: Registry) -> int:
    """Write the part `languages` of one unit; rows written."""
    with store.transaction() as parts:
        rows = (_language_row(capture, registry) for capture in _revisions(unit, store))
        return parts.put("languages", unit.day, unit.source, version_on("languages", unit, store), rows)


def tag_unit_topics(unit: Unit, store: Store) -> int:
    """Write the parts `topics` and `topicality` of one unit; articles on topic."""
    on_topic: list[Row] = []

    def rows() -> Iterator[Row]:
        for revision, text in _texts(unit, store):
            found = recognise_topics(text)
            # Filled while `topics` is written, and therefore put after it: no text is scanned twice or held.
            on_topic.append({"revision_id": revision, "on_topic": found.on_topic})
            for topic in found.topics:
                yield _topic_row(revision, topic)

    with store.transaction() as parts:
        parts.put("topics", unit.day, unit.source, version_on("topics", unit, store), rows())
        parts.put("topicality", unit.day, unit.source, version_on("topicality", unit, store), on_topic)
    return sum(row["on_topic"] for row in on_topic)


def tag_unit_narratives(unit: Unit, store: Store) -> int:
    """Write the part `narratives` of one unit; rows written."""
    with store.transaction() as parts:
        rows = (
            _narrative_row(revision, narrative)
            for revision, text in _texts(unit, store)
            for narrative in recognise_narratives(text)
        )
        return parts.put("narratives", unit.day, unit.source, version_on("narratives", unit, store), rows)


def _revisions(unit: Unit, store: Store) -> Iterator[Row]:
    """The unit's captures, each revision once: a page landed twice unchanged is one text."""
    seen: set[str] = set()
    columns = ["revision_id", "outlet_id", "title", "lead", "body", "page_language"]
    for batch in store.read("captures", days=[unit.day], source=unit.source, columns=columns):
        for row in batch.to_pylist():
            if row["revision_id"] not in seen:
                seen.add(row["revision_id"])
                yield row


def _texts(unit: Unit, store: Store) -> Iterator[tuple[str, Text]]:
    languages = {
        row["revision_id"]: row["language"]
        for batch in store.read(
            "languages", days=[unit.day], source=unit.source, columns=["revision_id", "language"]
        )
        for row in batch.to_pylist()
    }
    for row in _revisions(unit, store):
        revision = row["revision_id"]
        yield (
            revision,
            Text(title=row["title"], lead=row["lead"], body=row["body"], language=languages[revision]),
        )


def _language_row(capture: Row, registry: Registry) -> Row:
    outlet = registry.get(capture["outlet_id"])
    found = detect_language(
        capture["title"],
        "\n\n".join(part for part in (capture["lead"], capture["body"]) if part),
        page_language=capture["page_language"],
        outlet_languages=outlet.languages if outlet else (),
    )
    return {
        "revision_id": capture["revision_id"],
        "language": found.language,
        "confidence": found.confidence,
        "detector": found.detector,
        "prior": found.prior,
        "title_language": found.title_language,
        "variant": found.variant,
        "second_language": found.second_language,
        "second_share": found.second_share,
    }


def _topic_row(revision: str, topic: Topic) -> Row:
    return {
        "revision_id": revision,
        "topic": topic.id,
        "score": topic.score,
        "mentions": [{"field": m.field, "start": m.start, "end": m.end} for m in topic.mentions],
    }


def _narrative_row(revision: str, narrative: Narrative) -> Row:
    return {
        "revision_id": revision,
        "narrative": narrative.id,
        "stance": narrative.stance,
        "confidence": narrative.confidence,
        "evidence": narrative.evidence,
        "evidence_field": narrative.evidence_field,
        "evidence_start": narrative.start,
        "evidence_end": narrative.end,
        "speaker": narrative.speaker,
        "speaker_id": narrative.speaker_id,
        "recogniser_version": RECOGNISER_VERSION,
    }


def language_counts(units: Iterable[Unit], store: Store) -> dict[str, int]:
    """Texts per language over some units, most frequent first."""
    return _counts(units, store, "languages", ["language"])


def narrative_counts(units: Iterable[Unit], store: Store) -> dict[str, int]:
    """Entries per `narrative: stance` over some units, most frequent first."""
    return _counts(units, store, "narratives", ["narrative", "stance"])


@dataclass(frozen=True, slots=True)
class LanguageShift:
    """A day's undecided share, and its distance to the week before; None where there are too few texts for either."""

    undecided: float | None
    distance: float | None


def language_shift(landing: Path, store: Store, day: date, *, least: int) -> LanguageShift:
    """Compare the languages of a landing day with those of the seven days before it.

    The distance is total variation: half the sum of the differences of shares, 0 (same) to 1 (no language in common).
    """
    today = language_counts(landed_units(landing, day), store)
    week = [landed_units(landing, day - timedelta(days=back)) for back in range(1, 8)]
    before = language_counts((unit for units in week for unit in units), store)
    # A first crawl of the day has a handful of texts, whose shares say nothing.
    if sum(today.values()) < least:
        return LanguageShift(None, None)
    now, then = _shares(today), _shares(before)
    distance = sum(abs(now.get(name, 0.0) - then.get(name, 0.0)) for name in now.keys() | then.keys()) / 2
    return LanguageShift(now.get("und", 0.0), distance if sum(before.values()) >= least else None)


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()}


def on_topic_count(units: Iterable[Unit], store: Store) -> int:
    """Texts on topic over some units."""
    # By its name as text, since the counts are keyed by text.
    return _counts(units, store, "topicality", ["on_topic"]).get("True", 0)


def _counts(units: Iterable[Unit], store: Store, table: str, columns: list[str]) -> dict[str, int]:
    counts = Counter(
        ": ".join(str(row[column]) for column in columns)
        for unit in units
        for batch in store.read(table, days=[unit.day], source=unit.source, columns=columns)
        for row in batch.to_pylist()
    )
    return dict(counts.most_common())
