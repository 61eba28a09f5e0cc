"""Posts of live blogs: where they begin and end in the body, and their times."""

import pytest

from pipelines.reading.page import Reading
from tests.pipelines.reading.layouts import framed
from tests.pipelines.reading.stories import ENGLISH, STORIES, Story
from tests.pipelines.reading.test_teaser_layouts import read

STAMP = "datetime='2026-03-10T{clock}:00+01:00'"
FORMS = {
    "articles with a time tag": f"<article><time {STAMP}>{{clock}}</time><p>{{text}}</p></article>",
    "divisions with a time tag": f"<div class='entry'><time {STAMP}></time><h3>{{title}}</h3><p>{{text}}</p></div>",
    "list items with a clock": "<li><span>{clock}</span><p>{text}</p></li>",
    "paragraphs that begin with a clock": "<p><b>{clock}</b> {text}</p>",
    "headings that begin with a clock": "<h3>{clock} Uhr: {title}</h3><p>{text}</p>",
}


def blog(story: Story, form: str) -> tuple[Reading, list[str]]:
    """A live blog of the story's paragraphs, the latest first, and its clocks."""
    clocks = [f"{22 - number}:{10 + number}" for number in range(len(story.paragraphs))]
    posts = "".join(
        FORMS[form].format(clock=clock, text=text, title=f"Turn {number} of events")
        for number, (clock, text) in enumerate(zip(clocks, story.paragraphs, strict=True))
    )
    return read(framed(story, "article", text=f"<div>{posts}</div>")), clocks


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("form", FORMS)
def test_each_post_has_its_time_and_its_text(story: Story, form: str) -> None:
    reading, clocks = blog(story, form)
    body = reading.body or ""
    assert len(reading.posts) == len(clocks)
    for post, clock, text in zip(reading.posts, clocks, story.paragraphs, strict=True):
        assert text in body[post.start : post.end]
        assert body[post.start : post.end].count("\n\n") <= 1
        assert clock in (post.clock or post.at or "")


def test_times_stay_as_the_page_states_them() -> None:
    reading, _ = blog(ENGLISH, "divisions with a time tag")
    first = reading.posts[0]
    assert (first.at, first.clock, first.title) == ("2026-03-10T22:10:00+01:00", None, "Turn 0 of events")
    reading, _ = blog(ENGLISH, "list items with a clock")
    assert (reading.posts[0].at, reading.posts[0].clock, reading.posts[0].title) == (None, "22:10", None)


@pytest.mark.parametrize("half", [" AM", " p.m.", "pm"])
def test_a_clock_keeps_its_half_of_the_day(half: str) -> None:
    head = "<h3>9:1{}{} The next turn of events</h3><p>{}</p>"
    text = "".join(head.format(n, half, paragraph) for n, paragraph in enumerate(ENGLISH.paragraphs))
    posts = read(framed(ENGLISH, "article", text=text)).posts
    assert [post.clock for post in posts] == [f"9:1{n}{half}" for n in range(len(ENGLISH.paragraphs))]


@pytest.mark.parametrize("times", ["", "<time>10 March 2026</time>", "<time>10:10</time><time>11:11</time>"])
def test_an_article_has_no_posts(times: str) -> None:
    for story in STORIES.values():
        text = times + "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
        assert read(framed(story, "article", text=text)).posts == ()


def test_times_of_day_in_sentences_make_no_posts() -> None:
    text = "".join(f"<p>{paragraph} It was 10:30 by then, and dark.</p>" for paragraph in ENGLISH.paragraphs)
    assert read(framed(ENGLISH, "article", text=text)).posts == ()


def test_comments_with_times_make_no_posts() -> None:
    text = "I have never in my life read such a thing before."
    comment = f"<div class='comment'><time datetime='2026-03-10T10:10Z'>10:10</time><p>{text}</p></div>"
    after = f"<section id='comments'><h2>Comments</h2>{comment * 5}</section>"
    assert read(framed(ENGLISH, "article", after)).posts == ()


@pytest.mark.parametrize("start", ["02.11.", "12.05.2026:", "0.15%", "1.20 %"])
def test_dates_and_shares_at_the_beginning_of_lines_are_no_times(start: str) -> None:
    text = "".join(f"<p>{start} {paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    assert read(framed(ENGLISH, "article", text=text)).posts == ()
