"""Tests of the definitions: the graph as reviewed, and what depends on the home."""

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from pipelines.defs.assembly import definitions
from pipelines.defs.partitions import DAILY
from pipelines.home import Home
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
    repository = definitions(Home(tmp_path)).get_repository_def()
    defined = repository.get_schedule_def(schedule)
    context = dg.build_schedule_context(scheduled_execution_time=at, repository_def=repository)
    assert defined.execution_timezone in (None, "UTC")
    (request,) = defined.evaluate_tick(context).run_requests or []
    assert request.partition_key == day


def test_today_is_a_partition_and_tomorrow_is_not() -> None:
    midnight = datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC)
    keys = DAILY.get_partition_keys(current_time=midnight)
    assert (keys[0], keys[-1]) == ("2025-01-01", "2026-11-24")
