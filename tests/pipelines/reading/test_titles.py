"""The headline among its candidates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.document import Document, parse
from pipelines.reading.titles import find_title, outlet_names, same_words, strip_outlet

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
        ("Pier closes for winter: Herald", "Pier closes for winter"),
        ("Skerry Herald - Pier closes for winter", "Pier closes for winter"),
        ("Herald : Pier closes for winter", "Pier closes for winter"),
        ("Herald: pier closes for winter", "Herald: pier closes for winter"),
        ("Storms - pier closes for winter", "Storms - pier closes for winter"),
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


@pytest.mark.parametrize("site", ['<meta property="og:site_name" content="Island News">', ""])
@pytest.mark.parametrize(
    "first", ['<h1><a href="/">Island News</a></h1>', "<h1>Harbour</h1>", "<h1 hidden>Article</h1>"]
)
@pytest.mark.parametrize("level", ["h1", "h2"])
def test_a_first_heading_that_names_outlet_or_section_is_no_headline(
    level: str, first: str, site: str
) -> None:
    page = document(
        f"<title>The pier closes for winter - Island News</title>{site}",
        f"<header>{first}</header><{level}>The pier closes for winter</{level}>",
    )
    assert find_title(page) == "The pier closes for winter"


def test_a_card_that_names_the_outlet_is_no_headline() -> None:
    page = document(
        "<title>The pier closes for winter | Island News</title>" + og("Island News"),
        "<h1>The pier closes for winter</h1>",
    )
    assert find_title(page) == "The pier closes for winter"


def test_the_outlet_is_the_title_where_nothing_else_is() -> None:
    assert find_title(document("<title>Skerry Herald</title>", "<h1>Skerry Herald</h1>")) == "Skerry Herald"


def test_an_own_headline_goes_before_a_lower_one_that_the_title_does_not_hold() -> None:
    page = document("<title>Why the pier closes</title>", "<h1>Storm breaks the planks</h1><h2>The pier</h2>")
    assert find_title(page) == "Storm breaks the planks"


@pytest.mark.parametrize(
    "title", ["Skerry Herald: The pier closes for winter", "The pier closes for winter_Local_Skerry Herald"]
)
def test_only_a_title_element_is_cut_to_what_stands_on_the_page(title: str) -> None:
    page = document(f"<title>{title}</title>", '<div class="tit">The pier closes for winter</div>')
    assert find_title(page) == "The pier closes for winter"


def test_a_page_without_any_title_has_none() -> None:
    assert find_title(document("", "<p>words</p>")) is None


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (og("Only on the card"), "", "Only on the card"),
        ('<meta name="twitter:title" content="Only on the bird card">', "", "Only on the bird card"),
        ("", '<div itemprop="headline">Only in microdata</div>', "Only in microdata"),
        ("<title>Only &amp; in the title</title>", "", "Only & in the title"),
        ("", "<h1>Only\u00ad on\n the  page</h1>", "Only on the page"),
        ("<title>x</title>", "", None),
        (ld("a &amp; b closes the pier"), "", "a & b closes the pier"),
    ],
)
def test_each_source_alone_names_the_headline(head: str, body: str, expected: str | None) -> None:
    assert find_title(document(head, body)) == expected


def test_at_most_three_names_are_taken_off() -> None:
    names = " | Herald" * 4
    assert strip_outlet(f"Pier closes for winter{names}", NAMES) == "Pier closes for winter | Herald"


@pytest.mark.parametrize("end", [" | Herald | ", " | …", " – Herald –  "])
def test_a_dangling_separator_goes_with_the_name_before_it(end: str) -> None:
    assert strip_outlet(f"Pier closes for winter{end}", NAMES) == "Pier closes for winter"


@pytest.mark.parametrize(
    ("head", "url", "name"),
    [
        ('<meta property="og:site_name" content="Island News">', "https://x.example/a", "islandnews"),
        ('<meta name="publisher" content="Pier-Post">', "https://x.example/a", "pierpost"),
        ("", "https://www.skerry-herald.example:8080/a?b", "skerryherald"),
        ("", "https://news.skerry.example", "skerry"),
        ("<title>Pier closes · The Skerry</title>", "https://x.example/a", "theskerry"),
    ],
)
def test_names_of_the_outlet_come_from_page_and_address(head: str, url: str, name: str) -> None:
    assert name in outlet_names(document(head, "<h1>Pier closes</h1>", url))


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("The “pier” closes!", "the pier closes", True),
        ("STRASSE", "straße", True),
        ("Pier 1", "Pier 2", False),
        ("橋、開通", "橋開通", True),
    ],
)
def test_comparable_forms(first: str, second: str, same: bool) -> None:
    assert (same_words(first) == same_words(second)) is same


@given(st.text(max_size=80), st.text(max_size=30))
@settings(deadline=None)
def test_a_headline_without_its_outlet_is_a_beginning_of_it(text: str, name: str) -> None:
    found = strip_outlet(text, {same_words(name)})
    assert text.startswith(found) or text.strip().startswith(found)
    assert strip_outlet("A pier of eight words", {same_words(name)}) == "A pier of eight words"


@pytest.mark.parametrize(
    "head", ["<title>Pier closes - Herald</title>", "<title>Herald</title>", og("Pier closes")]
)
@pytest.mark.parametrize("byline", ["", "<div class=meta>By Ann Lee</div>"])
def test_a_heading_that_is_never_closed_ends_with_its_line(head: str, byline: str) -> None:
    text = "".join(
        f"<p>The ferry leaves the northern pier at nine, said sailor {n} of the crew.</p>" for n in range(8)
    )
    assert find_title(document(head, f"<article><h1>Pier closes{byline}{text}</article>")) == "Pier closes"


def test_of_several_first_headings_in_the_title_the_longest_is_the_headline() -> None:
    page = document(
        "<title>The pier closes for the winter - Coast News - Skerry</title>"
        "<h1>Coast News</h1><h1>The pier closes for the winter</h1>"
    )
    assert find_title(page) == "The pier closes for the winter"


@pytest.mark.parametrize("short", ["The pier closes", "The pier closes for the...", "The pier closes for …"])
def test_a_title_that_is_cut_short_gives_way_to_the_whole_one(short: str) -> None:
    whole = "The pier closes for the winter"
    assert find_title(document(f"{ld(short)}<title>{whole}</title><h1>{whole}</h1>")) == whole


def test_a_short_title_on_which_sources_agree_is_none_cut_short() -> None:
    page = document(
        ld("The pier closes") + og("The pier closes") + "<title>x</title><h1>The pier closes early</h1>"
    )
    assert find_title(page) == "The pier closes"
