"""Which blocks are lines of the article, and the reasons why others are not."""

import pytest

from pipelines.reading.page import Page, explain_page
from tests.pipelines.reading.stories import ENGLISH

FIRST, SECOND, THIRD, *REST = ENGLISH.paragraphs


def why(extra: str, place: str = "within") -> str | None:
    """Why the only block of `extra` is not in the text of an English article; None where it is."""
    parts = {"above": "", "within": "", "below": ""} | {place: extra}
    rest = "".join(f"<p>{text}</p>" for text in REST)
    html = (
        f"<html><head><title>{ENGLISH.title}</title><meta name='author' content='Jane Roe'></head><body>"
        f"<article><h1>{ENGLISH.title}</h1>{parts['above']}<p>{FIRST}</p><p>{SECOND}</p>{parts['within']}"
        f"<p>{THIRD}</p>{rest}{parts['below']}</article></body></html>"
    )
    page = Page(
        url="https://e.example/1", html=html.encode(), charset="utf-8", content_type=None, fetched_at=None
    )
    texts = {FIRST, SECOND, THIRD, *REST, ENGLISH.title}
    (block,) = [block for block in explain_page(page)[1] if block.text not in texts]
    return block.why


@pytest.mark.parametrize(
    ("extra", "place", "reason"),
    [
        ("<h2>Six years of waiting</h2>", "within", None),
        ("<li>A short item</li>", "within", None),
        ("<p>“No.”</p>", "within", None),
        ("<p>* * *</p>", "within", "no letter"),
        ("<p>By Jane Roe</p>", "above", "byline or date"),
        ("<p>Text: Jane Roe | Photo: Carl Olaf Lund</p>", "above", "byline or date"),
        ("<p>By The Coast with Reuters</p>", "above", "byline or date"),
        ("<p>By The Coast with Reuters</p>", "within", None),
        ("<h3>By the sea</h3>", "above", None),
        ("<p>10 March 2026, 10:30</p>", "above", "byline or date"),
        ("<h3>10:30: Six more turbines ordered</h3>", "above", None),
        ("<p><b>10:30 Uhr: Six more turbines ordered</b></p>", "above", None),
        ("<p><strong>10.30 – Six more turbines ordered</strong></p>", "above", None),
        ("<p>10:30 Uhr – Sandvik</p>", "above", "byline or date"),
        ("<p>10:30 - Thursday 10 March 2026</p>", "above", "byline or date"),
        ("<h3>Comments (3)</h3>", "below", "comments"),
        ("<p><a href='/x'>Six turbines ordered</a></p>", "within", "link"),
        ("<p>Read more: six turbines ordered</p>", "within", "related"),
        ("<h3>A heading without text</h3>", "below", "scrap"),
        ("<p>Sandvik Windworks Press</p>", "below", "scrap"),
        ("<p>SOURCE Sandvik Windworks</p>", "below", None),
    ],
)
def test_lines_and_reasons(extra: str, place: str, reason: str | None) -> None:
    assert why(extra, place) == reason


@pytest.mark.parametrize("date", ["2026. március 10.", "10. marts 2026", "Март 9, 2026."])
def test_a_date_above_the_text_is_no_line_of_it(date: str) -> None:
    assert why(f"<p>{date}</p>", "above") == "byline or date"


def test_a_time_of_the_page_above_the_text_is_no_line_of_it() -> None:
    assert why("<time datetime='2026-03-05'>5 mars</time>", "above") == "byline or date"
