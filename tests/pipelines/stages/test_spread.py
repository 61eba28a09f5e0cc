"""Signatures, near-duplicates, headline links and stories over units that come in any order."""

from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from crawler.landing.records import Unit
from pipelines.stages.spread import Linked, adoption_counts, compare_unit, link_stories
from pipelines.stages.versions import versions
from tests.pipelines.homes import AGAIN, FIRST, HEADLINE, LATER
from tests.pipelines.pages import QUEUE, changed
from tests.pipelines.stages.landed import DAY, Desk
from tests.pipelines.stages.landed import desk as new_desk
from tests.pipelines.tracking.texts import article, cut_to_half, edited, with_credit

SEEN = "2026-11-20T08:00:00+00:00"
GRID = "Grid operator refuses eleven data centres until 2031"
GRID_TOO = "Eleven data centres refused: grid operator says 2031"


def text(
    host: str, body: str, title: str = "", seen: str | None = SEEN, **given: object
) -> dict[str, object]:
    """A row of an outlet; without a title of its own it has one that is like no other."""
    return {
        "url": f"https://{host}.example/1",
        "title": title or f"{host} opens a {host} on {host} street",
        "body": body,
        "first_seen_at": seen,
        "language": "en",
    } | given


ORIGINAL = text("alpha", article(1))
COPIES = [text("beta", cut_to_half(article(1))), text("gamma", edited(with_credit(article(1))))]
STRANGER = text("delta", article(2))


def pairs(desk: Desk) -> set[tuple[str, str]]:
    """The near-duplicates found, as outlets."""
    outlets = {row["article_id"]: row["outlet_id"] for row in desk.read("captures")}
    found = (
        sorted([outlets[row["left_id"]], outlets[row["right_id"]]]) for row in desk.read("near_duplicates")
    )
    return {(left, right) for left, right in found}


def compared(desk: Desk, *given: dict[str, object]) -> list[Unit]:
    """Each row as a unit of its own, processed in this order; landed after the last time that a test gives."""
    units = [desk.rows(row, day=DAY + timedelta(days=14)) for row in given]
    for unit in units:
        desk.process(unit)
    return units


def test_each_revision_has_one_signature(desk: Desk) -> None:
    unit = desk.pages([(QUEUE, FIRST), (QUEUE, AGAIN), (changed(QUEUE), LATER)])
    desk.process(unit)
    signatures = {row["revision_id"]: row for row in desk.read("signatures", unit)}
    assert set(signatures) == {row["revision_id"] for row in desk.read("captures", unit)}
    assert [len(row["bands"]) for row in signatures.values()] == [64, 64]
    assert len({tuple(row["hashes"]) for row in signatures.values()}) == 2
    assert desk.read("near_duplicates", unit) == [], "two revisions of one article are no pair"


def test_the_time_of_a_signature_is_the_stated_one_or_else_the_first_sight(desk: Desk) -> None:
    unit = desk.rows(
        text("alpha", article(1), published_at="2026-11-19T10:00Z"),
        text("beta", article(2)),
        text("gamma", article(3), seen=None),
    )
    desk.process(unit)
    times = {
        row["outlet_id"]: row["seen_at"] and row["seen_at"].isoformat() for row in desk.read("signatures")
    }
    assert times == {
        "alpha.example": "2026-11-19T10:00:00+00:00",
        "beta.example": SEEN,
        "gamma.example": None,
    }


def test_a_headline_without_a_text_has_an_empty_signature(desk: Desk) -> None:
    unit = desk.rows(HEADLINE)
    desk.process(unit)
    (row,) = desk.read("signatures", unit)
    assert (row["shingles"], row["hashes"], row["bands"]) == (0, [], [])


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_pairs_are_found_whatever_order_the_units_come_in(tmp_path: Path, order: tuple[int, ...]) -> None:
    given = [ORIGINAL, *COPIES]
    desk = new_desk(tmp_path / "desk")
    compared(desk, STRANGER, *(given[number] for number in order))
    assert pairs(desk) == {("alpha.example", "beta.example"), ("alpha.example", "gamma.example")} | {
        ("beta.example", "gamma.example")
    }
    assert all(0.6 <= row["similarity"] <= 1.0 for row in desk.read("near_duplicates"))
    assert all(row["left_id"] < row["right_id"] for row in desk.read("near_duplicates"))


def test_one_unit_of_all_finds_the_same_pairs(desk: Desk) -> None:
    unit = desk.rows(ORIGINAL, *COPIES, STRANGER)
    desk.process(unit)
    assert len(pairs(desk)) == len(desk.read("near_duplicates", unit)) == 3


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        ("2026-12-04T08:00:00+00:00", True),
        ("2026-12-04T08:00:01+00:00", False),
        ("2026-11-06T08:00:00+00:00", True),
        ("2026-11-06T07:59:59+00:00", False),
        (None, True),
    ],
)
def test_copies_are_looked_for_within_two_weeks(desk: Desk, seen: str | None, found: bool) -> None:
    compared(desk, ORIGINAL, text("beta", article(1), seen=seen))
    assert pairs(desk) == ({("alpha.example", "beta.example")} if found else set())


def test_comparing_again_gives_the_same_rows(desk: Desk) -> None:
    units = compared(desk, ORIGINAL, *COPIES)
    before = desk.everything()
    for unit in units:
        compare_unit(unit, desk.store)
    again = desk.everything()
    assert {table: set(rows) for table, rows in again.items()} == {t: set(rows) for t, rows in before.items()}
    link_stories(desk.store)
    linked = desk.read("story_links")
    link_stories(desk.store)
    assert desk.read("story_links") == linked


@pytest.mark.parametrize("turned", [False, True])
def test_like_headlines_are_linked_across_units(desk: Desk, turned: bool) -> None:
    given = [text("alpha", article(1), GRID), text("beta", article(2), GRID_TOO)]
    compared(desk, *(given[::-1] if turned else given))
    outlets = {row["article_id"]: row["outlet_id"] for row in desk.read("captures")}
    assert [{outlets[row["left_id"]], outlets[row["right_id"]]} for row in desk.read("title_links")] == [
        {"alpha.example", "beta.example"}
    ]
    assert desk.read("near_duplicates") == []


@pytest.mark.parametrize(
    "other",
    [
        text("beta", article(2), GRID_TOO, seen="2026-11-23T08:00:01+00:00"),
        text("beta", article(2), GRID_TOO, seen=None),
        text("alpha", article(2), GRID_TOO, url="https://alpha.example/2"),
        text("beta", article(2), "Grid operator opens eleven playgrounds"),
    ],
    ids=["three days later", "no time", "same outlet", "other words"],
)
def test_other_headlines_are_not_linked(desk: Desk, other: dict[str, object]) -> None:
    compared(desk, text("alpha", article(1), GRID), other)
    assert desk.read("title_links") == []


def test_stories_grow_over_copies_and_headlines_and_keep_the_earliest_name(desk: Desk) -> None:
    first = text("alpha", article(1), GRID)
    like = text("beta", article(5), GRID_TOO, seen="2026-11-20T09:00:00+00:00")
    copy = text("gamma", article(5), seen="2026-11-20T10:00:00+00:00")
    compared(desk, copy, STRANGER)
    assert link_stories(desk.store) == Linked(stories=0, articles=0)
    compared(desk, like)
    assert link_stories(desk.store) == Linked(stories=1, articles=2)
    compared(desk, first)
    assert link_stories(desk.store) == Linked(stories=1, articles=3)
    articles = {row["article_id"]: row["outlet_id"] for row in desk.read("captures")}
    links = {articles[row["article_id"]]: articles[row["story_id"]] for row in desk.read("story_links")}
    assert links == dict.fromkeys(["alpha.example", "beta.example", "gamma.example"], "alpha.example")


def test_the_links_are_one_part_over_everything_of_the_present_version(desk: Desk) -> None:
    compared(desk, ORIGINAL, *COPIES)
    link_stories(desk.store)
    (part,) = desk.store.parts("story_links")
    assert (part.day.isoformat(), part.source, part.version) == (
        "1970-01-01",
        "all",
        versions()["title_links"],
    )
    assert part.rows == 3


def test_units_of_other_days_are_compared_as_well(desk: Desk) -> None:
    early = desk.rows(ORIGINAL, day=DAY - timedelta(days=3))
    late = desk.rows(COPIES[0], day=DAY)
    for unit in (early, late):
        desk.process(unit)
    assert [len(desk.read("near_duplicates", unit)) for unit in (early, late)] == [0, 1]


def test_adoptions_count_outlets_and_no_copies(desk: Desk) -> None:
    def told(host: str, body: str) -> dict[str, object]:
        return text(host, body)

    compared(
        desk,
        told("alpha", QUEUE.body),
        told("beta", QUEUE.body),
        told(
            "gamma", "Electricity is the bottleneck of AI, the operator of the valley's substation explained."
        ),
    )
    link_stories(desk.store)
    counts = adoption_counts(desk.store)
    assert counts["power-bottleneck"] == 2
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


def test_nothing_is_adopted_in_an_empty_store(desk: Desk) -> None:
    assert link_stories(desk.store) == Linked(0, 0)
    assert adoption_counts(desk.store) == {}
