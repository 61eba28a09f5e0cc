"""What the report is made of: one dataclass per query, its fields being the query's columns.

Belongs here: the shapes between SQL and page. Does not belong here: running the queries (`collect`) or what
is drawn from them (`series`, `charts`). None always means that something is not known or not observed,
never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Headline:
    """Counts over the whole corpus (`queries/headline.sql`). Confidence is a median, 0 to 1; days are UTC days.

    `…_timed` are events, copies included, that have a publication time; `rules` the versions that tagged.
    """

    articles: int = 0
    outlets: int = 0
    languages: int = 0
    language_unknown: int = 0
    undated: int = 0
    dated_to_the_day: int = 0
    assertions_with_copies: int = 0
    assertions: int = 0
    disputes_with_copies: int = 0
    disputes: int = 0
    reports_with_copies: int = 0
    reports: int = 0
    assertions_timed: int = 0
    disputes_timed: int = 0
    reports_timed: int = 0
    events_without_day: int = 0
    events: int = 0
    copies: int = 0
    assertions_confidence: float | None = None
    disputes_confidence: float | None = None
    reports_confidence: float | None = None
    rules: str | None = None
    narratives: int = 0
    adopting_outlets: int = 0
    hours_observed: int = 0
    hours_known: int = 0
    pages_rejected: int = 0
    rows_rejected: int = 0
    unchanged: int = 0
    first_day: date | None = None
    last_day: date | None = None

    @property
    def not_taken(self) -> int:
        """Rows of `rejections`: pages and imported rows refused, and captures of what was there already."""
        return self.pages_rejected + self.rows_rejected + self.unchanged


@dataclass(frozen=True, slots=True)
class LanguageCount:
    """Articles of one language (`queries/languages.sql`)."""

    language: str
    articles: int
    outlets: int
    with_narrative: int


@dataclass(frozen=True, slots=True)
class CurveDay:
    """A narrative in a language on a day (`queries/curves.sql`).

    The counts are None where no place was observed.

    Attributes:
        places: countries that the language is read in.
        places_observed: those of them that the sums are made of.
        hours_observed: hours of outlets; None: no outlet is watched. hours_expected: 24 for each outlet.
    """

    day: date
    narrative: str
    language: str
    assertions: int | None
    disputes: int | None
    assertions_with_copies: int | None
    disputes_with_copies: int | None
    places: int
    places_observed: int
    hours_observed: int | None = None
    hours_expected: int | None = None


@dataclass(frozen=True, slots=True)
class ReadDay:
    """What was read in a language on a day, at observed places (`queries/observed.sql`); None: none observed."""

    day: date
    language: str
    articles: int | None
    articles_with_copies: int | None
    outlets_observed: int | None
    hours_observed: int | None
    hours_expected: int | None


@dataclass(frozen=True, slots=True)
class FoundDay:
    """Events found on a day, whether or not the day was observed (`queries/found.sql`)."""

    day: date
    narrative: str
    language: str
    assertions: int
    disputes: int
    assertions_with_copies: int
    disputes_with_copies: int


@dataclass(frozen=True, slots=True)
class Adoption:
    """An outlet's first independent event for a narrative (`queries/adoptions.sql`).

    Times are UTC without an offset. `total` is the number of adoptions of the narrative before the limit.
    """

    narrative: str
    stance: str
    outlet_id: str
    outlet: str
    country: str | None
    title: str | None
    url: str | None
    time_kind: str | None
    adopted_at: datetime | None
    earliest: datetime | None
    latest: datetime | None
    article_id: str
    confidence: float | None
    place: int
    total: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """An event with its sentence (`queries/evidence.sql`).

    `total` is the number of events of the narrative before the limit.
    """

    day: date | None
    narrative: str
    stance: str
    language: str | None
    is_copy: bool
    time_kind: str | None
    outlet: str
    title: str | None
    url: str | None
    evidence: str | None
    speaker: str | None
    confidence: float | None
    article_id: str
    total: int


@dataclass(frozen=True, slots=True)
class CoverageDay:
    """An outlet's observed hours on a day (`queries/coverage.sql`).

    `hours` is how many hours are known, at most 24; `total` the number of outlets before the limit.
    """

    outlet_id: str
    outlet: str
    day: date
    hours: int
    hours_observed: int
    polls_failed: int | None
    total: int


@dataclass(frozen=True, slots=True)
class RejectionCount:
    """Pages and rows rejected for one reason (`queries/rejections.sql`), with one example."""

    stage: str
    reason: str
    rejected: int
    outlets: int
    example_url: str | None
    example_evidence: str | None
    total: int


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything that the page shows.

    Attributes:
        claims: narrative id -> the claim in one sentence, from the taxonomy; a narrative without one shows
        its id. sql: query name -> its text, shown beside the figures that it gives.
    """

    headline: Headline = field(default_factory=Headline)
    languages: tuple[LanguageCount, ...] = ()
    curves: tuple[CurveDay, ...] = ()
    found: tuple[FoundDay, ...] = ()
    observed: tuple[ReadDay, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    coverage: tuple[CoverageDay, ...] = ()
    rejections: tuple[RejectionCount, ...] = ()
    claims: Mapping[str, str] = field(default_factory=dict)
    sql: Mapping[str, str] = field(default_factory=dict)
