"""How far an article reaches: sections in boxes of their own, lists at its ends, what stands before the headline."""

import pytest

from pipelines.reading.page import Page, Reading, read_page
from tests.pipelines.reading.layouts import paragraphs
from tests.pipelines.reading.stories import ENGLISH, GERMAN

TEXTS = ENGLISH.paragraphs
HEADLINE = f"<h1>{ENGLISH.title}</h1>"


def read(body: str) -> Reading:
    html = f"<html><head><title>{ENGLISH.title}</title></head><body>{body}</body></html>"
    return read_page(Page("https://e.example/news/1", html.encode(), "utf-8", "text/html", None))


def boxed(*parts: str, box: str = "block") -> str:
    return "".join(f"<div class='{box}'><div class='in'>{part}</div></div>" for part in parts)


@pytest.mark.parametrize("cut", [2, 4, 5])
@pytest.mark.parametrize("between", ["", "<div class='image'><img src='a.jpg'></div>"])
def test_like_boxes_in_a_row_are_one_text(cut: int, between: str) -> None:
    own, rest = HEADLINE + paragraphs(TEXTS[:cut]), paragraphs(TEXTS[cut:])
    assert read(f"<div>{boxed(own)}{between}{boxed(rest)}</div>").body == "\n\n".join(TEXTS)


def test_a_box_of_another_class_is_another_text() -> None:
    body = HEADLINE + paragraphs(TEXTS)
    strange = boxed(paragraphs(GERMAN.paragraphs[:1]), box="notes")
    assert read(f"<div>{boxed(body)}{strange}</div>").body == "\n\n".join(TEXTS)


def test_a_place_of_the_same_class_with_like_paragraphs_is_the_article_s() -> None:
    text = [f"<p class='t'>{paragraph}</p>" for paragraph in TEXTS]
    own = f"<div class='text'>{''.join(text[:5])}</div>"
    last = f"<section><div class='text'>{text[5]}</div></section>"
    other = f"<section><div class='text'><p>{GERMAN.paragraphs[0]}</p></div></section>"
    page = f"<main>{HEADLINE}{own}{last}{other}</main>"
    assert read(page).body == "\n\n".join(TEXTS)


@pytest.mark.parametrize("items", [TEXTS[3:], TEXTS[4:]])
def test_a_list_among_paragraphs_is_of_their_place(items: tuple[str, ...]) -> None:
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    before = TEXTS[: len(TEXTS) - len(items)]
    page = f"<div>{HEADLINE}<div class='text'>{paragraphs(before)}{listed}<p>{GERMAN.title}.</p></div></div>"
    assert (read(page).body or "").split("\n\n")[: len(TEXTS)] == list(TEXTS)


def test_the_rest_of_a_list_follows_the_item_that_is_a_paragraph() -> None:
    items = [
        "Lime from the mainland",
        "Chalk for the numbers",
        f"{TEXTS[5]}",
        "Oats",
        "A biscuit tin for drawings",
    ]
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    body = read(f"<div>{HEADLINE}<div>{paragraphs(TEXTS[:5])}{listed}</div></div>").body or ""
    assert body.split("\n\n") == [*TEXTS[:5], *items]


def test_what_stands_above_the_headline_of_a_short_article_is_not_its_text() -> None:
    above = "".join(f"<p>{text}</p>" for text in GERMAN.paragraphs)
    assert read(f"<div>{above}{HEADLINE}{paragraphs(TEXTS)}</div>").body == "\n\n".join(TEXTS)
