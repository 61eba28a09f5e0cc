"""Declared facts: section, descriptions, canonical address, page language."""

import pytest

from pipelines.reading.document import Document, parse
from pipelines.reading.metadata import (
    find_canonical,
    find_descriptions,
    find_page_language,
    find_section,
    language_code,
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


@pytest.mark.parametrize(
    ("tag", "code"),
    [("iw", "he"), ("nn", "no"), ("EN", "en"), ("cmn-Hans", "zh"), ("german", None), ("", None)],
)
def test_language_codes_are_normalised(tag: str, code: str | None) -> None:
    assert language_code(tag) == code


def test_descriptions_come_once_each() -> None:
    head = '<meta property="og:description" content="A  pier."><meta name="description" content="A pier.">'
    assert find_descriptions(document(head)) == ["A pier."]
