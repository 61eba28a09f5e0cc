"""Where on a page the article is, and which of its lines belong to it."""

import pytest

from pipelines.reading.cuts import Cuts
from pipelines.reading.region import find_region
from tests.pipelines.reading.layouts import paragraphs
from tests.pipelines.reading.stories import ENGLISH, GERMAN
from tests.pipelines.reading.trees import tree_of

TEXT = paragraphs(ENGLISH.paragraphs)
OTHER = paragraphs(GERMAN.paragraphs)


def region(body: str, title: str | None = ENGLISH.title) -> str:
    """Tag and class of the region."""
    page = Cuts(tree_of(body), title)
    found = find_region(page, page.live())
    return f"{found.tag}.{found.get('class') or ''}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<div class='a'><div class='b'>{TEXT}</div></div><p>Imprint</p>", "div.b"),
        (f"<article class='a'><h1>{ENGLISH.title}</h1>{TEXT}</article><div>{OTHER}</div>", "article.a"),
        (
            f"<div class='x'><div class='article-body'>{TEXT}</div><p>{GERMAN.paragraphs[0]}</p></div>",
            "div.article-body",
        ),
        (f"<div class='x'><div itemprop='articleBody' class='y'>{TEXT}</div></div>", "div.y"),
        (
            f"<div class='c'><div class='entry-content'>{TEXT}</div><div class='z'>{OTHER * 2}</div></div>",
            "div.entry-content",
        ),
        (f"<div class='side'><aside class='s'>{TEXT}</aside></div>", "div.side"),
        (f"<div class='x'><p>{GERMAN.paragraphs[0]}</p><div class='body-text'>{TEXT}</div></div>", "div.x"),
        (f"<div class='x'><div class='paywall'>{TEXT}</div><p>{GERMAN.paragraphs[0]}</p></div>", "div.x"),
        ("<div><p>Soon.</p></div>", "body."),
    ],
)
def test_the_region_holds_the_article(body: str, expected: str) -> None:
    assert region(body) == expected


def test_pieces_that_are_marked_alike_are_one_body() -> None:
    pieces = "".join(
        f"<div class='w'><div class='richText r'><p>{p}</p></div></div>" for p in ENGLISH.paragraphs
    )
    assert (
        region(f"<main class='m'><h1>{ENGLISH.title}</h1><div class='all'>{pieces}</div></main>") == "div.all"
    )


def test_a_second_marked_article_is_not_part_of_the_first() -> None:
    one = f"<article class='one'><h1>{ENGLISH.title}</h1><div class='story-body s1'>{TEXT}</div></article>"
    two = f"<article class='two'><h1>Other</h1><div class='story-body s2'>{OTHER}</div></article>"
    assert region(one + two) == "div.story-body s1"


def test_paragraphs_like_those_inside_hold_the_region_open() -> None:
    first = f"<div class='f'><p class='t'>{ENGLISH.paragraphs[0]}</p></div>"
    rest = "".join(f"<p class='t'>{p}</p>" for p in ENGLISH.paragraphs[1:])
    assert region(f"<div class='all'>{first}<div class='rest'>{rest}</div></div>") == "div.all"
    assert (
        region(f"<div class='all'>{first.replace('t', 'u')}<div class='rest'>{rest}</div></div>")
        == "div.rest"
    )
