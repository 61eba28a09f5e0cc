"""The SQL that pipelines run, against the store."""

from datetime import date, datetime, timedelta

import pytest

from tests.warehouse.rows import DAY, NOON, put, row
from warehouse.queries import load_query
from warehouse.store import Store

NEW = "crawl-new"


def signature(
    article: str, bands: list[int], seen: datetime | None = NOON, revision: str = "1"
) -> dict[str, object]:
    return row(
        "signatures",
        revision_id=f"{article}-{revision}",
        article_id=article,
        seen_at=seen,
        bands=bands,
        hashes=[7, 8, *map(ord, article)],
    )


def candidates(store: Store) -> list[dict[str, object]]:
    found: list[dict[str, object]] = store.query(
        load_query("near_duplicate_candidates"), day=DAY, source=NEW
    ).to_pylist()
    return found


def pairs(store: Store) -> list[tuple[object, object]]:
    return [(found["left_id"], found["right_id"]) for found in candidates(store)]


def test_pairs_share_a_band_and_one_is_new(store: Store) -> None:
    put(
        store,
        source="crawl-old",
        signatures=[signature("a", [1, 2]), signature("b", [1]), signature("c", [9])],
    )
    put(store, source=NEW, signatures=[signature("d", [2, 3, 9]), signature("e", [3]), signature("f", [])])
    assert pairs(store) == [("a", "d"), ("c", "d"), ("d", "e")]


def test_both_sides_come_with_what_verifying_needs(store: Store) -> None:
    put(store, source="crawl-old", signatures=[signature("z", [1])])
    put(store, source=NEW, signatures=[signature("m", [1]) | {"shingles": 7}])
    assert candidates(store) == [
        {
            "left_id": "m",
            "right_id": "z",
            "common": 2,
            "left_shingles": 7,
            "right_shingles": 50,
        }
    ]


def test_revisions_of_one_article_are_no_pair(store: Store) -> None:
    put(store, source="crawl-old", signatures=[signature("a", [1], revision="1")])
    put(store, source=NEW, signatures=[signature("a", [1], revision="2")])
    assert pairs(store) == []


@pytest.mark.parametrize(
    ("apart", "found"), [(timedelta(days=14), True), (timedelta(days=14, seconds=1), False)]
)
def test_fourteen_days_either_way(store: Store, apart: timedelta, found: bool) -> None:
    put(
        store,
        date(2026, 1, 1),
        "old",
        signatures=[signature("a", [1], NOON - apart), signature("b", [1], NOON + apart)],
    )
    put(store, source=NEW, signatures=[signature("m", [1])])
    assert pairs(store) == ([("a", "m"), ("b", "m")] if found else [])


def test_a_text_that_floods_the_window_meets_five_of_its_kind_only(store: Store) -> None:
    flood = [f"{number:04}" for number in range(201)]
    put(store, source="crawl-old", signatures=[signature(name, [1]) for name in flood[:-1]])
    put(store, source=NEW, signatures=[signature("rest", [2])])
    assert pairs(store) == []
    put(store, source=NEW, signatures=[signature(flood[-1], [1])])
    assert pairs(store) == [(name, flood[-1]) for name in flood[:5]], "201 share the band"
    put(store, source="crawl-old", signatures=[signature(name, [1]) for name in flood[1:-1]])
    assert len(pairs(store)) == 199, "200 share it"


def test_a_flood_in_one_unit_hangs_together(store: Store) -> None:
    flood = [f"{number:04}" for number in range(300)]
    put(store, source=NEW, signatures=[signature(name, [1, 2]) for name in flood])
    found = pairs(store)
    assert {left for left, _ in found} == set(flood[:5])
    assert {right for _, right in found} == set(flood[1:])


def test_signature_without_a_time_is_compared_with_all(store: Store) -> None:
    put(
        store,
        source="old",
        signatures=[signature("a", [1], NOON - timedelta(days=99)), signature("b", [2], None)],
    )
    put(store, source=NEW, signatures=[signature("m", [1], None), signature("n", [2])])
    assert pairs(store) == [("a", "m"), ("b", "n")]


def test_unknown_query_names_the_known() -> None:
    with pytest.raises(KeyError, match="near_duplicate_candidates"):
        load_query("near_duplicates")
