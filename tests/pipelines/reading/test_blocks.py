"""Measuring a page: blocks, words, links, weights, and the outline of a page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.blocks import count_words, outline
from tests.pipelines.reading.trees import tree_of

SENTENCE = "The ferry leaves the northern pier at nine in the morning."
LONG = " ".join(["word"] * 26)


def texts(body: str) -> list[tuple[str, str]]:
    return [(block.element.tag, block.text) for block in tree_of(body).blocks]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0.0),
        ("one two, three", 3.0),
        ("don't", 2.0),
        ("変電所をつくる", 3.5),
        ("東京 tower 2026", 3.0),
        ("서울시청", 2.0),
        ("… – !", 0.0),
    ],
)
def test_words(text: str, words: float) -> None:
    assert count_words(text) == words


@given(st.text(st.characters(codec="cp1252"), max_size=60))
def test_western_words_are_runs_of_word_characters(text: str) -> None:
    assert count_words(text) == len(re.findall(r"\w+", text))


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p>a <b>b</b> c</p>", [("p", "a b c")]),
        ("<p>a<br>b</p>", [("p", "a b")]),
        ("loose<p>a</p>tail", [("body", "loose"), ("p", "a"), ("body", "tail")]),
        ("<div>a<p>b</p>c</div>", [("div", "a"), ("p", "b"), ("div", "c")]),
        ("<ul><li>a</li><li>b</li></ul>", [("li", "a"), ("li", "b")]),
        ("<p> \n </p><p>\u200b</p>", []),
        ("<p>a<button>Press</button></p>", [("p", "a")]),
        ("<p>a<select><option>b</option></select>c</p>", [("p", "ac")]),
        ("<p><svg><title>b</title></svg>a</p>", [("p", "a")]),
    ],
)
def test_blocks(body: str, blocks: list[tuple[str, str]]) -> None:
    assert texts(body) == blocks


@pytest.mark.parametrize(
    ("body", "good"),
    [
        (f"<p>{SENTENCE}</p>", True),
        (f"<p>{SENTENCE[:-1]}</p>", False),
        (f"<p>{LONG}</p>", True),
        (f"<h2>{LONG}</h2>", False),
        ("<p>The ferry leaves at nine.</p>", False),
        (f"<p>“{SENTENCE[:-1]}”</p>", True),
        ("<p>町は来年の春までに古い橋を架け替えると発表した。</p>", True),
        ("<p>अगले वर्ष तक पुराने पुल की जगह नया पुल बनाया जाएगा।</p>", True),
        (f"<p>{SENTENCE[:40]}<a href='/x'>{SENTENCE[40:]}</a></p>", True),
        (f"<p>{SENTENCE[:20]}<a href='/x'>{SENTENCE[20:]}</a></p>", False),
        (f"<li>{SENTENCE[:40]}<a href='/x'>{SENTENCE[40:]}</a></li>", False),
        (f"<li>{SENTENCE}</li>", True),
        (f"<p><a href='/x'>{SENTENCE[:40]}</a>{SENTENCE[40:]}</p>", True),
        (f"<p><a href='/x'>{SENTENCE[:40]}</a>, which {SENTENCE[40:]}</p>", True),
        (f"<p><a href='/x'>{SENTENCE[:40]}</a> Summary of it.</p>", False),
        (f"<p><a href='/x'>{SENTENCE[:40]}</a> | <a href='/y'>Ferry</a> and more.</p>", False),
    ],
)
def test_good_blocks_read_like_a_paragraph(body: str, good: bool) -> None:
    (block,) = tree_of(body).blocks
    assert block.good is good


def test_weights_add_up_from_the_leaves_to_the_root() -> None:
    body = f"<div id='a'><p>{SENTENCE}</p><p>Short.</p></div><div id='b'><p>{LONG}</p></div>"
    found = tree_of(body)
    weight = {e.get("id"): e.weight for e in found.elements if e.get("id")}
    words = {e.get("id"): e.words for e in found.elements if e.get("id")}
    assert (weight, words, found.total) == ({"a": 11.0, "b": 26.0}, {"a": 12.0, "b": 26.0}, 37.0)


def test_linked_words_count_by_their_share_of_characters() -> None:
    found = tree_of("<div id='a'><p><a href='/x'>four words of link</a></p><p>and four without it</p></div>")
    (linked,) = [e.linked for e in found.elements if e.get("id")]
    assert linked == 4.0
    assert [block.linked for block in found.blocks] == [1.0, 0.0]


def test_the_first_block_below_an_element_is_remembered() -> None:
    found = tree_of("<div id='a'><h3>Title</h3><p>Text</p></div>")
    assert [first.text for e in found.elements if e.get("id") and (first := found.first_block(e))] == [
        "Title"
    ]


def test_the_outline_tells_one_text_from_many_teasers() -> None:
    article = outline(tree_of("<div>" + f"<p>{SENTENCE}</p>" * 8 + "</div>").blocks)
    section = outline(tree_of(f"<div><h3><a href='/x'>{SENTENCE}</a></h3><p>{SENTENCE}</p></div>" * 8).blocks)
    assert (article.prose, article.linked_lines) == (88.0, 0)
    assert (section.prose, section.linked_lines) == (11.0, 8)


def test_an_empty_page_measures_nothing() -> None:
    found = tree_of("<div></div>")
    assert (found.blocks, found.total, outline(found.blocks).prose) == ([], 0.0, 0.0)


PARTS = st.recursive(
    st.text("ab. ", max_size=30),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["p", "div", "a", "b", "li", "h2", "button", "td"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)


@given(PARTS)
@settings(deadline=None)
def test_no_element_holds_more_than_its_parent(body: str) -> None:
    found = tree_of(body)
    for element in found.elements[1:]:
        around = element.parent
        assert around is not None
        assert element.weight <= around.weight + 1e-9
        assert element.words <= around.words + 1e-9
        assert element.linked <= around.linked + 1e-9
    assert all(0.0 <= block.linked <= 1.0 for block in found.blocks)
    assert sum(block.words for block in found.blocks if block.good) == found.total
