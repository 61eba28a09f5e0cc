"""Posts of live blogs: where they begin and end in the body, and their times."""

import json

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


AGES = {
    "en": ["3 min ago", "1 hr 5 mins ago", "2h ago"],
    "de": ["vor 3 Minuten", "vor 1 Stunde", "vor 2 Std."],
    "fr": ["il y a 3 min", "il y a 1 heure", "Il y a 2 h"],
    "es": ["hace 3 minutos", "hace 1 hora", "hace 2 h"],
    "it": ["3 minuti fa", "1 ora fa", "2 ore fa"],
    "pt": ["há 3 minutos", "há 1 hora", "2 horas atrás"],
    "nl": ["3 minuten geleden", "1 uur geleden", "2 uur geleden"],
    "pl": ["3 min temu", "1 godzinę temu", "2 godziny temu"],
    "zh": ["3分钟前", "1小时前", "2小時前"],
    "ja": ["3分前", "1時間前", "2時間前"],
}


@pytest.mark.parametrize("language", AGES)
def test_posts_may_say_only_how_old_they_are(language: str) -> None:
    post = "<div class='x'><span>{}</span><h3>Turn {} of events</h3><p>{}</p></div>"
    text = "".join(post.format(age, age, ENGLISH.paragraphs[n]) for n, age in enumerate(AGES[language]))
    posts = read(framed(ENGLISH, "article", text=text)).posts
    assert [(one.at, one.clock) for one in posts] == [(None, None)] * 3


UPDATES = [
    {
        "@type": "BlogPosting",
        "headline": f"Turn {n} of events",
        "datePublished": f"2026-03-10T1{9 - n}:05:00+01:00",
        "articleBody": text,
    }
    for n, text in enumerate(ENGLISH.paragraphs)
]


def declared(updates: list[dict[str, str]], text: str) -> Reading:
    node = {"@type": "LiveBlogPosting", "headline": ENGLISH.title, "liveBlogUpdate": updates}
    data = f"<script type='application/ld+json'>{json.dumps(node)}</script>"
    return read(
        f"<html><head><title>{ENGLISH.title}</title>{data}</head><body><h1>{ENGLISH.title}</h1>{text}</body></html>"
    )


@pytest.mark.parametrize(
    "form",
    [
        "<div><b>1{clock}:05</b><h2>{title}</h2><p>{text}</p></div>",
        "<div><b>1{clock}:05</b><p>{text}</p></div>",
        "<div><h2>{title}</h2><p>{text}</p></div>",
        "<div><p>{text}</p></div>",
    ],
)
def test_posts_are_dated_by_the_updates_that_the_page_declares(form: str) -> None:
    text = "".join(
        form.format(clock=9 - n, title=f"Turn {n} of events", text=paragraph)
        for n, paragraph in enumerate(ENGLISH.paragraphs)
    )
    reading = declared(UPDATES, text)
    assert [post.at for post in reading.posts] == [update["datePublished"] for update in UPDATES]
    for post, paragraph in zip(reading.posts, ENGLISH.paragraphs, strict=True):
        assert paragraph in (reading.body or "")[post.start : post.end]


def test_a_live_blog_that_scripts_fill_is_read_from_what_it_declares() -> None:
    reading = declared(UPDATES, "<div id='live'></div>")
    assert reading.kind == "live-blog"
    first = reading.posts[0]
    assert (first.at, first.title) == (UPDATES[0]["datePublished"], "Turn 0 of events")
    assert (reading.body or "")[first.start : first.end] == f"Turn 0 of events\n\n{ENGLISH.paragraphs[0]}"
    assert len(reading.posts) == len(UPDATES)


@pytest.mark.parametrize("updates", [[], [{}], [{"headline": "x", "datePublished": "soon"}], ["x", None, 7]])
def test_broken_updates_are_none(updates: list[dict[str, str]]) -> None:
    assert declared(updates, "<p>It rained in Brannish.</p>").posts == ()


def test_a_live_blog_begins_with_its_first_post() -> None:
    post = "<div><time datetime='2026-03-10T{}:05:00+01:00'>{}:05</time><p>{}</p></div>"
    posts = "".join(post.format(19 - n, 19 - n, text) for n, text in enumerate(ENGLISH.paragraphs))
    page = f"<html><head>{{}}<title>{ENGLISH.title}</title></head><body><h1>{ENGLISH.title}</h1>{posts}</body></html>"
    published = read(page.format("")).published
    assert published is not None
    assert published.stated() == f"2026-03-10T{20 - len(ENGLISH.paragraphs)}:05:00+01:00"
    own = read(
        page.format("<meta property='article:published_time' content='2026-03-10T18:00:00Z'>")
    ).published
    assert own is not None
    assert own.source == "open-graph"
