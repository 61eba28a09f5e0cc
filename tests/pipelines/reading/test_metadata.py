"""Declared facts: section, descriptions, canonical address, page language."""

import json

import pytest

from pipelines.reading.document import Document, parse
from pipelines.reading.metadata import (
    find_canonical,
    find_descriptions,
    find_keywords,
    find_page_language,
    find_section,
)


def document(head: str, attributes: str = "") -> Document:
    parsed = parse(f"<html {attributes}><head>{head}</head><body></body></html>", "https://e.example/a/b")
    assert parsed is not None
    return parsed


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:section" content="Energy">', "Energy"),
        (
            '<script type="application/ld+json">{"@type":"Article","articleSection":["News","Grid"]}</script>',
            "Grid",
        ),
        ('<meta name="section" content="home">', None),
        ("", None),
    ],
)
def test_section(head: str, expected: str | None) -> None:
    assert find_section(document(head)) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a/c?x=1", "https://e.example/a/c?x=1"),
        ("https://m.example/a", "https://m.example/a"),
        ("/a/c?utm_source=feed&x=1&fbclid=2#top", "https://e.example/a/c?x=1"),
        ("https://E.example:443/a?utm_medium=x", "https://e.example/a"),
        ("https://e.example:99999/a", None),
        ("https://e.example/", None),
        ("javascript:void(0)", None),
        ("http://[broken", None),
    ],
)
def test_canonical(link: str, expected: str | None) -> None:
    assert find_canonical(document(f'<link rel="canonical" href="{link}">')) == expected


@pytest.mark.parametrize(
    ("attributes", "head", "expected"),
    [
        ('lang="de-AT"', "", "de"),
        ('lang="nb_NO"', "", "no"),
        ('lang=""', '<meta property="og:locale" content="pt_BR">', "pt"),
        ("", '<meta http-equiv="Content-Language" content="zh-Hans">', "zh"),
        ('lang="x-default!"', "", None),
        ("", "", None),
    ],
)
def test_page_language(attributes: str, head: str, expected: str | None) -> None:
    assert find_page_language(document(head, attributes)) == expected


def test_descriptions_come_once_each() -> None:
    head = '<meta property="og:description" content="A  pier."><meta name="description" content="A pier.">'
    assert find_descriptions(document(head)) == ["A pier."]


CRUMBS = """<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [
{"name": "Home"}, {"item": {"name": "Coast"}}, "odd", {"item": {"@id": "/h", "name": " Harbour "}},
{"name": "Pier closes"}]}
</script>"""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (CRUMBS, "Harbour"),
        (CRUMBS.replace(" Harbour ", "News"), "Coast"),
        ('<meta name="parsely-section" content="Sea">' + CRUMBS, "Sea"),
        (
            '<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":{"name":"x"}}</script>',
            None,
        ),
        (f'<meta name="section" content="{"s" * 80}">', None),
        ('<meta itemprop="articleSection" content="Tides">', "Tides"),
    ],
)
def test_section_from_crumbs_and_other_places(head: str, expected: str | None) -> None:
    assert find_section(document(head)) == expected


def test_the_address_of_the_sharing_card_stands_in_for_the_canonical_one() -> None:
    card = '<meta property="og:url" content="https://e.example/a/card">'
    assert find_canonical(document(card)) == "https://e.example/a/card"
    assert (
        find_canonical(document(f'<link rel="canonical" href="https://e.example/">{card}'))
        == "https://e.example/a/card"
    )
    assert find_canonical(document("")) is None


def test_descriptions_stand_in_order_of_trust() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"Article","headline":"x","abstract":"Third","description":"First",'
        '"alternativeHeadline":"Second"}</script><meta name="twitter:description" content="Sixth">'
        '<meta name="description" content="Fifth"><meta property="og:description" content="Fourth">'
    )
    assert find_descriptions(document(head)) == ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"]


@pytest.mark.parametrize(
    ("attributes", "head", "expected"),
    [
        ('xml:lang="fi"', "", "fi"),
        (
            "",
            '<script type="application/ld+json">{"@type":"Article","inLanguage":{"name":"sv"}}</script>',
            "sv",
        ),
        ("", '<meta name="dc.language" content="de_DE.UTF-8">', "de"),
        ('lang="und!"', '<meta name="language" content="ua">', "uk"),
        ('lang=" cz "', "", "cs"),
    ],
)
def test_languages_are_declared_in_many_places(attributes: str, head: str, expected: str) -> None:
    assert find_page_language(document(head, attributes)) == expected


def keywords(value: object) -> str:
    return (
        f"<script type='application/ld+json'>{json.dumps({'@type': 'Article', 'keywords': value})}</script>"
    )


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="news_keywords" content="pier, Storm ,pier;Harbour">', ("pier", "Storm", "Harbour")),
        (keywords("pier, storm"), ("pier", "storm")),
        (
            keywords(["pier, old", "storm", {"@type": "DefinedTerm", "name": "Harbour"}]),
            ("pier, old", "storm", "Harbour"),
        ),
        (
            '<meta property="article:tag" content="Pier"><meta property="article:tag" content="A, B">',
            ("Pier", "A, B"),
        ),
        (keywords("Pier") + '<meta name="keywords" content="pier,tides">', ("Pier", "tides")),
        (keywords("桟橋、嵐"), ("桟橋", "嵐")),
        (keywords('#pier, "storm", x, 2026, ' + "y" * 61), ("pier", "storm")),
        (
            '<meta property="og:site_name" content="Pier Post"><meta name="keywords" content="Pier Post, tides">',
            ("tides",),
        ),
        (keywords({"a": 1}), ()),
        ("", ()),
    ],
)
def test_keywords(head: str, expected: tuple[str, ...]) -> None:
    assert find_keywords(document(head)) == expected


def test_keywords_are_two_dozen_at_most() -> None:
    assert len(find_keywords(document(keywords([f"word {n}" for n in range(40)])))) == 24
