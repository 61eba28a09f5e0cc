"""The truth of the invented web: what a perfect observer would find, one row a publication.

Scores are computed elsewhere from these rows; nothing here looks at results.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from crawler.newsweb.publications import Publication
from crawler.newsweb.sites import Way
from crawler.newsweb.texts import Stance

Fate = Literal["article", "rejected", "disallowed", "reserved"]

_FATES: Final[dict[Way, tuple[Fate, str | None]]] = {
    "plain": ("article", None),
    "corrected": ("article", None),
    "moved": ("article", None),
    "flaky": ("article", None),
    "paywall": ("rejected", "paywall"),
    "script-only": ("rejected", "no-text"),
    "gone": ("rejected", "http-404"),
    "disallowed": ("disallowed", "robots"),
    "reserved": ("reserved", "tdm-reservation"),
}


@dataclass(frozen=True, slots=True)
class TrueNarrative:
    """A narrative the text carries; `speaker` None is the outlet's own voice."""

    id: str
    stance: Stance
    evidence: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A later version of an article, UTC ISO 8601."""

    at: str
    body: str


@dataclass(frozen=True, slots=True)
class TrueRow:
    """A publication and what is true of it.

    `body` is the first version, without title and lead, paragraphs apart by a blank line; None where nothing
    may come of the page. `topics`, `on_topic` and `narratives` are None for stubs, which nobody labelled.
    `published_at` is UTC ISO 8601 with `Z`. `copy_of` is the address of the original, `original_outlet` its
    outlet.
    """

    url: str
    listed_url: str
    outlet_id: str
    published_at: str
    language: str
    text_id: str | None
    event: str | None
    form: str | None
    title: str
    lead: str | None
    body: str | None
    authors: tuple[str, ...]
    topics: tuple[str, ...] | None
    on_topic: bool | None
    narratives: tuple[TrueNarrative, ...] | None
    role: str
    way: Way
    copy_of: str | None
    original_outlet: str | None
    rebuts: str | None
    fate: Fate
    reason: str | None
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class FirstMove:
    """An outlet's first own text with a narrative."""

    published_at: str
    outlet_id: str
    url: str


def true_row(publication: Publication) -> TrueRow:
    """What is true of one publication."""
    text = publication.text
    fate, reason = _FATES[publication.way]
    return TrueRow(
        url=publication.url,
        listed_url=publication.listed_url,
        outlet_id=publication.outlet_id,
        published_at=_utc(publication.published_at),
        language=publication.language,
        text_id=text.id if text else None,
        event=text.event if text else None,
        form=text.form if text else None,
        title=publication.title,
        lead=publication.lead,
        # A stub's words are a teaser's: no reader is to find a text there.
        body="\n\n".join(publication.body) if text else None,
        authors=publication.authors,
        topics=tuple(sorted(text.topics)) if text else None,
        on_topic=text.on_topic if text else None,
        narratives=_narratives(publication) if text else None,
        role=publication.role,
        way=publication.way,
        copy_of=publication.copy_of,
        original_outlet=publication.original_outlet,
        rebuts=text.rebuts if text else None,
        fate=fate,
        reason=reason,
        revisions=_revisions(publication),
    )


def truth(publications: Iterable[Publication]) -> tuple[TrueRow, ...]:
    """The rows of all publications, in their order."""
    return tuple(true_row(publication) for publication in publications)


def first_movers(rows: Sequence[TrueRow], narrative: str, stance: Stance) -> tuple[FirstMove, ...]:
    """Each outlet's first article with the narrative that is no copy, by time; other outlets are absent."""
    first: dict[str, FirstMove] = {}
    for row in sorted(rows, key=lambda row: (row.published_at, row.url)):
        carries = any(n.id == narrative and n.stance == stance for n in row.narratives or ())
        if carries and row.copy_of is None and row.fate == "article":
            first.setdefault(row.outlet_id, FirstMove(row.published_at, row.outlet_id, row.url))
    return tuple(first.values())


def write_truth(rows: Iterable[TrueRow], path: Path) -> None:
    """Write the rows as JSON Lines, UTF-8.

    Raises:
        OSError: the file can't be written.
    """
    lines = (json.dumps(asdict(row), ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _narratives(publication: Publication) -> tuple[TrueNarrative, ...]:
    return tuple(
        TrueNarrative(found.id, found.stance, found.evidence, found.speaker)
        for found in publication.narratives
    )


def _revisions(publication: Publication) -> tuple[Revision, ...]:
    if publication.corrected_at is None or publication.correction is None:
        return ()
    body = "\n\n".join((*publication.body, publication.correction))
    return (Revision(_utc(publication.corrected_at), body),)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
