"""Tests of `pipelines/processing.py` through the command: what a re-run does, and what an interrupted run leaves."""

import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from crawler.landing.units import landed_units
from crawler.landing.writer import LandingWriter
from pipelines.stages import versions as stage_versions
from tests.pipelines.command import PROJECT, done, wattwire
from tests.pipelines.homes import files, parts, public_tables

DIES = """
import os, signal, sys
left = int(sys.argv.pop(1))
fsync = os.fsync

def die_in_time(descriptor):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    fsync(descriptor)

os.fsync = die_in_time
from pipelines.cli import main
main()
"""
"""The command line in a process that is killed before it makes a given number of writes durable."""


@pytest.fixture
def home(imported: Path, tmp_path: Path) -> Path:
    """A copy of the imported home, to change; it was moved, too."""
    return Path(shutil.copytree(imported, tmp_path / "home", symlinks=True))


def tables_of(files: set[str]) -> set[str]:
    """The tables whose parts are among some files."""
    return {Path(file).parts[1] for file in files}


def test_a_second_run_makes_nothing_anew(imported: Path, home: Path) -> None:
    before = parts(home)
    outcome = done("process", "--home", home)
    assert "Nothing to process" in outcome.err
    assert parts(home) == before
    assert public_tables(home) == public_tables(imported)


def test_without_a_terminal_each_step_of_a_day_is_a_line(home: Path) -> None:
    outcome = done("process", "--reprocess", "--home", home)
    (unit, *_) = landed_units(home / "landing")
    done_ones = [line for line in outcome.err.splitlines() if line.endswith(" is done.")]
    assert sorted(done_ones) == [
        f"{unit.day} {name} is done."
        for name in (
            "adoptions",
            "article_languages",
            "article_narratives",
            "article_topics",
            "articles",
            "corpus",
            "stories",
        )
    ]
    assert done_ones[-1] == f"{unit.day} corpus is done."


def test_of_several_days_each_day_is_a_line(home: Path) -> None:
    (unit, *_) = landed_units(home / "landing")
    earlier = unit.day - timedelta(days=1)
    with LandingWriter(home / "landing", earlier, "crawl-1", user_agent="test"):
        pass
    outcome = done("process", "--reprocess", "--home", home)
    assert outcome.err.splitlines()[:2] == [
        f"{earlier} is done, 1 of 2 days.",
        f"{unit.day} is done, 2 of 2 days.",
    ]


def test_nothing_landed_is_nothing_to_process(tmp_path: Path) -> None:
    outcome = done("process", "--home", tmp_path / "home")
    assert outcome.raw == b""
    assert "Nothing to process" in outcome.err


def test_reprocessing_makes_every_part_anew_and_no_row_changes(imported: Path, home: Path) -> None:
    before = parts(home)
    done("process", "--reprocess", "--home", home)
    kept = tables_of(parts(home) & before)
    assert kept <= {"outlet_registry"}, "the registry is the same and no part of a landed file"
    assert public_tables(home) == public_tables(imported)


def test_a_new_recogniser_makes_its_parts_anew_and_no_other(
    imported: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_versions, "RECOGNISER_VERSION", "another")
    stage_versions.versions.cache_clear()
    try:
        before = parts(home)
        done("process", "--home", home)
        made = tables_of(parts(home) - before)
        assert made == {"topics", "topicality", "narratives", "story_links"}
        assert "Nothing to process" in done("process", "--home", home).err
    finally:
        monkeypatch.undo()
        stage_versions.versions.cache_clear()
    assert public_tables(home) == public_tables(imported)


def test_a_corpus_that_was_removed_is_published_again(imported: Path, home: Path) -> None:
    (home / "corpus.duckdb").unlink()
    shutil.rmtree(home / "store" / "snapshots")
    done("process", "--home", home)
    assert public_tables(home) == public_tables(imported)


def test_a_failure_names_the_asset_and_the_cause_and_is_mended_by_what_it_says(
    imported: Path, home: Path, tmp_path: Path
) -> None:
    """A declaration that somebody altered fails the run; importing the file again, as told, mends it."""
    pages, given = files(tmp_path / "files")
    for unit in landed_units(home / "landing"):
        unit.path.with_name(f"{unit.source}.declared.json").write_text("{")
    outcome = wattwire("process", "--reprocess", "--home", home)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "articles: " in outcome.err
    assert ".declared.json can't be read" in outcome.err
    assert "Import the file again" in outcome.err
    assert "Traceback" not in outcome.err
    assert public_tables(home) == public_tables(imported), "readers keep what was published"

    done("import", pages, given, "--home", home)
    assert public_tables(home) == public_tables(imported)


def test_a_killed_import_is_finished_by_process(imported: Path, tmp_path: Path) -> None:
    home, given = tmp_path / "home", files(tmp_path / "files")
    ends = [
        subprocess.run(
            [sys.executable, "-c", DIES, str(writes), "import", *given, "--home", home],
            cwd=PROJECT,
            check=False,
            capture_output=True,
        ).returncode
        for writes in (3, 9, 24)
    ]
    assert ends == [-signal.SIGKILL] * len(ends)
    assert len(landed_units(home / "landing")) == len(given)
    done("process", "--home", home)
    assert public_tables(home) == public_tables(imported)
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        ended = [run.status.value for run in instance.get_runs()]
        assert sorted(ended) == ["FAILURE"] * (len(ended) - 1) + ["SUCCESS"], (
            "no dead run passes for a live one"
        )
    assert "Nothing to process" in done("process", "--home", home).err
    assert {path.suffix for path in (home / "landing").rglob("*.*")} == {".gz"}


def test_more_workers_make_the_same_corpus(imported: Path, home: Path) -> None:
    done("process", "--reprocess", "--workers", "2", "--home", home)
    assert public_tables(home) == public_tables(imported)


def test_no_worker_at_all_is_a_mistake_of_use(home: Path) -> None:
    for command in (("process",), ("import", "pages.warc.gz")):
        outcome = wattwire(*command, "--workers", "0", "--home", home)
        assert (outcome.code, outcome.raw) == (2, b"")
        assert "--workers" in outcome.err


def test_in_an_empty_home_an_empty_corpus_is_published(tmp_path: Path, imported: Path) -> None:
    """Every table and view is there, so that queries say 0 and not that there is no corpus."""
    outcome = done("process", "--home", tmp_path)
    assert f"nothing has landed in {tmp_path / 'landing'}" in outcome.err
    assert "holds 0 articles" in outcome.err
    assert "Next: `wattwire import FILE`" in outcome.err
    empty = public_tables(tmp_path)
    assert empty.keys() == public_tables(imported).keys()
    assert {table for table, found in empty.items() if found} <= {"outlets"}
    snapshot = (tmp_path / "corpus.duckdb").resolve()
    done("process", "--home", tmp_path)
    assert (tmp_path / "corpus.duckdb").resolve() == snapshot
    assert (
        done("sql", "select count(*) as n from articles", "--format", "csv", "--home", tmp_path).out
        == "n\n0\n"
    )
