"""What Dagster shows and is asked for: figures at each asset that can be plotted, partitions at every tick."""

import math
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree

import dagster as dg
import pytest

from crawler.landing.importing import land_file
from pipelines.defs.assembly import definitions
from pipelines.defs.core import rows, share
from pipelines.defs.partitions import DAILY
from pipelines.defs.resources import Workspace
from pipelines.defs.runs import RunError, Runs
from pipelines.home import Home, prepare
from tests.pipelines.homes import CAPTURES
from tests.pipelines.pages import warc

DAY = date(2026, 11, 22)
FIGURES = {
    "articles": {"dagster/row_count", "rejected", "rejection_share", "fetches", "files", "files_processed"},
    "article_languages": {"dagster/row_count", "languages", "undecided_share", "files_processed"},
    "article_topics": {"dagster/row_count", "articles_on_topic", "on_topic_share", "files_processed"},
    "article_narratives": {"dagster/row_count", "files_processed"},
    "stories": {"dagster/row_count", "articles_in_stories", "near_duplicates", "files_processed"},
    "adoptions": {"dagster/row_count"},
    "corpus": {"dagster/row_count", "outlets", "megabytes"},
    "report": {"dagster/row_count", "kilobytes"},
}
"""Metadata of each asset that Dagster plots over time."""

SHARES = {"rejection_share", "undecided_share", "on_topic_share"}


def landed(root: Path) -> Home:
    """A home with a file of five pages, not processed."""
    home = prepare(Home(root))
    (root / "wattwire.toml").write_text("[crawl]\npackaged_outlets = false\n")
    file = root / "pages.warc.gz"
    file.write_bytes(warc(CAPTURES))
    land_file(file, home.landing, DAY)
    return home


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Such a home after the close of its day. Tests read it only."""
    home = landed(tmp_path_factory.mktemp("closed"))
    Runs(home).run("close_day", DAY, lambda _: None)
    return home


def metadata(home: Home) -> dict[str, dict[str, dg.MetadataValue]]:
    """Of the newest materialisation of each asset."""
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        events = {
            key.to_user_string(): instance.get_latest_materialization_event(key) for key in FIGURES_KEYS
        }
    return {
        name: dict(event.asset_materialization.metadata)
        for name, event in events.items()
        if event is not None and event.asset_materialization is not None
    }


FIGURES_KEYS = [dg.AssetKey(name) for name in FIGURES]


def plotted(found: dict[str, dg.MetadataValue]) -> dict[str, float]:
    numbers = (dg.IntMetadataValue, dg.FloatMetadataValue)
    return {name: float(value.value or 0) for name, value in found.items() if isinstance(value, numbers)}


def test_every_figure_is_a_number_on_a_day_with_pages(closed: Home) -> None:
    found = {name: plotted(values) for name, values in metadata(closed).items()}
    assert {name: set(values) for name, values in found.items()} == FIGURES
    assert all(math.isfinite(number) for values in found.values() for number in values.values())
    shares = {name: number for values in found.values() for name, number in values.items() if name in SHARES}
    assert set(shares) == SHARES
    assert all(0 <= number <= 1 for number in shares.values())
    # Five records: four captures of articles and a page without a text.
    assert found["articles"]["dagster/row_count"] == 4
    assert (found["articles"]["rejected"], found["articles"]["rejection_share"]) == (1, 0.2)
    assert (found["articles"]["files"], found["articles"]["files_processed"]) == (1, 1)
    assert found["corpus"]["dagster/row_count"] == 2


def test_what_is_done_already_is_done_again_by_a_reprocessing_run_alone(closed: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    copytree(closed.root, home.root, symlinks=True)
    counts = []
    for reprocess in (False, True):
        done: list[str] = []
        Runs(home, reprocess=reprocess).run("process_day", DAY, done.append)
        assert sorted(done) == sorted(FIGURES.keys() - {"report"})
        found = metadata(home)
        counts.append(
            {found[name]["files_processed"].value for name in FIGURES if "files_processed" in FIGURES[name]}
        )
    assert counts == [{0}, {1}]
    assert metadata(home)["articles"]["dagster/row_count"].value == 4


def test_a_share_of_nothing_is_no_number(tmp_path: Path) -> None:
    """0 would look like a measurement on Dagster's plot; nothing leaves a gap."""
    home = landed(tmp_path)
    Runs(home).run("process_day", DAY + timedelta(days=1), lambda _: None)
    found = metadata(home)
    for asset, name in (
        ("articles", "rejection_share"),
        ("article_languages", "undecided_share"),
        ("article_topics", "on_topic_share"),
    ):
        assert isinstance(found[asset][name], dg.NullMetadataValue)
    assert found["articles"]["files"].value == 0
    assert (share(0, 0), share(0, 4), share(3, 4)) == (None, 0.0, 0.75)


def test_rows_are_counted_for_the_given_files_alone(closed: Home) -> None:
    workspace = Workspace(root=str(closed.root))
    (unit,) = workspace.units(DAY.isoformat())
    assert rows(workspace.store, "captures", [unit]) == rows(workspace.store, "captures", [unit, unit]) == 4
    assert rows(workspace.store, "captures", []) == 0
    assert workspace.units((DAY + timedelta(days=1)).isoformat()) == []


@pytest.mark.parametrize(
    "tables", [["captures", "rejected", "fetch_log"], ["languages", "topics"], ["narratives"]]
)
def test_files_to_do_are_those_that_lack_a_part(closed: Home, tmp_path: Path, tables: list[str]) -> None:
    day = DAY.isoformat()
    fresh = Workspace(root=str(landed(tmp_path).root))
    assert fresh.todo(day, tables) == fresh.units(day)
    assert len(fresh.units(day)) == 1
    assert Workspace(root=str(closed.root)).todo(day, tables) == []
    again = Workspace(root=str(closed.root), reprocess=True)
    assert again.todo(day, tables) == again.units(day)


def test_a_workspace_makes_its_home(tmp_path: Path) -> None:
    home = Workspace(root=str(tmp_path / "new")).home
    assert home.landing.is_dir()
    assert (home.dagster / "dagster.yaml").is_symlink()


def test_a_failed_run_names_the_asset_the_cause_and_what_to_do(tmp_path: Path) -> None:
    home = landed(tmp_path)
    (home.outlets).mkdir()
    (home.outlets / "xx.yaml").write_text("herald: {name: }\n")
    with pytest.raises(RunError) as failed:
        Runs(home).run("process_day", DAY, lambda _: None)
    message = str(failed.value)
    assert message.startswith(f"The run process_day for {DAY} failed. articles: ")
    assert "xx.yaml" in message
    assert "What was committed before stays; the next run goes on from there." in message
    assert f"wattwire ui --home {home.root}, run " in message
    assert "Traceback" not in message


def test_every_tick_of_two_days_asks_for_a_partition_that_exists_by_then(tmp_path: Path) -> None:
    repository = definitions(Home(tmp_path)).get_repository_def()
    schedule = repository.get_schedule_def("crawl_schedule")
    start = datetime(2026, 12, 31, tzinfo=UTC)
    for quarter in range(2 * 24 * 4):
        tick = start + timedelta(minutes=15 * quarter)
        context = dg.build_schedule_context(scheduled_execution_time=tick, repository_def=repository)
        (request,) = schedule.evaluate_tick(context).run_requests or []
        assert request.partition_key == tick.date().isoformat()
        assert request.partition_key == DAILY.get_partition_keys(current_time=tick + timedelta(seconds=1))[-1]


def test_the_close_of_a_day_asks_for_the_last_day_that_ended(tmp_path: Path) -> None:
    repository = definitions(landed(tmp_path)).get_repository_def()
    schedule = repository.get_schedule_def("daily_close")
    assert schedule.cron_schedule == "20 0 * * *"
    asked = []
    for day in range(59, 62):
        tick = datetime(2028, 1, 1, 0, 20, tzinfo=UTC) + timedelta(days=day)
        context = dg.build_schedule_context(scheduled_execution_time=tick, repository_def=repository)
        (request,) = schedule.evaluate_tick(context).run_requests or []
        asked.append(request.partition_key)
        assert DAILY.get_partition_keys(current_time=tick)[-2] == request.partition_key
    assert asked == ["2028-02-28", "2028-02-29", "2028-03-01"]


def test_a_contact_from_the_environment_starts_the_schedules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATTWIRE_CRAWL__CONTACT", "mailto:desk@example.org")
    schedules = definitions(Home(tmp_path)).get_repository_def().schedule_defs
    assert {schedule.default_status for schedule in schedules} == {dg.DefaultScheduleStatus.RUNNING}
