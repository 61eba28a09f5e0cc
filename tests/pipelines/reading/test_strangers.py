"""Pages that are complete and no news: what tells them, and what passes all the same."""

import pytest

from pipelines.reading.page import Page, read_page
from tests.pipelines.reading.stories import ENGLISH

TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
INTRODUCTION = (
    "<p>Nine neighbours carried stones for a whole week, and here is what they saw while they did it.</p>"
)
ARTICLE = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>'
RADIOS = "".join(
    f"<p>Who moved wall {n}?</p><input type=radio name=q{n}><input type=radio name=q{n}>" for n in range(4)
)
ASKED = "".join(
    f"<div><p>{n}. Who carried stone number {n} of the cottage up the hill, as this paper told on Monday?</p>"
    "<button>Nine neighbours</button><button>Nobody</button></div>"
    for n in range(7)
)
DEATHS = "".join(
    f"<li>{name}, 1931 - 2026, mourned by all of Brannish.</li>" for name in ("A. Bee", "C. Dee", "E. Eff")
)
FIGURES = "".join(f"<tr><td>Row</td><td>{n}.5</td><td>+{n}%</td><td>{n}00</td></tr>" for n in range(20))


def data(fields: str) -> str:
    return f'<script type="application/ld+json">{{{fields}}}</script>'


def verdict(body: str, title: str = "Cottage moves", path: str = "news/1", head: str = "") -> str | None:
    html = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"
    rejected = read_page(
        Page(f"https://e.example/{path}", html.encode(), "utf-8", "text/html", None)
    ).rejected
    assert rejected is None or rejected.evidence
    return rejected.reason if rejected else None


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (data('"@type":"Recipe","name":"x"'), "recipe"),
        (data('"@type":"JobPosting","title":"x"'), "job_advert"),
        (data('"@type":"QAPage","mainEntity":{"@type":"Question","name":"x"}'), "forum_thread"),
        (data('"@type":"DiscussionForumPosting","headline":"x","commentCount":3'), "forum_thread"),
        (data('"@type":"DiscussionForumPosting","headline":"x"'), None),
        (data('"@type":"Product","name":"x","offers":{"price":1}'), "product"),
        (data('"@type":"Product","name":"x","review":{}'), None),
        ("<meta property='og:type' content='product'>", "product"),
        (data('"@type":"APIReference","name":"x"'), "documentation"),
    ],
)
def test_structured_data_that_describes_something_else(head: str, reason: str | None) -> None:
    assert verdict(TEXT, head=head) == reason
    assert verdict(TEXT, head=head + ARTICLE) is None


@pytest.mark.parametrize(
    ("title", "path", "body", "reason"),
    [
        ("Quiz: Who moved the cottage?", "quiz/cottage", RADIOS + TEXT, "quiz"),
        ("Quiz: Who moved the cottage?", "news/quiz", INTRODUCTION, "quiz"),
        ("Who moved the cottage?", "news/poll", TEXT + RADIOS, None),
        ("Quiz of the week: who moved the cottage?", "news/4", ASKED, "quiz"),
        ("Das Quiz der Woche", "news/4", ASKED, "quiz"),
        ("Quiz of the week: nobody knew", "news/4", TEXT, None),
        ("Seven questions about the cottage", "news/4", ASKED, None),
        ("Daily horoscope for Tuesday, 10 March", "news/5", TEXT, "pastime"),
        ("Tageshoroskop 10. März 2026", "news/5", TEXT, "pastime"),
        ("Horóscopo de hoy: Aries", "news/5", TEXT, "pastime"),
        ("今日の運勢", "news/5", TEXT, "pastime"),
        ("Crossword 4711", "news/5", TEXT, "pastime"),
        ("Horoscope for today", "news/5", TEXT, "pastime"),
        ("Daily horoscope March 10", "news/5", TEXT, "pastime"),
        ("Гороскоп на завтра", "news/5", TEXT, "pastime"),
        ("Horoskop dzienny 10 marca 2026", "news/5", TEXT, "pastime"),
        ("Crossword setter of Brannish retires", "news/5", TEXT, None),
        ("Crossword champion dies at 93", "news/5", TEXT, None),
        ("Sudoku for the blind goes on sale", "news/5", TEXT, None),
        ("Horoskop: Warum Brannish daran glaubt", "news/5", TEXT, None),
        ("Horoscopes sell better than news, a study of Brannish says", "news/5", TEXT, None),
        ("Pub quiz saves cottage", "news/pub-quiz", INTRODUCTION * 2, None),
        ("Death notices, 3 March", "notices", f"<ul>{DEATHS}</ul>", "obituary_list"),
        ("Todesanzeigen", "anzeigen", f"<ul>{DEATHS}</ul>", "obituary_list"),
        ("Obituaries are getting longer", "news/2", f"<ul>{DEATHS}</ul>{TEXT}", None),
        ("Log in", "account", f"{INTRODUCTION}<input type=password>", "login_page"),
        ("Cottage moves", "news/1", f"{INTRODUCTION * 3}<input type=password>", None),
        ("Datenschutzerklärung", "datenschutz", TEXT, "service_page"),
        ("Mentions légales", "legal", TEXT, "service_page"),
        ("Privacy policy of the cottage sparks row", "news/3", TEXT, None),
        ("In pictures", "gallery/cottage", INTRODUCTION, "gallery"),
        ("In pictures", "gallery/cottage", TEXT, None),
        ("Cottage, the film", "videos/cottage", INTRODUCTION, "video"),
        ("Cottage, the series", "podcast/cottage", INTRODUCTION, "audio"),
        ("Figures", "quotes/x", f"<table>{FIGURES}</table>", "data_page"),
        ("Figures", "news/x", f"{TEXT}<table>{FIGURES}</table>", None),
    ],
)
def test_shape_and_words(title: str, path: str, body: str, reason: str | None) -> None:
    assert verdict(body, title, path) == reason


def test_shops_without_data_are_told_by_price_and_cart() -> None:
    price = "<p>12,50 €</p><button>In den Warenkorb</button>"
    assert verdict(INTRODUCTION + price) == "product"
    assert verdict(INTRODUCTION * 3 + "<button>In den Warenkorb</button>") is None
    assert verdict(TEXT + price, head=ARTICLE) is None


def test_the_product_around_the_headline_is_the_page_s_own() -> None:
    box = "<div itemscope itemtype='https://schema.org/Product'>{}</div>"
    assert verdict(box.format(f"<h1>Mug</h1>{TEXT}")) == "product"
    assert verdict(TEXT + box.format("<b>Mug</b>") * 3) is None


def test_manuals_are_told_by_generator_and_place() -> None:
    generator = "<meta name='generator' content='Docusaurus v3'>"
    assert verdict(TEXT, path="docs/intro", head=generator) == "documentation"
    assert verdict(TEXT, path="blog/intro", head=generator) is None


@pytest.mark.parametrize(
    ("path", "generator", "reason"),
    [
        ("viewtopic.php?t=7", "", "forum_thread"),
        ("threads/moved-cottage.4711/", "", "forum_thread"),
        ("forum/topic/7-cottage", "", "forum_thread"),
        ("t/cottage/7", "Discourse 3.3", "forum_thread"),
        ("forum/cottage-moves-uphill", "", None),
        ("news/threads-of-a-story", "WordPress 6.4", None),
    ],
)
def test_threads_without_data_are_told_by_their_software(
    path: str, generator: str, reason: str | None
) -> None:
    head = f"<meta name='generator' content='{generator}'>"
    assert verdict(TEXT, path=path, head=head) == reason
    assert verdict(TEXT, path=path, head=head + ARTICLE) is None


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Video: Cottage moves uphill", "video"),
        ("Watch: Cottage moves uphill", "video"),
        ("【视频】石屋上山", "video"),
        ("Fotostrecke: Ein Haus zieht um", "gallery"),
        ("En images : une maison déménage", "gallery"),
        ("Podcast: Cottage moves uphill", "audio"),
        ("Video shows cottage moving uphill", None),
        ("Pictures of a cottage found", None),
    ],
)
def test_clips_that_call_themselves_articles_are_told_by_their_titles(title: str, reason: str | None) -> None:
    assert verdict(INTRODUCTION * 2, title, head=ARTICLE) == reason
    assert verdict(TEXT, title, head=ARTICLE) is None
