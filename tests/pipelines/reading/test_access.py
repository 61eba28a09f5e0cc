"""Free, metered or paid, as pages declare it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.access import find_access
from pipelines.reading.document import parse


def access(head: str = "", **article: object) -> str | None:
    data = json.dumps({"@type": "NewsArticle", "headline": "x", **article}) if article else ""
    block = f"<script type='application/ld+json'>{data}</script>" if data else ""
    page = parse(f"<html><head>{head}{block}</head><body></body></html>", "https://e.example/a")
    assert page is not None
    return find_access(page)


def tier(value: str) -> str:
    return f'<meta property="article:content_tier" content="{value}">'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "free"),
        (False, "paid"),
        ("True", "free"),
        ("False", "paid"),
        ("false", "paid"),
        ("http://schema.org/False", "paid"),
        (0, "paid"),
        (["false"], "paid"),
        ("", None),
        (None, None),
        ("maybe", None),
        ({"a": 1}, None),
    ],
)
def test_structured_data_says_whether_the_article_is_free(value: object, expected: str | None) -> None:
    assert access(isAccessibleForFree=value) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"}, "paid"),
        ([{"isAccessibleForFree": True}, {"isAccessibleForFree": False}], "paid"),
        ({"isAccessibleForFree": True}, None),
        (["odd", None], None),
    ],
)
def test_a_closed_part_closes_the_article(parts: object, expected: str | None) -> None:
    assert access(hasPart=parts) == expected
    assert access(hasPart=parts, isAccessibleForFree=True) == (expected or "free")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("free", "free"),
        ("metered", "metered"),
        ("locked", "paid"),
        ("Premium", "paid"),
        ("gold", None),
        ("", None),
    ],
)
def test_the_tier_of_the_content(value: str, expected: str | None) -> None:
    assert access(tier(value)) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("lp:premium", "false", "free"),
        ("adv:premium", "yes", "paid"),
        ("node-premium", "1", "paid"),
        ("x:y-is_free", "no", "paid"),
        ("paywall", "true", "paid"),
        ("isPremium", "true", "paid"),
        ("x:access_status", "abo", "paid"),
        ("sugar-free", "yes", "free"),
        ("premium.state", "true", None),
        ("paywall:mode", "2", None),
        ("premium", "perhaps", None),
    ],
)
def test_tags_of_outlets_own_making(name: str, value: str, expected: str | None) -> None:
    assert access(f'<meta name="{name}" content="{value}">') == expected


def test_microdata_and_the_page_s_own_node() -> None:
    assert access('<meta itemprop="isAccessibleForFree" content="False">') == "paid"
    page = {"@type": "WebPage", "isAccessibleForFree": False}
    head = f"<script type='application/ld+json'>{json.dumps(page)}</script>"
    assert access(head, url="/a") == "paid"
    assert access(head, isAccessibleForFree=True) == "free"


def test_of_declarations_that_differ_the_narrower_counts() -> None:
    assert access(tier("metered"), isAccessibleForFree=False) == "metered"
    assert access(tier("locked"), isAccessibleForFree=True) == "paid"


def test_a_page_that_does_not_say() -> None:
    assert access() is None
    assert access(author="x") is None


@given(st.text(max_size=20), st.text(alphabet="premiuwalfd:_-.s", max_size=14))
@settings(deadline=None, max_examples=50)
def test_any_declaration_is_taken(value: str, name: str) -> None:
    assert access(isAccessibleForFree=value, hasPart=[{"isAccessibleForFree": value}]) in {
        None,
        "free",
        "paid",
    }
    assert access(f'<meta name="{name}" content="yes">') in {None, "free", "paid"}
