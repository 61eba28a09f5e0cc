"""Lead and body: what stands beside an article stays out, in every way of building it; what belongs to it stays in."""

import pytest

from pipelines.reading.body import Text, cut_page, extract_text
from pipelines.reading.cuts import Cuts
from pipelines.reading.document import parse

TITLE = "Sandvik closes its northern basin"
PARAGRAPHS = [
    "The port of Sandvik will shut its northern basin for eleven weeks while divers replace the wooden piles.",
    "Inspectors found shipworm in two thirds of the piles last autumn, and no bidder would guarantee a price.",
    "Ferry traffic moves to the southern basin, and fishing boats under fifteen metres may keep their berths.",
    "The repair costs four million crowns, a third of it paid by the county, which had hoped for less.",
    "“We would rather close once than every winter,” said the harbour master at a meeting in the town hall.",
    "Divers begin in May with the oldest row, which was driven when the customs house was still a warehouse.",
]
TEASERS = [
    (
        "Island school gets its own weather station",
        "Pupils will measure wind and rain, and read the results on local radio.",
    ),
    (
        "Mayor promises lower mooring fees",
        "Owners of small boats had threatened to move to the next harbour.",
    ),
    (
        "Choir tours with songs about herring",
        "Eleven concerts are planned on the mainland before the summer.",
    ),
]
ARTICLE = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
LINKS = [f'<a href="/t/{i}">{title}</a>' for i, (title, _) in enumerate(TEASERS)]

AFTER = {
    "cards": '<section class="more-cards"><h2>Read next</h2>'
    + "".join(
        f"<div class='card'><h3>{a}</h3><p>{t[1]}</p></div>" for a, t in zip(LINKS, TEASERS, strict=True)
    )
    + "</section>",
    "list": "<div id='related'><h4>Related stories</h4><ul>"
    + "".join(f"<li>{a}</li>" for a in LINKS)
    + "</ul></div>",
    "flat paragraphs": "<p><b>Read this next</b></p>"
    + "".join(f"<p>{a}</p><p>{t[1]}</p>" for a, t in zip(LINKS, TEASERS, strict=True)),
    "heading without links": "<h3>More on this story</h3>" + "".join(f"<p>{t[1]}</p>" for t in TEASERS),
    "divs without a class": "<div><div>You may also like</div>"
    + "".join(f"<div>{a}<span>{t[1]}</span></div>" for a, t in zip(LINKS, TEASERS, strict=True))
    + "</div>",
    "lines with a marker": "".join(f"<p>Read more: {a}</p>" for a in LINKS),
    "hinted only": '<div class="article-recommendations">'
    + "".join(f"<div>{a}<p>{t[1]}</p></div>" for a, t in zip(LINKS, TEASERS, strict=True))
    + "</div>",
    "aside": "<aside><strong>Recommended</strong>"
    + "".join(f"<p>{a} {t[1]}</p>" for a, t in zip(LINKS, TEASERS, strict=True))
    + "</aside>",
    "next article": f'<div class="infinite-scroll"><h2>{TEASERS[0][0]}</h2>'
    + "".join(f"<p>{t[1]}</p>" for t in TEASERS)
    + "</div>",
    "row of cards without any marker": "<div class='x7'>"
    + "".join(f"<div class='x8'>{a} {t[1]}</div>" for a, t in zip(LINKS, TEASERS, strict=True))
    + "</div>",
}
FRAMES = {
    "article": "<main><article><h1>{title}</h1><div class='article-body'>{text}</div></article>{after}</main>",
    "after inside": "<article><h1>{title}</h1><div class='story__body'>{text}</div>{after}</article>",
    "plain": "<div id='c'><h1>{title}</h1><div>{text}</div>{after}</div>",
    "flat": "<h1>{title}</h1>{text}{after}",
}


def extract(
    html: str, *, title: str | None = TITLE, descriptions: tuple[str, ...] = (), **more: tuple[str, ...]
) -> Text:
    document = parse(f"<html><head><title>x</title></head><body>{html}</body></html>", "https://e.example/a")
    assert document is not None
    cuts = Cuts(document.tree, title)
    return extract_text(cuts, cut_page(cuts, title=title, descriptions=descriptions), title=title, **more)


def body_of(text: Text) -> list[str]:
    return (text.body or "").split("\n\n")


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("after", AFTER)
def test_teasers_behind_the_article_stay_out(frame: str, after: str) -> None:
    page = FRAMES[frame].format(title=TITLE, text=ARTICLE, after=AFTER[after])
    assert body_of(extract(page)) == PARAGRAPHS


@pytest.mark.parametrize(
    "inset",
    [
        f"<aside class='inset'><strong>Read also</strong> {LINKS[0]}</aside>",
        f"<div><b>Read also</b>{LINKS[0]}</div>",
        f"<p>Read also: {LINKS[0]}</p>",
        f"<p><b>Read also</b></p><p>{LINKS[0]}</p>",
        f"<ul class='related-links'><li>{LINKS[0]}</li><li>{LINKS[1]}</li></ul>",
        "<figure><img src='a.jpg'><figcaption>The customs house in better days. Photo: E. Strand</figcaption></figure>",
        "<div class='ad-slot'>Advertisement</div>",
        "<div class='newsletter-box'><p>Sign up for our newsletter and never miss a story from the coast.</p></div>",
    ],
)
def test_what_interrupts_the_article_stays_out_and_the_rest_in(inset: str) -> None:
    halves = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[:3]), "".join(f"<p>{p}</p>" for p in PARAGRAPHS[3:])
    page = f"<article><h1>{TITLE}</h1><div class='text'>{halves[0]}{inset}{halves[1]}</div></article>"
    assert body_of(extract(page)) == PARAGRAPHS


@pytest.mark.parametrize(
    "comments",
    [
        "<section class='comments'><p>I never trusted those piles, and I told them so ten years ago.</p></section>",
        "<h3>Comments (2)</h3><blockquote>I never trusted those piles, and I told them so.</blockquote>",
        "<hr><b>Readers' comments</b><br>1: anon<br>I never trusted those piles, and I told them so.<br><br>",
    ],
)
def test_comments_stay_out(comments: str) -> None:
    assert body_of(extract(f"<div><h1>{TITLE}</h1><div>{ARTICLE}</div>{comments}</div>")) == PARAGRAPHS


def test_a_hint_on_the_article_itself_does_not_cut_it() -> None:
    page = f"<div class='has-sidebar related-content'><h1>{TITLE}</h1><div class='promo-wrapper'>{ARTICLE}</div></div>"
    assert body_of(extract(page)) == PARAGRAPHS


def test_many_small_hinted_cuts_do_not_add_up_to_the_article() -> None:
    cells = "".join(f"<div class='share-cell s{i}'><p>{p}</p></div>" for i, p in enumerate(PARAGRAPHS))
    assert body_of(extract(f"<article><h1>{TITLE}</h1>{cells}</article>")) == PARAGRAPHS


@pytest.mark.parametrize(
    "tag",
    ['p class="standfirst"', 'h2 class="article-lead"', 'div itemprop="description"', 'p class="storyIntro"'],
)
def test_a_marked_standfirst_is_the_lead(tag: str) -> None:
    standfirst = "Shipworm has eaten two thirds of the piles under the quay"
    text = extract(
        f"<article><h1>{TITLE}</h1><{tag}>{standfirst}</{tag.split(maxsplit=1)[0]}><div>{ARTICLE}</div></article>"
    )
    assert (text.lead, body_of(text)) == (standfirst, PARAGRAPHS)


def test_a_short_sentence_that_its_class_calls_so_is_the_lead_and_a_label_is_none() -> None:
    for line, lead in (("The quay will cost millions.",) * 2, ("Six turbines on the coast", None)):
        assert (
            extract(f"<article><h1>{TITLE}</h1><p class='chapo'>{line}</p>{ARTICLE}</article>").lead == lead
        )


def test_a_long_second_heading_right_below_the_headline_is_the_lead() -> None:
    standfirst = "Shipworm has eaten two thirds of the piles under the quay"
    page = f"<h1>{TITLE}</h1><h2>{standfirst}</h2><p><i>Tove Lindahl</i></p><div>{ARTICLE}</div>"
    assert extract(page).lead == standfirst
    assert extract(page.replace(standfirst, "What it costs")).lead is None


def test_a_block_that_equals_the_description_is_the_lead() -> None:
    standfirst = "Shipworm has eaten two thirds of the piles under the quay."
    page = f"<article><h1>{TITLE}</h1><h2>{standfirst}</h2><div>{ARTICLE}</div></article>"
    assert extract(page, descriptions=(standfirst,)).lead == standfirst
    assert extract(page.replace(standfirst, "Harbour"), descriptions=(standfirst,)).lead is None


@pytest.mark.parametrize("frame", ["<article>{}</article>", "<article><header>{}</header>", "<div>{}</div>"])
def test_a_standfirst_above_the_headline_is_the_lead(frame: str) -> None:
    standfirst = "Shipworm has eaten two thirds of the piles under the quay."
    for above in (f"<p>{standfirst}</p>", f"<div class='dek'>{standfirst}</div>", f"<h2>{standfirst}</h2>"):
        text = extract(frame.format(f"{above}<h1>{TITLE}</h1>") + f"<div>{ARTICLE}</div>")
        assert (text.lead, body_of(text)) == (standfirst, PARAGRAPHS)
    for no_lead in (
        "<p>Harbour</p>",
        f"<p><a href='/x'>{standfirst}</a></p>",
        "<p>The quay, seen from “Vega”</p>",
    ):
        assert extract(frame.format(f"{no_lead}<h1>{TITLE}</h1>") + f"<div>{ARTICLE}</div>").lead is None


def test_a_bold_first_paragraph_is_the_lead_only_where_the_page_says_so() -> None:
    bold = ARTICLE.replace(PARAGRAPHS[0], f"<b>{PARAGRAPHS[0]}</b>")
    page = f"<article><h1>{TITLE}</h1>{bold}</article>"
    assert (extract(page).lead, body_of(extract(page))) == (None, PARAGRAPHS)
    declared = extract(page, descriptions=(PARAGRAPHS[0],))
    assert (declared.lead, body_of(declared)) == (PARAGRAPHS[0], PARAGRAPHS[1:])
    marked = extract(page.replace("<p><b>", "<p class='lead'><b>"))
    assert marked.lead == PARAGRAPHS[0]


def test_the_first_paragraph_declared_as_description_stays_in_the_body() -> None:
    text = extract(f"<article><h1>{TITLE}</h1><div>{ARTICLE}</div></article>", descriptions=(PARAGRAPHS[0],))
    assert (text.lead, body_of(text)) == (None, PARAGRAPHS)


def test_an_unclosed_standfirst_does_not_take_the_article_with_it() -> None:
    page = f"<article><h1>{TITLE}</h1><div class='lead'>Shipworm has eaten most of the piles <p>{ARTICLE}</article>"
    assert PARAGRAPHS[3] in (extract(page).body or "")


def test_bylines_labels_and_datelines_are_no_text() -> None:
    head = "<p>By Tove Lindahl</p><p>18 March 2026, 06:30</p><p>Harbour</p>"
    text = extract(
        f"<article>{head}<div>{ARTICLE}</div></article>", authors=("Tove Lindahl",), labels=("Harbour",)
    )
    assert body_of(text) == PARAGRAPHS


def test_lists_subheadings_and_quotes_of_the_article_stay() -> None:
    middle = (
        "<h2>What it costs</h2><ul><li>Piles and timber for the quay</li><li>Divers and their boat</li></ul>"
        "<blockquote><p>It had to be done, whatever the price of oak.</p></blockquote>"
    )
    text = (
        extract(
            f"<article><h1>{TITLE}</h1><div>{ARTICLE}{middle}{ARTICLE.replace('port', 'harbour')}</div></article>"
        ).body
        or ""
    )
    for part in ("What it costs", "Piles and timber", "Divers and their boat", "whatever the price of oak"):
        assert part in text


def test_a_split_article_is_read_whole() -> None:
    grid = "".join(
        f"<div class='grid'><div class='body__inner'><p>{p}</p><p>{p[::-1]}.</p></div></div>"
        for p in PARAGRAPHS
    )
    text = (
        extract(f"<article><h1>{TITLE}</h1><div class='body article__body'>{grid}</div></article>").body or ""
    )
    assert all(paragraph in text for paragraph in PARAGRAPHS)


def test_a_page_of_tables_and_line_breaks() -> None:
    cell = "<br><br>".join(PARAGRAPHS)
    page = f"<table><tr><td><a href='/'>Home</a></td><td><h2>{TITLE}</h2>{cell}</td></tr></table>"
    assert body_of(extract(page)) == PARAGRAPHS


def test_a_table_of_figures_stays_a_table() -> None:
    table = "<table><tr><th>Row</th><th>Piles</th></tr><tr><td>North</td><td>212</td></tr></table>"
    assert "212" in (
        extract(
            f"<article><h1>{TITLE}</h1><div>{ARTICLE}{table}<p>{PARAGRAPHS[0][::-1]}.</p></div></article>"
        ).body
        or ""
    )


def test_a_page_without_text_has_none() -> None:
    assert extract("<div></div>") == Text(None, None)
