"""Short articles: flashes of a few sentences keep their paragraphs and never swallow the headline."""

from collections.abc import Iterable

import pytest

from pipelines.reading.page import Page, Reading, read_page
from tests.pipelines.reading.layouts import FRAMES, framed, paragraphs
from tests.pipelines.reading.stories import ENGLISH, STORIES, Story


def read(html: str) -> Reading:
    return read_page(
        Page(
            url="https://e.example/flash",
            html=html.encode(),
            charset=None,
            content_type=None,
            fetched_at=None,
        )
    )


def misread(story: Story, frames: Iterable[str], count: int) -> dict[str, str | None]:
    """Bodies of the first paragraphs of a story, frame by frame, where they are not these paragraphs."""
    text = story.paragraphs[:count]
    bodies = {frame: read(framed(story, frame, text=paragraphs(text))).body for frame in frames}
    return {frame: body for frame, body in bodies.items() if body != "\n\n".join(text)}


@pytest.mark.parametrize("count", [3, 4, 5])
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_short_article_keeps_its_paragraphs(story: Story, count: int) -> None:
    assert misread(story, FRAMES, count) == {}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_two_sentences_in_an_article_element_keep_apart(story: Story) -> None:
    assert misread(story, ("article", "inside the article", "inside its body"), 2) == {}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_flash_of_one_sentence_is_that_sentence(story: Story) -> None:
    (text,) = story.paragraphs[1:2]
    html = framed(story, "inside the article", text=f"<p>{text}</p>")
    assert read(html).body == text


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("short", ["Nobody was hurt.", "“Never.”", "It rained."])
def test_a_sentence_of_few_words_is_no_scrap(short: str, place: int) -> None:
    text = list(ENGLISH.paragraphs[1:3])
    text.insert(place, short)
    html = framed(ENGLISH, "inside the article", text=paragraphs(text))
    assert (read(html).body or "").split("\n\n") == text


def test_a_short_line_that_is_a_link_is_a_scrap() -> None:
    text = paragraphs(ENGLISH.paragraphs[1:3]) + "<p><a href='/m'>See the map.</a></p>"
    assert read(framed(ENGLISH, "inside the article", text=text)).body == "\n\n".join(ENGLISH.paragraphs[1:3])
