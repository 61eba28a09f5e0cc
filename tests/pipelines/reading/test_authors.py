"""Author names: sources, splitting, cleaning."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.authors import find_authors, stated_sources
from pipelines.reading.document import parse
from pipelines.reading.encoding import clean_text
from pipelines.reading.titles import same_words
from tests.pipelines.reading.trees import surroundings_of


def authors(head: str = "", body: str = "", author: object = None) -> tuple[str, ...]:
    article = json.dumps({"@type": "NewsArticle", "headline": "x", "author": author}, ensure_ascii=False)
    ld = f'<script type="application/ld+json">{article}</script>' if author else ""
    parsed = parse(
        f"<html><head>{ld}{head}</head><body>{body}</body></html>", "https://www.quellbote.example/x"
    )
    assert parsed is not None
    return find_authors(parsed, surroundings_of(parsed))


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
        ("Interview: Imke Sauter", ("Imke Sauter",)),
        ("Interview by Imke Sauter & Jörn Hadler", ("Imke Sauter", "Jörn Hadler")),
        ("Text: Imke Sauter; Fotos: Jörn Hadler", ("Imke Sauter",)),
        ("Imke Sauter [korrespondent]", ("Imke Sauter",)),
        ("Ludwig van der Berg, Ana de la Cruz", ("Ludwig van der Berg", "Ana de la Cruz")),
        ("Reuters, AFP", ("Reuters", "AFP")),
        ("Ortega y Gasset", ("Ortega y Gasset",)),
        ("Reuters / AFP", ("Reuters", "AFP")),
        ("Published 12 March 2026", ()),
        ("A" * 61, ()),
        ("X", ()),
        ([None, 7, {}, {"name": ""}, {"url": "/x"}], ()),
        ({"@id": "#nobody"}, ()),
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


def test_microdata_names_authors_where_nothing_else_does() -> None:
    person = '<span itemprop="author" itemscope>By <b itemprop="name">Imke Sauter</b>, who lives here</span>'
    assert authors(body=person) == ("Imke Sauter",)
    assert authors(body='<span itemprop="author" content="Jörn Hadler">x</span>') == ("Jörn Hadler",)
    assert authors(body=f'<div itemprop="author">{"a long text " * 12}</div>') == ()


def test_of_bylines_five_are_looked_at_and_persons_kept() -> None:
    lines = "".join(f'<p class="byline">Imke Sauter{end}</p>' for end in "abcdefg")
    assert len(authors(body=lines)) == 5
    assert authors(body='<p class="byline">by the desk</p><p class="author">Jörn Hadler</p>') == (
        "Jörn Hadler",
    )


@pytest.mark.parametrize(
    "line",
    [
        "von Imke Sauter",
        "By Imke Sauter",
        "Autorin/Autor Imke Sauter",
        "Text: Imke Sauter",
        "Par Imke Sauter",
        "Propos recueillis par Imke Sauter",
    ],
)
def test_a_line_below_the_headline_is_a_byline_by_its_words(line: str) -> None:
    page = f"<h1>Pier closes</h1><p>12.03.2026</p><p>{line}</p><p>The pier is closed for the winter.</p>"
    assert authors(body=page) == ("Imke Sauter",)
    assert authors(body=page, author={"name": "Quellbote"}) == ("Imke Sauter",)


@pytest.mark.parametrize(
    "line", ["Von der Brücke aus", "By the sea", "Imke Sauter", "Von Anfang an mit dabei war er"]
)
def test_other_lines_below_the_headline_are_no_bylines(line: str) -> None:
    assert authors(body=f"<h1>Pier closes</h1><p>{line}</p>") == ()


def test_bylines_of_other_articles_are_none_of_this_one() -> None:
    teaser = f"<div>{'<p>words</p>' * 40}<span class='author'>Jörn Hadler</span></div>"
    page = f"{teaser}<h1>Pier closes</h1><ul class='metaAuthorList'><li>Imke Sauter</li></ul>{teaser}"
    assert authors(body=page) == ("Imke Sauter",)


TEXT = "".join(f"<p>The ferry leaves the pier at nine, said sailor {n} of its crew.</p>" for n in range(8))
LINKS = [f"<a href='/n/{n}'>Why ferry number {n} is late every day</a>" for n in range(3)]


@pytest.mark.parametrize(
    "other",
    [
        f"<div>{''.join(f'<div>{link}<span class=author>Jörn Hadler</span></div>' for link in LINKS)}</div>",
        f"<h2>More</h2>{''.join(f'<h3>{link}</h3><p class=byline>By Jörn Hadler</p>' for link in LINKS)}",
        f"<article><h1>A pier opens</h1><p class='byline'>By Jörn Hadler</p>{TEXT}</article>",
    ],
)
def test_authors_of_cards_and_of_an_appended_article_are_none_of_this_one(other: str) -> None:
    own = f"<article><h1>Pier closes</h1>{TEXT}</article>"
    assert authors("<title>Pier closes</title>", f"<main>{own}{other}</main>") == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<div><a href='/author/imke-sauter'>Imke Sauter</a><span>2 March 2026</span></div>", ("Imke Sauter",)),
        ("<div><a href='https://quellbote.example/autoren/x-17'>Imke Sauter</a></div>", ("Imke Sauter",)),
        ("<div><span>By Imke Sauter</span><span>March 2, 2026</span></div>", ("Imke Sauter",)),
        ("<aside>By <a rel='author' href='/x'>Imke Sauter</a></aside>", ("Imke Sauter",)),
        ("<div><a href='/author/'>All our authors</a></div>", ()),
        ("<div><a href='/topics/author-readings'>Imke Sauter</a></div>", ()),
        ("<p>The rope was, as <a href='/author/jh'>Jörn Hadler</a> wrote, too old for the pier.</p>", ()),
    ],
)  # fmt: skip
def test_bylines_without_telling_classes(line: str, expected: tuple[str, ...]) -> None:
    others = "<ul><li><a href='/authors/jh'>Jörn Hadler</a></li></ul>"
    title = "<title>Pier closes</title>"
    assert authors(title, f"<main><h1>Pier closes</h1>{line}{TEXT}</main>{others}") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p class='byline'>IMKE SAUTER<br>Associated Press</p>", ("IMKE SAUTER",)),
        ("<p class='autor'>ČTK</p>", ("ČTK",)),
        ("<p>Par Imke Sauter avec AFP, publié le 2 mars 2026 à 10h15</p>", ("Imke Sauter",)),
        ("<p>Von Imke Sauter mit Reuters</p>", ("Imke Sauter",)),
        ("<p class='autor'>EFE / Sandvik</p>", ("EFE",)),
        ("<p class='autore'>di Redazione ANSA</p>", ("ANSA",)),
        ("<p class='byline'>Reuters</p><p class='byline'>By Imke Sauter</p>", ("Imke Sauter",)),
    ],
)
def test_an_agency_in_a_byline_is_the_author_where_no_person_is(line: str, expected: tuple[str, ...]) -> None:
    assert authors(body=f"<h1>Pier closes</h1>{line}{TEXT}") == expected


def test_an_address_beside_a_name_in_meta_tags() -> None:
    assert authors('<meta name="author" content="Quellbote (www.quellbote.example)">') == ("Quellbote",)
    assert authors(
        '<meta name="author" content="https://a.example/x"><meta name="byl" content="By Imke Sauter">'
    ) == ("Imke Sauter",)


def test_sources_are_stated_beside_authors() -> None:
    article = {
        "@type": "NewsArticle",
        "headline": "x",
        "author": "Imke Sauter, dpa",
        "provider": {"name": "Meer-Dienst"},
    }
    head = f"<script type='application/ld+json'>{json.dumps(article)}</script><meta name='dc.source' content='AFP'>"
    page = parse(f"<html><head>{head}</head><body></body></html>", "https://quellbote.example/x")
    assert page is not None
    assert stated_sources(page) == ["Imke Sauter, dpa", "Meer-Dienst", "AFP"]


def test_a_byline_is_found_above_text_that_stands_in_no_element_of_its_own() -> None:
    body = "<h1>Ice on the northern canal</h1><p>Von Imke Sauter</p>3.2.2025<p>The ice came early.</p>"
    assert authors(body=body) == ("Imke Sauter",)


def test_a_reference_to_a_person_is_followed() -> None:
    graph = {
        "@graph": [
            {"@type": "Person", "@id": "#1", "name": "Imke Sauter"},
            {"@type": "NewsArticle", "headline": "x", "author": [{"@id": "#1"}]},
        ]
    }
    assert authors(f'<script type="application/ld+json">{json.dumps(graph)}</script>') == ("Imke Sauter",)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_names_are_short_clean_and_different(text: str) -> None:
    found = authors(author=text)
    assert all(1 < len(name) <= 60 and clean_text(name) == name for name in found)
    assert len({same_words(name) for name in found}) == len(found)


def test_of_endless_authors_the_first_are_read() -> None:
    names = [f"Ann {chr(65 + n % 26)}{chr(97 + n // 26)}" for n in range(400)]
    tags = "".join(f'<meta name="author" content="{name}">' for name in names)
    assert authors(tags) == authors(author=[{"name": name} for name in names]) == tuple(names[:50])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<li>기자명 이서연 기자</li>", ("이서연",)),
        ("<p>이서연 기자 seoyeon@e.example</p>", ("이서연",)),
        ("<p>(부산=새소식통신) 이서연 기자 = 부산시가 새 부두를 연다고 3일 밝혔다.</p>", ("이서연",)),
        ("<div>2026-03-03 14:05 来源：海港网 作者：周海明</div>", ("周海明",)),
        ("<p>海港社青岛3月3日电（记者周海明、李小雨）青岛港三日宣布新码头启用。</p>", ("周海明", "李小雨")),
        ("<p>市は三日、桟橋を閉じると発表した。（水野静香）</p>", ("水野静香",)),
        ("<p>【水野静香】</p>", ("水野静香",)),
        ("<p>市は三日、桟橋を閉じると発表した。（随時掲載）</p>", ()),
        ("<p>市は三日、桟橋を閉じると発表した。（共同通信）</p>", ()),
        ("<p>【写真提供】</p>", ()),
        ("<p>【我要纠错】</p>", ()),
        ("<p>한 기자는 부두가 닫혔다고 말했다.</p>", ()),
        ("<p>记者：您什么时候知道的？</p>", ()),
    ],
)
def test_eastern_bylines(line: str, expected: tuple[str, ...]) -> None:
    assert authors(body=f"<h3>부두</h3><p>「桟橋」 부두가 닫혔다 码头关闭。</p>{line}") == expected


def test_a_role_beside_a_name_is_no_name() -> None:
    line = "<div class='author'>By IMKE SAUTER, Harbour Correspondent | imke@quellbote.example</div>"
    assert authors(body=line) == ("IMKE SAUTER",)


def test_a_desk_or_the_outlet_gives_way_to_a_name_in_any_other_place() -> None:
    line = "<h1>Pier closes</h1><p>Por Pilar Gómez Ruiz y José Á. del Río · Teruel</p>"
    people = ("Pilar Gómez Ruiz", "José Á. del Río")
    assert authors('<meta name="author" content="Redacción">', line) == people
    assert authors('<meta name="author" content="Redacción">') == ("Redacción",)
    tags = '<meta name="author" content="Quellbote"><meta name="parsely-author" content="Imke Sauter">'
    assert authors(tags, author={"name": "Quellbote"}) == ("Imke Sauter",)
