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
