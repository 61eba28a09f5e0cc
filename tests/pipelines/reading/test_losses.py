"""What belongs to an article and is easily lost: text behind a paywall's class, linked openings, lists at its ends."""

import pytest

from tests.pipelines.reading.layouts import FRAMES, framed, link, paragraphs
from tests.pipelines.reading.stories import ENGLISH, Story
from tests.pipelines.reading.test_teaser_layouts import read

MORE = (
    "Lime arrives by boat, since the track from the village cannot bear anything heavier than a pony and its cart.",
    "The surveyor says that only four of the eleven hundred blocks were mixed up, and two of those were twins.",
    "A baker from the mainland sends bread on Fridays, which the masons count as part of their wages.",
    "Nobody has yet decided what becomes of the lamp room, where swallows have raised their young every year.",
)
TEXTS = ENGLISH.paragraphs + MORE
TEASERS = "<section><h2>Read next</h2>" + "".join(
    f"<div>{link(ENGLISH, n)}<p>{text}</p></div>" for n, (_, text) in enumerate(ENGLISH.teasers)
)


def lost(text: str, *wanted: str, after: str = "", story: Story = ENGLISH) -> dict[str, list[str]]:
    """What of paragraphs and other wanted lines is missing, by frame; teasers that leak count as well."""
    found = {}
    for frame in FRAMES:
        reading = read(framed(story, frame, after, text))
        lines = f"{reading.lead or ''}\n\n{reading.body or ''}".replace("\t", "\n\n").split("\n\n")
        missing = [line for line in (*TEXTS, *wanted) if line not in lines]
        if strange := [line for line in story.strangers if line in lines] or missing:
            found[frame] = strange
    return found


@pytest.mark.parametrize(
    "marks", ["paywall", "article-body__premium", "premium-content", "subscriber-only", "article__paywall"]
)
@pytest.mark.parametrize("open_to_all", [1, 2, 6])
def test_text_that_only_subscribers_see_belongs_to_the_text_before_it(marks: str, open_to_all: int) -> None:
    closed = f"<div class='{marks}'>{paragraphs(TEXTS[open_to_all:])}</div>"
    assert lost(paragraphs(TEXTS[:open_to_all]) + closed) == {}


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize("linked", [3, 6, 9])
def test_paragraphs_that_open_with_a_link_are_paragraphs(tag: str, linked: int) -> None:
    opened = [(" ".join(text.split()[:linked]), " ".join(text.split()[linked:])) for text in TEXTS]
    text = "".join(f"<{tag}><a href='/x'>{link}</a> {rest}</{tag}>" for link, rest in opened)
    assert lost(text) == {}


@pytest.mark.parametrize("level", ["h2", "h3"])
def test_linked_headings_of_a_list_of_ten_best_stay(level: str) -> None:
    titles = [f"{number}. Cottage above the sea" for number in range(1, len(TEXTS) + 1)]
    entries = zip(titles, TEXTS, strict=True)
    text = "".join(f"<{level}><a href='/c'>{title}</a></{level}><p>{text}</p>" for title, text in entries)
    assert lost(text, *titles) == {}


def test_headings_that_a_table_of_contents_repeats_stay() -> None:
    headings = ["Where the stones go", "Who pays for the lime"]
    contents = (
        "<ul>" + "".join(f"<li><a href='#h{n}'>{text}</a></li>" for n, text in enumerate(headings)) + "</ul>"
    )
    parts = [paragraphs(TEXTS[:4]), paragraphs(TEXTS[4:7]), paragraphs(TEXTS[7:])]
    text = f"{parts[0]}<h2>{headings[0]}</h2>{parts[1]}<h2>{headings[1]}</h2>{parts[2]}"
    assert lost(contents + text, *headings) == {}


@pytest.mark.parametrize("marks", ["image-text", "TextImage", "photo"])
def test_a_box_with_a_picture_and_paragraphs_is_no_caption(marks: str) -> None:
    boxed = f"<div class='{marks}'><img src='a.jpg'>{paragraphs(TEXTS[3:8])}</div>"
    assert lost(paragraphs(TEXTS[:3]) + boxed + paragraphs(TEXTS[8:])) == {}


def test_what_is_called_a_teaser_and_opens_the_article_without_a_link_stays() -> None:
    opening = f"<div class='teaser-content'>{paragraphs(TEXTS[:3])}</div>"
    assert lost(opening + paragraphs(TEXTS[3:])) == {}


@pytest.mark.parametrize("caption", ["", "<caption>Waiting times by region</caption>"])
def test_a_table_below_a_heading_at_the_end_stays(caption: str) -> None:
    table = (
        f"<table>{caption}<tr><th>Region</th><th>Months</th></tr><tr><td>North</td><td>48</td></tr></table>"
    )
    wanted = [
        "The figures",
        "Region",
        "Months",
        "North",
        "48",
        *(["Waiting times by region"] if caption else []),
    ]
    assert lost(f"{paragraphs(TEXTS)}<h2>The figures</h2>{table}", *wanted) == {}


def test_items_whose_sentence_goes_on_behind_a_link_are_paragraphs() -> None:
    items = [(" ".join(text.split()[:5]), " ".join(text.split()[5:])) for text in TEXTS[1:]]
    listed = "".join(f"<li><a href='/d'>{link}</a> {rest}</li>" for link, rest in items if rest[0].islower())
    texts = [f"{link} {rest}" for link, rest in items if rest[0].islower()]
    reading = read(framed(ENGLISH, "article", text=f"<p>{TEXTS[0]}</p><ul>{listed}</ul>"))
    assert (reading.body or "").split("\n\n") == [TEXTS[0], *texts]


def test_a_year_in_a_point_above_the_text_is_no_date() -> None:
    points = ["The cottage must not move before 2031", "Lime for the walls has trebled in price"]
    listed = "".join(f"<li>{point}</li>" for point in points)
    assert lost(f"<ul>{listed}</ul>{paragraphs(TEXTS)}", *points) == {}


def test_questions_that_open_and_the_speaker_of_a_quote_stay() -> None:
    more = "<details open><summary>What is lime good for?</summary><p>It lets walls breathe, say masons.</p></details>"
    quote = (
        f"<blockquote><p>{ENGLISH.next_paragraphs[0]}</p><footer>Morag Tully, who pays</footer></blockquote>"
    )
    text = paragraphs(TEXTS[:5]) + more + quote + paragraphs(TEXTS[5:])
    body = read(framed(ENGLISH, "article", text=text)).body or ""
    assert "What is lime good for?" in body
    assert "Morag Tully, who pays" in body


def test_a_list_below_a_line_that_introduces_it_ends_the_article() -> None:
    items = ["In June the council votes on the plot.", "In July the chimney is carried uphill.", "Tea"]
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    assert (
        lost(f"{paragraphs(TEXTS)}<p>The three steps are:</p>{listed}", "The three steps are:", *items) == {}
    )


def test_the_headline_is_no_text_whatever_title_the_page_prefers() -> None:
    shown = "Stone by stone a cottage walks away from the sea"
    page = framed(ENGLISH, "inside the article", text=paragraphs(TEXTS)).replace(
        f"<h1>{ENGLISH.title}</h1>", f"<h1>{shown}</h1>"
    )
    reading = read(page)
    assert (reading.title, reading.body) == (ENGLISH.title, "\n\n".join(TEXTS))
