"""What became of each block: every one has a fate, and the kept ones are the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.explain import Fate
from pipelines.reading.page import Page, Reading, explain_page, read_page
from tests.pipelines.reading.layouts import AFTER, FRAMES, NEXT, framed
from tests.pipelines.reading.stories import ENGLISH, GERMAN, STORIES, Story


def page(html: str) -> Page:
    """A page of UTF-8."""
    return Page(
        url="https://e.example/news/1",
        html=html.encode(),
        charset="utf-8",
        content_type=None,
        fetched_at=None,
    )


def explained(html: str) -> tuple[Reading, dict[str, Fate]]:
    """The reading, and fates by text."""
    reading, blocks = explain_page(page(html))
    return reading, {block.text: block for block in blocks}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("frame", FRAMES)
def test_kept_blocks_are_the_text_and_cut_ones_have_a_reason(story: Story, frame: str) -> None:
    reading, fates = explained(framed(story, frame, AFTER["cards"](story)))
    body = reading.body or ""
    for text in story.paragraphs:
        start = fates[text].start
        assert (fates[text].kind, fates[text].why) == ("paragraph", None)
        assert start is not None
        assert body[start : start + len(text)] == text
    assert {fates[text].why for teaser in story.teasers for text in teaser} <= {"related", "card", "aside"}
    assert {block.why for block in fates.values() if block.kind is None} >= {"footer"}


def test_reading_is_the_same_with_and_without_explanation() -> None:
    for name in AFTER:
        html = framed(GERMAN, "article", AFTER[name](GERMAN))
        assert explain_page(page(html))[0] == read_page(page(html))


@pytest.mark.parametrize("following", NEXT)
def test_an_appended_article_is_shown_as_such(following: str) -> None:
    _, fates = explained(framed(ENGLISH, "article", NEXT[following](ENGLISH)))
    whys = {fates[text].why for text in ENGLISH.next_paragraphs if text in fates}
    assert None not in whys


def test_lead_and_headline_are_named() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    html = f"<article><h1>{ENGLISH.title}</h1><p class='standfirst'>{ENGLISH.lead}</p>{text}</article>"
    reading, fates = explained(f"<html><title>{ENGLISH.title}</title><body>{html}</body></html>")
    assert reading.lead == ENGLISH.lead
    assert (fates[ENGLISH.title].kind, fates[ENGLISH.lead].kind) == ("headline", "lead")
    assert fates[ENGLISH.lead].where == "body > article > p.standfirst"


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "<div class='related'>", "</div>", "<h2>", "Read next", "<li>", "Text and more. "]
        )
    )
)
def test_every_block_has_exactly_one_fate(parts: list[str]) -> None:
    reading, blocks = explain_page(page(f"<html><body>{''.join(parts)}</body></html>"))
    for block in blocks:
        assert (block.kind is None) != (block.why is None)
    kept = [b for b in blocks if b.start is not None]
    assert [b.text for b in kept] == [(reading.body or "")[s.start : s.end] for s in reading.stretches][
        : len(kept)
    ]


def test_what_is_no_page_has_no_blocks() -> None:
    reading, blocks = explain_page(page(""))
    assert blocks == ()
    assert reading.rejected is not None
