"""Labels above the headline say what kind of page it is; menus and columns above it don't."""

import pytest

from pipelines.reading.page import Page, read_page
from tests.pipelines.reading.stories import ENGLISH

TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def kind(above: str, below: str = "") -> str | None:
    title = "A cottage moves uphill"
    body = f"<main><article>{above}<h1>{title}</h1>{below}{TEXT}</article></main>"
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read_page(Page("https://e.example/news/1", html.encode(), "utf-8", "text/html", None)).kind


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Opinion", "opinion"),
        ("Sponsored", "advertorial"),
        ("PAID CONTENT", "advertorial"),
        ("Kommentar:", "opinion"),
        ("Publireportage", "advertorial"),
        ("Tribune", "opinion"),
        ("Contenido patrocinado", "advertorial"),
        ("Contenuto sponsorizzato", "advertorial"),
        ("Conteúdo patrocinado", "advertorial"),
        ("Gesponsorde inhoud", "advertorial"),
        ("Materiał partnera", "advertorial"),
        ("赞助内容", "advertorial"),
        ("社説", "opinion"),
        ("Pressemitteilung", "press-release"),
        ("Advertisement", "article"),
        ("Anzeige", "article"),
        ("Harbour", "article"),
    ],
)
def test_what_stands_above_a_headline(label: str, expected: str) -> None:
    assert kind(f"<div class='k'><a href='/k'>{label}</a></div>") == expected
    assert kind(f"<header><span>{label}</span></header><div>10 March 2026</div>") == expected


@pytest.mark.parametrize(
    "above",
    [
        "<nav><div>Opinion</div></nav>",
        "<ul><li>Home</li><li>Opinion</li></ul>",
        "<div class='m'><div>World</div><div>Opinion</div></div>",
        "<div>Opinion of nine neighbours of Brannish</div>",
        "<aside><p>Opinion</p></aside>",
        "<p>Opinion</p><p>It rained.</p><p>It snowed.</p><p>It hailed.</p>",
    ],
)
def test_other_lines_above_a_headline_say_nothing(above: str) -> None:
    assert kind(above) == "article"


def test_what_stands_below_a_headline_says_nothing() -> None:
    assert kind("", "<div>Kommentar</div>") == "article"
