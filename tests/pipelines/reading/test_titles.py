"""The headline among its candidates."""

import pytest

from pipelines.reading.document import Document, parse
from pipelines.reading.titles import find_title, strip_outlet

NAMES = {"skerryherald", "herald"}


def document(head: str, body: str = "", url: str = "https://www.skerryherald.example/x") -> Document:
    parsed = parse(f"<html><head>{head}</head><body>{body}</body></html>", url)
    assert parsed is not None
    return parsed


def ld(headline: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{headline}"}}</script>'


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pier closes for winter | Skerry Herald", "Pier closes for winter"),
        ("Pier closes for winter - Skerry Herald", "Pier closes for winter"),
        ("Pier closes for winter – Herald", "Pier closes for winter"),
        ("Pier closes for winter - Herald - 18.03.2026", "Pier closes for winter"),
        ("Pier closes - for the winter", "Pier closes - for the winter"),
        ("Pier - Herald", "Pier - Herald"),
        ("Score: Sandvik 2-1 Lundwick", "Score: Sandvik 2-1 Lundwick"),
    ],
)
def test_outlet_names_are_taken_off(text: str, expected: str) -> None:
    assert strip_outlet(text, NAMES) == expected


def test_two_of_three_agree() -> None:
    page = document(
        ld("The pier closes for the winter") + og("Why the old pier must close"),
        "<h1>Why the old pier must close</h1>",
    )
    assert find_title(page) == "Why the old pier must close"


def test_json_ld_decides_a_tie() -> None:
    assert find_title(document(ld("The pier closes") + og("Sandvik loses its pier"))) == "The pier closes"


def test_a_suffix_that_only_one_source_has_is_no_headline() -> None:
    page = document(
        og("The pier closes for winter - National | Island News"), "<h1>The pier closes for winter</h1>"
    )
    assert find_title(page) == "The pier closes for winter"


def test_the_sharing_headline_that_both_cards_have() -> None:
    cards = og("Sandvik loses its pier") + '<meta name="twitter:title" content="Sandvik loses its pier">'
    page = document(
        "<title>The pier closes</title>" + ld("The pier closes") + cards, "<h1>The pier closes</h1>"
    )
    assert find_title(page) == "Sandvik loses its pier"


def test_a_logo_in_h1_is_no_headline() -> None:
    page = document(
        "<title>The pier closes for winter</title>",
        "<h1>Skerry Herald</h1><h1>The pier closes for winter</h1>",
    )
    assert find_title(page) == "The pier closes for winter"


@pytest.mark.parametrize(
    "title", ["Skerry Herald: The pier closes for winter", "The pier closes for winter_Local_Skerry Herald"]
)
def test_only_a_title_element_is_cut_to_what_stands_on_the_page(title: str) -> None:
    page = document(f"<title>{title}</title>", '<div class="tit">The pier closes for winter</div>')
    assert find_title(page) == "The pier closes for winter"


def test_a_page_without_any_title_has_none() -> None:
    assert find_title(document("", "<p>words</p>")) is None
