"""The standfirst of an article, where no class and no description names it."""

import pytest

from pipelines.reading.page import Page, Reading, read_page
from tests.pipelines.reading.layouts import paragraphs
from tests.pipelines.reading.stories import ENGLISH, GERMAN

TEXTS = paragraphs(ENGLISH.paragraphs)
LEAD = "The sea has come within four metres of the kitchen window, and the council wants to act before the autumn."


def read(body: str) -> Reading:
    html = f"<html><head><title>{ENGLISH.title}</title></head><body>{body}</body></html>"
    return read_page(Page("https://e.example/news/1", html.encode(), "utf-8", "text/html", None))


@pytest.mark.parametrize(
    "above",
    [
        f"<div class='flex'><h1>{ENGLISH.title}</h1><p class='text-xl'>{LEAD}</p></div>",
        f"<header><h1>{ENGLISH.title}</h1><div class='x1'><p>{LEAD}</p></div></header>",
        f"<div><h1>{ENGLISH.title}</h1><span>Coast</span><p class='x2'>{LEAD}</p><time>2 March</time></div>",
    ],
)
def test_the_paragraph_in_the_box_of_the_headline_is_the_lead(above: str) -> None:
    reading = read(f"{above}<div class='article-body'>{TEXTS}</div>")
    assert (reading.lead, reading.body) == (LEAD, "\n\n".join(ENGLISH.paragraphs))


def test_a_second_headline_is_not_the_whole_lead() -> None:
    above = (
        f"<div><h1>{ENGLISH.title}</h1><h2>The cottage of the keepers is carried away</h2><p>{LEAD}</p></div>"
    )
    assert (
        read(f"{above}<div class='article-body'>{TEXTS}</div>").lead
        == f"The cottage of the keepers is carried away\n\n{LEAD}"
    )


def test_what_stands_with_a_picture_is_its_caption_and_no_lead() -> None:
    picture = f"<div><img src='a.jpg'><p>{GERMAN.paragraphs[0]}</p></div>"
    reading = read(f"<div><h1>{ENGLISH.title}</h1>{picture}</div><div class='article-body'>{TEXTS}</div>")
    assert (reading.lead, reading.body) == (None, "\n\n".join(ENGLISH.paragraphs))


@pytest.mark.parametrize("marks", ["article-teaser", "detail_teaser", "sumario", "linha-fina", "lid"])
def test_outlets_have_many_names_for_the_lead(marks: str) -> None:
    reading = read(f"<article><h1>{ENGLISH.title}</h1><p class='{marks}'>{LEAD}</p>{TEXTS}</article>")
    assert (reading.lead, reading.body) == (LEAD, "\n\n".join(ENGLISH.paragraphs))
