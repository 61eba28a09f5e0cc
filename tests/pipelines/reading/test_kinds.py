"""Kinds of article: what a page declares decides, then the words by which it files itself."""

import pytest

from pipelines.reading.page import Page, read_page
from tests.pipelines.reading.stories import ENGLISH

TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def kind(
    head: str = "", path: str = "news/1", text: str = TEXT, title: str = "Cottage moves uphill"
) -> str | None:
    body = f"<article><h1>{title}</h1>{text}</article>"
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    page = Page(f"https://e.example/{path}", html.encode(), "utf-8", "text/html", None)
    return read_page(page).kind


def data(fields: str) -> str:
    return f'<script type="application/ld+json">{{{fields}}}</script>'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (data('"@type":"NewsArticle","headline":"x"'), "article"),
        (data('"@type":"OpinionNewsArticle","headline":"x"'), "opinion"),
        (data('"@type":["NewsArticle","ReviewNewsArticle"],"headline":"x"'), "review"),
        (data('"@type":"AdvertiserContentArticle","headline":"x"'), "advertorial"),
        (data('"@type":"SatiricalArticle","headline":"x"'), "satire"),
        (data('"@type":"LiveBlogPosting","headline":"x"'), "live-blog"),
        (data('"@type":"NewsArticle","headline":"x","articleSection":"Leitartikel"'), "opinion"),
        (data('"@type":"NewsArticle","headline":"x","genre":"社説"'), "opinion"),
        (data('"@type":"VideoObject","name":"x"'), "video"),
        (data('"@type":"PodcastEpisode","name":"x"'), "audio"),
        ("<meta property='og:type' content='video.episode'>", "video"),
        ("<meta property='article:section' content='Opinión'>", "opinion"),
        ("", "article"),
    ],
)
def test_what_a_page_declares(head: str, expected: str) -> None:
    assert kind(head) == expected


def test_a_video_beside_an_article_is_a_part_of_it() -> None:
    video = data('"@type":"VideoObject","name":"x"')
    assert kind(video + data('"@type":"NewsArticle","headline":"x"')) == "article"
    assert kind(video + "<meta property='og:type' content='article'>") == "article"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("pressemitteilungen/2026/cottage", "press-release"),
        ("fotostrecke/cottage-1", "gallery"),
        ("podcasts/morning/cottage", "audio"),
        ("obituaries/jane-doe", "obituary"),
        ("news/video-of-a-cottage", "article"),
        ("live/cottage", "article"),  # no posts
    ],
)
def test_directories_of_the_address(path: str, expected: str) -> None:
    assert kind(path=path) == expected


@pytest.mark.parametrize(
    "start", ["BRANNISH, March 3 /PRNewswire/ -- ", "Brannish (ots) - ", "(BUSINESS WIRE)--"]
)
def test_press_wires_sign_at_the_beginning(start: str) -> None:
    assert kind(text=f"<p>{start}{ENGLISH.paragraphs[0]}</p>{TEXT}") == "press-release"


def posts(count: int, long: int) -> str:
    return "".join(
        f"<div><b>{9 + number}:30</b><p>{ENGLISH.paragraphs[number % 6]} {'It rained. ' * long}</p></div>"
        for number in range(count)
    )


def test_a_page_that_calls_itself_nothing_needs_many_long_posts_to_be_a_live_blog() -> None:
    assert kind(text=posts(8, 12)) == "live-blog"
    assert kind(text=posts(4, 12)) == "article"
    assert kind(text=posts(8, 0)) == "article"
    assert kind(text=posts(4, 0), title="Storm at Brannish: live updates") == "live-blog"


def test_a_rejected_page_has_no_kind() -> None:
    assert kind(text="<p>Nothing.</p>") is None


def test_answers_of_a_forum_are_no_posts_of_a_live_blog() -> None:
    answer = "<div class='a'><time datetime='2026-03-10T10:1{}Z'>10:1{}</time><p>{}</p></div>"
    answers = (
        "".join(answer.format(n, n, ENGLISH.paragraphs[n] + ENGLISH.paragraphs[0]) for n in range(6)) * 2
    )
    assert kind(text=answers) == "live-blog"
    assert kind(text=f"<div itemscope itemtype='https://schema.org/Question'>{answers}</div>") != "live-blog"


def stamped(first: int, step: int) -> str:
    post = "<div><time datetime='2026-03-10T{}:05:00+01:00'>{}:05</time><p>{}</p></div>"
    texts = enumerate(ENGLISH.paragraphs[:4])
    return "".join(post.format(first + n * step, first + n * step, text) for n, text in texts)


def test_a_few_posts_with_the_latest_first_are_a_live_blog_and_a_chronicle_is_none() -> None:
    assert kind(text=stamped(15, -1)) == "live-blog"
    assert kind(text=stamped(12, 1)) == "article"
    assert kind(text=stamped(15, 0)) == "article"


@pytest.mark.parametrize("title", ["Newsblog: Storm", "Storm latest: cottage moves", "台风 文字直播"])
def test_live_blogs_are_titled_so(title: str) -> None:
    assert kind(text=stamped(12, 1), title=title) == "live-blog"


def test_ages_alone_make_no_live_blog() -> None:
    text = "".join(f"<div><b>{n + 2} min ago</b><p>{ENGLISH.paragraphs[n] * 2}</p></div>" for n in range(6))
    assert kind(text=text) == "article"
    assert kind(text=text, path="live/cottage") == "live-blog"
