"""What the page says of odd corpora: one outlet, imports beside crawls, hostile values, words from the right."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipelines.report.build import build_report
from pipelines.report.charts import axis_range, curve, heat_strip
from pipelines.report.collect import collect
from pipelines.report.figures import figures
from pipelines.report.labels import cleaned
from pipelines.report.movers import may_be_first, movers
from pipelines.report.rows import Adoption, CoverageDay, Headline
from pipelines.report.series import Counts, Panel, PanelDay
from tests.pipelines.report.corpus import CLAIMS, OUTLETS, START, add_event, empty_corpus, insert
from tests.pipelines.report.test_build import assert_harmless

HOSTILE = [
    "<script>alert(1)</script>",
    "</title></style></svg><img src=x onerror=alert(1)>",
    "'\"><a href=javascript:alert(1)>here</a>",
    "&lt;b&gt; &amp; &#x6A;avascript:",
    "{{ data }}{% include 'x' %}{# #}",
    "]]>--><!--<![CDATA[",
    "\u202egnihtyna\u2066\x00\x1b[31m",
]


def page(connection: duckdb.DuckDBPyConnection) -> Any:  # noqa: ANN401 - lxml's types are none
    return html.document_fromstring(build_report(collect(connection, CLAIMS)))


def words(element: Any) -> str:  # noqa: ANN401
    return " ".join(element.text_content().split())


def section(document: Any, name: str) -> Any:  # noqa: ANN401
    (found,) = document.xpath(f"//section[@id='{name}']")
    return found


def cover(
    connection: duckdb.DuckDBPyConnection, outlet: str, hours: int, failed: int | None, *, observed: bool
) -> None:
    rows = [
        (outlet, START + timedelta(hours=n), None if failed is None else 1, failed, 0, 0, observed)
        for n in range(hours)
    ]
    insert(connection, "coverage", *rows)


def adopt(
    connection: duckdb.DuckDBPyConnection, outlet: str, at: datetime | None, narrative: str = "grid-queue"
) -> None:
    insert(connection, "adoptions", (outlet, narrative, "asserts", "a1", at, "first_seen_at", at, at))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_of_a_corpus_are_shown_as_what_they_are(text: str) -> None:
    """Every column of words that comes from outside, down to the names in the drawings."""
    connection = empty_corpus()
    outlet = (f"o{text}", f"Post {text}", text, "en")
    insert(connection, "outlets", outlet[:3])
    add_event(
        connection,
        "a1",
        outlet=outlet,
        narrative=text,
        title=f"T {text}",
        url=f"https://a.test/?{text}",
        evidence=f"E {text}",
    )
    connection.execute("update article_narratives set speaker = ?", [f"S {text}"])
    adopt(connection, outlet[0], START, text)
    cover(connection, outlet[0], 5, 1, observed=True)
    insert(connection, "spread_daily", (START.date(), text, text, "en", 1, 0, 0, 1, 0, 0, 1))
    insert(connection, "rejections", (outlet[0], f"https://a.test/{text}", text, f"R {text}", f"V {text}"))
    document = page(connection)
    assert_harmless(document)
    shown = " ".join(cleaned(text).split())
    evidence = words(section(document, "evidence"))
    for label in ("E", "S", "T", "Post"):
        assert f"{label} {shown}" in evidence
    assert f"R {shown}" in words(section(document, "rejections"))
    assert f"V {shown}" in words(section(document, "rejections"))
    assert "\u202e" not in document.text_content()
    assert len(document.xpath("//*[local-name()='svg']")) == 7
    assert document.xpath("//title/text()") == ["How the narratives spread · wattwire"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JAVASCRIPT:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "//a.test/x",
        "",
    ],
)
def test_an_address_that_is_no_web_page_is_text_wherever_it_stands(url: str) -> None:
    connection = empty_corpus()
    add_event(connection, "a1", url=url, title="The title")
    adopt(connection, OUTLETS[0][0], START)
    insert(connection, "rejections", ("nordpost", url, "gate", "too-short", None))
    document = page(connection)
    assert document.xpath("//main//a[not(starts-with(@href, '#'))]") == []
    assert "The title" in words(section(document, "movers"))
    assert " ".join(url.split()) in words(section(document, "rejections"))


RIGHT_TO_LEFT = [
    ("ar", "الكهرباء لا الرقائق هي ما ينقص مراكز البيانات", "وزيرة الطاقة"),
    ("he", "החשמל ולא השבבים הוא צוואר הבקבוק", "שרת האנרגיה"),
    ("fa", "برق، نه تراشه، گلوگاه هوش مصنوعی است", "وزیر نیرو"),
]


@pytest.mark.parametrize(("language", "sentence", "speaker"), RIGHT_TO_LEFT)
def test_words_from_the_right_are_kept_apart_from_the_pages_own(
    language: str, sentence: str, speaker: str
) -> None:
    connection = empty_corpus()
    outlet = ("o1", f"{speaker} 24", "eg", language)
    insert(connection, "outlets", outlet[:3])
    add_event(connection, "a1", outlet=outlet, title=f"{sentence} (2)", evidence=sentence)
    connection.execute("update article_narratives set speaker = ?", [speaker])
    adopt(connection, "o1", START)
    document = page(connection)
    (quote,) = document.xpath("//q")
    assert (quote.text, quote.get("lang"), quote.get("dir")) == (sentence, language, "auto")
    apart = {" ".join(one.text_content().split()) for one in document.xpath("//bdi")}
    assert {f"{sentence} (2)", f"{speaker} 24", speaker} <= apart
    # The drawing's names are letters in their order; a browser turns them, no escape does.
    assert f"1. {speaker} 24" in document.xpath("//*[@id='movers']//*[local-name()='text']/text()")


def test_one_outlet_alone_is_before_nobody() -> None:
    connection = empty_corpus()
    insert(connection, "outlets", OUTLETS[0][:3])
    add_event(connection, "a1")
    adopt(connection, "nordpost", START, "power-bottleneck")
    text = words(section(page(connection), "movers"))
    assert (
        "One outlet is tagged so far: Nordpost (asserts, 2026-11-10 00:00, to the minute, confidence 0.82, evidence)."
        in text
    )
    assert "Earliest tagged of" not in text
    assert "may have been first" not in text


def test_adoptions_without_any_time_have_no_drawing_and_no_order() -> None:
    connection = empty_corpus()
    for outlet in ("nordpost", "courant"):
        adopt(connection, outlet, None)
    found = section(page(connection), "movers")
    assert found.xpath(".//*[local-name()='svg']") == []
    assert "2 outlets; 2 of them may have been first" in words(found)
    assert [words(cell) for cell in found.xpath(".//td[@class='when']")] == ["unknown", "unknown"]


def test_more_than_five_adoptions_go_on_in_a_list_with_their_places() -> None:
    connection = empty_corpus()
    for n in range(45):
        adopt(connection, f"o{n:02}", START + timedelta(hours=n))
    found = section(page(connection), "movers")
    assert len(found.xpath(".//tbody/tr")) == 5
    assert words(found.xpath(".//details/details/summary")[0]) == "The next 35 of 40"
    items = found.xpath(".//ol[@start='6']/li/bdi/text()")
    assert items == [f"o{n:02}" for n in range(5, 40)]
    assert "Earliest tagged of 45 outlets: o00 (" in words(found)


def test_polls_of_an_outlet_that_is_not_crawled_are_unknown_and_not_none_failed() -> None:
    connection = empty_corpus()
    cover(connection, "imported", 4, None, observed=True)
    cover(connection, "crawled", 4, 2, observed=False)
    cover(connection, "quiet", 4, 0, observed=True)
    cover(connection, "both", 2, 3, observed=True)
    insert(connection, "coverage", ("both", START + timedelta(hours=5), None, None, None, None, True))
    rows = [
        [words(cell) for cell in row] for row in section(page(connection), "coverage").xpath(".//tbody/tr")
    ]
    assert rows == [
        ["both", "3", "3", "100 %", "6"],
        ["crawled", "0", "4", "0 %", "8"],
        ["imported", "4", "4", "100 %", "not polled"],
        ["quiet", "4", "4", "100 %", "0"],
    ]


def test_articles_without_a_narrative_are_counted_and_nothing_is_drawn() -> None:
    connection = empty_corpus()
    insert(connection, "articles", ("a1", "https://a.test/1", "a", "T", None, None, None))
    insert(connection, "articles", ("a2", "https://a.test/2", "b", "T", "de", START, "day"))
    document = page(connection)
    assert "2 articles of 2 outlets; none of them carries a narrative with a known day." in words(document)
    assert document.xpath("//*[local-name()='svg']") == []
    rows = [[words(cell) for cell in row] for row in section(document, "languages").xpath(".//tbody/tr")]
    assert rows == [
        ["German de", "1", "1", "0", "0 % (0–79 %)"],
        ["language unknown und", "1", "1", "0", "0 % (0–79 %)"],
    ]


def test_an_empty_corpus_with_rejections_says_where_its_pages_went() -> None:
    connection = empty_corpus()
    insert(connection, "rejections", *[(None, None, "reading", "no-text", None)] * 3)
    document = page(connection)
    assert "3 pages were rejected (why)" in words(document)
    (row,) = section(document, "rejections").xpath(".//tbody/tr")
    assert [words(cell) for cell in row] == ["no-text", "reading", "3", "0", ""]


def test_pages_rows_and_unchanged_captures_are_counted_by_their_own_names() -> None:
    connection = empty_corpus()
    insert(
        connection,
        "rejections",
        ("a.test", "https://a.test/1", "reading", "no_text", None),
        ("a.test", "https://a.test/2", "import", "future-date", "fetched_at 2062 is more than a day after"),
        (None, None, "import", "bad-row", "line 3: no JSON"),
        ("a.test", "https://a.test/3", "import", "unknown-outlet", "line 4: the row names 'x'"),
        *[("a.test", "https://a.test/4", "revision", "unchanged", "the text of revision 1 again")] * 4,
        (None, None, "landing", "bad-ledger", "line 1 of the journal: Invalid JSON"),
    )
    head = collect(connection, {}).headline
    assert (head.pages_rejected, head.rows_rejected, head.unchanged) == (3, 2, 4)
    assert "3 pages and 2 rows were rejected (why)" in words(page(connection))
    said = {figure.name: figure.uncertain for figure in figures(head)}["articles read"]
    assert said.endswith("3 pages and 2 rows rejected, 4 captures unchanged.")


def test_a_confidence_that_is_not_stated_is_left_out() -> None:
    connection = empty_corpus()
    add_event(connection, "a1")
    connection.execute("update article_narratives set confidence = null, evidence = null, speaker = null")
    (row,) = section(page(connection), "evidence").xpath(".//tbody/tr")
    assert [words(cell) for cell in row][2:4] == ["asserts", "(not stored)"]


def test_figures_say_that_they_count_all_narratives_together() -> None:
    connection = empty_corpus()
    add_event(connection, "a1")
    add_event(connection, "a2", narrative="grid-queue")
    document = page(connection)
    names = [words(name) for name in section(document, "figures").xpath(".//dt")]
    assert names[:4] == [
        "independent assertions of 2 narratives",
        "independent disputes of 2 narratives",
        "reports at arm's length of 2 narratives",
        "outlets that took any narrative up",
    ]
    assert words(document.xpath("//h1")[0]) == "Power and AI: how 2 narratives spread"


def test_figures_of_a_corpus_in_which_nothing_is_known_claim_nothing() -> None:
    found = {figure.name: figure for figure in figures(Headline())}
    assert [figure.value for figure in found.values()] == ["0", "0", "0", "0", "0", "unknown"]
    assert found["independent assertions"].uncertain == ""
    assert "Shares and rates can't be given" in found["hours observed"].uncertain


@pytest.mark.parametrize(
    ("observed", "value", "uncertain"),
    [
        (0, "0 %", "In 2\u202f000 outlet-hours articles may have come and gone unseen."),
        (1, "< 1 %", "In 1\u202f999 outlet-hours articles may have come and gone unseen."),
        (1_999, "> 99 %", "In 1 outlet-hour articles may have come and gone unseen."),
        (2_000, "100 %", "No hour is missing."),
    ],
)
def test_the_share_of_observed_hours_is_whole_only_where_none_is_missing(
    observed: int, value: str, uncertain: str
) -> None:
    last = figures(replace(Headline(), hours_known=2_000, hours_observed=observed))[-1]
    assert (last.value, last.uncertain) == (value, uncertain)


def test_a_stance_says_how_its_own_events_are_dated() -> None:
    head = replace(
        Headline(),
        assertions=5,
        assertions_with_copies=8,
        assertions_timed=6,
        assertions_confidence=0.815,
        disputes=1,
        disputes_with_copies=1,
        disputes_timed=1,
    )
    asserts, disputes, reports = figures(head)[:3]
    assert (asserts.value, asserts.counted) == (
        "5",
        "events in narrative_events with the stance asserts, no copies; 8 with copies",
    )
    assert asserts.uncertain == (
        f"Median confidence {0.815:.2f}. 75 % are dated by their publication time, 2 by first sight."
    )
    assert disputes.name == "independent dispute"
    assert disputes.uncertain == "All are dated by their publication time."
    assert reports.uncertain == ""


MINUTES = st.none() | st.integers(0, 50)


@given(st.lists(st.tuples(MINUTES, MINUTES, MINUTES), min_size=1, max_size=6))
def test_who_may_be_first_is_everybody_whom_nobody_surely_precedes(
    times: list[tuple[int | None, ...]],
) -> None:
    rows = []
    for n, (early, at, late) in enumerate(times):
        known = [
            None if minutes is None else START + timedelta(minutes=minutes) for minutes in (early, at, late)
        ]
        rows.append(
            Adoption(
                "n",
                "asserts",
                f"o{n}",
                "O",
                None,
                None,
                None,
                None,
                known[1],
                known[0],
                known[2],
                "a1",
                None,
                n,
                len(times),
            )
        )

    def surely_before(one: Adoption, other: Adoption) -> bool:
        end = one.latest or one.adopted_at
        return end is not None and other.earliest is not None and end < other.earliest

    expected = {row.outlet_id for row in rows if not any(surely_before(other, row) for other in rows)}
    assert may_be_first(rows) == expected
    (found,) = movers(rows)
    assert [row.outlet_id for row in found.candidates] == [
        row.outlet_id for row in rows if row.outlet_id in expected
    ]


def test_narratives_come_by_their_adoptions_and_then_by_name() -> None:
    connection = empty_corpus()
    for narrative, count in (("b", 1), ("c", 3), ("a", 1)):
        for n in range(count):
            adopt(connection, f"o{n}", START + timedelta(hours=n), narrative)
    assert [(each.narrative, each.total) for each in movers(collect(connection, {}).adoptions)] == [
        ("c", 3), ("a", 1), ("b", 1),
    ]  # fmt: skip


def test_a_day_between_two_gaps_shows_over_a_long_span_too() -> None:
    """Without dots its line has no length: only a round end makes it visible."""
    days = [
        PanelDay(START.date() + timedelta(days=n), Counts(5, 1, 5, 1) if n % 2 else None, None, partly=False)
        for n in range(80)
    ]
    panel = Panel("grid-queue", None, tuple(days))
    drawn: Any = html.fromstring(curve(panel, axis_range([panel]), width=430, height=120))
    for ink in ("asserts", "disputes"):
        (line,) = drawn.xpath(f".//path[@stroke='var(--{ink})'][@stroke-width='1.2']")
        assert line.get("stroke-linecap") == "round"
        assert line.get("d").count("M") == 40


def test_a_strip_of_hours_leaves_a_hole_where_nothing_is_known() -> None:
    days = [CoverageDay("a", "A", START.date() + timedelta(days=n), 24, 24, 0, 1) for n in (0, 1, 4)]
    cells = html.fromstring(heat_strip(days)).xpath(".//path[@fill='var(--heat-4)']/@d")
    assert cells == ["M0,0h47.2v18h-47.2Z", "M47.2,0h47.2v18h-47.2Z", "M188.8,0h47.2v18h-47.2Z"]
