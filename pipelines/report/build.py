"""Builds the page: one self-contained HTML text from the report's rows.

Belongs here: what the page says of the rows, in which order, and how much of it. Does not belong here: SQL
and connections (`collect`), drawing (`charts`), wording of single values (`labels`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.amounts import amount, number
from pipelines.report import charts, labels
from pipelines.report.figures import figures, refused
from pipelines.report.measures import hours_bars, panel_share, read_bars, share_curve
from pipelines.report.movers import Movers, movers
from pipelines.report.rows import CoverageDay, Evidence, ReportData
from pipelines.report.series import Counts, Panel, bounded, known_sum, panels, watched
from pipelines.report.shares import Share, share_of
from pipelines.report.wording import COLUMNS, curve_in_words, days_in_words

_HERE = Path(__file__).parent

# Small, since a phone shows them at this size; wider screens enlarge them.
_TOTAL_SIZE = {"width": 320, "height": 104}
_PANEL_SIZE = {"width": 136, "height": 60}
_READ_SIZE = {"width": 320, "height": 50}
_TIMELINE_ROWS = 20

_OPEN = 3
"""Narratives whose curves, movers and evidence are unfolded at first: the largest."""

_EVIDENCE_ROWS = 5
"""Sentences of a narrative that are shown before the rest is asked for."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel with its chart and the same in words and as a table."""

    title: str
    language: str | None
    svg: Markup
    share_svg: Markup | None
    words: str
    lines: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NarrativeCurves:
    """The panels of one narrative; `counts` None: no day was observed, and `found` is all there is."""

    narrative: str
    counts: Counts | None
    found: Counts
    share: Share | None
    total: Drawn
    parts: list[Drawn]


@dataclass(frozen=True, slots=True)
class Proofs:
    """The evidence of one narrative: each row with its place on the page."""

    narrative: str
    total: int
    first: list[tuple[str, Evidence]]
    rest: list[tuple[str, Evidence]]


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
    of how many rows it shows: about 80 curves, 40 adoptions and about 40 sentences a narrative, 60 outlets and
    50 kinds of rejection.
    """
    shown, left_out = bounded(panels(data.curves, data.found, data.observed))
    proofs, places = _proofs(data.evidence)
    read = watched(data.observed)
    narratives = _narratives(shown)
    page = _environment().get_template("template.html")
    return page.render(
        style=Markup((_HERE / "style.css").read_text("utf-8")),  # noqa: S704  (our own file)
        data=data,
        figures=figures(data.headline),
        narratives=narratives,
        glance_top=max([0.05, *(each.share.bounds[1] for each in narratives if each.share)]),
        panels_left_out=left_out,
        events_not_drawn=_events_not_drawn(data, shown),
        numbers=_numbers(data, shown),
        columns=COLUMNS,
        open_first=_OPEN,
        proofs=proofs,
        places=places,
        read=read,
        read_svg=_image(read_bars(read, **_READ_SIZE)) if read else None,
        hours_svg=_image(hours_bars(read, **_READ_SIZE)) if read else None,
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
        number=number,
    )
    environment.globals.update(
        interval=labels.interval,
        period=labels.period,
        bounds=labels.bounds,
        amount=amount,
        refused=refused,
        share=labels.share,
        share_of=share_of,
    )
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
                total.counted,
                total.found,
                panel_share(total),
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
        # By language a day has too few articles for a share; the table has them.
        share_svg=_image(share_curve(panel, **size))
        if panel.language is None and panel_share(panel)
        else None,
        words=curve_in_words(panel, title),
        lines=days_in_words(panel.days),
    )


def _events_not_drawn(data: ReportData, shown: Sequence[Panel]) -> int:
    # Totals only: the languages are parts of them.
    drawn = sum(panel.size for panel in shown if panel.language is None)
    return max(0, data.headline.assertions_with_copies + data.headline.disputes_with_copies - drawn)


def _numbers(data: ReportData, shown: Sequence[Panel]) -> dict[str, int]:
    """A number for each narrative, by which the page's parts lead to each other."""
    names = [panel.narrative for panel in shown]
    names += [row.narrative for row in data.adoptions] + [row.narrative for row in data.evidence]
    return {name: at for at, name in enumerate(dict.fromkeys(names), 1)}


def _proofs(evidence: Sequence[Evidence]) -> tuple[list[Proofs], dict[tuple[str, str, str], str]]:
    """Evidence by narrative, and where on the page each event's row is."""
    found: list[Proofs] = []
    places: dict[tuple[str, str, str], str] = {}
    for narrative, group in groupby(evidence, key=lambda row: row.narrative):
        placed = []
        for row in group:
            place = f"event-{len(places) + 1}"
            places[narrative, row.article_id, row.stance] = place
            placed.append((place, row))
        found.append(Proofs(narrative, placed[0][1].total, placed[:_EVIDENCE_ROWS], placed[_EVIDENCE_ROWS:]))
    return found, places


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
                known_sum(day.polls_failed for day in run),
            )
        )
    return found


def _image(svg: str) -> Markup:
    # The renderer escapes the names in a chart; a description stands in the element around it.
    return Markup(svg)  # noqa: S704
