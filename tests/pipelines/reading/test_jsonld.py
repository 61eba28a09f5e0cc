"""JSON-LD as pages hold it: graphs, arrays, references, broken blocks."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.jsonld import parse_blocks, strings

URL = "https://e.example/news/pier"
ARTICLE = {"@type": "NewsArticle", "headline": "The pier"}


def headline(*blocks: str) -> object:
    article = parse_blocks(blocks, URL).article
    return article.get("headline") if article else None


@pytest.mark.parametrize(
    "block",
    [
        json.dumps(ARTICLE),
        json.dumps([ARTICLE]),
        json.dumps({"@graph": [{"@type": "WebSite"}, ARTICLE]}),
        json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}),
        json.dumps({"@type": ["Article", "http://schema.org/NewsArticle"], "headline": "The pier"}),
        f"<!-- {json.dumps(ARTICLE)} -->",
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        json.dumps(ARTICLE) + ";",
        json.dumps({"@type": "WebSite"}) + json.dumps(ARTICLE),
        json.dumps(ARTICLE).replace("}", ",}"),
        json.dumps(ARTICLE).replace('"', "&quot;"),
        '{"@type": "NewsArticle", "headline": "The pier", "description": "a "quoted" word"}',
        '{"@type": "NewsArticle", "headline": "The pier", "articleBody": "cut in the mid',
        '{"@type": "NewsArticle", "headline": "The pier", "articleBody": "two\nlines"}',
    ],
)
def test_the_article_is_found(block: str) -> None:
    assert headline(block) == "The pier"


def test_of_several_articles_the_page_s_own_is_chosen() -> None:
    others = [{"@type": "NewsArticle", "headline": "Other", "url": "https://e.example/news/other"}]
    assert headline(json.dumps([*others, {**ARTICLE, "mainEntityOfPage": {"@id": URL}}])) == "The pier"


def test_a_broken_block_does_not_hide_a_good_one() -> None:
    assert headline("{broken", json.dumps(ARTICLE)) == "The pier"


def test_a_listing_is_told() -> None:
    assert parse_blocks([json.dumps({"@type": "CollectionPage"})], URL).listing
    assert not parse_blocks([json.dumps([{"@type": "CollectionPage"}, ARTICLE])], URL).listing


def test_references_are_resolved() -> None:
    graph = {
        "@graph": [{"@id": "#p", "@type": "Person", "name": "Ada"}, {**ARTICLE, "author": {"@id": "#p"}}]
    }
    found = parse_blocks([json.dumps(graph)], URL)
    assert found.article is not None
    assert strings(found.resolve(found.article["author"])) == ["Ada"]
    assert found.resolve({"@id": "#nobody"}) == {"@id": "#nobody"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a &amp; b", ["a & b"]),
        ([{"name": "a"}, "b", None], ["a", "b"]),
        ({"@value": "x"}, ["x"]),
        (7, []),
        (None, []),
    ],
)
def test_strings(value: object, expected: list[str]) -> None:
    assert strings(value) == expected


def test_depth_is_bounded() -> None:
    assert headline("[" * 100_000) is None
    assert headline('{"@graph":' * 5_000 + "1") is None


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(st.sampled_from(["@type", "@graph", "name", "url", "@id", "headline"]), x)
        ),
    )
)
def test_any_json_is_taken(value: object) -> None:
    found = parse_blocks([json.dumps(value)], URL)
    assert found.article is None or found.article in found.nodes
