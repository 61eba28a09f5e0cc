"""From rows per day to panels: which days are known, where the line breaks, what a table says.

Belongs here: pure arithmetic on days. Does not belong here: how it looks (`charts`, the style sheet).

A day is *observed* when at least one place was; *partly* when not all were, or not all hours, so that its count
is a lower bound; else *unobserved*: it has no count, and what was found on it by chance is kept apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from pipelines.report.rows import CurveDay, FoundDay, ReadDay

PADDING = timedelta(days=30)
"""Found events up to this long before or after the observed span are drawn. Older ones (an archive page in
a fresh corpus) would squeeze the observed days into a corner; they are counted beside the charts
instead."""

MAX_PANELS = 64
"""Panels by language on the page: a panel of 180 days is about 40 kB, and 64 of them stay under the 5 MB
that a report may have. The smallest are left out and counted."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counts:
    """Assertions and disputes, independent and with copies."""

    assertions: int
    disputes: int
    assertions_with_copies: int
    disputes_with_copies: int

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.assertions + other.assertions,
            self.disputes + other.disputes,
            self.assertions_with_copies + other.assertions_with_copies,
            self.disputes_with_copies + other.disputes_with_copies,
        )


NOTHING = Counts(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PanelDay:
    """One day of a panel.

    Attributes:
        counts: None on an unobserved day.
        found: what was found on an unobserved day, whatever was missed; None on observed days.
        partly: some places or hours were not observed, so `counts` is a lower bound.
        articles: independent articles read on the day, of which `counts` are a part; None: not observed.
    """

    day: date
    counts: Counts | None
    found: Counts | None
    partly: bool
    articles: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A narrative's days in one language, or in all (`language` None); every day of the span has an entry."""

    narrative: str
    language: str | None
    days: tuple[PanelDay, ...]

    @property
    def counted(self) -> Counts | None:
        """The sum over observed days; None where there is none."""
        known = [day.counts for day in self.days if day.counts]
        return sum(known, NOTHING) if known else None

    @property
    def found(self) -> Counts:
        """The sum of what was found on days not observed."""
        return sum((day.found for day in self.days if day.found), NOTHING)

    @property
    def size(self) -> int:
        """Events drawn, copies included."""
        drawn = (day.counts or day.found or NOTHING for day in self.days)
        return sum(counts.assertions_with_copies + counts.disputes_with_copies for counts in drawn)


@dataclass(frozen=True, slots=True)
class Watched:
    """What was read on a day in all languages, at observed places; `articles` None: nothing was observed."""

    day: date
    articles: int | None
    copies: int | None
    outlets: int | None
    hours: int | None
    hours_expected: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring days that a table shows in one line."""

    first: date
    last: date
    day: PanelDay


def span(curves: Sequence[CurveDay], found: Sequence[FoundDay]) -> tuple[date, date] | None:
    """First and last day to draw: the observed days and events found near them; None without either."""
    observed = [row.day for row in curves if row.places_observed]
    events = [row.day for row in found]
    if not observed:
        return (min(events), max(events)) if events else None
    first, last = min(observed), max(observed)
    near = [day for day in events if first - PADDING <= day <= last + PADDING]
    return min([first, *near]), max([last, *near])


def panels(
    curves: Sequence[CurveDay], found: Sequence[FoundDay], observed: Sequence[ReadDay] = ()
) -> list[Panel]:
    """For each narrative a panel over all languages, then one per language, the largest first.

    A language that was observed but never had the narrative has no panel of its own; it still counts in the
    first.
    """
    limits = span(curves, found)
    if limits is None:
        return []
    days = [limits[0] + _DAY * n for n in range((limits[1] - limits[0]) // _DAY + 1)]
    by_day: dict[tuple[str, date], list[CurveDay]] = defaultdict(list)
    found_by_day: dict[tuple[str, date], list[FoundDay]] = defaultdict(list)
    for row in curves:
        by_day[row.narrative, row.day].append(row)
    read: dict[date, list[ReadDay]] = defaultdict(list)
    for one in observed:
        read[one.day].append(one)
    for event in found:
        found_by_day[event.narrative, event.day].append(event)

    def panel(narrative: str, language: str | None) -> Panel:
        return Panel(
            narrative,
            language,
            tuple(
                _day(
                    day,
                    [row for row in by_day[narrative, day] if language in (None, row.language)],
                    [event for event in found_by_day[narrative, day] if language in (None, event.language)],
                    [one for one in read[day] if language in (None, one.language)],
                )
                for day in days
            ),
        )

    # From both: a language may only have been found, or only been watched.
    pairs = {(row.narrative, row.language) for row in curves}
    pairs |= {(event.narrative, event.language) for event in found}
    whole = [panel(narrative, None) for narrative in {narrative for narrative, _ in pairs}]
    parts = [panel(narrative, language) for narrative, language in pairs]
    sizes = {panel.narrative: panel.size for panel in whole}
    return sorted(
        (panel for panel in (*whole, *parts) if panel.size),
        key=lambda panel: (
            -sizes[panel.narrative],
            panel.narrative,
            panel.language is not None,
            -panel.size,
            panel.language or "",
        ),
    )


def bounded(all_panels: Sequence[Panel]) -> tuple[list[Panel], int]:
    """The panels to draw, in their order, and how many single languages are left out."""
    by_size = sorted((panel for panel in all_panels if panel.language), key=lambda panel: -panel.size)
    # By identity: comparing would go through all the days of both.
    left_out = {id(panel) for panel in by_size[MAX_PANELS:]}
    return [panel for panel in all_panels if id(panel) not in left_out], len(left_out)


def watched(observed: Sequence[ReadDay]) -> list[Watched]:
    """A day each from the first observed to the last."""
    by_day: dict[date, list[ReadDay]] = defaultdict(list)
    for row in observed:
        if row.outlets_observed or row.hours_expected:
            by_day[row.day].append(row)
    if not by_day:
        return []
    first, last = min(by_day), max(by_day)
    return [_watched(first + _DAY * n, by_day[first + _DAY * n]) for n in range((last - first) // _DAY + 1)]


def _watched(day: date, rows: Sequence[ReadDay]) -> Watched:
    articles = known_sum(row.articles for row in rows)
    with_copies = known_sum(row.articles_with_copies for row in rows)
    return Watched(
        day,
        articles,
        None if articles is None or with_copies is None else with_copies - articles,
        known_sum(row.outlets_observed for row in rows),
        known_sum(row.hours_observed for row in rows),
        known_sum(row.hours_expected for row in rows),
    )


def gaps(days: Iterable[PanelDay]) -> list[tuple[date, date]]:
    """First and last day of each run of unobserved days."""
    runs = (list(run) for unknown, run in groupby(days, key=lambda day: day.counts is None) if unknown)
    return [(run[0].day, run[-1].day) for run in runs]


def table(days: Iterable[PanelDay]) -> list[Run]:
    """The days in lines: neighbours with the same entries share one, so quiet weeks and gaps stay short."""
    lines: list[Run] = []
    for _, group in groupby(days, key=lambda day: (day.counts, day.found, day.partly, day.articles)):
        run = list(group)
        lines.append(Run(run[0].day, run[-1].day, run[0]))
    return lines


def _day(day: date, rows: Sequence[CurveDay], found: Sequence[FoundDay], read: Sequence[ReadDay]) -> PanelDay:
    observed = [row for row in rows if row.places_observed]
    if not observed:
        return PanelDay(
            day, None, sum((_found(row) for row in found), NOTHING) if found else None, partly=False
        )
    return PanelDay(
        day,
        sum((_counted(row) for row in observed), NOTHING),
        None,
        partly=any(row.places_observed < row.places or _is_short(row) for row in rows),
        articles=known_sum(one.articles for one in read),
    )


def _is_short(row: CurveDay | ReadDay) -> bool:
    return (row.hours_observed or 0) < (row.hours_expected or 0)


def known_sum(counts: Iterable[int | None]) -> int | None:
    """The sum of the counts that are known; None where none is."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _found(row: FoundDay) -> Counts:
    return Counts(row.assertions, row.disputes, row.assertions_with_copies, row.disputes_with_copies)


def _counted(row: CurveDay) -> Counts:
    return Counts(
        row.assertions or 0,
        row.disputes or 0,
        row.assertions_with_copies or 0,
        row.disputes_with_copies or 0,
    )
