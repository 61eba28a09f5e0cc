"""Builds the page: one self-contained HTML text from the report's rows.

Belongs here: what the page says of the rows, in which order, and how much of it. Does not belong here: SQL
and connections (`collect`), drawing (`charts`), wording of single values (`labels`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.report import charts, labels
from pipelines.report.figures import figures
from pipelines.report.movers import Movers, movers
from pipelines.report.rows import CoverageDay, ReportData
from pipelines.report.series import Panel, bounded, panels
from pipelines.report.wording import curve_in_words, days_in_words

_HERE = Path(__file__).parent

_TOTAL_SIZE = {"width": 430, "height": 120}
_TIMELINE_ROWS = 20
_PANEL_SIZE = {"width": 230, "height": 84}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel with its chart and the same in words and as a table."""

    title: str
    language: str | None
    svg: Markup
    words: str
    lines: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NarrativeCurves:
    """The panels of one narrative."""

    narrative: str
    total: Drawn
    parts: list[Drawn]


@dataclass(frozen=True, slots=True)
class OutletCoverage:
    """An outlet's observed hours, added up."""

    outlet: str
    hours: int
    hours_observed: int
    polls_failed: int | None
    """None: never polled by this corpus's crawls, but declared by an import."""


def build_report(data: ReportData) -> str:
    """The report as HTML: no script, no request to anywhere, the same text for the same rows.

    Every string of the rows is escaped, links go to http and https addresses only, and a content security
    policy in the page forbids whatever might slip through. Long parts are bounded, and the page says how many
    of how many rows it shows: about 90 curves, 40 adoptions a narrative, 500 sentences, 60 outlets and
    50 kinds of rejection.
    """
    shown, left_out = bounded(panels(data.curves, data.found))
    page = _environment().get_template("template.html")
    return page.render(
        style=Markup((_HERE / "style.css").read_text("utf-8")),  # noqa: S704  (our own file)
        data=data,
        figures=figures(data.headline),
        narratives=_narratives(shown),
        panels_left_out=left_out,
        events_not_drawn=_events_not_drawn(data, shown),
        movers=[_with_timeline(each) for each in movers(data.adoptions)],
        coverage=_coverage(data.coverage),
        coverage_strip=_image(charts.heat_strip(data.coverage)) if data.coverage else None,
        sql=data.sql,
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Every value on its way into the page is cleaned, so that no template can forget it.
        finalize=_finalized,
    )
    environment.filters.update(
        language=labels.language_name,
        language_tag=labels.language_tag,
        narrative=labels.narrative_name,
        web_address=labels.web_address,
        moment=labels.moment,
        shortened=labels.shortened,
        number=labels.number,
    )
    environment.globals.update(interval=labels.interval, share=labels.share)
    return environment


def _finalized(value: object) -> object:
    if isinstance(value, Markup):
        return value
    if value is None:
        return ""
    return labels.cleaned(str(value))


def _narratives(shown: Sequence[Panel]) -> list[NarrativeCurves]:
    found = []
    for narrative, group in groupby(shown, key=lambda panel: panel.narrative):
        # `panels` sorts the one over all languages to the front of each narrative.
        total, *parts = group
        # One axis for the languages, since they are compared; the total would press them flat.
        limits = charts.axis_range(parts)
        found.append(
            NarrativeCurves(
                narrative,
                _drawn(total, charts.axis_range([total]), _TOTAL_SIZE),
                [_drawn(panel, limits, _PANEL_SIZE) for panel in parts],
            )
        )
    return found


def _drawn(panel: Panel, limits: tuple[int, int], size: Mapping[str, int]) -> Drawn:
    title = "All languages" if panel.language is None else labels.language_name(panel.language)
    return Drawn(
        title=title,
        language=panel.language,
        svg=_image(charts.curve(panel, limits, **size)),
        words=curve_in_words(panel, title),
        lines=days_in_words(panel.days),
    )


def _events_not_drawn(data: ReportData, shown: Sequence[Panel]) -> int:
    # Totals only: the languages are parts of them.
    drawn = sum(panel.size for panel in shown if panel.language is None)
    return max(0, data.headline.assertions_with_copies + data.headline.disputes_with_copies - drawn)


def _with_timeline(each: Movers) -> dict[str, Any]:
    timed = any(row.adopted_at for row in each.adoptions[:_TIMELINE_ROWS])
    return {
        "movers": each,
        "svg": _image(charts.timeline(each.adoptions[:_TIMELINE_ROWS])) if timed else None,
    }


def _coverage(days: Sequence[CoverageDay]) -> list[OutletCoverage]:
    found = []
    for (_, outlet), group in groupby(days, key=lambda day: (day.outlet_id, day.outlet)):
        run = list(group)
        found.append(
            OutletCoverage(
                outlet,
                sum(day.hours for day in run),
                sum(day.hours_observed for day in run),
                _sum_of_known(day.polls_failed for day in run),
            )
        )
    return found


def _sum_of_known(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _image(svg: str) -> Markup:
    # The renderer escapes the names in a chart; a description stands in the element around it.
    return Markup(svg)  # noqa: S704
