"""Verdicts over pages: what is no article, why, and what passes in doubt."""

import pytest

from pipelines.reading.gate import judge_response
from pipelines.reading.page import Page, read_page

PROSE = "".join(
    f"<p>The port of Sandvik closes its basin number {i} while divers replace its wooden piles.</p>"
    for i in range(12)
)

BANNERS = (
    "<p>The commission wants to end the cookie banners that ask for consent on each site, a draft says.</p>"
    "<p>Publishers and their partners fear to lose tracking revenue if readers can accept or refuse cookies once.</p>"
)
DATED = (
    "<meta property='og:type' content='article'><meta property='article:published_time' content='2026-03-03'>"
)


def verdict(html: str, url: str = "https://e.example/news/pier") -> str | None:
    page = Page(url=url, html=html.encode(), charset="utf-8", content_type="text/html", fetched_at=None)
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
        (None, None, "<html><body><p>Der Steg schließt im Winter.</p>".encode("utf-16-be"), None),
        (None, None, "<html><body><p>Der Steg schließt im Winter.</p>".encode("utf-16-le"), None),
        (
            200,
            "text/xml",
            b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><rss version="2.0"><channel>',
            "not_html",
        ),
        (200, "application/xml", b'<feed xmlns="http://www.w3.org/2005/Atom">', "not_html"),
        (200, "text/xml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', None),
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
        (
            "<title>Ups! Nie ma takiej strony</title><p>Ta strona została usunięta lub przeniesiona.</p>",
            "error_page",
        ),
        (
            "<title>Oops</title><h1>Oops! Something went wrong</h1><p>The page may have been moved.</p>",
            "error_page",
        ),
        ("<h1>We can’t find the page you want</h1><p>It may have been moved or deleted.</p>", "error_page"),
        (
            "<h1>451: Unavailable due to legal reasons</h1><p>You visit us from a country in the EEA.</p>",
            "error_page",
        ),
        (f"<h1>Something went wrong at the pier</h1>{PROSE}", None),
        ("<h1>Pardon Our Interruption</h1><p>Something about your browser made us stop.</p>", "bot_wall"),
        (
            (
                "<h1>Arvostamme yksityisyyttäsi</h1><p>Me ja 90 kumppaniamme tallennamme laitteelle evästeitä. Voit "
                "hyväksyä ne tai hallita valintojasi.</p><p>Hyväksymällä evästeet suostut mainosten kohdentamiseen.</p>"
            ),
            "too_short",
        ),
        (f"<h1>Cookie banners may go</h1><article>{BANNERS}</article>", None),
        (f"{DATED}<h1>An end of banners</h1><article>{BANNERS}</article>", None),
        (
            (
                f"{DATED}<h1>Der Steg schließt</h1><p>Lesen Sie uns wie gewohnt mit Werbung und Tracking.</p>"
                "<p>Wir und unsere 90 Partner speichern etwas auf Ihrem Gerät, in Cookies, die Sie bald löschen.</p>"
            ),
            "consent_wall",
        ),
    ],
)
def test_pages(html: str, reason: str | None) -> None:
    assert verdict(html) == reason


def test_a_text_longer_than_any_article_is_none() -> None:
    assert verdict(f"<h1>Pier</h1>{PROSE * 400}") is None
    assert verdict(f"<h1>Pier</h1>{PROSE * 600}") == "too_long"


def cards(count: int) -> str:
    return "".join(
        f"<div><h2><a href='/{i}'>Headline number {i} of this long day</a></h2><p>It ends at number {i}.</p></div>"
        for i in range(count)
    )


def test_a_list_of_teasers_is_a_section_page() -> None:
    assert verdict(cards(20), "https://e.example/politics") == "section_page"


def test_ten_teasers_under_the_address_of_a_tag_are_a_section_page() -> None:
    assert verdict(cards(10), "https://e.example/tag/pier") == "section_page"
    assert verdict(f"<h1>Pier</h1><div>{PROSE}</div>{cards(10)}", "https://e.example/news/pier") is None


def test_a_short_article_about_cookies_is_no_wall() -> None:
    dated = "<meta property='article:published_time' content='2026-03-10T08:00:00Z'>"
    text = (
        "<p>Sites must ask for consent before they set cookies, and may share tracking with no partners.</p>"
    )
    page = f"<head>{dated}</head><h1>Court tightens rules on cookies</h1>{text * 2}"
    assert verdict(page) is None
    assert verdict(page.replace(dated, "").replace(" on cookies", "")) == "consent_wall"


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


SHORT = "<p>The basin closes on Monday, the harbour master told the town council in a short statement last night.</p>"
LOCKED = '<meta property="article:content_tier" content="locked">'
NOT_FREE = """<script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Pier", "isAccessibleForFree": "False"}</script>"""
OFFER = "<div>Subscribe now to read the rest</div>"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (f"{SHORT * 2}{OFFER}", None),
        (f"{LOCKED}{SHORT * 2}", None),
        (f"{LOCKED}{SHORT * 2}{OFFER}", "paywall_stub"),
        (f"{NOT_FREE}{SHORT * 2}{OFFER}", "paywall_stub"),
        (f"{NOT_FREE}{SHORT * 5}{OFFER}", None),
        (f"{LOCKED}<p>The basin closes.</p>", "paywall_stub"),
        (f"<p>The basin closes.</p>{OFFER}", "paywall_stub"),
    ],
)
def test_a_stub_is_short_and_closed_and_says_so(html: str, reason: str | None) -> None:
    assert verdict(f"<html><body><h1>Pier</h1><article>{html}</article></body></html>") == reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://e.example/", "section_page"),
        ("https://e.example/de/", "section_page"),
        ("https://e.example/index.html", "section_page"),
        ("https://e.example/tags/harbour/", "section_page"),
        ("https://e.example/harbour/pier-closes", None),
    ],
)
def test_the_address_of_a_front_page_needs_more_prose(url: str, reason: str | None) -> None:
    prose = "".join(
        f"<p>The port of Sandvik closes its basin number {i} while divers work.</p>" for i in range(6)
    )
    assert verdict(f"<div>{prose}</div>{cards(20)}", url) == reason


def test_a_page_that_says_it_is_a_list_needs_more_prose() -> None:
    listing = '<script type="application/ld+json">{"@type":"CollectionPage"}</script>'
    prose = "".join(
        f"<p>The port of Sandvik closes its basin number {i} while divers work.</p>" for i in range(5)
    )
    assert verdict(f"<div>{prose}</div>{cards(20)}") is None
    assert verdict(f"{listing}<div>{prose}</div>{cards(20)}") == "section_page"


@pytest.mark.parametrize(
    ("html", "evidence"),
    [
        ("<title>Error 404</title><p>Nothing.</p>", "titled 'Error 404'"),
        ("<title>Attention Required!</title><p>Prove it.</p>", "says 'Attention Required'"),
        ("<p>A short pier.</p>", "3 words, an article has 20"),
        ("<div><a href='/x'>Nine</a></div>", "no article text among 1 words"),
        (
            "<p>A pier.</p><noscript>Please enable your JavaScript</noscript>",
            "2 words, says 'enable your JavaScript'",
        ),
    ],
)
def test_evidence_quotes_what_the_page_says(html: str, evidence: str) -> None:
    page = Page("https://e.example/x", f"<html>{html}</html>".encode(), "utf-8", "text/html", None)
    rejected = read_page(page).rejected
    assert rejected is not None
    assert rejected.evidence == evidence


@pytest.mark.parametrize("payload", [b"\x89PNG\r\n", b"GIF89a", b"PK\x03\x04x", b"\x1f\x8b\x08"])
def test_files_are_known_by_their_first_bytes(payload: bytes) -> None:
    rejected = judge_response(200, None, payload)
    assert rejected is not None
    assert (rejected.reason, rejected.evidence) == ("not_html", f"file signature {payload[:4]!r}")


@pytest.mark.parametrize(
    ("title", "heading", "text", "reason"),
    [
        (
            "Just a moment...",
            "www.e.example",
            "Verifying you are human. This takes a few seconds.",
            "bot_wall",
        ),
        (
            "Access",
            "Press &amp; Hold to confirm you are a human",
            "Reference 2f3c, if you need it.",
            "bot_wall",
        ),
        (
            "e.example",
            "",
            "Bitte bestätigen Sie, dass Sie kein Roboter sind, dann geht es weiter.",
            "bot_wall",
        ),
        ("e.example", "", "Vérifions que vous êtes humain, cela ne prend que peu de temps.", "bot_wall"),
        ("e.example", "", "Potwierdź, że jesteś człowiekiem, aby przejść do strony.", "bot_wall"),
        ("e.example", "", "请完成安全验证后继续访问本网站。", "bot_wall"),
        ("e.example", "", "続行するには、人間であることを確認してください。", "bot_wall"),
        ("Tagblatt", "Diese Seite gibt es leider nicht (mehr)", "Bitte nutzen Sie die Suche.", "error_page"),
        ("Le Lac", "La page que vous recherchez n’existe plus", "Essayez autre chose.", "error_page"),
        ("El Muelle", "No se encuentra la página", "Pruebe con el buscador.", "error_page"),
        (
            "Site under maintenance",
            "",
            "We are working on the pier and will be back in an hour.",
            "error_page",
        ),
        (
            "Wartungsarbeiten",
            "",
            "Wir sind bald wieder da, bitte haben Sie etwas Geduld mit uns.",
            "error_page",
        ),
        ("メンテナンス中です", "", "しばらくお待ちください。", "error_page"),
        ("e.example", "", "Please disable your ad blocker to go on reading on our site.", "adblock_wall"),
        (
            "e.example",
            "",
            "Bitte deaktivieren Sie Ihren Adblocker, damit unsere Seiten erscheinen.",
            "adblock_wall",
        ),
        (
            "e.example",
            "",
            "Désactivez votre bloqueur de publicité, nous vivons de la réclame.",
            "adblock_wall",
        ),
    ],
)
def test_walls_are_told_by_their_words(title: str, heading: str, text: str, reason: str) -> None:
    more = "<p>Brannish 4711 4712 4713 4714 4715 4716 4717 4718 4719 4720 4721 4722 4723 4724.</p>"
    assert (
        verdict(f"<title>{title}</title><h1>{heading or 'e.example'}</h1><p>{text}</p>{more * 2}") == reason
    )


@pytest.mark.parametrize(
    "text",
    [
        (
            "<h1>Before you go on to Sandvik</h1><p>We use cookies and data to</p><ul><li>Deliver and maintain our"
            " services</li><li>Track outages and protect against spam</li></ul><p>If you choose “Accept all”, we will"
            " also use cookies to</p><ul><li>Develop new services</li></ul><p>If you choose “Reject all”, we will not"
            " use cookies for these purposes.</p>"
        ),
        (
            "<h1>Sandvik Media is a family of brands</h1><p>When you visit our sites, we use cookies to measure their"
            " use, to let you log in and to keep out spam and other abuse of our services.</p><p>If you agree, we and"
            " our partners will also store and access information on a device and use your exact location and"
            " other personal data for personalised advertising, research and the making of new services.</p>"
        ),
        (
            "<h1>Weiter zum Tagblatt</h1><p>Nutzen Sie unsere Seiten wie gewohnt mit Werbung und Tracking, indem Sie"
            " alle Cookies akzeptieren; das können Sie jederzeit ändern.</p><p>Oder lesen Sie werbefrei im Pur-Abo:"
            " Wir geben dann keine personenbezogenen Daten an unsere Partner weiter.</p>"
        ),
    ],
)
def test_walls_of_consent_speak_of_little_else(text: str) -> None:
    assert verdict(text) == "consent_wall"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Maintenance closes lock for a month", "The lock of Sandvik is closed for maintenance until May. "),
        ("Wartungsarbeiten am Steg dauern bis Mai", "Der Steg von Sandvik bleibt bis Mai gesperrt. "),
        ("Video site fights ad blockers", "The site will disable videos for users of an ad blocker. "),
        ("Phone calls harbour master", "Press and hold the button at the side, and it calls for help. "),
        ("Robots to clean pier", "The robots cannot tell a human from a mooring post, the maker said. "),
    ],
)
def test_short_articles_about_the_matters_of_walls_pass(title: str, text: str) -> None:
    assert verdict(f"<title>{title}</title><h1>{title}</h1><p>{text * 4}</p>") is None


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("thema/harbour", "section_page"),
        ("themenseite/harbour", "section_page"),
        ("temas/harbour/", "section_page"),
        ("argomenti/harbour", "section_page"),
        ("rubrique/harbour", "section_page"),
        ("news/harbour", None),
        ("thema/harbour/pier-closes/1", None),
    ],
)
def test_an_introduction_above_a_few_links_is_a_topic_page(path: str, reason: str | None) -> None:
    page = f"<h1>Harbour</h1><p>{'All that this paper tells of the harbour of Sandvik. ' * 3}</p>"
    links = "".join(f"<li><a href='/{n}'>Headline number {n} of a day</a></li>" for n in range(3))
    assert verdict(f"{page}<ul>{links}</ul>", f"https://e.example/{path}") == reason
    assert verdict(f"{DATED}{page}<ul>{links}</ul>", f"https://e.example/{path}") is None
