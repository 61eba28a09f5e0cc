"""Curves in words and lines, for readers who don't see the chart.

Belongs here: the text alternative and the table of a panel. Does not belong here: other wording (`labels`,
`figures`).
"""

from collections.abc import Sequence

from pipelines.amounts import amount
from pipelines.report.labels import period
from pipelines.report.measures import day_share, panel_share
from pipelines.report.series import Panel, PanelDay, gaps, table

COLUMNS = ("Asserts", "with copies", "Disputes", "with copies", "Articles read", "Share asserting (95 %)")
"""Of the table of a panel, after the day."""


def curve_in_words(panel: Panel, title: str) -> str:
    """What the chart shows: span, totals, peak, gaps."""
    first, last = panel.days[0].day, panel.days[-1].day
    known = [day for day in panel.days if day.counts]
    missing = sum((last - first).days + 1 for first, last in gaps(panel.days))
    words = [f"{title}, {period(first, last)}."]
    if total := panel.counted:
        peak = max(known, key=lambda day: day.counts.assertions if day.counts else 0)
        words.append(
            f"{amount(total.assertions, 'independent assertion')} ({total.assertions_with_copies} with copies) and "
            f"{amount(total.disputes, 'dispute')} ({total.disputes_with_copies}) on "
            f"{amount(len(known), 'observed day')}."
        )
        if share := panel_share(panel):
            words.append(f"Asserted in {share} of {amount(share.whole, 'independent article')} read.")
        partly = sum(day.partly for day in known)
        if partly:
            words.append(f"{amount(partly, 'day')} observed in part: at least so many.")
        if peak.counts and peak.counts.assertions:
            words.append(f"Most assertions on {peak.day}: {peak.counts.assertions}.")
    if missing:
        words.append(f"Not observed: {missing} of {len(panel.days)} days; the line is broken there.")
    found = panel.found
    if found.assertions_with_copies or found.disputes_with_copies:
        words.append(
            f"Found on days not observed: {amount(found.assertions_with_copies, 'assertion')} and "
            f"{amount(found.disputes_with_copies, 'dispute')}, copies included."
        )
    return " ".join(words)


def days_in_words(days: Sequence[PanelDay]) -> list[tuple[str, ...]]:
    """The panel as lines: days, assertions, with copies, disputes, with copies, articles read, share that asserts."""
    return [(period(run.first, run.last), *_entries(run.day)) for run in table(days)]


def _entries(day: PanelDay) -> tuple[str, ...]:
    counts = day.counts
    if counts is None:
        if day.found is None:
            return ("not observed",) * len(COLUMNS)
        found = day.found
        return (
            f"not observed ({found.assertions} found)",
            f"not observed ({found.assertions_with_copies} found)",
            f"not observed ({found.disputes} found)",
            f"not observed ({found.disputes_with_copies} found)",
            "not observed",
            "not observed",
        )
    least = "≥ " if day.partly else ""
    return (
        f"{least}{counts.assertions}",
        f"{least}{counts.assertions_with_copies}",
        f"{least}{counts.disputes}",
        f"{least}{counts.disputes_with_copies}",
        "unknown" if day.articles is None else f"{least}{day.articles}",
        str(day_share(day) or "–"),
    )
