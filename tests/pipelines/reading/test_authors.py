"""Author names: sources, splitting, cleaning."""

import json

import pytest

from pipelines.reading.authors import find_authors
from pipelines.reading.document import parse


def authors(head: str = "", body: str = "", author: object = None) -> tuple[str, ...]:
    article = json.dumps({"@type": "NewsArticle", "headline": "x", "author": author}, ensure_ascii=False)
    ld = f'<script type="application/ld+json">{article}</script>' if author else ""
    parsed = parse(
        f"<html><head>{ld}{head}</head><body>{body}</body></html>", "https://www.quellbote.example/x"
    )
    assert parsed is not None
    return find_authors(parsed)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"@type": "Person", "name": "Imke Sauter"}, ("Imke Sauter",)),
        (
            [{"name": "Imke Sauter"}, {"name": "Jörn Hadler "}, {"name": "imke sauter"}],
            ("Imke Sauter", "Jörn Hadler"),
        ),
        ([{"givenName": "Imke", "familyName": "Sauter"}], ("Imke Sauter",)),
        ("Imke Sauter and Jörn Hadler", ("Imke Sauter", "Jörn Hadler")),
        ("Von Imke Sauter und Jörn Hadler", ("Imke Sauter", "Jörn Hadler")),
        ("Ana Ruiz y Leo Prado", ("Ana Ruiz", "Leo Prado")),
        ("Imke Sauter, Jörn Hadler", ("Imke Sauter", "Jörn Hadler")),
        ("Jane Roe, professor of physics at the coast university", ("Jane Roe",)),
        ("Elena Ober (obe)", ("Elena Ober",)),
        ("Mathias Vik / Journalist", ("Mathias Vik",)),
        ("dpa", ("dpa",)),
        ("https://www.facebook.com/quellbote", ()),
        ("desk@quellbote.example", ()),
        ("記者：水野静", ("水野静",)),
    ],
)
def test_structured_authors(author: object, expected: tuple[str, ...]) -> None:
    assert authors(author=author) == expected


def test_meta_tags_follow_structured_data() -> None:
    meta = '<meta name="author" content="Jörn Hadler"><meta property="article:author" content="https://facebook.com/x">'
    assert authors(meta) == ("Jörn Hadler",)
    assert authors(meta, author={"name": "Imke Sauter"}) == ("Imke Sauter",)


def test_a_person_s_byline_beats_the_outlet_as_author() -> None:
    byline = '<div class="byline">Von <a rel="author" href="/i">Imke Sauter</a></div>'
    assert authors(body=byline, author={"@type": "Organization", "name": "Quellbote"}) == ("Imke Sauter",)
    assert authors(body=byline, author={"name": "dpa"}) == ("dpa",)


def test_the_outlet_stays_where_nobody_else_is_named() -> None:
    body = '<p class="author-note">Folgen Sie uns für mehr Nachrichten aus der Region</p>'
    assert authors(body=body, author={"name": "Quellbote"}) == ("Quellbote",)


def test_nobody_is_nobody() -> None:
    assert authors(body="<p>Imke Sauter sagte nichts.</p>") == ()
