"""Charts of what counts are measured by: shares of the articles read, articles read, hours observed.

Belongs here: Vega-Lite specifications made of days. Does not belong here: the curves of counts (`charts`) and the
arithmetic of shares (`shares`).
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pipelines.report.charts import ONE_DAY, day_scale, noon, shading
from pipelines.report.series import Panel, PanelDay, Watched, gaps
from pipelines.report.shares import Share, share_of
from pipelines.report.vega import FRAME, INKS, Spec, ink_of, rows, svg

_TOPS = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Ends of the axis of shares, round when halved. 5 % at least, else noise in a rare narrative would fill its chart."""


def day_share(day: PanelDay) -> Share | None:
    """Share of the independent articles read on the day that assert the narrative; None where nothing was read."""
    return share_of(day.counts.assertions if day.counts else None, day.articles)


def panel_share(panel: Panel) -> Share | None:
    """The same over all observed days of a panel."""
    known = [day for day in panel.days if day.counts and day.articles is not None]
    return share_of(
        sum(day.counts.assertions for day in known if day.counts), sum(day.articles or 0 for day in known)
    )


def share_curve(panel: Panel, *, width: int, height: int) -> str:
    """Share of articles that assert, a dot a day on its 95 % interval; no dot where nothing was observed or read."""
    days = panel.days
    values = share_rows(days)
    highest = max(row["high"] or 0 for row in values)
    top = next(top for top in _TOPS if top >= highest)
    x = day_scale("day", days[0].day, days[-1].day)
    bands = [(first, last, "gap") for first, last in gaps(days)]
    bands += [(day.day, day.day, "partly") for day in days if day.partly]
    few = len(days) <= 45

    def y(field: str) -> Spec:
        return {**_percent_axis(top), "field": field}

    line = {
        "type": "line",
        "strokeWidth": 1.6 if few else 1,
        "strokeCap": "round",
        "invalid": "break-paths-show-path-domains",
        "point": {"size": 16, "filled": True} if few else False,
    }
    whisker = {"type": "rule", "strokeWidth": 4 if few else 1, "opacity": 0.28, "invalid": "filter"}
    ink = ink_of("ink")
    return svg(
        {
            **FRAME,
            "width": width,
            "height": height,
            "layer": [
                shading(bands, {**x, "field": "from"}),
                {
                    "data": rows(values),
                    "layer": [
                        {
                            "mark": whisker,
                            "encoding": {"x": x, "y": y("low"), "y2": {"field": "high"}, "color": ink},
                        },
                        {"mark": line, "encoding": {"x": x, "y": y("share"), "color": ink}},
                    ],
                },
            ],
        }
    )


def share_rows(days: Sequence[PanelDay]) -> list[dict[str, Any]]:
    """A row a day; None, which breaks the line, where there is no share."""
    found = []
    for day in days:
        share = day_share(day)
        low, high = share.bounds if share else (None, None)
        found.append(
            {
                "day": day.day.isoformat(),
                "share": share.value if share else None,
                "low": low,
                "high": high,
                "ink": INKS["asserts"],
            }
        )
    return found


def read_bars(days: Sequence[Watched], *, width: int, height: int) -> str:
    """Articles read a day: independent ones, and above them copies, lighter."""
    values = []
    for day in days:
        known, copies = day.articles or 0, day.copies or 0
        values += [
            {**_bar(day), "low": 0, "high": known, "ink": INKS["heat-4"]},
            {**_bar(day), "low": known, "high": known + copies, "ink": INKS["heat-2"]},
        ]
    top = max([1, *(row["high"] for row in values)])
    axis = {"values": [0, top], "grid": False, "ticks": False}
    return _bars(days, values, {"scale": {"domain": [0, top], "nice": False}, "axis": axis}, width, height)


def hours_bars(days: Sequence[Watched], *, width: int, height: int) -> str:
    """Hours observed a day, of those that the outlets watched have."""
    values = [
        {
            **_bar(day),
            "low": 0,
            "high": (day.hours or 0) / day.hours_expected,
            "ink": INKS["heat-4"],
        }
        for day in days
        if day.hours_expected
    ]
    return _bars(days, values, _percent_axis(1), width, height)


def _bar(day: Watched) -> dict[str, Any]:
    return {"from": noon(day.day - ONE_DAY), "to": noon(day.day)}


def _bars(days: Sequence[Watched], values: list[Spec], y: Spec, width: int, height: int) -> str:
    x = day_scale("from", days[0].day, days[-1].day)
    unknown = (list(run) for missing, run in groupby(days, key=lambda day: day.articles is None) if missing)
    bands = [(run[0].day, run[-1].day, "gap") for run in unknown]
    return svg(
        {
            **FRAME,
            "width": width,
            "height": height,
            "layer": [
                shading(bands, x),
                {
                    "data": rows(values),
                    "mark": {"type": "rect", "stroke": INKS["paper"], "strokeWidth": 0.8},
                    "encoding": {
                        "x": x,
                        "x2": {"field": "to"},
                        "y": {**y, "field": "low", "type": "quantitative", "title": None},
                        "y2": {"field": "high"},
                        "color": ink_of("ink"),
                    },
                },
            ],
        }
    )


def _percent_axis(top: float) -> Spec:
    return {
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, top], "nice": False},
        "axis": {
            "values": [0, top / 2, top],
            "labelExpr": f"format(100 * datum.value, '{'.1f' if top < _TOPS[1] else '.0f'}') + ' %'",
            "ticks": False,
        },
    }
