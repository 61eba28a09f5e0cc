"""Imports: hosts outside the registry, rows without times, spans that were declared observed."""

from datetime import UTC, datetime, timedelta

from tests.warehouse.rows import HOUR, NOON, capture, put, row
from warehouse.store import Store

HOST = "example.co.uk"


def event(store: Store, *, seen: datetime | None, declared: list[dict[str, object]]) -> None:
    one = capture("a", 0, seen, outlet_id=HOST)
    put(
        store,
        captures=[one],
        languages=[row("languages", revision_id=one["revision_id"], language="en")],
        narratives=[row("narratives", revision_id=one["revision_id"])],
        declared_observations=declared,
    )


def counts(store: Store) -> list[tuple[object, ...]]:
    found = store.query(
        "select day::varchar as day, assertions, disputes, outlets_observed from spread_daily order by day"
    )
    return [tuple(one.values()) for one in found.to_pylist()]


def test_unknown_host_is_an_outlet(store: Store) -> None:
    event(store, seen=NOON, declared=[])
    [found] = store.query("select id, domain, registered, country from outlets").to_pylist()
    assert found == {"id": HOST, "domain": HOST, "registered": False, "country": None}


def test_undeclared_import_has_counts_but_no_zeros(store: Store) -> None:
    event(store, seen=NOON, declared=[])
    assert counts(store) == [("2026-11-23", 1, None, None)]
    assert store.query("select * from coverage").num_rows == 0


def test_declared_span_is_observed(store: Store) -> None:
    midnight = datetime(2026, 11, 22, tzinfo=UTC)
    span = row("declared_observations", outlet_id=HOST, since=midnight, until=midnight + timedelta(days=2))
    event(store, seen=NOON, declared=[span])
    assert counts(store) == [("2026-11-22", 0, 0, 1), ("2026-11-23", 1, 0, 1)]
    found = store.query(
        "select distinct polls_ok, polls_failed, listed, fetched, observed from coverage"
    ).to_pylist()
    assert found == [
        {"polls_ok": None, "polls_failed": None, "listed": None, "fetched": None, "observed": True}
    ]
    assert store.query("select * from coverage").num_rows == 48


def test_row_without_any_time_is_an_event_of_no_day(store: Store) -> None:
    event(store, seen=None, declared=[])
    [found] = store.query("select time_used, time_kind, day from narrative_events").to_pylist()
    assert set(found.values()) == {None}
    assert counts(store) == []
    assert store.query("select * from adoptions").num_rows == 0


def test_declared_half_hours_count_their_hours(store: Store) -> None:
    span = row("declared_observations", outlet_id=HOST, since=NOON + HOUR / 2, until=NOON + 1.5 * HOUR)
    event(store, seen=NOON, declared=[span])
    found = store.query("select hour from coverage order by hour").to_pylist()
    assert [one["hour"] for one in found] == [NOON, NOON + HOUR]


def test_an_hour_seen_twice_is_one_hour_of_its_day(store: Store) -> None:
    """Declared spans that overlap, one over midnight, and a poll in an hour that is declared as well."""
    ends = [
        (NOON, NOON + 2 * HOUR),
        (NOON + HOUR, NOON + 14 * HOUR),
    ]
    spans = [row("declared_observations", outlet_id=HOST, since=since, until=until) for since, until in ends]
    polls = [row("fetch_log", outlet_id=HOST, requested_at=NOON + n * HOUR) for n in (-1, 0)]
    put(store, fetch_log=polls)
    event(store, seen=NOON, declared=spans)
    found = store.query(
        "select day::varchar as day, outlets_observed, hours_observed, hours_expected from spread_daily order by day"
    ).to_pylist()
    assert [tuple(one.values()) for one in found] == [
        ("2026-11-23", 1, 13, 24),
        ("2026-11-24", 1, 2, 24),
    ]
