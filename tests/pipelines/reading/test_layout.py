"""Old-style markup to plain structure, and the second reading by weight."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.document import parse, text_of
from pipelines.reading.layout import modernise
from pipelines.reading.region import read_region
from tests.pipelines.reading.layouts import paragraphs
from tests.pipelines.reading.stories import ENGLISH, GERMAN

ONE, TWO, THREE = ENGLISH.paragraphs[:3]


def shape(body: str) -> list[tuple[str, str]]:
    """Tags and own texts of the leaves that hold text, after modernising."""
    document = parse(f"<html><body>{body}</body></html>", "https://e.example/a")
    assert document is not None
    modernise(document.tree)
    found = [(e.tag, " ".join((e.text or "").split())) for e in document.tree.iter()]
    return [(tag, text) for tag, text in found if text]


def region(body: str) -> list[str]:
    document = parse(f"<html><body>{body}</body></html>", "https://e.example/a")
    assert document is not None
    return read_region(document.tree)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div>a<br><br>b</div>", [("p", "a"), ("p", "b")]),
        ("<div>a<br> <br>b<br><br><br>c</div>", [("p", "a"), ("p", "b"), ("p", "c")]),
        ("<p>a<br><br>b</p>", [("p", "a"), ("p", "b")]),
        ("<font>a<br><br>b</font>", [("p", "a"), ("p", "b")]),
        ("<div>a<br><br><ul><li>b</li></ul>c</div>", [("p", "a"), ("li", "b"), ("p", "c")]),
        ("<div><b>a</b><br>b<br><br>c</div>", [("b", "a"), ("p", "b"), ("p", "c")]),
        ("<div>a<br>b</div>", [("div", "a")]),
        ("<li>a<br><br>b</li>", [("li", "a")]),
    ],
)
def test_double_breaks_part_paragraphs(body: str, expected: list[tuple[str, str]]) -> None:
    assert shape(body) == expected


def test_inline_tags_stay_within_their_paragraph() -> None:
    document = parse("<div>a <i>b</i> c<br><br>d <a href='/x'>e</a></div>", "https://e.example/a")
    assert document is not None
    modernise(document.tree)
    assert [text_of(p) for p in document.tree.iter("p")] == ["a b c", "d e"]


def test_a_layout_table_becomes_divisions_and_a_table_within_its_cell_stays() -> None:
    figures = "<table><tr><td>North</td><td>212</td></tr></table>"
    body = f"<table><tr><td>Menu</td><td>{paragraphs(ENGLISH.paragraphs)}{figures}</td></tr></table>"
    tags = [tag for tag, _ in shape(body)]
    assert tags == ["div", *["p"] * 6, "td", "td"]


def test_a_table_of_figures_alone_stays_a_table() -> None:
    body = f"{paragraphs(ENGLISH.paragraphs)}<table><tr><th>Row</th></tr><tr><td>212</td></tr></table>"
    assert [tag for tag, _ in shape(body)][6:] == ["th", "td"]


def test_the_region_is_read_from_first_to_last_paragraph_with_its_headings() -> None:
    body = f"<article><p>Photo: E. Strand</p><p>{ONE}</p><h2>Why now</h2><p>{TWO}</p><p>More</p></article>"
    assert region(body) == [ONE, "Why now", TWO]


@pytest.mark.parametrize(
    "frame",
    ["<article>{}</article>", "<div itemprop='articleBody'>{}</div>", "<div class='entry-content'>{}</div>"],
)
def test_the_region_is_where_the_markup_says_article(frame: str) -> None:
    beside = f"<div class='x'><p>{GERMAN.paragraphs[0]}</p></div>"
    assert region(frame.format(paragraphs(ENGLISH.paragraphs)) + beside) == list(ENGLISH.paragraphs)
    assert region(f"<div>{paragraphs(ENGLISH.paragraphs)}</div>{beside}") == []


def test_long_links_within_the_region_are_no_lines_of_it() -> None:
    link = "<p><a href='/x'>A pony was seen grazing on the runway again today.</a></p>"
    assert region(f"<article><p>{ONE}</p>{link}<p>{TWO}</p></article>") == [ONE, TWO]


def test_short_labels_between_paragraphs_are_no_lines_of_the_region() -> None:
    assert region(f"<article><p>{ONE}</p><div>Advertisement</div><p>{TWO}</p></article>") == [ONE, TWO]


def test_a_page_without_prose_has_no_region() -> None:
    assert region("<article><p>Soon.</p></article>") == []


@given(
    st.lists(
        st.sampled_from(["one", "two", "<br>", "<b>three</b>", "<ul><li>four</li></ul>", "<p>five</p>"]),
        max_size=14,
    )
)
@settings(deadline=None)
def test_modernising_keeps_every_word_in_order(parts: list[str]) -> None:
    document = parse(f"<html><body><div>{' '.join(parts)}</div></body></html>", "https://e.example/a")
    assert document is not None
    before = text_of(document.tree).split()
    modernise(document.tree)
    assert text_of(document.tree).split() == before
