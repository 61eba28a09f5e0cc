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
