"""The page as a whole: from a corpus to HTML."""

import re
from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from pipelines.report.build import build_report
from pipelines.report.collect import ReportError, collect, queries
from pipelines.report.movers import may_be_first
from pipelines.report.rows import Evidence, Headline, RejectionCount, ReportData
from tests.pipelines.report.corpus import (
    CLAIMS,
    OUTLETS,
    START,
    add_event,
    empty_corpus,
    filled_corpus,
    insert,
    large_corpus,
)

ALLOWED_ADDRESSES = ("http://", "https://", "#")


def page_of(connection: duckdb.DuckDBPyConnection) -> tuple[str, html.HtmlElement]:
    text = build_report(collect(connection, CLAIMS))
    return text, html.document_fromstring(text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def filled() -> tuple[str, html.HtmlElement]:
    return page_of(filled_corpus(empty_corpus()))


def elements(document: html.HtmlElement, name: str) -> int:
    return sum(1 for _ in document.iter(name))


def assert_harmless(document: html.HtmlElement) -> None:
    """No script, no handler, no request, no address but http, https and places in the page."""
    assert not document.xpath("//script | //iframe | //object | //embed | //link | //img | //base | //form")
    for element in document.iter():
        for name, value in element.attrib.items():
            assert not str(name).lower().startswith("on")
            if name in {"href", "src", "action", "{http://www.w3.org/1999/xlink}href"}:
                assert str(value).startswith(ALLOWED_ADDRESSES)
                if not str(value).startswith("#"):
                    assert "noopener" in element.get("rel", "")


def test_empty_corpus_says_so() -> None:
    _, document = page_of(empty_corpus())
    assert "The corpus is empty." in words(document)
    assert "wattwire import FILE" in words(document)
    assert len(document.xpath("//p[@class='none']")) == 6
    assert not document.xpath("//*[local-name()='svg']")
    assert_harmless(document)


def test_same_rows_give_the_same_page(filled: tuple[str, html.HtmlElement]) -> None:
    assert page_of(filled_corpus(empty_corpus()))[0] == filled[0]


def test_imports_only_are_dots_without_a_line() -> None:
    connection = empty_corpus()
    for number in range(4):
        add_event(connection, f"a{number}", at=START + timedelta(days=2 * number))
    _, document = page_of(connection)
    assert "Found, not measured." in words(document)
    assert document.xpath("//dd[@class='value'][.='unknown']")
    charts = document.xpath("//*[@id='curves']//*[local-name()='svg']")
    assert len(charts) == 2
    lines = [path for chart in charts for path in chart.xpath(".//*[@stroke-width='2.2']")]
    assert all(not path.get("d") for path in lines)
    assert all(chart.xpath(".//*[@stroke='var(--asserts)'][@stroke-width='1.4']") for chart in charts)
    assert all(chart.xpath(".//*[@fill='var(--gap)']") for chart in charts)


def test_totals_of_what_nobody_observed_are_unknown_and_say_what_was_found() -> None:
    connection = empty_corpus()
    add_event(connection, "a1")
    add_event(connection, "a2", is_copy=True)
    _, document = page_of(connection)
    (row,) = document.xpath("//table[contains(@class, 'glance')]/tbody/tr")
    assert [words(cell) for cell in row] == [
        "Power bottleneck",
        "unknown (1 found)",
        "unknown (2 found)",
        "unknown (0 found)",
        "unknown",
    ]
    assert "not observed; found: 1 assertion, 0 disputes" in words(document.xpath("//*[@id='curves-1']")[0])


def test_a_report_of_one_day_names_it_once() -> None:
    connection = empty_corpus()
    add_event(connection, "a1")
    _, document = page_of(connection)
    assert "Events of 2026-11-10 in 1 article of 1 outlet." in words(document)
    assert "2026-11-10 to 2026-11-10" not in words(document)


def test_gap_of_the_corpus_is_a_gap_on_the_page(filled: tuple[str, html.HtmlElement]) -> None:
    _, document = filled
    panels = document.xpath("//*[@id='curves']//figure")
    assert len(panels) > 4
    for panel in panels:
        line = panel.xpath(".//*[local-name()='path'][@stroke='var(--asserts)'][@stroke-width='2.2']/@d")[0]
        assert line.count("M") >= 2
        assert "2026-11-14" in words(panel)
        assert "not observed" in words(panel)
    whole = panels[0]
    assert whole.xpath(".//*[@fill='var(--partly)']")
    assert "≥" in words(whole)


def test_every_chart_has_words_and_a_table(filled: tuple[str, html.HtmlElement]) -> None:
    _, document = filled
    images = document.xpath("//*[@role='img']")
    assert images
    assert all(len(image.get("aria-label")) > 20 for image in images)
    assert all(figure.xpath(".//table//tbody/tr") for figure in document.xpath("//figure"))
    assert all(header.get("scope") in {"col", "row"} for header in document.xpath("//th"))


def test_structure(filled: tuple[str, html.HtmlElement]) -> None:
    _, document = filled
    assert document.get("lang") == "en"
    assert len(document.xpath("//h1")) == 1
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in document.xpath("//a[starts-with(@href, '#')]/@href")} <= set(ids)
    assert document.xpath("//meta[@name='viewport']")
    assert "default-src 'none'" in document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert_harmless(document)


def test_figures_agree_with_the_corpus(filled: tuple[str, html.HtmlElement]) -> None:
    connection = filled_corpus(empty_corpus())
    _, document = filled
    values = document.xpath("//dd[@class='value']/text()")
    sql = "select count(*) from narrative_events where stance = ? and not is_copy"
    counted = [connection.execute(sql, [stance]).fetchall()[0][0] for stance in ("asserts", "disputes")]
    assert values[:2] == [str(count) for count in counted]
    assert "80 %" in values


def test_sql_of_every_figure_is_on_the_page(filled: tuple[str, html.HtmlElement]) -> None:
    _, document = filled
    shown = {block.text_content() for block in document.xpath("//details[@class='trace']//code")}
    assert set(queries().values()) <= shown


def test_days_are_utc_whatever_the_session_says() -> None:
    # The corpus of these tests has its session in Tokyo, where the first adoption is on another day.
    connection = empty_corpus()
    add_event(connection, "late", at=START + timedelta(hours=23))
    insert(
        connection,
        "adoptions",
        (
            OUTLETS[0][0],
            "power-bottleneck",
            "asserts",
            "late",
            START + timedelta(hours=23),
            "published_at",
            None,
            None,
        ),
    )
    _, document = page_of(connection)
    assert "2026-11-10 23:00" in words(document)


def test_claims_and_first_movers(filled: tuple[str, html.HtmlElement]) -> None:
    _, document = filled
    text = words(document)
    assert CLAIMS["grid-queue"] in text
    assert "as tagged by rules-7: rules miss articles and mistake others" in text
    first = (
        "Earliest tagged of 6 outlets: Nordpost (asserts, 2026-11-11 07:00, between 2026-11-11 06:20 and 07:15, "
        "confidence 0.82, evidence)."
    )
    assert first in text
    assert "電気と計算の日々新聞" in text


def test_large_corpus_is_bounded_and_says_so() -> None:
    connection = large_corpus(empty_corpus())
    text, document = page_of(connection)
    assert len(text.encode()) < 5_000_000
    groups = document.xpath("//*[@id='evidence']/article")
    assert len(groups) == 14
    assert all(40 <= len(group.xpath(".//tbody/tr")) <= 45 for group in groups)
    assert all(len(group.xpath("./details/table/tbody/tr")) == 5 for group in groups)
    assert re.search(r"4\d of 42[89] events", words(groups[0]))
    assert "60 of 100 outlets." in words(document)
    assert "The 50 most frequent of 80 reasons." in words(document)
    assert "panels by language are left out" in words(document)


def test_event_far_from_the_observed_days_is_counted_not_drawn() -> None:
    connection = empty_corpus()
    add_event(connection, "old", at=START - timedelta(days=150))
    add_event(connection, "new")
    insert(
        connection,
        "spread_daily",
        (START.date(), "power-bottleneck", "de", "de", 1, 0, 0, 1, 0, 0, 1),
    )
    _, document = page_of(connection)
    assert "1 of the assertions and disputes (copies included) are not drawn" in words(document)
    assert "All languages, 2026-11-10. 1 independent assertion (1 with copies)" in words(document)


def test_stray_columns_are_an_error() -> None:
    class Other:
        description = (("day",),)

        def fetchall(self) -> list[tuple[int]]:
            return []

    class Connection:
        def execute(self, query: str, /) -> Other:
            assert query
            return Other()

    with pytest.raises(ReportError, match=r"headline\.sql gave the columns \['day'\].*reinstall"):
        collect(Connection(), {})


HOSTILE = st.one_of(
    st.text(st.characters()),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "</style><script>1</script>",
            "{{ 7 * 7 }}{% raw %}",
            "]]><!--",
            "javascript:alert(1)",
            'https://a.test/" onmouseover="alert(1)',
            "\u202eevil\u2066",
            "x" * 5_000,
        ]
    ),
)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_hostile_strings_stay_strings(one: str, two: str, three: str, four: str) -> None:
    evidence = Evidence(None, one, two, three, False, four, two, three, four, one, two, 0.5, four, 1)
    rejection = RejectionCount(two, one, 1, 1, four, three, 1)
    head = replace(Headline(), articles=1, events=1)
    data = ReportData(
        head, evidence=(evidence,), rejections=(rejection,), claims={one: two}, sql={"headline": three}
    )
    text = build_report(data)
    text.encode("utf-8")
    document = html.document_fromstring(text)
    assert_harmless(document)
    # Nothing was opened or closed by a value: the page has the rows that it has for any harmless text.
    assert elements(document, "tr") == 4
    assert elements(document, "section") == 8
    assert elements(document, "q") == 1


def test_template_syntax_in_a_value_is_text() -> None:
    connection = empty_corpus()
    add_event(connection, "a1", title="{{ 7 * 7 }}", evidence="<b>bold</b> & co", url="javascript:alert(1)")
    _, document = page_of(connection)
    assert "{{ 7 * 7 }}" in words(document)
    assert "<b>bold</b> & co" in words(document)
    assert not document.xpath("//*[@id='evidence']//a")


def test_who_may_have_been_first() -> None:
    connection = empty_corpus()
    rows = [("a", 0, 60), ("b", 50, 90), ("c", 61, 99)]
    insert(
        connection,
        "adoptions",
        *[
            (
                outlet,
                "n",
                "asserts",
                "x",
                START + timedelta(minutes=start),
                "first_seen_at",
                START + timedelta(minutes=start),
                START + timedelta(minutes=end),
            )
            for outlet, start, end in rows
        ],
    )
    adoptions = collect(connection, {}).adoptions
    assert may_be_first(adoptions) == {"a", "b"}
    unbounded = [replace(row, earliest=None) for row in adoptions]
    assert may_be_first(unbounded) == {"a", "b", "c"}
    assert "2 of them may have been first" in words(page_of(connection)[1])
