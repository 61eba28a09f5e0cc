"""Teasers and captions, told from the rest of what was cut."""

import pytest

from pipelines.reading.beside import Teaser
from pipelines.reading.page import Page, read_page
from tests.pipelines.reading.layouts import AFTER, FRAMES, INSETS, framed, paragraphs
from tests.pipelines.reading.stories import ENGLISH, STORIES, Story
from tests.pipelines.reading.test_teaser_layouts import read, with_inset

TEXT = paragraphs(ENGLISH.paragraphs)
MENUS = {"aside", "navigation", "complementary role"}
"""Layouts whose short links can't be told from those of a menu."""


def teasers(beside: str, url: str = "https://e.example/news/1") -> tuple[Teaser, ...]:
    """Those of a page with something behind its text."""
    html = f"<html><body><article><h1>{ENGLISH.title}</h1>{TEXT}</article>{beside}</body></html>".encode()
    return read_page(Page(url=url, html=html, charset="utf-8", content_type=None, fetched_at=None)).teasers


def missing(story: Story, html: str) -> set[str]:
    """Addresses of teasers on the page that are not found."""
    linked = {f"https://e.example/story/{n}" for n in range(len(story.teasers)) if f"/story/{n}'" in html}
    return linked - {teaser.url for teaser in read(html).teasers}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("after", sorted(AFTER.keys() - MENUS))
def test_each_link_behind_the_text_is_kept_apart(story: Story, after: str) -> None:
    pages = {frame: framed(story, frame, AFTER[after](story)) for frame in FRAMES}
    assert {frame: lost for frame, html in pages.items() if (lost := missing(story, html))} == {}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("inset", sorted(INSETS.keys() - {"aside", "block of divisions"}))
def test_each_link_within_the_text_is_kept_apart(story: Story, inset: str) -> None:
    text = with_inset(story, INSETS[inset](story), 2)
    pages = {frame: framed(story, frame, text=text) for frame in FRAMES}
    assert {frame: lost for frame, html in pages.items() if (lost := missing(story, html))} == {}


def test_no_line_of_the_article_is_a_teaser() -> None:
    for story in STORIES.values():
        for after in AFTER.values():
            found = {teaser.title for teaser in read(framed(story, "article", after(story))).teasers}
            assert found.isdisjoint({*story.paragraphs, story.title, story.lead})


def test_a_card_is_named_by_its_heading() -> None:
    card = "<a href='/x'><img><h3>A pill against the common cold</h3><p>It works, they say, in mice and men.</p></a>"
    assert teasers(f"<section><h2>Read next</h2>{card}</section>") == (
        Teaser("A pill against the common cold", "https://e.example/x"),
    )


def test_an_address_counts_once_and_the_page_itself_never() -> None:
    own = ("https://e.example/news/1#top", "javascript:go()", "mailto:a@b.example")
    links = "".join(
        f"<li><a href='{href}'>A pill against the cold</a></li>" for href in ("/x", "/x#more", *own)
    )
    assert [teaser.url for teaser in teasers(f"<h2>Read next</h2><ul>{links}</ul>")] == [
        "https://e.example/x"
    ]


def test_teasers_that_open_by_script_have_no_address() -> None:
    found = teasers("<div class='related'><div onclick='go()'>A pill against the common cold</div></div>")
    assert found == (Teaser("A pill against the common cold", None),)


def test_menus_and_buttons_are_no_teasers() -> None:
    assert teasers("<nav><a href='/p'>Politics</a> <a href='/b'>Business and markets</a></nav>") == ()
    assert teasers("<div class='related'><a href='/m'>Read more</a></div>") == ()


def test_short_headlines_count_in_a_box_that_a_marker_heads() -> None:
    box = "<aside><h3>{}</h3><ul><li><a href='/z'>Bridge opens again</a></li></ul></aside>"
    assert teasers(box.format("Read next")) == (Teaser("Bridge opens again", "https://e.example/z"),)
    assert teasers(box.format("Our services")) == ()


def test_there_is_an_end() -> None:
    links = "".join(f"<li><a href='/{n}'>A pill against the common cold {n}</a></li>" for n in range(300))
    assert len(teasers(f"<h2>Read next</h2><ul>{links}</ul>")) == 100


def test_captions_are_those_of_the_article() -> None:
    figure = "<figure><img><figcaption>{}</figcaption></figure>"
    first, last = ENGLISH.paragraphs[0], ENGLISH.paragraphs[-1]
    inside = "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs[1:-1])
    html = (
        f"<html><body>{figure.format('The logo of the house')}<h1>{ENGLISH.title}</h1>"
        f"{figure.format('A substation near the lake')}<article><p>{first}</p>{inside}"
        f"<div class='img-caption'>Cables in spring</div><p>{last}</p></article>"
        f"<aside>{figure.format('A pill in a hand')}</aside></body></html>"
    )
    reading = read(html)
    assert reading.captions == ("A substation near the lake", "Cables in spring")
    assert "substation near" not in (reading.body or "")


def test_a_card_outside_the_article_is_a_teaser_whatever_its_class() -> None:
    card = "<div class='x1'><a href='/2'><h3>Two ponies found grazing on the runway</h3></a></div>"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    reading = read(
        f"<html><body><main><h1>{ENGLISH.title}</h1>{text}</main><section>{card}</section></body></html>"
    )
    assert [teaser.title for teaser in reading.teasers] == ["Two ponies found grazing on the runway"]


def test_what_stands_below_a_picture_in_a_division_named_image_is_its_caption() -> None:
    caption = "The cottage from the sea, before the move. Photo: E. Strand"
    picture = f"<div class='image'><img src='a.jpg'><p>{caption}</p></div>"
    text = paragraphs(ENGLISH.paragraphs[:2]) + picture + paragraphs(ENGLISH.paragraphs[2:])
    reading = read(framed(ENGLISH, "article", text=text))
    assert (reading.captions, reading.body) == ((caption,), "\n\n".join(ENGLISH.paragraphs))
