"""Teasers in the layouts of many designs and six languages: none reaches lead or body, no paragraph is lost."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.page import Page, Reading, read_page
from tests.pipelines.reading.layouts import AFTER, FRAMES, INSETS, NEXT, each, framed, link, paragraphs
from tests.pipelines.reading.stories import STORIES, Story

stories = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)


def read(html: str) -> Reading:
    return read_page(
        Page(
            url="https://e.example/news/1",
            html=html.encode(),
            charset="utf-8",
            content_type="text/html",
            fetched_at=None,
        )
    )


def with_inset(story: Story, inset: str, place: int) -> str:
    """The text of a story with something between two of its paragraphs."""
    return paragraphs(story.paragraphs[:place]) + inset + paragraphs(story.paragraphs[place:])


def flaws(story: Story, html: str) -> dict[str, list[str]]:
    """What of the strangers is in the text, and what of the article is not; empty if the text is right."""
    reading = read(html)
    whole = f"{reading.lead or ''}\n{reading.body or ''}"
    kinds = {
        "leaked": [text for text in story.strangers if text in whole],
        "lost": [text for text in story.paragraphs if text not in whole],
        "added": [line for line in (reading.body or "").split("\n\n") if line not in story.paragraphs],
        "rejected": [reading.rejected.reason] if reading.rejected else [],
    }
    return {kind: texts for kind, texts in kinds.items() if texts}


def flawed(story: Story, pages: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """The pages that are not read word for word, by their names."""
    return {name: found for name, html in pages.items() if (found := flaws(story, html))}


@stories
@pytest.mark.parametrize("after", AFTER)
def test_teasers_behind_the_text_stay_out_in_every_frame(story: Story, after: str) -> None:
    assert flawed(story, {frame: framed(story, frame, AFTER[after](story)) for frame in FRAMES}) == {}


@stories
@pytest.mark.parametrize("inset", INSETS)
def test_teasers_within_the_text_stay_out_in_every_frame(story: Story, inset: str) -> None:
    text = with_inset(story, INSETS[inset](story), 2)
    assert flawed(story, {frame: framed(story, frame, text=text) for frame in FRAMES}) == {}


@stories
@pytest.mark.parametrize("inset", INSETS)
def test_teasers_stay_out_wherever_they_interrupt_the_text(story: Story, inset: str) -> None:
    pages = {
        f"after {place}": framed(story, "article", text=with_inset(story, INSETS[inset](story), place))
        for place in range(1, len(story.paragraphs))
    }
    assert flawed(story, pages) == {}


@stories
def test_a_marked_line_after_every_paragraph_stays_out(story: Story) -> None:
    lines = [f"<p>{story.markers[0]}: {link(story, number % 3)}</p>" for number in range(6)]
    text = "".join(f"<p>{p}</p>{line}" for p, line in zip(story.paragraphs, lines, strict=True))
    assert flawed(story, {frame: framed(story, frame, text=text) for frame in FRAMES}) == {}


@stories
@pytest.mark.parametrize("marker", range(3))
@pytest.mark.parametrize("end", ["", ":", " …", " »"])
def test_every_marker_heads_teasers_however_it_is_set(story: Story, marker: int, end: str) -> None:
    after = f"<h4>{story.markers[marker].upper()}{end}</h4>" + each(story, "<p>{link}</p><p>{text}</p>")
    assert flaws(story, framed(story, "flat", after)) == {}


@stories
def test_the_same_words_as_a_phrase_of_the_text_cut_nothing(story: Story) -> None:
    """A marker counts as a line of its own only."""
    spoken = [f"{p} {story.markers[0]} {p}" for p in story.paragraphs]
    reading = read(framed(story, "article", text=paragraphs(spoken)))
    assert (reading.body or "").split("\n\n") == spoken


@stories
def test_a_standfirst_is_the_lead_and_a_teaser_s_summary_is_none(story: Story) -> None:
    text = f"<p class='standfirst'>{story.lead}</p>" + paragraphs(story.paragraphs)
    cards = (
        "<section>" + each(story, "<div><h3>{link}</h3><p class='summary'>{text}</p></div>") + "</section>"
    )
    reading = read(framed(story, "article", cards, text))
    assert (reading.lead, reading.body) == (story.lead, "\n\n".join(story.paragraphs))


@stories
def test_headline_and_language_are_the_article_s_own(story: Story) -> None:
    reading = read(framed(story, "divisions", NEXT["its own article with a first heading"](story)))
    assert (reading.title, reading.page_language) == (story.title, story.language)


MIXTURES = st.fixed_dictionaries(
    {
        "story": st.sampled_from(list(STORIES)),
        "frame": st.sampled_from(list(FRAMES)),
        "inset": st.none() | st.sampled_from(list(INSETS)),
        "place": st.integers(1, 5),
        "after": st.none() | st.sampled_from(list(AFTER)),
        "next": st.none() | st.sampled_from(list(NEXT)),
    }
)


@given(MIXTURES)
@settings(max_examples=150, deadline=None)
def test_any_mixture_of_inset_teasers_and_next_article(mixture: dict[str, Any]) -> None:
    story = STORIES[mixture["story"]]
    inset, after, appended = mixture["inset"], mixture["after"], mixture["next"]
    text = with_inset(story, INSETS[inset](story) if inset else "", mixture["place"])
    behind = (AFTER[after](story) if after else "") + (NEXT[appended](story) if appended else "")
    assert flaws(story, framed(story, mixture["frame"], behind, text)) == {}
