"""What the report's charts show: curves with gaps, adoptions with intervals, observed hours.

Belongs here: Vega-Lite specifications made of days and rows. Does not belong here: what a day's count is
(`series`), rendering (`vega`) and the words around a chart (the template).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pipelines.report.labels import label
from pipelines.report.rows import Adoption, CoverageDay
from pipelines.report.series import NOTHING, Panel, PanelDay, gaps
from pipelines.report.vega import FRAME, INKS, Spec, day_axis, ink_of, name_axis, rows, svg

_DOTTED_DAYS = 45
"""Up to this many days lines are thick and each day has a dot; over a longer span they would run together."""

# At 10 pixels about as wide as the room that `vega` leaves for names.
_LABEL_COLUMNS = 24
_ROW_HEIGHT = 18
_NAMED_WIDTH = 236
ONE_DAY = timedelta(days=1)
_ONLY_DAYS = timedelta(days=4)
"""Over longer spans the ticks of an axis of moments are days."""


def axis_range(panels: Sequence[Panel]) -> tuple[int, int]:
    """Greatest counts of assertions and of disputes on any day, copies included, for panels to be compared.

    Neither is less than a third of the other, so that a label fits on both sides of the zero line.
    """
    counts = [day.counts or day.found or NOTHING for panel in panels for day in panel.days]
    up = max([1, *(each.assertions_with_copies for each in counts)])
    down = max([1, *(each.disputes_with_copies for each in counts)])
    # Rounded up, as `//` of a negative number rounds down.
    return max(up, -(-down // 3)), max(down, -(-up // 3))


def curve(panel: Panel, limits: tuple[int, int], *, width: int, height: int) -> str:
    """Assertions upwards and disputes downwards over days, as an SVG.

    The line of independent events is broken on unobserved days, which are shaded; partly observed days are
    shaded lightly. A thin dashed line counts copies too. Hollow dots are events found on unobserved days.

    Args:
        panel: at least one day.
        limits: of the axis, as from `axis_range`.
        width: of the plot in SVG units, without the axis.
        height: as `width`.
    """
    return svg({**FRAME, "width": width, "height": height, "layer": curve_layers(panel.days, limits)})


def curve_layers(days: Sequence[PanelDay], limits: tuple[int, int]) -> list[Spec]:
    """Shading, zero line, line with copies, line without, hollow dots: from back to front."""
    first, last = days[0].day, days[-1].day
    x = day_scale("day", first, last)
    line = {"type": "line", "invalid": "break-paths-show-path-domains"}
    few = len(days) <= _DOTTED_DAYS
    dots = {"size": 14, "filled": True} if few else False

    def layer(mark: Spec, field: str) -> Spec:
        return {"mark": mark, "encoding": {"x": x, "y": _count_axis(field, limits), "color": ink_of("ink")}}

    counted = [
        layer(
            {**line, "strokeWidth": 1 if few else 0.6, "strokeDash": [3, 2], "opacity": 0.8}, "with_copies"
        ),
        # The round end shows a day between two gaps, whose line has no length.
        layer(
            {**line, "strokeWidth": 2.2 if few else 1.2, "strokeCap": "round", "point": dots}, "independent"
        ),
        layer(
            {"type": "point", "size": 24, "filled": False, "strokeWidth": 1.4, "invalid": "filter"}, "found"
        ),
    ]
    return [
        _shaded(days, {**x, "field": "from"}),
        {
            "data": rows([{"zero": 0}]),
            "mark": {"type": "rule", "color": INKS["axis"], "opacity": 0.6},
            "encoding": {"y": _count_axis("zero", limits)},
        },
        {"data": rows(curve_rows(days)), "layer": counted},
    ]


def day_scale(field: str, first: date, last: date) -> Spec:
    """An encoding by days from half a day before the first to half a day after the last."""
    return {
        "field": field,
        "type": "temporal",
        "title": None,
        # UTC in each scale: Vega would else draw in the time zone of the machine.
        "scale": {"type": "utc", "domain": [noon(first - ONE_DAY), noon(last)], "nice": False},
        "axis": day_axis(first, last),
    }


def curve_rows(days: Sequence[PanelDay]) -> list[dict[str, Any]]:
    """Two rows a day, disputes negative; None, which breaks the line, on unobserved days."""
    values = []
    for day in days:
        known, found = day.counts, day.found
        common = {"day": day.day.isoformat()}
        # Assertions last, so that their line lies on top where both are zero.
        values += [
            {
                **common,
                "ink": INKS["disputes"],
                "independent": -known.disputes if known else None,
                "with_copies": -known.disputes_with_copies if known else None,
                "found": (-found.disputes_with_copies or None) if found else None,
            },
            {
                **common,
                "ink": INKS["asserts"],
                "independent": known.assertions if known else None,
                "with_copies": known.assertions_with_copies if known else None,
                "found": (found.assertions_with_copies or None) if found else None,
            },
        ]
    return values


def timeline(adoptions: Sequence[Adoption]) -> str:
    """A row per outlet in order of adoption: a dot at the time used, a bar over its uncertainty."""
    values = [
        {
            "outlet": f"{row.place}. {label(row.outlet, _LABEL_COLUMNS)}",
            "at": _utc(row.adopted_at),
            "earliest": _utc(row.earliest or row.adopted_at),
            "latest": _utc(row.latest or row.adopted_at),
            "ink": INKS.get(row.stance, INKS["reports"]),
        }
        for row in adoptions
        if row.adopted_at
    ]
    # Given, since Vega sorts names by the alphabet.
    order = [row["outlet"] for row in values]
    ends = [each for row in adoptions for each in (row.earliest, row.adopted_at, row.latest) if each]
    axis = {
        "labelExpr": f"utcFormat(datum.value, '{_moment_pattern(min(ends), max(ends))}')",
        "tickCount": 3,
        "labelFlush": True,
    }

    def time(field: str) -> Spec:
        return {"field": field, "type": "temporal", "title": None, "scale": {"type": "utc"}, "axis": axis}

    shared = {
        "y": {"field": "outlet", "type": "nominal", "sort": order, "title": None, "axis": name_axis()},
        "color": ink_of("ink"),
    }
    bar = {"type": "rule", "strokeWidth": 5, "opacity": 0.3, "strokeCap": "round"}
    return svg(
        {
            "width": _NAMED_WIDTH,
            "height": len(values) * _ROW_HEIGHT,
            "data": rows(values),
            "encoding": shared,
            "layer": [
                {"mark": bar, "encoding": {"x": time("earliest"), "x2": {"field": "latest"}}},
                {
                    "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                    "encoding": {"x": time("at")},
                },
            ],
        }
    )


def heat_strip(coverage: Sequence[CoverageDay]) -> str:
    """A row per outlet, a cell per day, the darker the more hours were observed; unknown days have none."""
    first, last = min(row.day for row in coverage), max(row.day for row in coverage)
    names: dict[str, str] = {}
    for row in coverage:
        name = label(row.outlet, _LABEL_COLUMNS)
        # Two outlets of one name would be drawn as one row.
        taken = name in names.values() and row.outlet_id not in names
        names.setdefault(row.outlet_id, f"{name} ({row.outlet_id})" if taken else name)
    values = [
        {
            "outlet": names[row.outlet_id],
            "from": noon(row.day - ONE_DAY),
            "to": noon(row.day),
            "ink": INKS[f"heat-{heat_level(row.hours_observed, row.hours)}"],
        }
        for row in coverage
    ]
    return svg(
        {
            "width": _NAMED_WIDTH,
            "height": len(names) * _ROW_HEIGHT,
            "data": rows(values),
            "mark": {"type": "rect", "stroke": INKS["paper"], "strokeWidth": 0.6},
            "encoding": {
                "x": day_scale("from", first, last),
                "x2": {"field": "to"},
                "y": {
                    "field": "outlet",
                    "type": "nominal",
                    "sort": list(names.values()),
                    "title": None,
                    "axis": name_axis(),
                },
                "color": ink_of("ink"),
            },
        }
    )


def heat_level(observed: int, hours: int) -> int:
    """0 for no hour, 4 for all, 1 to 3 for thirds in between."""
    if not observed:
        return 0
    return 4 if observed >= hours else 1 + min(2, 3 * observed // hours)


def _count_axis(field: str, limits: tuple[int, int]) -> Spec:
    up, down = limits
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [-down, up], "nice": False},
        "axis": {
            "values": [-down, 0, up],
            # Disputes are drawn downwards, but there is no negative number of them.
            "labelExpr": "datum.value > 0 ? '↑ ' + datum.value : datum.value < 0 ? '↓ ' + -datum.value : '0'",
            "grid": False,
            "ticks": False,
        },
    }


def _shaded(days: Sequence[PanelDay], x: Spec) -> Spec:
    runs = [(first, last, "gap") for first, last in gaps(days)]
    return shading(runs + [(day.day, day.day, "partly") for day in days if day.partly], x)


def shading(runs: Sequence[tuple[date, date, str]], x: Spec) -> Spec:
    """Bands over runs of days, each of one of `INKS`."""
    # A day's count is drawn at its start, so that its band reaches half a day to either side.
    values = [
        {"from": noon(first - ONE_DAY), "to": noon(last), "ink": INKS[ink]} for first, last, ink in runs
    ]
    return {
        "data": rows(values),
        "mark": {"type": "rect"},
        "encoding": {
            "x": x,
            "x2": {"field": "to"},
            "color": ink_of("ink"),
        },
    }


def _utc(at: datetime) -> str:
    return f"{at.isoformat()}Z"


def _moment_pattern(first: datetime, last: datetime) -> str:
    if first.year != last.year:
        return "%-d %b %Y"
    return "%-d %b" if last - first > _ONLY_DAYS else "%-d %b %H:%M"


def noon(day: date) -> str:
    """The middle of a day, for Vega."""
    return f"{day.isoformat()}T12:00:00Z"
