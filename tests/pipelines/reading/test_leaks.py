"""What is no article and easily taken for it: cards without a telling class, offers, closing lines."""

import pytest
import yaml

from pipelines.reading import markers
from tests.pipelines.reading.layouts import FRAMES, each, framed, link, page, paragraphs
from tests.pipelines.reading.stories import ENGLISH, FRENCH
from tests.pipelines.reading.test_losses import TEXTS
from tests.pipelines.reading.test_teaser_layouts import read

TITLE, SUMMARY = ENGLISH.teasers[0]
OFFER = "Sign up for our daily newsletter and have the best stories of the coast every morning."
LANTERN = "<h4>Keeper's lantern, brass</h4><p>A lantern that burns for forty hours and survives a fall.</p>"


def added(inset: str) -> dict[str, str | None]:
    """Bodies that are not exactly the article's text, by where something stands in it or behind it."""
    pages = {f"behind, {frame}": framed(ENGLISH, frame, inset, paragraphs(TEXTS)) for frame in FRAMES}
    middle = paragraphs(TEXTS[:5]) + inset + paragraphs(TEXTS[5:])
    pages |= {f"within, {frame}": framed(ENGLISH, frame, text=middle) for frame in FRAMES}
    bodies = {name: read(html).body for name, html in pages.items()}
    return {name: body for name, body in bodies.items() if body != "\n\n".join(TEXTS)}


@pytest.mark.parametrize(
    "card",
    [
        f"<div class='sc-1x'><div class='c-9'><a href='/t'><h3>{TITLE}</h3></a><p>{SUMMARY}</p></div></div>",
        f"<div class='sc-1x'><a href='/t'><h3>{TITLE}</h3><p>{SUMMARY}</p></a></div>",
        f"<div class='a8f3'><h4><a href='/t'>{TITLE}</a></h4><p class='b7'>{SUMMARY}</p></div>",
        f"<article class='a8f3'><h4><a href='/t'>{TITLE}</a></h4><p class='b7'>{SUMMARY}</p></article>",
        f"<div class='k7'><a href='/t'><img src='t'></a><div><a href='/t'>Ferry sold</a><p>{SUMMARY}</p></div></div>",
        f"<div class='x1'><img src='t'><h4><a href='/t'>Ferry sold</a></h4><p>{SUMMARY}</p></div>",
        f"<div class='x1'>{2 * (f'<div class=x2><h4>{link(ENGLISH, 0)}</h4><p>{SUMMARY}</p></div>')}</div>",
        (
            f"<section><a href='/t'><span>Coast</span><h3>{TITLE}</h3></a><p>{SUMMARY}</p><a href='/u'>"
            "<span>Inland</span><h3>Ferry sold</h3></a>"
            "<p>The new owner promises cheaper tickets for all of May.</p></section>"
        ),
    ],
)
def test_a_lone_card_under_a_hashed_class_stays_out(card: str) -> None:
    assert added(card) == {}


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td>{side}</td><td><h1>{title}</h1>{text}</td></tr></table>",
        "<table><tr><td><h1>{title}</h1>{text}</td><td>{side}</td></tr></table>",
        "<table><tr><td><b>Headlines</b><br>{side}</td><td valign=top><h1>{title}</h1>{text}</td></tr></table>",
    ],
)
def test_the_side_column_of_a_table_stays_out(layout: str) -> None:
    side = "<br><br>".join(text for _, text in ENGLISH.teasers)
    body = layout.format(side=side, title=ENGLISH.title, text="<br><br>".join(TEXTS))
    assert read(page(ENGLISH, body)).body == "\n\n".join(TEXTS)


def test_a_column_of_titles_and_lines_between_breaks_stays_out() -> None:
    side = each(ENGLISH, "<b>{link}</b><br>{text}<br><br>")
    cells = f"<td><b>{ENGLISH.title}</b><br><br>{'<br><br>'.join(TEXTS)}</td><td>{side}</td>"
    assert read(page(ENGLISH, f"<table><tr>{cells}</tr></table>")).body == "\n\n".join(TEXTS)


@pytest.mark.parametrize("marker", ["À lire également", "A lire aussi", "Découvrez également"])
def test_french_markers_head_teasers(marker: str) -> None:
    after = f"<h3>{marker}</h3>" + each(FRENCH, "<div><h4>{link}</h4><p>{text}</p></div>")
    assert read(framed(FRENCH, "article", after)).body == "\n\n".join(FRENCH.paragraphs)
    inset = f"<p>{marker} : {link(FRENCH, 0)}</p>"
    text = paragraphs(FRENCH.paragraphs[:3]) + inset + paragraphs(FRENCH.paragraphs[3:])
    assert read(framed(FRENCH, "article", text=text)).body == "\n\n".join(FRENCH.paragraphs)


FIRST_TIER = "de en fr es it pt nl pl zh ja"
OTHERS = "ru uk tr ar ko cs sv da no fi el hu ro id vi hi fa he bg sr hr sk ca ta bn th"


@pytest.mark.parametrize("language", FIRST_TIER.split() + OTHERS.split())
def test_every_language_has_markers(language: str) -> None:
    related = yaml.safe_load(markers.FILE.read_text(encoding="utf-8"))["related"]
    assert len(related[language]) >= 4
    assert all(markers.marks_teasers(f"{phrase}:") for phrase in related[language])


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='x9'><h3>Get our newsletter</h3><p>{OFFER}</p><form><input type=email></form></div>",
        f"<p><em>{OFFER}</em></p>",
        "<p>Already a subscriber? Log in to keep reading this article and many more.</p>",
        "<div class='x'><h3>Read on</h3><p>Get unlimited access to all our articles for a pound a week.</p></div>",
        "<div class='q'><p>Jetzt weiterlesen mit unserem Digitalabo, im ersten Monat kostenlos.</p></div>",
    ],
)
def test_offers_of_the_outlet_stay_out_with_the_box_around_them(box: str) -> None:
    assert added(box) == {}


@pytest.mark.parametrize("tag", ["p", "div", "span", "b"])
@pytest.mark.parametrize(
    "label",
    ["Advertisement", "- Anzeige -", "Story continues below advertisement", "Publicité", "広告", "광고"],
)
def test_lines_where_an_advertisement_stands_stay_out(label: str, tag: str) -> None:
    assert added(f"<{tag}>{label}</{tag}>") == {}


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='affiliate-box'>{LANTERN}</div>",
        f"<div class='product-card'>{LANTERN}</div>",
        f"<div class='x2'>{LANTERN}<p>£49 at Harbour Shop</p><a rel='sponsored' href='/x'>Buy now</a></div>",
    ],
)
def test_boxes_of_products_stay_out(box: str) -> None:
    assert added(box) == {}


def test_a_paragraph_with_a_sponsored_link_stays() -> None:
    sold = TEXTS[0].replace("cottage", "<a rel='sponsored' href='/x'>cottage</a>")
    reading = read(framed(ENGLISH, "article", text=f"<p>{sold}</p>{paragraphs(TEXTS[1:])}"))
    assert reading.body == "\n\n".join(TEXTS)


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize(
    "line",
    [
        "ⓒ 브래니시일보, 무단 전재 및 재배포 금지",
        "홍길동 기자 hong@e.example",
        "（责任编辑：李明）",
        "[责任编辑:李明]",
        "本文来源：海港日报 责任编辑：李明",
        "未经授权，严禁转载。",
        "※本記事の無断転載を禁じます。",
        "© 2026 The Brannish Times. All rights reserved.",
        "Copyright 2026 Brannish Times. All rights reserved. This text may not be published or rewritten.",
    ],
)
def test_lines_that_close_an_article_stay_out(line: str, tag: str) -> None:
    for frame in ("article", "inside the article"):
        text = paragraphs(TEXTS) + f"<{tag}>{line}</{tag}>"
        assert read(framed(ENGLISH, frame, text=text)).body == "\n\n".join(TEXTS)


@pytest.mark.parametrize(
    "sentence",
    [
        "The council printed a newsletter about the cottage and sent it to every house on the point.",
        "Nobody may copy the drawings, says the surveyor, whose copyright he means to keep.",
        "An advertisement in the harbour paper asked for masons who do not mind the wind.",
        "Subscribers to the harbour paper got a stone each, and most of them gave it back.",
    ],
)
def test_paragraphs_that_only_speak_of_such_things_stay(sentence: str) -> None:
    text = paragraphs((*TEXTS, sentence))
    assert sentence in (read(framed(ENGLISH, "article", text=text)).body or "")


@pytest.mark.parametrize("frame", ["article", "flat", "divisions"])
def test_counted_comments_may_outweigh_the_article(frame: str) -> None:
    said = "".join(f"<div><b>Reader {n}</b><p>{ENGLISH.next_paragraphs[0]}</p></div>" for n in range(60))
    after = f"<div><h3>60 Comments</h3>{said}</div>"
    assert read(framed(ENGLISH, frame, after, paragraphs(TEXTS))).body == "\n\n".join(TEXTS)


def test_a_heading_of_links_goes_with_them_whatever_its_words() -> None:
    links = "".join(f"<li><a href='/s/{n}'>{title}</a></li>" for n, (title, _) in enumerate(ENGLISH.teasers))
    text = f"{paragraphs(TEXTS[:5])}<h3>Down the same road</h3><ul>{links}</ul>{paragraphs(TEXTS[5:])}"
    assert read(framed(ENGLISH, "article", text=text)).body == "\n\n".join(TEXTS)


@pytest.mark.parametrize("answer", ["Reply", "Antworten", "返信"])
def test_what_readers_say_without_a_heading_stays_out(answer: str) -> None:
    said = [
        f"<li><b>Reader {n}</b> <i>{n} h</i><p>{text}</p><a href='#'>{answer}</a></li>"
        for n, (_, text) in enumerate(ENGLISH.teasers)
    ]
    assert added(f"<ul>{''.join(said)}</ul>") == {}
