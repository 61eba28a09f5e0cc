"""What goes into and comes out of the recogniser. Values only; no rules and no matching belong here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One article as it is recognised.

    Attributes:
        title: headline, or None where the page has none.
        lead: standfirst that is not part of the body, or None.
        body: paragraphs separated by line breaks, or None.
        language: two-letter code; `und` where the language is unknown.
    """

    title: str | None
    lead: str | None
    body: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names a topic's concept: code points of `field` ("title", "lead" or "body")."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the article; `score` from 0 to 1 grows with the share of sentences on it."""

    id: str
    score: float
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """All subjects of one article; `on_topic` when energy and AI are both among them."""

    on_topic: bool
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Narrative:
    """A narrative the article carries.

    Attributes:
        id: codebook id.
        stance: `asserts`, `disputes` or `reports`.
        confidence: 0 to 1, the strength of the best frame; not a calibrated probability.
        evidence: verbatim `field[start:end]`, one sentence or two adjacent ones.
        evidence_field: "title", "lead" or "body".
        start: first code point of the evidence in its field.
        end: code point after the evidence.
        speaker: who says it, verbatim; None for the outlet's own voice.
        speaker_id: the speaker without titles, as an ASCII slug; None where no slug is left.
    """

    id: str
    stance: str
    confidence: float
    evidence: str
    evidence_field: str
    start: int
    end: int
    speaker: str | None
    speaker_id: str | None
