"""Tests of the definitions: the graph as reviewed, and what depends on the home."""

from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import pytest

from crawler.landing.writer import LandingWriter
from pipelines.days import declare_days
from pipelines.defs.assembly import definitions
from pipelines.home import Home, prepare
from pipelines.processing import STEPS
from tests.pipelines.defs.graph import STORED, describe


def test_the_graph_is_the_reviewed_one(tmp_path: Path) -> None:
    """A difference that is meant: see `graph.py` for how to store it."""
    assert describe(Home(tmp_path)) == STORED.read_text(encoding="utf-8")


def test_the_progress_display_knows_how_many_assets_each_job_has(tmp_path: Path) -> None:
    jobs = definitions(Home(tmp_path)).get_repository_def().get_all_jobs()
    counts = {
        job.name: len(job.asset_layer.selected_asset_keys) for job in jobs if not job.name.startswith("__")
    }
    assert counts == STEPS


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ("", dg.DefaultScheduleStatus.STOPPED),
        ("[crawl]\npackaged_outlets = false\n", dg.DefaultScheduleStatus.STOPPED),
        ('[crawl]\ncontact = "mailto:desk@example.org"\n', dg.DefaultScheduleStatus.RUNNING),
    ],
)
def test_schedules_run_only_where_a_contact_is_set(
    tmp_path: Path, settings: str, status: dg.DefaultScheduleStatus
) -> None:
    (tmp_path / "wattwire.toml").write_text(settings)
    schedules = definitions(Home(tmp_path)).get_repository_def().schedule_defs
    assert {schedule.name: schedule.default_status for schedule in schedules} == {
        "crawl_schedule": status,
        "daily_close": status,
    }


@pytest.mark.parametrize(
    ("schedule", "tick", "day"),
    [
        ("crawl_schedule", "2026-11-23T23:45", "2026-11-23"),
        ("crawl_schedule", "2026-11-24T00:00", "2026-11-24"),
        ("daily_close", "2026-11-24T00:20", "2026-11-23"),
        ("daily_close", "2027-01-01T00:20", "2026-12-31"),
    ],
)
def test_a_tick_asks_for_its_utc_day(tmp_path: Path, schedule: str, tick: str, day: str) -> None:
    at = datetime.fromisoformat(tick).replace(tzinfo=UTC)
    repository = definitions(begun(tmp_path, date(2026, 11, 23))).get_repository_def()
    defined = repository.get_schedule_def(schedule)
    context = dg.build_schedule_context(scheduled_execution_time=at, repository_def=repository)
    assert defined.execution_timezone in (None, "UTC")
    (request,) = defined.evaluate_tick(context).run_requests or []
    assert request.partition_key == day


def test_days_before_a_home_began_are_not_closed(tmp_path: Path) -> None:
    home = begun(tmp_path, date(2026, 11, 24))
    repository = definitions(home).get_repository_def()
    context = dg.build_schedule_context(
        scheduled_execution_time=datetime(2026, 11, 24, 0, 20, tzinfo=UTC), repository_def=repository
    )
    ticked = repository.get_schedule_def("daily_close").evaluate_tick(context)
    assert (ticked.run_requests, ticked.skip_message) == ([], "Nothing landed before 2026-11-24.")


def begun(root: Path, *days: date) -> Home:
    """A home on which something landed on these days."""
    home = prepare(Home(root))
    for day in days:
        with LandingWriter(home.landing, day, f"crawl-{day}", user_agent="test"):
            pass
    return home


def keys_at(home: Home, now: datetime) -> list[str]:
    """The partitions of the asset `corpus` at some moment."""
    graph = definitions(home).get_repository_def().asset_graph
    days = graph.get(dg.AssetKey("corpus")).partitions_def
    assert days is not None
    return list(days.get_partition_keys(current_time=now))


def test_partitions_begin_with_the_first_landed_day_and_end_today(tmp_path: Path) -> None:
    home = begun(tmp_path, date(2026, 11, 22), date(2026, 11, 20))
    midnight = datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC)
    assert keys_at(home, midnight) == [f"2026-11-{day}" for day in (20, 21, 22, 23, 24)]


def test_partitions_of_a_new_home_are_today_alone(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    assert keys_at(Home(tmp_path), now) == [now.date().isoformat()]


def test_partitions_of_a_demo_are_the_days_of_its_web(tmp_path: Path) -> None:
    home = begun(tmp_path, date(2026, 3, 3))
    declare_days(home, date(2026, 3, 2), date(2026, 3, 11))
    assert keys_at(home, datetime(2028, 1, 1, tzinfo=UTC)) == [f"2026-03-{day:02}" for day in range(2, 12)]
