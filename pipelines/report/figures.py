"""The figures at the top of the page: a number, what it was counted from, and what it leaves open.

Belongs here: wording of figures. Does not belong here: counting them (`queries/headline.sql`).
"""

from dataclasses import dataclass

from pipelines.amounts import amount, number
from pipelines.report.labels import share
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
    """The figures in the order of the page; each counts all narratives together, and says so."""
    of_all = f" of {amount(head.narratives, 'narrative')}" if head.narratives else ""
    return [
        Figure(
            number(head.assertions),
            ("independent assertion" if head.assertions == 1 else "independent assertions") + of_all,
            *_stance(
                "asserts", head.assertions_with_copies, head.assertions_timed, head.assertions_confidence
            ),
        ),
        Figure(
            number(head.disputes),
            ("independent dispute" if head.disputes == 1 else "independent disputes") + of_all,
            *_stance("disputes", head.disputes_with_copies, head.disputes_timed, head.disputes_confidence),
        ),
        Figure(
            number(head.reports),
            ("report" if head.reports == 1 else "reports") + " at arm's length" + of_all,
            *_stance("reports", head.reports_with_copies, head.reports_timed, head.reports_confidence),
        ),
        Figure(
            number(head.adopting_outlets),
            ("outlet" if head.adopting_outlets == 1 else "outlets") + " that took any narrative up",
            f"outlets in adoptions (first event that is no copy), of {number(head.outlets)} with an article",
            "An outlet's earlier articles may lie before the watch began.",
            "axis",
        ),
        Figure(
            number(head.articles),
            "articles read",
            f"rows of articles, {amount(head.languages, 'language')}, {number(head.copies)} of them copies",
            f"{number(head.undated)} without a date, {number(head.dated_to_the_day)} dated to the day, "
            f"{number(head.language_unknown)} of unknown language; {refused(head)} rejected, "
            f"{amount(head.unchanged, 'capture')} unchanged.",
            "axis",
        ),
        _observed(head),
    ]


def refused(head: Headline) -> str:
    """`3 pages and 1 row`; rows only where imports brought some that were refused."""
    rows = f" and {amount(head.rows_rejected, 'row')}" if head.rows_rejected else ""
    return f"{amount(head.pages_rejected, 'page')}{rows}"


def _stance(stance: str, with_copies: int, timed: int, confidence: float | None) -> tuple[str, str, str]:
    """What its events are counted from, what that leaves open, and the colour."""
    counted = (
        f"events in narrative_events with the stance {stance}, no copies; {number(with_copies)} with copies"
    )
    said = [] if confidence is None else [f"Median confidence {confidence:.2f}."]
    by_sight = with_copies - timed
    if with_copies and not by_sight:
        said.append("All are dated by their publication time.")
    elif with_copies:
        said.append(
            f"{share(timed, with_copies)} are dated by their publication time, {number(by_sight)} by first sight."
        )
    return counted, " ".join(said), stance


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
        f"In {amount(missing, 'outlet-hour')} articles may have come and gone unseen."
        if missing
        else "No hour is missing.",
        "axis",
    )
