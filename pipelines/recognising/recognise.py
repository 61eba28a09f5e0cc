"""The recogniser's public functions: topics and narratives of a text.

Only wiring: scanning, topics, narratives, stance and speakers have modules of their own.
"""

from __future__ import annotations

from pipelines.recognising.model import Narrative, Text, Topics
from pipelines.recognising.narratives import Found, narratives_in
from pipelines.recognising.scan import Article, scan
from pipelines.recognising.speakers import speaker_id, speaker_of
from pipelines.recognising.stance import ASSERTS, stance_of
from pipelines.recognising.taxonomy import load_taxonomy, taxonomy_version
from pipelines.recognising.topics import topics_of

# The date of the last change to the code; the taxonomy's part changes by itself.
RECOGNISER_VERSION: str = f"rules-2026-11-28+{taxonomy_version()}"


def recognise_topics(text: Text) -> Topics:
    """Topics that are a subject of the text; none for a language without a lexicon."""
    return topics_of(scan(text), load_taxonomy())


def recognise_narratives(text: Text) -> tuple[Narrative, ...]:
    """Narratives the text carries, at most one entry each, surest first; scans again only what was not scanned last."""
    article = scan(text)
    found = narratives_in(article, load_taxonomy())
    kept = [one for one in found if not _excluded(article, one, found)]
    return tuple(sorted((_narrative(article, one, found) for one in kept), key=lambda n: -n.confidence))


def _excluded(article: Article, one: Found, found: list[Found]) -> bool:
    """Whether the same sentences assert a narrative that leaves no room for this one."""
    return any(
        other.rule.id in one.rule.excluded_by
        and other.first.number <= one.last.number
        and one.first.number <= other.last.number
        and stance_of(article, other, found)[0] == ASSERTS
        for other in found
    )


def _narrative(article: Article, found: Found, others: list[Found]) -> Narrative:
    stance, last = stance_of(article, found, others)
    speaker = speaker_of(article, found.first, last, stance)
    return Narrative(
        id=found.rule.id,
        stance=stance,
        confidence=round(found.score, 3),
        evidence=article.text(found.first, last),
        evidence_field=found.first.field,
        start=found.first.start,
        end=last.end,
        speaker=speaker,
        speaker_id=speaker_id(speaker),
    )
