"""Verdicts over pages: what is no article, why, and what passes in doubt."""

import pytest

from pipelines.reading.gate import judge_response
from pipelines.reading.page import Page, read_page

PROSE = "".join(
    f"<p>The port of Sandvik closes its basin number {i} while divers replace its wooden piles.</p>"
    for i in range(12)
)


def verdict(html: str, url: str = "https://e.example/news/pier", **given: object) -> str | None:
    page = Page(
        url=url, html=html.encode(), charset="utf-8", content_type="text/html", fetched_at=None, **given
    )  # type: ignore[arg-type]
    rejected = read_page(page).rejected
    return rejected.reason if rejected else None


@pytest.mark.parametrize(
    ("status", "content_type", "payload", "reason"),
    [
        (404, "text/html", b"<p>x</p>", "http_404"),
        (503, None, b"", "http_503"),
        (200, "application/pdf", b"%PDF-1.7", "not_html"),
        (200, "image/jpeg; x=y", b"\xff\xd8\xff", "not_html"),
        (None, None, b"%PDF-1.7 ...", "not_html"),
        (None, None, bytes(range(256)) * 20, "not_html"),
        (200, "text/html", b" \n", "empty"),
        (200, "text/html; charset=utf-8", b"<p>x</p>", None),
        (None, None, b"<p>x</p>", None),
        (200, "application/xhtml+xml", b"<p>x</p>", None),
    ],
)
def test_responses(status: int | None, content_type: str | None, payload: bytes, reason: str | None) -> None:
    rejected = judge_response(status, content_type, payload)
    assert (rejected.reason if rejected else None) == reason


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (f"<h1>Pier</h1>{PROSE}", None),
        ("<title>404 Not Found</title><h1>Not Found</h1><p>Nothing here, sorry.</p>", "error_page"),
        ("<h1>Seite nicht gefunden</h1><p>Die Adresse gibt es nicht mehr.</p>", "error_page"),
        ("<title>ページが見つかりません</title><p>お探しのページはありません。</p>", "error_page"),
        (f"<h1>404 bottles on the wall</h1>{PROSE}", None),
        ("<title>Just a moment...</title><p>Checking your browser before you go on.</p>", "bot_wall"),
        ("<p>Enable JavaScript to read this.</p>", "script_only"),
        ("<p>A pier.</p>", "too_short"),
        ("<div></div>", "no_text"),
        ("plain words without any markup at all", "not_html"),
        (
            f"<h1>How cookies, consent and tracking changed</h1>{PROSE}<p>Cookies need consent, and tracking too.</p>",
            None,
        ),
    ],
)
def test_pages(html: str, reason: str | None) -> None:
    assert verdict(html) == reason


def cards(count: int) -> str:
    return "".join(
        f"<div><h2><a href='/{i}'>Headline number {i} of this long day</a></h2><p>It ends at number {i}.</p></div>"
        for i in range(count)
    )


def test_a_list_of_teasers_is_a_section_page() -> None:
    assert verdict(cards(20), "https://e.example/politics") == "section_page"


def test_an_article_beside_many_teasers_is_an_article() -> None:
    assert verdict(f"<h1>Pier</h1><div>{PROSE}</div>{cards(40)}") is None


def test_a_declared_article_of_loose_paragraphs_is_an_article() -> None:
    loose = "".join(
        f"<div><div><p>The port of Sandvik closes its basin number {i} while divers work.</p></div></div>"
        for i in range(12)
    )
    ld = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier"}</script>'
    assert (
        verdict(f"{ld}<article><h1>Pier</h1><div class='article-body'>{loose}</div></article>{cards(20)}")
        is None
    )


def test_a_front_page_that_calls_itself_an_article_is_a_section_page() -> None:
    ld = '<script type="application/ld+json">{"@type":"Article","headline":"Front"}</script>'
    assert verdict(ld + cards(30), "https://e.example/") == "section_page"


def test_a_rejected_page_keeps_what_was_read() -> None:
    page = Page(
        url="https://e.example/x",
        html=b"<title>Pier</title><p>A short pier.</p>",
        charset=None,
        content_type=None,
        fetched_at=None,
    )
    reading = read_page(page)
    assert reading.rejected is not None
    assert (reading.title, reading.body) == ("Pier", "A short pier.")
