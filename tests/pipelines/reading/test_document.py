"""Pages to trees: scripts, odd markup, ruby, links, what a head declares."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading import bounds as module
from pipelines.reading.document import Document, absolute, parse

URL = "https://e.example/news/pier"


def parsed(text: str) -> Document:
    document = parse(text, URL)
    assert document is not None
    return document


def words(text: str) -> str:
    return parsed(text).tree.text()


@pytest.mark.parametrize("text", ["", "   ", "a pier, and nothing else", "1 < 2 > 0", "{'json': true}", "<>"])
def test_text_without_markup_is_no_document(text: str) -> None:
    assert parse(text, URL) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>a pier", "a pier"),
        ("<?xml version='1.0' encoding='latin-1'?><html><body><p>a pier</p></body></html>", "a pier"),
        ("<html lang='en'/><head></head><body><p>a pier</p>", "a pier"),
        ("<p>a<!-- never seen --> pier</p>", "a pier"),
        ("<p>a pier</p><script>var x = '<p>not this</p>';</script>", "a pier"),
        ("<style>p { color: red }</style><p>a pier</p>", "a pier"),
        ("<p>a pier</p><noscript>turn it on</noscript>", "a pier"),
        ("<p>a pier<script>never closed <p>and lost</p>", "a pier"),
        ("<SCRIPT>x</SCRIPT><P>a pier</P>", "a pier"),
    ],
)
def test_what_is_text_and_what_is_not(text: str, expected: str) -> None:
    assert words(text) == expected


def test_ruby_readings_do_not_stand_in_the_middle_of_words() -> None:
    with_marks = "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>の本</p>"
    assert words(with_marks) == "漢字の本"


def test_text_behind_a_ruby_reading_stays() -> None:
    assert words("<h1><ruby>峠<rt>とうげ</rt>の</ruby>茶屋</h1>") == "峠の茶屋"


def test_a_script_within_a_script_ends_the_first() -> None:
    assert words("<script>a<script>b</script><p>a pier</p></script>") == "a pier"


def test_letters_that_change_length_in_lower_case_shift_nothing() -> None:
    """A dotted capital I is two characters in lower case."""
    assert words("<p>İİİİ </p><script>x = 1</script><p>a pier</p>") == "İİİİ a pier"


def test_structured_data_survives_the_cut_of_scripts() -> None:
    text = (
        '<script>first()</script><script type=\'application/LD+JSON\'>{"@type":"Article","headline":"Pier"}</script>'
        "<script>last()</script><p>a pier</p>"
    )
    article = parsed(text).structured.article
    assert article is not None
    assert article["headline"] == "Pier"


def test_a_tag_of_too_many_attributes_loses_them_but_not_its_text() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(20_000))
    document = parsed(f"<div {attributes}><p>a pier</p></div>")
    assert [element.attributes for element in document.tree.iter("div")] == [{}]
    assert document.tree.text() == "a pier"


def test_what_lies_beyond_the_limit_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CHARACTERS", 40)
    assert words(f"<p>a pier</p>{' ' * 40}<p>another</p>") == "a pier"


def test_headings_are_those_with_text() -> None:
    assert parsed("<h1> </h1><h1>A <b>pier</b></h1><h1><img></h1><h1>B</h1>").headings == ["A pier", "B"]


def test_meta_values_keep_their_order_and_lose_the_case_of_their_names() -> None:
    head = parsed(
        "<head><meta name='Author' content=' A '><meta property='AUTHOR' content='B'><meta name='author'>"
        "<meta http-equiv='Refresh' content='5'><meta content='nobody'></head><p>x</p>"
    ).head
    assert dict(head.meta) == {"author": ["A", "B", ""], "refresh": ["5"]}
    assert (head.first("author"), head.first("missing", "refresh"), head.first("missing")) == ("A", "5", None)


def test_an_empty_value_gives_way_to_the_next_name() -> None:
    head = parsed("<meta name='a' content=''><meta name='b' content='x'><p>y</p>").head
    assert head.first("a", "b") == "x"


def test_microdata_reads_values_before_texts_and_texts_of_few_properties_only() -> None:
    body = (
        "<meta itemprop='keywords' content='k'><div itemprop='articleBody'>the whole page</div>"
        "<h1 itemprop='headline'> A <i>pier</i> </h1><time itemprop='datePublished' datetime='2026-03-01'>x</time>"
        "<span itemprop='name' content='N'>other</span><b itemprop='author'></b>"
    )
    assert dict(parsed(f"<body>{body}</body>").head.microdata) == {
        "keywords": ["k"],
        "headline": ["A pier"],
        "datepublished": ["2026-03-01"],
        "name": ["N"],
    }


def test_a_link_counts_under_each_of_its_relations() -> None:
    links = parsed(
        "<link rel='Canonical alternate' href='/a'><link rel='canonical'><link href='/b'><p>x"
    ).head.links
    assert dict(links) == {"canonical": ["/a"], "alternate": ["/a"]}


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a?b=c#d", "https://e.example/a?b=c#d"),
        ("c", "https://e.example/news/c"),
        ("//m.example/a", "https://m.example/a"),
        (" https://m.example/a ", "https://m.example/a"),
        ("mailto:a@b.example", None),
        ("http:///nohost", None),
        ("http://[::1", None),
    ],
)
def test_links_are_made_absolute(link: str, expected: str | None) -> None:
    assert absolute(URL, link) == expected


@given(
    st.sampled_from([URL, "https://e.example", "https://e.example:80/a/", "https://e.example?q"]),
    st.text("/.?#:&=%~ aä", max_size=12),
)
@settings(deadline=None)
def test_plain_links_are_resolved_as_all_others(url: str, path: str) -> None:
    for link in (f"/{path}", f"https://m.example/{path}"):
        assert absolute(url, link) == urlsplit(urljoin(url, link.strip())).geturl()


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_in_a_paragraph_is_parsed(text: str) -> None:
    document = parse(f"<p>{text}</p>", URL)
    assert document is not None
    assert document.url == URL


@given(
    st.lists(
        st.sampled_from(["<script>", "</script>", "<style>", "</style>", "<p>w</p>", "İ", "x"]), max_size=12
    )
)
@settings(deadline=None)
def test_scripts_in_any_order_leave_paragraphs_outside_them(pieces: list[str]) -> None:
    text = "<p>first</p>" + "".join(pieces)
    assert words(text).startswith("first")
