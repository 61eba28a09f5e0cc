"""The figures at the top of the page: a number, what it was counted from, and what it leaves open.

Belongs here: wording of figures. Does not belong here: counting them (`queries/headline.sql`).
"""

from dataclasses import dataclass

from pipelines.report.labels import number, share
from pipelines.report.rows import Headline


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure; `ink` names its colour in the style sheet."""

    value: str
    name: str
    counted: str
    uncertain: str
    ink: str


def figures(head: Headline) -> list[Figure]:
    """The figures in the order of the page."""
    return [
        _stance("asserts", "independent assertions", head.assertions, head.assertions_with_copies, head),
        _stance("disputes", "independent disputes", head.disputes, head.disputes_with_copies, head),
        _stance("reports", "at arm's length", head.reports, head.reports_with_copies, head),
        Figure(
            number(head.adopting_outlets),
            "outlets that took a narrative up",
            f"outlets in adoptions (first event that is no copy), of {number(head.outlets)} with an article",
            "An outlet's earlier articles may lie before the watch began.",
            "axis",
        ),
        Figure(
            number(head.articles),
            "articles read",
            f"rows of articles, {number(head.languages)} languages, {number(head.copies)} of them copies",
            f"{number(head.undated)} without a date, {number(head.dated_to_the_day)} dated to the day, "
            f"{number(head.language_unknown)} of unknown language; {number(head.rejected)} pages rejected.",
            "axis",
        ),
        _observed(head),
    ]


def _stance(ink: str, name: str, independent: int, with_copies: int, head: Headline) -> Figure:
    counted = f"rows of narrative_events with the stance {ink}; {number(with_copies)} with copies"
    if not head.events:
        return Figure(number(independent), name, counted, "", ink)
    by_page = share(head.events_timed_by_publication, head.events)
    dated = f"{by_page} of all events have a publication time, the others are dated by first sight."
    sure = "" if head.median_confidence is None else f"Median confidence {head.median_confidence:.2f}; "
    return Figure(number(independent), name, counted, sure + dated, ink)


def _observed(head: Headline) -> Figure:
    # Not 0 %: a corpus of imports alone has no hours to observe.
    if not head.hours_known:
        return Figure(
            "unknown",
            "hours observed",
            "coverage has no row: nothing was polled, and no import declared what it covers",
            "Counts are what was found, not what was published. Shares and rates can't be given.",
            "axis",
        )
    missing = head.hours_known - head.hours_observed
    return Figure(
        share(head.hours_observed, head.hours_known),
        "of hours observed",
        f"{number(head.hours_observed)} of {number(head.hours_known)} outlet-hours in coverage were observed",
        f"In {number(missing)} outlet-hours articles may have come and gone unseen."
        if missing
        else "No hour is missing.",
        "axis",
    )
