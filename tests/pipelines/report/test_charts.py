"""What is drawn: gaps as gaps, names as they are, colours from the style sheet."""

import re
from datetime import date, datetime, timedelta

import pytest
from lxml import etree

from pipelines.report.charts import axis_range, curve, curve_rows, heat_level, heat_strip, timeline
from pipelines.report.rows import Adoption, CoverageDay
from pipelines.report.series import Counts, Panel, PanelDay

FIRST = date(2026, 11, 10)
SVG = "{http://www.w3.org/2000/svg}"


def panel(*counts: int | None) -> Panel:
    days = [
        PanelDay(
            FIRST + timedelta(days=at),
            None if count is None else Counts(count, 1, count + 1, 2),
            Counts(2, 0, 3, 0) if count is None else None,
            partly=count == 7,
        )
        for at, count in enumerate(counts)
    ]
    return Panel("power-bottleneck", "en", tuple(days))


def drawn(panel: Panel) -> etree._Element:
    return etree.fromstring(curve(panel, axis_range([panel]), width=240, height=80))


def paths(svg: etree._Element, **attributes: str) -> list[str]:
    return [
        path.get("d", "")
        for path in svg.iter(f"{SVG}path")
        if all(path.get(name.replace("_", "-")) == value for name, value in attributes.items())
    ]


def test_gap_breaks_every_line() -> None:
    svg = drawn(panel(1, 3, None, None, 2, 2))
    for ink in ("var(--asserts)", "var(--disputes)"):
        lines = paths(svg, stroke=ink, stroke_width="2.2") + paths(svg, stroke=ink, stroke_width="1")
        assert len(lines) == 2
        assert all(line.count("M") == 2 for line in lines)


def test_no_gap_is_one_line() -> None:
    svg = drawn(panel(1, 3, 2, 2))
    (line,) = paths(svg, stroke="var(--asserts)", stroke_width="2.2")
    assert line.count("M") == 1
    assert paths(svg, fill="var(--gap)") == []


def test_gap_is_shaded_over_its_days_only() -> None:
    (shade,) = paths(drawn(panel(1, None, None, 1)), fill="var(--gap)")
    left, width = re.match(r"M([\d.]+),0h([\d.]+)v", shade).groups()  # type: ignore[union-attr]
    assert (float(left), float(width)) == (60.0, 120.0)


def test_partly_observed_day_is_shaded_lightly() -> None:
    svg = drawn(panel(1, 7, 1))
    assert len(paths(svg, fill="var(--partly)")) == 1
    assert paths(svg, fill="var(--gap)") == []


def test_lone_day_between_gaps_is_a_dot() -> None:
    svg = drawn(panel(None, 2, None))
    dots = [path for path in svg.iter(f"{SVG}path") if path.get("fill") == "var(--asserts)"]
    assert len(dots) == 1


def test_found_on_unobserved_days_is_hollow_and_off_the_line() -> None:
    rows = curve_rows(panel(1, None).days)
    assert [row["found"] for row in rows] == [None, None, None, 3]
    assert [row["independent"] for row in rows] == [-1, 1, None, None]
    assert [row["with_copies"] for row in rows] == [-2, 2, None, None]


def test_axis_leaves_room_on_both_sides() -> None:
    assert axis_range([panel(8, 2)]) == (9, 3)
    assert axis_range([]) == (1, 1)


def test_no_stand_in_colour_and_no_default_colour_is_left() -> None:
    text = curve(panel(1, None, 7), (9, 3), width=240, height=80)
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', text)) <= {
        "none",
        *(f"var(--{ink})" for ink in ("asserts", "disputes", "axis", "grid", "gap", "partly")),
    }
    assert "<script" not in text
    assert "<image" not in text


@pytest.mark.parametrize(
    ("observed", "hours", "level"),
    [(0, 24, 0), (1, 24, 1), (8, 24, 2), (16, 24, 3), (23, 24, 3), (24, 24, 4), (1, 1, 4)],
)
def test_heat_levels(observed: int, hours: int, level: int) -> None:
    assert heat_level(observed, hours) == level


def coverage(outlet_id: str, outlet: str, day: int, observed: int) -> CoverageDay:
    return CoverageDay(outlet_id, outlet, FIRST + timedelta(days=day), 24, observed, 0, 2)


def labels(svg: str) -> list[str]:
    return [text.text or "" for text in etree.fromstring(svg).iter(f"{SVG}text")]


def test_heat_strip_has_a_cell_per_known_day_and_rows_of_one_name_stay_apart() -> None:
    days = [coverage("a", "Post", 0, 24), coverage("a", "Post", 2, 0), coverage("b", "Post", 0, 12)]
    svg = heat_strip(days)
    cells = re.findall(r'fill="var\(--heat-(\d)\)"', svg)
    assert sorted(cells) == ["0", "2", "4"]
    assert {"Post", "Post (b)"} <= set(labels(svg))


def adoption(place: int, outlet: str, at: datetime | None) -> Adoption:
    url = "https://a.test/"
    return Adoption(
        "n", "asserts", f"o{place}", outlet, "de", "T", url, "published_at", at, at, None, "a1", 0.7, place, 2
    )


def test_timeline_names_outlets_in_order_in_any_script() -> None:
    at = datetime(2026, 11, 10, 8)  # noqa: DTZ001  (rows hold UTC without an offset)
    hostile = '<script>alert(1)</script> 3.14159 role="x"'
    names = ["電気と計算の日々新聞", hostile, "Nobody"]
    svg = timeline([adoption(1, names[0], at), adoption(2, hostile, at), adoption(3, "Nobody", None)])
    assert labels(svg)[-2:] == ["1. 電気と計算の日々新聞", "2. <script>alert(1)</scrip…"]
    assert "<script" not in svg
    assert not any("Nobody" in text for text in labels(svg))


def test_numbers_in_names_are_left_alone() -> None:
    at = datetime(2026, 11, 10, 8)  # noqa: DTZ001
    assert "1. Radio 3.14159 role=" in labels(timeline([adoption(1, "Radio 3.14159 role=", at)]))


def test_time_zone_of_the_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 11, 10, 8)  # noqa: DTZ001
    here = timeline([adoption(1, "A", at), adoption(2, "B", at + timedelta(hours=30))])
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert timeline([adoption(1, "A", at), adoption(2, "B", at + timedelta(hours=30))]) == here
