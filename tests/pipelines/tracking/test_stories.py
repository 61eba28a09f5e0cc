"""Headline links and story ids."""

import random
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.tracking.stories import (
    MIN_COMMON,
    MIN_LIKENESS,
    UNKNOWN_LANGUAGE,
    WINDOW,
    Headline,
    keywords,
    stories,
    title_links,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def headline(
    article: str, title: str, *, outlet: str = "", language: str = "en", hours: float = 0
) -> Headline:
    return Headline(article, outlet or f"outlet-{article}", language, title, NOON + timedelta(hours=hours))


GRID = "Grid operator refuses eleven data centres until 2031"
GRID_TOO = "Eleven data centres refused: grid operator says 2031"


def test_keywords() -> None:
    assert keywords("The AI boom: 12 GW of grid") == {"boom", "12", "grid"}
    assert keywords("電力が不足 AI") == {"電力", "力が", "が不", "不足"}


def test_like_headlines_of_two_outlets_are_linked() -> None:
    assert title_links([headline("b", GRID), headline("a", GRID_TOO)]) == [("a", "b")]


def test_like_headlines_without_spaces_are_linked() -> None:
    pair = [
        headline("a", "電力網の接続待ちが十年に延びる見通し", language="ja"),
        headline("b", "電力網の接続待ちが十年に延びる", language="ja"),
    ]
    assert title_links(pair) == [("a", "b")]


@pytest.mark.parametrize(
    "other",
    [
        headline("b", "Grid operator opens eleven playgrounds", hours=1),
        headline("b", GRID, hours=WINDOW / timedelta(hours=1) + 1),
        headline("b", GRID, language="de"),
        headline("b", GRID, outlet="outlet-a"),
        Headline("b", "outlet-b", "en", GRID, None),
    ],
    ids=["other words", "too late", "other language", "same outlet", "no time"],
)
def test_not_linked(other: Headline) -> None:
    assert title_links([headline("a", GRID), other]) == []


def test_unknown_languages_are_not_the_same_language() -> None:
    assert title_links([headline(article, GRID, language=UNKNOWN_LANGUAGE) for article in "ab"]) == []


def test_two_common_keywords_are_too_few() -> None:
    assert title_links([headline("a", "Power prices"), headline("b", "Power prices")]) == []


WORDS = st.lists(
    st.sampled_from(["grid", "queue", "years", "chips", "turbine", "2031", "reactor"]), max_size=6
)
HEADLINES = st.builds(
    lambda at, words, hours: headline(f"a{at}", " ".join(words), outlet=f"o{at % 3}", hours=hours),
    st.integers(0, 30),
    WORDS,
    st.integers(0, 100),
)


@given(st.lists(HEADLINES, unique_by=lambda item: item.article_id), st.integers(0, 10))
def test_index_finds_what_comparing_all_pairs_finds(items: list[Headline], cut: int) -> None:
    def alike(one: Headline, other: Headline) -> bool:
        left, right = keywords(one.title), keywords(other.title)
        common = len(left & right)
        return (
            one.outlet_id != other.outlet_id
            and one.at is not None
            and other.at is not None
            and abs(one.at - other.at) <= WINDOW
            and common >= MIN_COMMON
            and common >= MIN_LIKENESS * len(left | right)
        )

    expected = sorted(
        tuple(sorted((a.article_id, b.article_id))) for a, b in combinations(items, 2) if alike(a, b)
    )
    assert title_links(items) == title_links(items[::-1]) == expected
    assert sorted({*title_links(items[:cut]), *title_links(items[cut:], items[:cut])}) == expected


def test_story_is_named_after_its_earliest_article() -> None:
    times = {"a": NOON, "b": NOON - timedelta(hours=1), "c": NOON + timedelta(hours=1), "d": NOON}
    assert stories(times, [("a", "c"), ("a", "b")]) == dict.fromkeys("abc", "b")


def test_later_article_keeps_the_name_and_equal_times_take_the_smaller_id() -> None:
    times: dict[str, datetime | None] = {"a": NOON, "b": NOON}
    assert stories(times, [("a", "b")]) == {"a": "a", "b": "a"}
    assert stories({**times, "0": NOON + timedelta(days=1)}, [("a", "b"), ("0", "b")]) == dict.fromkeys(
        "0ab", "a"
    )


def test_unknown_time_comes_last() -> None:
    assert stories({"a": None, "b": NOON}, [("a", "b"), ("b", "c")]) == dict.fromkeys("abc", "b")


def test_article_alone_is_no_story() -> None:
    assert stories({"a": NOON}, []) == {}
    assert stories({"a": NOON}, [("a", "a")]) == {}


IDS = st.sampled_from("abcdefgh")
TIMES = st.dictionaries(IDS, st.none() | st.datetimes(timezones=st.just(UTC)))


@given(TIMES, st.lists(st.tuples(IDS, IDS)), st.randoms())
def test_order_and_repetition_of_links_do_not_matter(
    times: dict[str, datetime | None], links: list[tuple[str, str]], shuffle: random.Random
) -> None:
    expected = stories(times, links)
    mixed = [link if shuffle.random() < 0.5 else link[::-1] for link in links * 2]
    shuffle.shuffle(mixed)
    assert stories(times, mixed) == expected
    # The result is a fixed point: linking each article with its story's id again changes nothing.
    assert stories(times, expected.items()) == expected


@given(TIMES, st.lists(st.tuples(IDS, IDS)))
def test_linked_articles_share_a_story(
    times: dict[str, datetime | None], links: list[tuple[str, str]]
) -> None:
    found = stories(times, links)
    assert all(found[left] == found[right] for left, right in links if left != right)
    assert all(found[story] == story for story in found.values())
