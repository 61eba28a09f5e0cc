"""What an endless page appends is found; entries, sections and the article itself are not taken for it."""

import pytest

from pipelines.reading.appended import find_appended
from pipelines.reading.document import parse
from pipelines.reading.page import Page, read_page
from tests.pipelines.reading.layouts import FRAMES, NEXT, framed, page, paragraphs
from tests.pipelines.reading.stories import ENGLISH, STORIES, Story

OWN = paragraphs(ENGLISH.paragraphs)
NEXT_TEXT = paragraphs(ENGLISH.next_paragraphs)


def found(body: str, title: str = ENGLISH.title) -> list[str]:
    """Tag and class of each appended element."""
    document = parse(f"<body>{body}</body>", "https://e.example/a")
    assert document is not None
    headline = next((h for h in document.tree.iter("h1") if document.tree.text_of(h) == title), None)
    return [f"{e.tag}.{e.get('class')}" for e in find_appended(document.tree, headline)]


def read(body: str) -> tuple[str | None, str | None]:
    reading = read_page(
        Page(
            url="https://e.example/n/1", html=body.encode(), charset=None, content_type=None, fetched_at=None
        )
    )
    return reading.lead, reading.body


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("appended", NEXT)
def test_an_appended_article_stays_out_in_every_frame(story: Story, appended: str) -> None:
    wrong = {}
    for frame in FRAMES:
        lead, body = read(framed(story, frame, NEXT[appended](story)))
        if (lead, (body or "").split("\n\n")) != (None, list(story.paragraphs)):
            wrong[frame] = body
    assert wrong == {}


def test_several_appended_articles_are_all_found() -> None:
    more = f"<div class='n'><h1>Second piece</h1>{NEXT_TEXT}</div>"
    body = f"<div><h1>{ENGLISH.title}</h1>{OWN}</div>{more}{more}<section class='m'><h1>Third</h1>{NEXT_TEXT}</section>"
    assert found(body) == ["div.n", "div.n", "section.m"]


def test_the_wrapper_of_an_appended_article_goes_with_it() -> None:
    inner = f"<article class='in'><header><h2>Other piece</h2></header>{NEXT_TEXT}</article>"
    assert found(f"<h1>{ENGLISH.title}</h1>{OWN}<div class='out'>{inner}</div>") == ["div.out"]


def test_a_container_that_begins_with_text_of_the_article_is_not_taken() -> None:
    inner = f"<article class='in'><h2>Other piece</h2>{NEXT_TEXT}</article>"
    assert found(f"<h1>{ENGLISH.title}</h1><div class='c'><div>{OWN}</div>{inner}</div>") == ["article.in"]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "begin",
    [
        "<h1>{title}</h1>",
        "<header><h1>{title}</h1></header><p>By Jane Roe</p>",
        "<hr><h2>{title}</h2><p>By Jane Roe</p>",
        "<hr><h2>{title}</h2><div class='d'>9 March 2026, 10:30</div>",
        "<h1>Lamp lost</h1><p>By Jane Roe, 9 March 2026</p>",
        "<h1>Lamp lost</h1><div>9 March 2026, 10:30</div>",
        "<h2>{title}</h2><p>By Jane Roe, 9 March 2026</p>",
        "<h2>{title}</h2><p>By Jane Roe</p><p>9 March 2026, 10:30</p>",
    ],
)
def test_an_article_that_goes_on_flat_behind_the_page_s_own_stays_out(begin: str, frame: str) -> None:
    flat = begin.format(title=ENGLISH.next_title) + NEXT_TEXT
    assert read(framed(ENGLISH, frame, flat)) == (None, "\n\n".join(ENGLISH.paragraphs))
    assert read(framed(ENGLISH, frame, text=OWN + flat)) == (None, "\n\n".join(ENGLISH.paragraphs))


@pytest.mark.parametrize(
    "section",
    [
        "<h1>After the storms</h1>{next}",
        "<hr><h2>After the storms of last winter had passed</h2>{next}",
        "<h2>After the storms of last winter had passed</h2><p>By Jane Roe</p>{next}",
        "<h2>After the storms</h2><p>9 March 2026</p>{next}",
        "<h2>After the storms</h2><p>By 1996 all of it was gone.</p>{next}",
    ],
)
def test_flat_sections_are_the_article(section: str) -> None:
    assert found(f"<h1>{ENGLISH.title}</h1>{OWN}{section.format(next=NEXT_TEXT)}") == []


def test_an_article_of_first_level_sections_goes_on_to_its_last() -> None:
    early = f"<h1>{ENGLISH.title}</h1><p>{ENGLISH.lead}</p><h1>Why</h1>{OWN}"
    assert found(f"{early}<h1>What will become of the lamp room in the end</h1>{NEXT_TEXT}") == []


def test_text_that_stands_loose_before_the_heading_holds_its_container() -> None:
    loose = f"{ENGLISH.paragraphs[0]}<div class='related'><h2>Other piece</h2>{NEXT_TEXT}</div>"
    assert found(f"<h1>{ENGLISH.title}</h1>{OWN}<div class='c'>{loose}</div>") == ["div.related"]


def test_second_level_headings_make_an_appended_article_only_with_a_name_or_tag() -> None:
    section = f"<section class='s'><h2>Why now</h2>{NEXT_TEXT}</section>"
    assert found(f"<h1>{ENGLISH.title}</h1>{OWN}{section}") == []
    assert found(f"<h1>{ENGLISH.title}</h1>{OWN}{section.replace('section', 'article')}") == ["article.s"]
    assert found(f"<h1>{ENGLISH.title}</h1>{OWN}{section.replace(chr(39) + 's', chr(39) + 'up-next')}") == [
        "section.up-next"
    ]


def test_a_heading_without_text_is_no_article() -> None:
    assert found(f"<h1>{ENGLISH.title}</h1>{OWN}<article><h1>Other piece</h1><p>Soon.</p></article>") == []


def test_without_a_headline_nothing_counts_as_appended() -> None:
    assert found(f"<div>{OWN}</div><article><h1>Other piece</h1>{NEXT_TEXT}</article>") == []


def test_an_article_that_begins_with_a_heading_below_the_headline_is_the_page_s_own() -> None:
    body = f"<header><h1>{ENGLISH.title}</h1></header><article><h2>Brannish Point</h2>{OWN}</article>"
    assert found(body) == []
    assert ENGLISH.paragraphs[5] in (read(page(ENGLISH, body))[1] or "")


def test_entries_of_a_live_blog_are_the_article() -> None:
    entries = "".join(
        f"<article class='entry'><h2>{hour}:00</h2><p>{text}</p></article>"
        for hour, text in zip(range(17, 11, -1), ENGLISH.paragraphs, strict=True)
    )
    body = f"<main><h1>{ENGLISH.title}</h1><p>{ENGLISH.next_paragraphs[0]}</p>{entries}</main>"
    assert found(body) == []


def test_flat_entries_that_are_signed_and_dated_are_the_article() -> None:
    entries = "".join(
        f"<h2>Entry</h2><p>By Jane Roe, 9 March 2026, {hour}:00</p><p>{text}</p>"
        for hour, text in zip(range(17, 11, -1), ENGLISH.paragraphs, strict=True)
    )
    assert found(f"<main><h1>{ENGLISH.title}</h1><p>{ENGLISH.next_paragraphs[0]}</p>{entries}</main>") == []


def test_sections_with_first_level_headings_are_the_article() -> None:
    sections = "".join(
        f"<section><h1>Part {n}</h1><p>{p}</p></section>" for n, p in enumerate(ENGLISH.paragraphs)
    )
    assert found(f"<article><h1>{ENGLISH.title}</h1>{sections}</article>") == []


def test_a_small_related_card_in_the_text_does_not_hide_an_appended_article() -> None:
    first, rest = paragraphs(ENGLISH.paragraphs[:1]), paragraphs(ENGLISH.paragraphs[1:])
    card = f"<div class='teaser'><h4>{ENGLISH.teasers[0][0]}</h4><p>{ENGLISH.teasers[0][1]}</p></div>"
    more = f"<article class='next'><h1>Other piece</h1>{NEXT_TEXT}</article>"
    assert found(f"<h1>{ENGLISH.title}</h1>{first}{card}{rest}{more}") == ["article.next"]
    # A heading that is not named as related and comes early means sections, whatever follows.
    entry = card.replace("div", "article").replace("teaser", "entry")
    assert found(f"<h1>{ENGLISH.title}</h1>{first}{entry}{rest}{more}") == []


def test_an_appended_article_longer_than_the_page_s_own_is_left_to_the_extraction() -> None:
    long = paragraphs(ENGLISH.paragraphs * 2)
    assert found(f"<h1>{ENGLISH.title}</h1>{OWN}<div><h1>Other</h1>{long}</div>") == []


def test_teasers_before_an_appended_article_are_still_near_the_end() -> None:
    teasers = f"<h3>{ENGLISH.markers[0]}</h3>" + paragraphs([text for _, text in ENGLISH.teasers])
    for appended in NEXT.values():
        body = framed(ENGLISH, "flat", teasers + appended(ENGLISH))
        assert read(body) == (None, "\n\n".join(ENGLISH.paragraphs))


def test_headings_without_end_are_looked_at_up_to_a_limit() -> None:
    many = f"<h3>Part</h3><p>{ENGLISH.paragraphs[0]}</p>" * 60
    body = f"<h1>{ENGLISH.title}</h1>{many}<div class='n'><h1>Other piece</h1>{NEXT_TEXT}</div>"
    assert found(body) == []
    assert found(body.replace("<h3>Part</h3>", "", 40)) == ["div.n"]


def test_a_box_that_repeats_the_headline_or_is_a_recipe_s_belongs_to_the_article() -> None:
    facts = f"<div class='box'><h3>{ENGLISH.title}</h3><p>By Ann Lee</p>{NEXT_TEXT}</div>"
    recipe = f"<div class='recipe-card'><h2>Barley loaf of the keepers</h2><p>By Ann Lee</p>{NEXT_TEXT}</div>"
    for box in (facts, recipe):
        assert found(f"<h1>{ENGLISH.title}</h1>{OWN}{box}") == []


@pytest.mark.parametrize(
    "line", ["Next article", "Nächster Artikel", "Article suivant:", "下一篇", "次の記事"]
)
def test_a_line_above_says_that_another_article_begins(line: str) -> None:
    behind = f"<p>{line}</p><h2>{ENGLISH.next_title}</h2>{NEXT_TEXT}"
    assert read(framed(ENGLISH, "flat", behind)) == (None, "\n\n".join(ENGLISH.paragraphs))
