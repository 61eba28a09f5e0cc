"""The flat tree: order, ranges, texts, breaks, and pages made to be slow."""

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.bounds import MAX_TEXT
from pipelines.reading.walk import parse
from tests.pipelines.reading.trees import tree_of


def lines(body: str) -> list[tuple[str, str]]:
    return [(block.element.tag, block.text) for block in tree_of(body).blocks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div>a<br><br>b</div>", [("div", "a"), ("div", "b")]),
        ("<div>a<br> <br>b<br><br><br>c</div>", [("div", "a"), ("div", "b"), ("div", "c")]),
        ("<p>a<br><br>b</p>", [("p", "a"), ("p", "b")]),
        ("<font>a<br><br>b</font>", [("body", "a"), ("body", "b")]),
        ("<div>a<br><br><ul><li>b</li></ul>c</div>", [("div", "a"), ("li", "b"), ("div", "c")]),
        ("<div><b>a</b><br>b<br><br>c</div>", [("div", "a"), ("div", "b"), ("div", "c")]),
        ("<div><b>a</b> and<br>b</div>", [("div", "a and b")]),
        ("<div>a<br>b</div>", [("div", "a b")]),
        ("<div><br><br>a<br><br></div>", [("div", "a")]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", [("td", "a"), ("td", "b")]),
    ],
)
def test_breaks_part_paragraphs(body: str, expected: list[tuple[str, str]]) -> None:
    assert lines(body) == expected


def test_inline_tags_stay_within_their_paragraph() -> None:
    assert lines("<div>a <i>b</i> c<br><br>d <a href='/x'>e</a></div>") == [("div", "a b c"), ("div", "d e")]


def test_elements_stand_in_document_order_and_know_what_they_hold() -> None:
    found = tree_of("<div id='a'><p id='b'>x</p><p id='c'>y</p></div><div id='d'></div>")
    by_id = {element.get("id"): element for element in found.elements if element.get("id")}
    assert list(by_id) == ["a", "b", "c", "d"]
    assert [by_id["a"].holds(by_id[name]) for name in "abcd"] == [True, True, True, False]
    assert list(found.following(by_id["b"])) == [by_id["c"]]
    assert found.around(by_id["b"]) == (None, by_id["c"])
    assert found.around(by_id["c"]) == (by_id["b"], None)
    assert [element.tag for element in by_id["c"].ancestors()] == ["div", "body"]
    assert found.inside(by_id["a"]) == [by_id["a"], by_id["b"], by_id["c"]]


def test_the_text_of_an_element_is_that_below_it() -> None:
    found = tree_of("<div>before<p>one <b>two</b></p><span>three</span> after</div>")
    texts = {element.tag: found.text_of(element) for element in found.elements}
    assert texts == {
        "body": "before one two three after",
        "div": "before one two three after",
        "p": "one two",
        "b": "two",
        "span": "three",
    }


def test_what_is_dropped_weighs_nothing() -> None:
    sentence = "The ferry leaves the northern pier at nine in the morning."
    found = tree_of(f"<div><p>{sentence}</p></div><article><p>{sentence}</p><p>{sentence}</p></article>")
    assert found.total == 33.0
    found.drop(list(found.iter("article")))
    assert (found.total, len(found.blocks)) == (11.0, 1)
    assert [(element.words, found.first_block(element)) for element in found.iter("article")] == [(0.0, None)]


def test_the_head_is_read_wherever_its_tags_stand() -> None:
    found = parse(
        "<html lang='fi'><head><title> A  pier </title><meta name='a' content='b'></head><body>"
        "<link rel='canonical' href='/x'><script type='application/ld+json'>{}</script>"
        "<noscript><p>Switch it on</p></noscript><svg><title>icon</title></svg></body></html>"
    )
    assert found is not None
    assert (found.language, found.title, found.data) == ("fi", "A pier", ["{}"])
    assert found.declared == {
        "meta": [{"name": "a", "content": "b"}],
        "link": [{"rel": "canonical", "href": "/x"}],
    }
    assert found.fallback.split() == ["Switch", "it", "on"]


def test_a_page_hidden_in_a_comment_that_never_ends_is_read_all_the_same() -> None:
    found = parse("<html><head><!--[if IE]><script>x()</script></head><body><p>a pier</p></body></html>")
    assert found is not None
    assert found.text() == "a pier"


@pytest.mark.parametrize("tag", ["div", "b", "x-y", "span", "ul", "table"])
def test_a_hundred_thousand_open_tags_keep_their_text(tag: str) -> None:
    found = parse("<p>a pier</p>" + f"<{tag}>" * 100_000 + "the end")
    assert found is not None
    assert found.text() == "a pier the end"
    assert len(found.elements) < 110_000


def test_a_hundred_thousand_levels_that_are_closed_again_cost_no_more_than_their_length() -> None:
    found = tree_of("<p>a pier</p>" + "<div>" * 100_000 + "the depth" + "</div>" * 100_000)
    assert found.text() == "a pier the depth"
    assert len(found.elements) < 1_000


def test_text_behind_a_hundred_thousand_open_tags_of_several_kinds_is_read() -> None:
    for soup in ("<div><span>" * 50_000, "<div></x>" * 50_000, "<b>" * 100_000):
        found = tree_of(f"<p>a pier</p>{soup}<p>the end</p>")
        assert found.text() == "a pier the end"
        assert len(found.elements) < 3_000


@pytest.mark.parametrize(
    "part",
    ["<a href='/x'>word ", "<h2>Heading</h2><p>Text of it.</p>", "<li><a href=/x>link</a></li>", "<b>x</b>"],
)
def test_a_page_of_tags_is_read_up_to_a_limit(part: str) -> None:
    found = tree_of(part * (2_000_000 // len(part)))
    assert len(found.elements) <= 60_000


def test_text_is_read_up_to_a_limit() -> None:
    found = tree_of("<p>" + "a" * 3_000_000 + "</p><p>the end</p>")
    assert sum(len(block.text) for block in found.blocks) == 1_000_000


def test_depth_below_the_limit_is_text_of_the_limit() -> None:
    found = tree_of("<div>" * 400 + "<p>deep</p>" + "</div>" * 400)
    assert found.text() == "deep"
    assert max(len(list(element.ancestors())) for element in found.elements) == 250


TAGS = st.sampled_from(["p", "div", "a", "b", "li", "ul", "td", "span", "h2", "br", "img", "script"])


@given(
    st.lists(
        st.one_of(TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.sampled_from(["one ", "two "])),
        max_size=40,
    )
)
@settings(deadline=None)
def test_any_soup_is_a_tree(parts: list[str]) -> None:
    found = tree_of("".join(parts))
    for place, element in enumerate(found.elements):
        assert element.place == place < element.end <= len(found.elements)
        assert element.parent is None or element.parent.holds(element)
        children = list(found.children(element))
        assert [child.parent for child in children] == [element] * len(children)
    words = [word for block in found.blocks for word in block.text.split()]
    assert words == found.text().split()


@pytest.mark.parametrize("written", ["itemprop", "itemProp", "ITEMPROP"])
def test_an_attribute_is_found_however_it_is_written(written: str) -> None:
    found = tree_of(f"<p {written}='author'>Jane Roe</p><p id='x'>itemprop</p><p {written}>none</p>")
    assert [element.get("itemprop") for element in found.having("itemprop")] == ["author", None]
    assert found.having("itemtype") == []


def test_an_attribute_of_the_body_itself_is_found() -> None:
    found = parse("<html><body itemtype='https://schema.org/WebPage'><p>text</p></body></html>")
    assert found is not None
    assert found.having("itemtype") == [found.body]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<a>Ann Lee</a><span>March 2, 2026</span>", "Ann Lee March 2, 2026"),
        ("<span>Ann Lee</span><span>2 March</span>", "Ann Lee 2 March"),
        ("<b>A</b>nn <i>Lee</i>, 2<sup>nd</sup> mate", "Ann Lee, 2nd mate"),
    ],
)
def test_inline_elements_in_a_row_are_parted(line: str, text: str) -> None:
    tree = tree_of(f"<div>{line}</div>")
    assert tree.parted_text(next(tree.iter("div"))) == text


def test_what_stands_beside_an_element_in_its_line() -> None:
    tree = tree_of("<p>Above</p><p>On <b>Monday</b> <time>9 May</time>, they said.<br><br>Below</p>")
    time = next(tree.iter("time"))
    assert tree.beside(time, 99) == ("On Monday", ", they said.")
    assert tree.beside(time, 0)[0] == ""


def test_looking_beside_many_elements_behind_the_longest_text_is_no_long_walk() -> None:
    tree = tree_of(f"<p>{'x' * MAX_TEXT} y {'<i>z</i>' * 20_000}</p>")
    assert {tree.beside(element, 3) for element in islice(tree.iter("i"), 9, None)} == {("", "")}
