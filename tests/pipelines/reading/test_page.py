"""Reading a page from end to end: what every reading keeps to, whatever the page."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.blocks import count_words
from pipelines.reading.page import MAX_BYTES, Page, Reading, read_page
from tests.pipelines.reading.layouts import framed, page, paragraphs
from tests.pipelines.reading.stories import ENGLISH, FRENCH, STORIES, Story

FETCHED = datetime(2026, 3, 20, 12, tzinfo=UTC)


def read(html: str, encoding: str = "utf-8", **other: object) -> Reading:
    values: dict[str, Any] = {
        "charset": encoding,
        "content_type": "text/html",
        "fetched_at": FETCHED,
        **other,
    }
    return read_page(Page(url="https://e.example/news/1", html=html.encode(encoding, "replace"), **values))


def lines(reading: Reading) -> list[str]:
    """Every text of a reading, paragraph by paragraph."""
    parts = (
        reading.title,
        reading.lead,
        reading.section,
        *reading.authors,
        *(reading.body or "").split("\n\n"),
    )
    return [part for part in parts if part]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_either_normal_form_of_a_page_gives_the_same_reading(
    story: Story, form: Literal["NFC", "NFD"]
) -> None:
    html = framed(story, "article")
    assert read(unicodedata.normalize(form, html)) == read(html)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "iso-8859-15"])
def test_the_encoding_of_a_page_does_not_matter(encoding: str) -> None:
    assert read(framed(FRENCH, "article").replace(" charset='utf-8'", ""), encoding).body == "\n\n".join(
        FRENCH.paragraphs
    )


def test_words_are_those_of_lead_and_body() -> None:
    html = framed(
        ENGLISH, "article", text=f"<p class='standfirst'>{ENGLISH.lead}</p>" + paragraphs(ENGLISH.paragraphs)
    )
    reading = read(html)
    assert reading.lead == ENGLISH.lead
    assert reading.word_count == sum(count_words(text) for text in (ENGLISH.lead, *ENGLISH.paragraphs))


def test_a_page_whose_only_paragraph_is_its_standfirst_has_a_body() -> None:
    reading = read(
        page(ENGLISH, f"<article><h1>{ENGLISH.title}</h1><p class='lead'>{ENGLISH.lead}</p></article>")
    )
    assert (reading.lead, reading.body) == (None, ENGLISH.lead)


def test_a_refused_response_is_not_read() -> None:
    reading = read(framed(ENGLISH, "article"), status=410)
    assert reading.rejected is not None
    assert reading == Reading(rejected=reading.rejected)


def test_bytes_beyond_the_limit_are_not_read() -> None:
    reading = read(framed(ENGLISH, "article") + " " * MAX_BYTES + f"<p>{FRENCH.paragraphs[0]}</p>")
    assert reading.body == "\n\n".join(ENGLISH.paragraphs)


def test_section_and_outlet_names_above_the_text_are_no_text() -> None:
    head = "<meta property='article:section' content='Harbour'><meta property='og:site_name' content='Pier Post'>"
    html = framed(ENGLISH, "flat", text="<p>Harbour</p><p>Pier Post</p>" + paragraphs(ENGLISH.paragraphs))
    reading = read(html.replace("</head>", f"{head}</head>"))
    assert (reading.section, reading.body) == ("Harbour", "\n\n".join(ENGLISH.paragraphs))


def test_what_a_rejected_page_says_is_shown() -> None:
    reading = read("<h1>Title of it</h1><p>hello there</p>")
    assert reading.rejected is not None
    assert (reading.title, reading.body) == ("Title of it", "hello there")


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "@graph", "@value", "name", "headline", "author", "givenName", "url"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
NAMES = ["headline", "author", "datePublished", "dateModified", "articleSection", "description", "publisher",
         "mainEntityOfPage", "inLanguage", "isAccessibleForFree", "itemListElement"]  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(NAMES), ANYTHING),
    st.sampled_from(["NewsArticle", "BreadcrumbList", "WebPage"]),
)
@settings(deadline=None, max_examples=80)
def test_any_structured_data_leaves_the_text_alone(values: dict[str, Any], kind: str) -> None:
    block = json.dumps(
        [{**values, "@type": kind}, {"@type": "BreadcrumbList", "itemListElement": values.get("author")}]
    )
    block = block.replace("</", "<\\/")
    html = framed(ENGLISH, "article").replace(
        "</head>", f"<script type='application/ld+json'>{block}</script></head>"
    )
    reading = read(html)
    whole = f"{reading.title}\n{reading.lead or ''}\n{reading.body or ''}"
    assert [p for p in ENGLISH.paragraphs if p not in whole] == []


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS, WORDS)
@settings(deadline=None, max_examples=80)
def test_every_text_is_one_clean_line(texts: list[str], title: str, author: str) -> None:
    head = f"<title>{title}</title><meta name='author' content='{author}'><meta name='section' content='{author}'>"
    text = paragraphs([*texts, *ENGLISH.paragraphs])
    html = f"<html><head>{head}</head><body><article><h1>{title}</h1>{text}</article></body></html>"
    for line in lines(read(html)):
        assert line == " ".join(line.split())
        assert unicodedata.is_normalized("NFC", line)
        assert not any(mark in line for mark in "\u00ad\u200b\u200e\u200f\u202a\u2060\ufeff\x00")


MOMENTS = st.datetimes(datetime(1960, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001
OFFSETS = {"": None, "Z": 0, "+09:00": 540, "-03:30": -210}


@given(MOMENTS, st.sampled_from(list(OFFSETS)))
@settings(deadline=None, max_examples=80)
def test_a_published_time_is_as_stated_or_refused(at: datetime, zone: str) -> None:
    stated = at.replace(microsecond=0).isoformat() + zone
    published = read(framed(ENGLISH, "article").replace("2026-03-10T08:00:00+01:00", stated)).published
    moment = datetime.fromisoformat(stated if zone else f"{stated}Z")
    plausible = datetime(1990, 1, 1, tzinfo=UTC) <= moment <= FETCHED + timedelta(days=1)
    found = (published.at, published.offset_minutes) if published else None
    assert found == ((moment, OFFSETS[zone]) if plausible else None)
