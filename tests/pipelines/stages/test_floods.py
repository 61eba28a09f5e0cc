"""One text, or one template, under very many addresses: found as copies, at a cost that stays bounded."""

from collections.abc import Callable

import pytest

from pipelines.tracking.duplicates import common_hashes, containment
from pipelines.tracking.signatures import signature
from tests.pipelines.stages.landed import Desk
from tests.pipelines.tracking.texts import article, cut_to_half

FLOOD = 400
"""Articles; twice what may share a band before they no longer all meet each other."""

TEXT = article(1)


def same(_: int) -> str:
    return TEXT


def template(number: int) -> str:
    return f"{TEXT} The share closed at {number} points, {number * 7} more than on the day before."


def flood(desk: Desk, body: Callable[[int], str], numbers: range) -> None:
    given = [
        {
            "url": f"https://outlet{number % 40}.example/{number}",
            "title": f"Page {number}",
            "body": body(number),
            # Fourteen seconds each: the first is the original.
            "first_seen_at": f"2026-11-20T{8 + number // 240:02}:{number // 4 % 60:02}:{number % 4 * 14:02}Z",
            "language": "en",
        }
        for number in numbers
    ]
    desk.process(desk.rows(*given))


def copies(desk: Desk) -> list[dict[str, object]]:
    found: list[dict[str, object]] = desk.store.query("from copies").to_pylist()
    return found


@pytest.mark.parametrize("body", [same, template])
def test_all_texts_of_a_flood_are_copies_of_the_first(desk: Desk, body: Callable[[int], str]) -> None:
    flood(desk, body, range(FLOOD // 2))
    flood(desk, body, range(FLOOD // 2, FLOOD))
    found = copies(desk)
    assert len({row["article_id"] for row in found}) == len(found) == FLOOD - 1
    assert len({row["original_id"] for row in found}) == 1
    # All pairs would be 79,800, of which the first half has 19,900.
    assert len(desk.read("near_duplicates")) < 19_900 + FLOOD * 100


def test_similarity_is_that_to_the_original_even_where_the_two_were_not_compared(desk: Desk) -> None:
    """The cut texts have more in common with each other than with the original, which only some of them met."""
    flood(desk, lambda number: TEXT if number == 0 else cut_to_half(template(number)), range(FLOOD))
    pairs = {(row["left_id"], row["right_id"]) for row in desk.read("near_duplicates")}
    texts = {row["article_id"]: signature(row["body"]) for row in desk.read("captures")}
    unmet = 0
    for row in copies(desk):
        mine, original = str(row["article_id"]), str(row["original_id"])
        left, right = texts[mine], texts[original]
        expected = containment(common_hashes(left, right), left.shingles, right.shingles)
        assert row["similarity"] == pytest.approx(expected, abs=1e-9)
        unmet += (min(mine, original), max(mine, original)) not in pairs
    assert unmet > FLOOD // 2
