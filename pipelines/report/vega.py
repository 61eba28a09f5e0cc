"""From a Vega-Lite specification to SVG text: no browser, no network, no script in the result.

Belongs here: rendering, and the colours and axes that all charts share. Does not belong here: what a chart
shows (`charts`) and the colours themselves, which the style sheet sets for light, dark and print.

Specifications are plain dictionaries of the Vega-Lite grammar. Written with Altair's classes, a panel of
180 days took 0.54 s, most of it copying and validating its rows in Python; as dictionaries it takes a tenth
of that (2 cores, 2026-11).
"""

import re
from datetime import date, timedelta
from typing import Any

import vl_convert

Spec = dict[str, Any]

INKS = {
    "asserts": "#0a0001",
    "disputes": "#0a0002",
    "reports": "#0a0003",
    "axis": "#0a0004",
    "grid": "#0a0005",
    "gap": "#0a0006",
    "partly": "#0a0007",
    "paper": "#0a0008",
    "heat-0": "#0a0010",
    "heat-1": "#0a0011",
    "heat-2": "#0a0012",
    "heat-3": "#0a0013",
    "heat-4": "#0a0014",
}
"""Name in the style sheet -> a colour that stands for it in Vega, which knows no CSS variables."""

_CONFIG: Spec = {
    "background": "transparent",
    "font": "inherit",
    "aria": False,
    "padding": 2,
    "axis": {
        "labelColor": INKS["axis"],
        "tickColor": INKS["grid"],
        "gridColor": INKS["grid"],
        "labelFontSize": 10,
        "domain": False,
    },
    "view": {"stroke": None},
}

_NAMES_EXTENT = 132
"""Width left for names beside a chart, in SVG units. Fixed, since the renderer has no fonts for every
script and would measure some names wrongly."""

FRAME: Spec = {"autosize": "none", "padding": {"left": 37, "right": 12, "top": 8, "bottom": 20}}
"""Of charts over days: room around the plot, the same in all, so that they stand in line. The renderer would measure
arrows wrongly."""

# Only tags are tidied: between them are names, which may look like a number or a role.
_TAG = re.compile(r"<[^>]*>")
_LONG_DECIMALS = re.compile(r"-?\d+\.\d{2,}")
# The whole chart is one image with a text of its own, so the roles of its parts only add noise.
_ROLES = re.compile(r' (?:role|aria-roledescription|aria-hidden|pointer-events)="[^"]*"')
_EMPTY = re.compile(r'<path class="(?:background|foreground)"[^>]*/>')


def svg(spec: Spec) -> str:
    """Render; colours of `INKS` come out as CSS variables, fonts are those of the page."""
    drawn: str = vl_convert.vegalite_to_svg({**spec, "config": _CONFIG})
    return _TAG.sub(lambda tag: _tidied(tag.group()), drawn)


def rows(values: list[Spec]) -> Spec:
    """Inline data."""
    return {"values": values}


def day_axis(first: date, last: date) -> Spec:
    """Ticks at the first and last day and up to two between: more would collide on a phone."""
    days = (last - first).days
    steps = sorted({round(days * part / 3) for part in range(4)} if days >= 9 else {0, days})
    pattern = "%-d %b" if days < 300 else "%b %Y"
    if pattern == "%-d %b" and first.year != last.year:
        pattern, steps = "%-d %b %Y", [steps[0], steps[-1]]
    return {
        "values": [(first + timedelta(days=step)).isoformat() for step in steps],
        "labelExpr": f"utcFormat(datum.value, '{pattern}')",
        "labelFlush": True,
        "grid": False,
        "tickSize": 3,
        # Below the count at the foot of the other axis, which stands beside the first day.
        "labelPadding": 6,
    }


def name_axis() -> Spec:
    """An axis of names."""
    return {
        "minExtent": _NAMES_EXTENT,
        "maxExtent": _NAMES_EXTENT,
        "labelLimit": 0,
        "labelPadding": 8,
        "ticks": False,
        "grid": False,
    }


def ink_of(field: str) -> Spec:
    """An encoding by a field that holds one of `INKS`."""
    return {"field": field, "type": "nominal", "legend": None, "scale": None}


def _tidied(tag: str) -> str:
    if _EMPTY.fullmatch(tag):
        return ""
    for name, stand_in in INKS.items():
        tag = tag.replace(stand_in, f"var(--{name})")
    return _LONG_DECIMALS.sub(lambda number: f"{float(number.group()):.1f}", _ROLES.sub("", tag))
