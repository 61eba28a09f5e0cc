"""Articles that only structured data tells, or tells in full where the page shows their beginning."""

import json

import pytest

from pipelines.reading.jsonld import parse_blocks
from pipelines.reading.page import Reading
from pipelines.reading.told import told_updates
from tests.pipelines.reading.stories import ENGLISH, STORIES, Story
from tests.pipelines.reading.test_teaser_layouts import read

PLAIN, MARKED = "\n\n".join(ENGLISH.paragraphs), "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs)


def page(story: Story, told: str, shown: str) -> Reading:
    node = {"@type": "NewsArticle", "headline": story.title, "articleBody": told}
    data = f"<script type='application/ld+json'>{json.dumps(node)}</script>"
    head = f"<head><title>{story.title}</title>{data}</head>"
    return read(f"<html>{head}<body><h1>{story.title}</h1>{shown}</body></html>")


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("join", ["\n", "</p><p>"])
def test_a_page_without_text_is_read_from_its_data(story: Story, join: str) -> None:
    told = join.join(story.paragraphs)
    reading = page(story, f"<p>{told}</p>" if join != "\n" else told, "<div id='app'></div>")
    assert reading.rejected is None
    assert reading.body == "\n\n".join(story.paragraphs)
    assert [stretch.kind for stretch in reading.stretches] == ["paragraph"] * len(story.paragraphs)


def test_the_rest_of_a_beginning_is_read_from_the_data() -> None:
    shown = f"<p>{ENGLISH.paragraphs[0]}</p>"
    assert page(ENGLISH, PLAIN, shown).body == PLAIN
    assert page(ENGLISH, MARKED, shown).body == PLAIN


def test_another_text_is_not_mixed_with_the_data() -> None:
    other = "The harbour master of Sandvik told the council that its basin is closed for two years, and that is all."
    assert page(ENGLISH, PLAIN, f"<p>{other}</p>").body == other


def test_a_text_that_is_shown_whole_stays_as_it_is_shown() -> None:
    shown = "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs[:-1])
    assert page(ENGLISH, PLAIN, shown).body == "\n\n".join(ENGLISH.paragraphs[:-1])


@pytest.mark.parametrize("told", ["", "Short.", "<p></p>"])
def test_data_that_tell_hardly_anything_are_no_text(told: str) -> None:
    assert page(ENGLISH, told, "").rejected is not None


def test_updates_are_read_wherever_the_page_declares_them() -> None:
    blog = {
        "@type": "LiveBlogPosting",
        "liveBlogUpdate": {"headline": "A &amp; B", "datePublished": "2026-03-10"},
    }
    found = told_updates(
        parse_blocks([json.dumps([{"@type": "NewsArticle", "headline": "x"}, blog])], "https://e.example/a")
    )
    assert [(one.at, one.title, one.paragraphs) for one in found] == [("2026-03-10", "A & B", ())]
