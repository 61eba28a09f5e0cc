"""JSON-LD as pages hold it: graphs, arrays, references, broken blocks."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.jsonld import parse_blocks, strings, types_of

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


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ('{"@type":"Article","headline":"The pier","x":bare,"author":{"@type":"Person","name":"Ada"}}',
         {"@type": "NewsArticle", "headline": "The pier", "author": ["Ada"]}),
        ('{"@type":"BlogPosting","datePublished":"2026-03-01","headline":"a \\"b\\" \\u00e9',
         {"@type": "NewsArticle", "datePublished": "2026-03-01"}),
        ('{"@type":"Article","headline":"bad \\x escape","y":', {"@type": "NewsArticle", "headline": "bad \\x escape"}),
        ('{"@type":"Organization","headline":"The pier","x":bare}', None),
        ('{"@type":"Article","x":bare}', None),
    ],
)  # fmt: skip
def test_what_can_be_made_out_in_broken_json(block: str, expected: dict[str, object] | None) -> None:
    assert parse_blocks([block], URL).article == expected


@pytest.mark.parametrize(
    ("nodes", "headline_"),
    [
        ([{"@type": "Article"}, {"@type": "Article", "headline": "Second"}], "Second"),
        ([{"@type": "Article", "headline": "First"}, {"@type": "Article", "headline": "Own", "url": URL + "/"}], "Own"),
        ([{"@type": "Article", "headline": "First"}, {"@type": "Article", "headline": "Own", "@id": URL}], "Own"),
        ([{"@type": "Article", "headline": "First", "url": "http://[x"}], "First"),
        ([{"@type": "WebPage", "headline": "Page", "datePublished": "2026-03-01"}], "Page"),
        ([{"@type": "WebPage", "headline": "Page"}], None),
        ([{"@type": "WebPage", "datePublished": "2026"}, {"@type": "Article", "headline": "First"}], "First"),
        ([{"@type": "Article", "hasPart": {"@type": "Article", "headline": "Part"}}], None),
        ([{"@type": "schema:NewsArticle", "headline": "Prefixed"}], "Prefixed"),
        ([{"headline": "Untyped"}], None),
    ],
)  # fmt: skip
def test_the_choice_among_nodes(nodes: list[dict[str, object]], headline_: str | None) -> None:
    assert headline(json.dumps(nodes)) == headline_


@pytest.mark.parametrize(
    ("node", "types"),
    [
        ({"@type": "https://schema.org/NewsArticle"}, {"newsarticle"}),
        ({"@type": ["Article", "schema:Report"]}, {"article", "report"}),
        ({"@type": 7}, set()),
        ({}, set()),
    ],
)
def test_types(node: dict[str, object], types: set[str]) -> None:
    assert types_of(node) == types


def test_references_without_a_named_node_stay_as_they_are() -> None:
    found = parse_blocks([json.dumps([{"@id": "#p"}, ARTICLE])], URL)
    assert found.resolve({"@id": "#p"}) == {"@id": "#p"}
    assert found.resolve({"@id": "#p", "name": "Ada"}) == {"@id": "#p", "name": "Ada"}
    assert found.resolve("Ada") == "Ada"


def test_texts_of_a_list_are_bounded() -> None:
    assert len(strings(["x"] * 80)) == 50


@pytest.mark.parametrize("type_", ["ItemList", "SearchResultsPage", "ProfilePage", "CollectionPage"])
def test_each_kind_of_list_is_told(type_: str) -> None:
    assert parse_blocks([json.dumps({"@graph": [{"@type": type_}]})], URL).listing is True


@given(st.text(max_size=120))
def test_any_text_as_a_block_is_taken(block: str) -> None:
    found = parse_blocks([block], URL)
    assert found.listing is False
    assert found.article is None or "headline" in found.article or "@type" in found.article


@pytest.mark.parametrize(
    ("value", "keywords"),
    [
        ('"a "quoted" word"', 'a "quoted" word'),
        ('"a "quoted", word"', 'a "quoted", word'),
        ('"a "q": word"', 'a "q": word'),
        ('"a \\\'s plank"', "a \\'s plank"),
        ('"a\\u00zz"', "a\\u00zz"),
        ('"a\nb\tc"', "a\nb\tc"),
        ('["a", "b",]', ["a", "b"]),
        ('"a" // the tags', "a"),
        ('"a" /* the tags */', "a"),
        ('"https://e.example/a" // x', "https://e.example/a"),
        ("", None),
        ("undefined", None),
    ],
)
def test_a_broken_value_is_mended_or_lost_alone(value: str, keywords: object) -> None:
    block = f'{{"@type": "NewsArticle", "headline": "The pier", "keywords": {value}\n, "genre": "Harbour"}}'
    article = parse_blocks([block], URL).article
    assert article == {
        "@type": "NewsArticle",
        "headline": "The pier",
        "keywords": keywords,
        "genre": "Harbour",
    }


def test_single_quotes_around_everything() -> None:
    assert headline("{'@type': 'NewsArticle', 'headline': 'The pier', 'author': ['Ada']}") == "The pier"


def test_two_nodes_of_one_article_complete_each_other() -> None:
    nodes = [
        {**ARTICLE, "url": URL},
        {**ARTICLE, "author": "Ada", "url": "/x"},
        {"@type": "Article", "headline": "Other", "genre": "x"},
    ]
    article = parse_blocks([json.dumps(nodes)], URL).article
    assert article == {**ARTICLE, "author": "Ada", "url": URL}


@pytest.mark.parametrize("depth", [20, 300, 600, 950])
@pytest.mark.parametrize("form", [("[", "]"), ('{"name":', "}"), ('{"@value":', "}"), ('{"@graph":', "}")])
@pytest.mark.parametrize("key", ["headline", "author", "@type", "@graph"])
def test_values_nested_too_deeply_are_none(depth: int, form: tuple[str, str], key: str) -> None:
    value = form[0] * depth + '"deep"' + form[1] * depth
    found = parse_blocks([f'{{"@type": "NewsArticle", "headline": "The pier", "{key}": {value}}}'], URL)
    article = found.article or {}
    assert strings(article.get(key)) in ([], ["NewsArticle" if key == "@type" else "The pier"])
