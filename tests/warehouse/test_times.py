"""When an article came out: each case of the rule, by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.warehouse.rows import HOUR, capture, put, row
from warehouse.store import Store

SEEN = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def day(text: str, offset: int | None = None) -> dict[str, Any]:
    return {"published_at": at(text), "published_precision": "day", "published_offset_minutes": offset}


def point(moment: datetime, offset: int | None = 0) -> dict[str, Any]:
    return {"published_at": moment, "published_precision": "minute", "published_offset_minutes": offset}


Expected = tuple[datetime | None, str | None, datetime | None, datetime | None]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # a point in time: as stated, up to an hour after the first sight
        (point(SEEN - HOUR), (SEEN - HOUR, "published_at", SEEN - HOUR, SEEN - HOUR)),
        (point(SEEN + HOUR), (SEEN + HOUR, "published_at", SEEN + HOUR, SEEN + HOUR)),
        (point(SEEN + HOUR + MINUTE), (SEEN, "first_seen_at", None, SEEN)),
        (point(SEEN - HOUR, None), (SEEN - HOUR, "published_at", SEEN - HOUR, SEEN - HOUR)),
        # no stated time: between the last poll without it and the first with it
        ({}, (SEEN, "first_seen_at", None, SEEN)),
        ({"not_seen_at": SEEN - HOUR}, (SEEN, "first_seen_at", SEEN - HOUR, SEEN)),
        ({"first_seen_at": None}, (None, None, None, None)),
        ({"first_seen_at": None} | point(SEEN), (SEEN, "published_at", SEEN, SEEN)),
        # a day in Tokyo, 15:00 to 15:00 UTC: seen in it, after it, before it
        (day("2026-11-23T00:00+09:00"), (SEEN, "first_seen_at", at("2026-11-22T15:00Z"), SEEN)),
        (
            day("2026-11-22T00:00+09:00"),
            (at("2026-11-21T15:00Z"), "published_at", at("2026-11-21T15:00Z"), at("2026-11-22T15:00Z")),
        ),
        (day("2026-11-24T00:00+09:00"), (SEEN, "first_seen_at", None, SEEN)),
        # the page's own offset wins over the outlet's zone
        (day("2026-11-23T00:00Z", 0), (SEEN, "first_seen_at", at("2026-11-23T00:00Z"), SEEN)),
        (
            day("2026-11-22T00:00-05:00", -300),
            (at("2026-11-22T05:00Z"), "published_at", at("2026-11-22T05:00Z"), at("2026-11-23T05:00Z")),
        ),
    ],
)
def test_time_of_an_article_in_tokyo(store: Store, given: dict[str, Any], expected: Expected) -> None:
    put(
        store,
        captures=[capture("a", 0, SEEN, **given)],
        outlet_registry=[row("outlet_registry", id="nordpost", time_zone="Asia/Tokyo")],
    )
    [found] = store.query(
        "select time_used, time_kind, earliest, latest from steps.article_times"
    ).to_pylist()
    assert tuple(found.values()) == expected


def test_clock_time_of_an_unknown_zone_may_be_off_by_a_zone(store: Store) -> None:
    put(store, captures=[capture("a", 0, SEEN, outlet_id="example.org", **point(SEEN - HOUR, None))])
    [found] = store.query("select time_used, earliest, latest from steps.article_times").to_pylist()
    assert tuple(found.values()) == (SEEN - HOUR, SEEN - 15 * HOUR, SEEN)


def test_day_of_an_event_is_the_utc_day(store: Store) -> None:
    late = at("2026-11-23T23:30:00-05:00")
    put(
        store,
        captures=[capture("a", 0, late)],
        narratives=[row("narratives", revision_id=capture("a", 0)["revision_id"])],
    )
    [found] = store.query("select day from narrative_events").to_pylist()
    assert found["day"].isoformat() == "2026-11-24"
