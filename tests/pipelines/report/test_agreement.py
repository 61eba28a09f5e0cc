"""Chart, table, words and SQL of the page say the same, for corpora of any shape."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from pipelines.amounts import amount, number
from pipelines.report.build import build_report
from pipelines.report.collect import collect, queries
from tests.pipelines.report.corpus import (
    CLAIMS,
    DAYS,
    OUTLETS,
    START,
    add_event,
    empty_corpus,
    filled_corpus,
    insert,
)

WIDTHS = {True: 320, False: 136}
HEIGHTS = {True: 104, False: 60}
"""Of a plot: the wide one over all languages, and the others."""

PLACES = [("de", "de"), ("at", "de"), ("gb", "en")]
NAMES = {
    "Arabic": "ar",
    "German": "de",
    "English": "en",
    "French": "fr",
    "Japanese": "ja",
    "Chinese": "zh",
    "Spanish": "es",
}

Line = dict[date, int | None]
"""Counts by day; None where the table says that the day was not observed."""


@dataclass(frozen=True)
class Shown:
    """A panel as a reader of the page finds it."""

    narrative: str
    language: str | None
    element: Any

    @property
    def table(self) -> dict[str, Line]:
        """Its columns, a day each."""
        columns: dict[str, Line] = {"asserts": {}, "asserts+": {}, "disputes": {}, "disputes+": {}}
        for row in self.element.xpath(".//tbody/tr"):
            period, *cells = [" ".join(cell.text_content().split()) for cell in row]
            first, _, last = period.partition(" to ")
            for day in days_between(date.fromisoformat(first), date.fromisoformat(last or first)):
                for name, cell in zip(columns, cells[:4], strict=True):
                    columns[name][day] = (
                        None if cell.startswith("not observed") else int(cell.removeprefix("≥ "))
                    )
        return columns

    def found(self, column: str) -> int:
        """Events of a column that the table puts beside days that were not observed."""
        place = list(self.table).index(column) + 1
        total = 0
        for row in self.element.xpath(".//tbody/tr"):
            first, _, last = row[0].text_content().strip().partition(" to ")
            days = len(days_between(date.fromisoformat(first), date.fromisoformat(last or first)))
            if beside := re.search(r"\((\d+) found\)", row[place].text_content()):
                total += int(beside[1]) * days
        return total

    def drawn(self, ink: str, width: str) -> Line:
        """Counts read off a line of its chart; days without a point are not observed."""
        days = list(self.table["asserts"])
        (path,) = self.element.xpath(
            f".//*[@stroke='var(--{ink})'][@stroke-width='{width}'][not(@transform)]/@d"
        )
        up, down = (int(text) for text in self.axis)
        wide = self.language is None
        zero, unit = HEIGHTS[wide] * up / (up + down), HEIGHTS[wide] / (up + down)
        found: Line = dict.fromkeys(days)
        for x, y in re.findall(r"([\d.]+),([\d.-]+)", path):
            day = days[int(float(x) / WIDTHS[wide] * len(days))]
            count = (zero - float(y)) / unit * (1 if ink == "asserts" else -1)
            assert count == pytest.approx(round(count), abs=0.2 / unit)
            found[day] = round(count)
        return found

    @property
    def axis(self) -> tuple[str, str]:
        """Labels of the greatest count upwards and downwards."""
        down, _, up = self.element.xpath(".//*[local-name()='text'][@text-anchor='end']/text()")
        assert (up[:2], down[:2]) == ("↑ ", "↓ ")
        return up[2:], down[2:]


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def page(connection: duckdb.DuckDBPyConnection) -> Any:  # noqa: ANN401 - lxml's types are none
    return html.document_fromstring(build_report(collect(connection, CLAIMS)))


def panels(connection: duckdb.DuckDBPyConnection) -> list[Shown]:
    return list(_panels(page(connection)))


def _panels(document: Any) -> Iterator[Shown]:  # noqa: ANN401 - lxml's types are none
    for article in document.xpath("//*[@id='curves']//article"):
        narrative = article.xpath("./details/summary/h3/text()")[0].lower().replace(" ", "-")
        for figure in article.xpath(".//figure"):
            title = figure.xpath(".//h4/text()")[0].strip()
            yield Shown(narrative, None if title == "All languages" else NAMES[title], figure)


def counted(connection: duckdb.DuckDBPyConnection, shown: Shown, column: str) -> Line:
    """A column of the view for a panel's narrative and language: what the page must say, asked in other words."""
    rows = connection.execute(
        f"select day, sum({column}) from spread_daily where narrative = $narrative "  # noqa: S608 - a column of this file
        "and ($language is null or language = $language) and outlets_observed > 0 group by day",
        {"narrative": shown.narrative, "language": shown.language},
    ).fetchall()
    observed = {day: int(count) for day, count in rows}
    return {day: observed.get(day) for day in shown.table["asserts"]}


COLUMNS = {
    "asserts": "assertions",
    "asserts+": "assertions_with_copies",
    "disputes": "disputes",
    "disputes+": "disputes_with_copies",
}


def assert_agrees(connection: duckdb.DuckDBPyConnection, shown: Shown) -> None:
    for name, column in COLUMNS.items():
        expected = counted(connection, shown, column)
        assert shown.table[name] == expected, (shown.narrative, shown.language, name)
        width = "1" if name.endswith("+") else "2.2"
        assert shown.drawn(name.removesuffix("+"), width) == expected, (shown.narrative, shown.language, name)


@pytest.fixture(scope="module")
def filled() -> duckdb.DuckDBPyConnection:
    return filled_corpus(empty_corpus())


def test_every_panel_of_the_page_shows_what_the_view_counts(filled: duckdb.DuckDBPyConnection) -> None:
    shown = panels(filled)
    pairs = filled.execute(
        "select distinct narrative, language from narrative_events where stance <> 'reports'"
    )
    expected = {*pairs.fetchall(), ("power-bottleneck", None), ("grid-queue", None)}
    assert {(panel.narrative, panel.language) for panel in shown} == expected
    for panel in shown:
        assert len(panel.table["asserts"]) == DAYS
        assert_agrees(filled, panel)


def test_days_that_nobody_observed_have_no_number_in_any_form(filled: duckdb.DuckDBPyConnection) -> None:
    gap = [date(2026, 11, 14), date(2026, 11, 15)]
    for panel in panels(filled):
        for line in panel.table.values():
            assert [line[day] for day in gap] == [None, None]
        assert [panel.drawn("asserts", "2.2")[day] for day in gap] == [None, None]
        words = panel.element.xpath("./p[@class='words']")[0].text_content()
        missing = sum(count is None for count in panel.table["asserts"].values())
        assert f"Not observed: {missing} of {DAYS} days; the line is broken there." in words


def test_the_text_for_those_who_hear_the_page_has_the_totals_of_the_table(
    filled: duckdb.DuckDBPyConnection,
) -> None:
    for panel in panels(filled):
        totals = {name: sum(count or 0 for count in line.values()) for name, line in panel.table.items()}
        (spoken,) = panel.element.xpath("./div[@role='img']/@aria-label")
        assert spoken == panel.element.xpath("./p[@class='words']/text()")[0]
        known = sum(count is not None for count in panel.table["asserts"].values())
        assert (
            f"{amount(totals['asserts'], 'independent assertion')} ({totals['asserts+']} with copies) and "
            f"{amount(totals['disputes'], 'dispute')} ({totals['disputes+']}) on {known} observed days."
        ) in spoken


def test_panels_of_a_narrative_share_a_scale(filled: duckdb.DuckDBPyConnection) -> None:
    shown = panels(filled)
    for narrative in ("power-bottleneck", "grid-queue"):
        axes = {panel.axis for panel in shown if panel.narrative == narrative and panel.language}
        assert len(axes) == 1
        ((up, down),) = axes
        highest = max(
            count or 0
            for panel in shown
            if panel.narrative == narrative and panel.language
            for count in panel.table["asserts+"].values()
        )
        assert int(up) >= highest
        assert int(down) >= 1


Cell = tuple[int, int, int, int] | None
"""Independent assertions and disputes and their copies of a place on a day; None: not observed."""

CELLS = st.none() | st.tuples(*[st.integers(0, 6)] * 4)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(*[CELLS] * len(PLACES)), min_size=1, max_size=12))
def test_any_pattern_of_observed_places_is_drawn_as_counted(grid: list[tuple[Cell, ...]]) -> None:
    connection = empty_corpus()
    for number_of_day, cells in enumerate(grid):
        day = START.date() + timedelta(days=number_of_day)
        for (country, language), cell in zip(PLACES, cells, strict=True):
            counts: tuple[int | None, ...] = (None,) * 6
            if cell:
                asserts, disputes, asserts_more, disputes_more = cell
                counts = (asserts, disputes, 0, asserts + asserts_more, disputes + disputes_more, 0)
            row = (day, "grid-queue", country, language, *counts, None if cell is None else 1)
            insert(connection, "spread_daily", row)
    events = sum(cell[0] + cell[1] + cell[2] + cell[3] for cells in grid for cell in cells if cell)
    shown = panels(connection)
    assert bool(shown) == bool(events)
    for panel in shown:
        assert_agrees(connection, panel)
        partly = {
            START.date() + timedelta(days=n)
            for n, cells in enumerate(grid)
            if _is_partly(cells, panel.language)
        }
        assert len(panel.element.xpath(".//*[@fill='var(--partly)']")) == len(partly)
        lower_bounds = panel.element.xpath(".//tbody/tr[starts-with(normalize-space(td[1]), '≥')]")
        assert bool(lower_bounds) == bool(partly)


def _is_partly(cells: tuple[Cell, ...], language: str | None) -> bool:
    of = [cell for (_, spoken), cell in zip(PLACES, cells, strict=True) if language in (None, spoken)]
    return any(cell is None for cell in of) and any(cell is not None for cell in of)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["asserts", "disputes", "reports"]),
        st.booleans(),
        st.integers(-60, 60),
        st.sampled_from(OUTLETS[:3]),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(EVENTS, st.sets(st.integers(0, 5)))
def test_events_are_drawn_or_counted_as_not_drawn_and_never_both(
    events: list[tuple[str, bool, int, Any]], observed: set[int]
) -> None:
    connection = empty_corpus()
    for n, (stance, is_copy, offset, outlet) in enumerate(events):
        at = START + timedelta(days=offset, hours=5)
        add_event(connection, f"a{n}", outlet=outlet, stance=stance, at=at, is_copy=is_copy)
    for offset in observed:
        day = (START + timedelta(days=offset)).date()
        for outlet in OUTLETS[:3]:
            counts = [
                sum(
                    one[0] == stance and one[2] == offset and one[3] == outlet and (copies or not one[1])
                    for one in events
                )
                for copies in (False, True)
                for stance in ("asserts", "disputes", "reports")
            ]
            insert(connection, "spread_daily", (day, "power-bottleneck", outlet[2], outlet[3], *counts, 1))
    document: Any = page(connection)
    whole = [panel for panel in _panels(document) if panel.language is None]
    drawn = sum(
        sum(count or 0 for count in panel.table[name].values()) + panel.found(name)
        for panel in whole
        for name in ("asserts+", "disputes+")
    )
    note = " ".join(document.xpath("string(//*[@id='curves']/p[@class='note'][last()])").split())
    left = re.search(r"(\d+) of the assertions and disputes \(copies included\) are not drawn", note)
    total = sum(stance != "reports" for stance, *_ in events)
    assert drawn + (int(left[1]) if left else 0) == (total if whole else 0)


def test_queries_on_the_page_can_be_run_as_they_stand(filled: duckdb.DuckDBPyConnection) -> None:
    """Whoever copies the SQL from the page gets the rows that the page shows."""
    document = page(filled)
    shown = [
        block.text_content()
        for block in document.xpath("//details[@class='trace']//code")
        if "\n" in block.text_content()
    ]
    assert sorted(shown) == sorted(queries().values())
    rows = {sql: filled.execute(sql).fetchall() for sql in shown}
    evidence = rows[queries()["evidence"]]
    assert len(document.xpath("//*[@id='evidence']//tbody/tr")) == len(evidence)
    languages = [
        [" ".join(cell.text_content().split()) for cell in row][1:4]
        for row in document.xpath("//*[@id='languages']//tbody/tr")
    ]
    assert languages == [list(map(number, row[1:])) for row in rows[queries()["languages"]]]
    rejections = [
        [cell.text_content().strip() for cell in row][:4]
        for row in document.xpath("//*[@id='rejections']//tbody/tr")
    ]
    assert rejections == [
        [reason, stage, number(count), number(outlets)]
        for stage, reason, count, outlets, *_ in rows[queries()["rejections"]]
    ]
