"""Days to panels: gaps stay gaps."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.rows import CurveDay, FoundDay
from pipelines.report.series import MAX_PANELS, Counts, bounded, gaps, panels, span, table
from pipelines.report.wording import curve_in_words, days_in_words

FIRST = date(2026, 11, 10)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def observed(number: int, asserts: int, *, language: str = "en", narrative: str = "n") -> CurveDay:
    return CurveDay(day(number), narrative, language, asserts, 0, asserts + 1, 1, 1, 1)


def unobserved(number: int, *, language: str = "en", narrative: str = "n") -> CurveDay:
    return CurveDay(day(number), narrative, language, None, None, None, None, 1, 0)


def found(number: int, asserts: int, *, language: str = "en", narrative: str = "n") -> FoundDay:
    return FoundDay(day(number), narrative, language, asserts, 0, asserts, 0)


def test_unobserved_day_has_no_count_and_keeps_what_was_found() -> None:
    rows = [observed(0, 2), unobserved(1), observed(2, 0)]
    whole, english = panels(rows, [found(0, 2), found(1, 3)])
    assert (whole.language, english.language) == (None, "en")
    assert [each.counts for each in english.days] == [Counts(2, 0, 3, 1), None, Counts(0, 0, 1, 1)]
    assert [each.found for each in english.days] == [None, Counts(3, 0, 3, 0), None]
    assert whole.days == english.days


def test_missing_row_is_not_observed() -> None:
    _, english = panels([observed(0, 1), observed(3, 1)], [])
    assert gaps(english.days) == [(day(1), day(2))]


def test_day_with_an_unobserved_place_is_a_lower_bound() -> None:
    rows = [observed(0, 2), unobserved(0, language="de"), observed(1, 1), observed(1, 1, language="de")]
    whole = panels(rows, [])[0]
    assert [each.partly for each in whole.days] == [True, False]
    assert whole.days[0].counts == Counts(2, 0, 3, 1)
    row = replace(observed(0, 2), places=3)
    assert panels([row], [])[1].days[0].partly


def test_span_is_the_observed_days_and_events_near_them() -> None:
    assert span([], []) is None
    assert span([unobserved(0)], []) is None
    assert span([], [found(2, 1), found(9, 1)]) == (day(2), day(9))
    curves = [unobserved(-5), observed(0, 1), observed(4, 1)]
    assert span(curves, [found(-400, 1), found(-6, 1), found(33, 1), found(90, 1)]) == (day(-6), day(33))


def test_panels_come_by_size_and_silent_ones_not_at_all() -> None:
    rows = [
        observed(0, 1, narrative="small"),
        observed(0, 5, narrative="big", language="de"),
        observed(0, 9, narrative="big"),
        CurveDay(day(0), "silent", "en", 0, 0, 0, 0, 1, 1),
    ]
    assert [(panel.narrative, panel.language) for panel in panels(rows, [])] == [
        ("big", None),
        ("big", "en"),
        ("big", "de"),
        ("small", None),
        ("small", "en"),
    ]


def test_bounded_leaves_out_the_smallest_languages() -> None:
    rows = [observed(0, number, language=f"l{number}") for number in range(1, MAX_PANELS + 4)]
    shown, left_out = bounded(panels(rows, []))
    assert left_out == 3
    assert shown[0].language is None
    assert {panel.language for panel in shown}.isdisjoint({"l1", "l2", "l3"})


def test_table_joins_equal_neighbours() -> None:
    rows = [observed(0, 1), observed(1, 1), unobserved(2), unobserved(3), observed(4, 1)]
    _, english = panels(rows, [found(3, 2)])
    assert days_in_words(english.days) == [
        ("2026-11-10 to 2026-11-11", "1", "2", "0", "1", "unknown", "–"),
        ("2026-11-12", *["not observed"] * 6),
        (
            "2026-11-13",
            "not observed (2 found)",
            "not observed (2 found)",
            "not observed (0 found)",
            "not observed (0 found)",
            "not observed",
            "not observed",
        ),
        ("2026-11-14", "1", "2", "0", "1", "unknown", "–"),
    ]


def test_words_tell_the_totals_and_the_gap() -> None:
    _, english = panels([observed(0, 1), unobserved(1), observed(2, 4)], [found(1, 2)])
    assert curve_in_words(english, "English") == (
        "English, 2026-11-10 to 2026-11-12. 5 independent assertions (7 with copies) and 0 disputes (2) on 2 "
        "observed days. Most assertions on 2026-11-12: 4. Not observed: 1 of 3 days; the line is broken "
        "there. Found on days not observed: 2 assertions and 0 disputes, copies included."
    )


@given(st.dictionaries(st.integers(0, 40), st.none() | st.integers(0, 3), min_size=1))
def test_every_day_is_there_once_and_gaps_are_the_unobserved_ones(days: dict[int, int | None]) -> None:
    rows = [unobserved(at) if count is None else observed(at, count) for at, count in days.items()]
    for panel in panels(rows, []):
        seen = [each.day for each in panel.days]
        assert seen == [seen[0] + timedelta(days=n) for n in range(len(seen))]
        known = {day(at) for at, count in days.items() if count is not None}
        assert {each.day for each in panel.days if each.counts} == known
        in_gaps = {
            first + timedelta(days=n)
            for first, last in gaps(panel.days)
            for n in range((last - first).days + 1)
        }
        assert in_gaps == set(seen) - known
        lines = table(panel.days)
        assert sum((line.last - line.first).days + 1 for line in lines) == len(seen)
