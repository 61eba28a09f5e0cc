"""Shares and what they are measured by: no number where nothing was observed, links to evidence."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipelines.report.build import build_report
from pipelines.report.collect import collect
from pipelines.report.measures import panel_share, share_rows
from pipelines.report.rows import CurveDay, ReadDay
from pipelines.report.series import PanelDay, panels, watched
from pipelines.report.shares import Share, share_of
from tests.pipelines.report.corpus import CLAIMS, empty_corpus, filled_corpus

FIRST = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 10, "0 % (0–28 %)"),
        (10, 10, "100 % (72–100 %)"),
        (5, 10, "50 % (24–76 %)"),
        (1, 122, "0.8 % (0.1–4.5 %)"),
    ],
)
def test_a_share_comes_with_the_interval_of_wilson(part: int, whole: int, words: str) -> None:
    assert str(Share(part, whole)) == words


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(part: int, more: int) -> None:
    share = Share(part, part + more)
    low, high = share.bounds
    assert 0 <= low <= share.value < high <= 1


@pytest.mark.parametrize(("part", "whole"), [(None, 4), (1, None), (0, 0), (3, 2)])
def test_there_is_no_share_of_what_is_unknown_or_nothing(part: int | None, whole: int | None) -> None:
    assert share_of(part, whole) is None


def curve(number: int, asserts: int | None, *, seen: int, hours: int = 24) -> CurveDay:
    day = FIRST + timedelta(days=number)
    return CurveDay(
        day, "n", "en", asserts, 0 if seen else None, asserts, 0 if seen else None, 1, seen, hours, 24
    )


def read(number: int, articles: int | None, hours: int = 24) -> ReadDay:
    day = FIRST + timedelta(days=number)
    return ReadDay(
        day, "en", articles, None if articles is None else articles + 2, 1 if hours else None, hours, 24
    )


def days() -> tuple[PanelDay, ...]:
    curves = [curve(0, 1, seen=1), curve(1, None, seen=0, hours=0), curve(2, 0, seen=1, hours=20)]
    found = panels(curves, [], [read(0, 4), read(1, None, 0), read(2, 0, 20)])
    assert str(panel_share(found[0])) == "25 % (4.6–70 %)"
    return found[0].days


def test_a_day_without_observation_or_articles_has_no_share() -> None:
    assert [row["share"] for row in share_rows(days())] == [0.25, None, None]
    assert [day.articles for day in days()] == [4, None, 0]


def test_a_day_of_which_some_hours_were_missed_is_observed_in_part() -> None:
    assert [day.partly for day in days()] == [False, False, True]


def test_what_was_read_is_unknown_between_observed_days() -> None:
    found = watched([read(0, 4), read(2, 1, 20)])
    assert [(day.articles, day.copies, day.hours) for day in found] == [
        (4, 2, 24),
        (None, None, None),
        (1, 2, 20),
    ]
    assert watched([]) == []


def test_each_first_mover_leads_to_its_sentence_in_the_evidence() -> None:
    document: Any = html.document_fromstring(build_report(collect(filled_corpus(empty_corpus()), CLAIMS)))
    links = document.xpath("//*[@id='movers']//tbody/tr//a[.='evidence']/@href")
    assert len(links) == len(document.xpath("//*[@id='movers']//tbody/tr"))
    rows = document.xpath("//*[@id='evidence']//tbody/tr/@id")
    assert len(rows) == len(set(rows))
    assert {link[1:] for link in links} <= set(rows)


def test_the_page_says_how_many_articles_and_hours_each_day_is_measured_by() -> None:
    connection = filled_corpus(empty_corpus())
    document: Any = html.document_fromstring(build_report(collect(connection, CLAIMS)))
    shown = {
        row[0].text_content(): [cell.text_content() for cell in row[1:]]
        for row in document.xpath("//table[contains(@class, 'read')]/tbody/tr")
    }
    assert shown["2026-11-14"] == ["not observed", "not observed", "none", "0 of 144"]
    counted = connection.execute("""
        select count(*), count(*) filter (c.article_id is not null)
        from articles a left join copies c using (article_id)
        where (published_at at time zone 'UTC')::date = date '2026-11-20'
    """).fetchall()
    ((whole, copies),) = counted
    assert shown["2026-11-20"] == [str(whole - copies), str(copies), "6", "136 of 144"]
