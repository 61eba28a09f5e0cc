"""Tests of `pipelines/doctor.py`: what it finds in sound homes and in others, changing nothing."""

import json
import os
import shutil
from pathlib import Path

import pytest

from pipelines.doctor import examine
from pipelines.home import Home
from tests.pipelines.command import done, wattwire
from warehouse.store import Store

NAMES = [
    "software",
    "home",
    "disk",
    "settings",
    "registry",
    "contact",
    "landing",
    "store",
    "corpus",
    "dagster",
]


@pytest.fixture
def home(imported: Path, tmp_path: Path) -> Path:
    """A copy of the imported home, to damage."""
    return Path(shutil.copytree(imported, tmp_path / "home", symlinks=True))


def bad(home: Path) -> dict[str, str]:
    """Name and advice of each finding that needs attention."""
    found = examine(Home(home))
    assert [finding.name for finding in found] == NAMES, "every examination is always made"
    return {finding.name: finding.advice or "" for finding in found if not finding.ok}


def contents(home: Path) -> list[tuple[str, int]]:
    """Every path below a home with its time of change."""
    return sorted((str(path), path.lstat().st_mtime_ns) for path in home.rglob("*"))


def test_an_empty_home_is_sound_and_stays_empty(tmp_path: Path) -> None:
    assert bad(tmp_path / "home") == {}
    assert not (tmp_path / "home").exists()


def test_a_home_in_use_is_sound_and_nothing_changes(imported: Path) -> None:
    before = contents(imported)
    found = {finding.name: finding.found for finding in examine(Home(imported))}
    assert bad(imported) == {}
    assert "5 articles of 3 outlets" in found["corpus"]
    assert found["landing"].startswith("2 files landed, 0 ")
    assert contents(imported) == before


def test_the_command_prints_a_line_each_and_ends_with_zero(imported: Path) -> None:
    outcome = done("doctor", "--home", imported)
    assert all(f"ok   {name}" in outcome.out for name in NAMES)
    assert outcome.err == ""


def test_the_command_prints_json_and_ends_with_one_where_something_is_bad(tmp_path: Path) -> None:
    (tmp_path / "wattwire.toml").write_text("colour = 1\n")
    outcome = wattwire("doctor", "--json", "--home", tmp_path)
    assert outcome.code == 1
    findings = json.loads(outcome.out)
    assert [finding["name"] for finding in findings] == NAMES
    assert [finding["name"] for finding in findings if not finding["ok"]] == ["settings"]
    assert all(set(finding) == {"name", "ok", "found", "advice"} for finding in findings)
    assert "bad  settings" in wattwire("doctor", "--home", tmp_path).out


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    assert set(bad(tmp_path / "home")) >= {"home"}
    assert set(bad(tmp_path / "home" / "below")) >= {"home"}


def test_a_home_that_could_not_be_made(tmp_path: Path) -> None:
    """Tried, not asked: the folder says that it can be written, to root at least, and is no place for files."""
    assert set(bad(Path("/proc/nowhere/home"))) >= {"home"}
    assert "/proc can't be written" in bad(Path("/proc/nowhere/home"))["home"]


def test_the_trial_leaves_nothing_behind(tmp_path: Path) -> None:
    bad(tmp_path / "above" / "home")
    bad(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_registry(tmp_path: Path) -> None:
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets" / "de.yaml").write_text("herald: [")
    assert set(bad(tmp_path)) == {"registry"}
    assert "outlets check" in bad(tmp_path)["registry"]


def test_a_contact_is_shown(tmp_path: Path) -> None:
    (tmp_path / "wattwire.toml").write_text('[crawl]\ncontact = "mailto:desk@example.org"\n')
    found = {finding.name: finding.found for finding in examine(Home(tmp_path))}
    assert found["contact"] == "mailto:desk@example.org"


def test_files_that_wait_for_processing(home: Path) -> None:
    shutil.rmtree(home / "store")
    assert set(bad(home)) == {"corpus"}, "its link leads nowhere"
    found = {finding.name: finding for finding in examine(Home(home))}
    assert "2 to process" in found["landing"].found
    assert "wattwire process" in str(found["landing"].advice)
    done("process", "--home", home)
    assert bad(home) == {}


def test_a_corpus_that_cannot_be_read(home: Path) -> None:
    snapshot = (home / "corpus.duckdb").resolve()
    snapshot.write_bytes(b"no database")
    assert set(bad(home)) == {"corpus"}
    assert bad(home)["corpus"]


@pytest.mark.parametrize("table", ["captures", "near_duplicates", "outlet_registry"])
def test_a_part_that_was_cut_short(home: Path, table: str) -> None:
    """Also one that no count of articles reads."""
    store = Store(home / "store")
    part = store.parts(table)[0]
    os.truncate(store.root / part.file, part.bytes // 2)
    found = bad(home)
    assert "store" in found
    assert part.file in found["store"]
    assert "wattwire process" in found["store"]


def test_a_manifest_whose_last_line_was_cut_off_is_sound_and_one_with_garbage_is_not(home: Path) -> None:
    manifest = home / "store" / "manifest.jsonl"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole + whole[:40])
    assert bad(home) == {}
    assert "cut off" in {finding.name: finding.found for finding in examine(Home(home))}["store"]
    manifest.write_bytes(whole + b'{"garbage": 1}\n')
    assert set(bad(home)) == {"store"}
    assert (
        "15 bytes that are no commit"
        in {finding.name: finding.found for finding in examine(Home(home))}["store"]
    )
    manifest.write_bytes(b"garbage\n" + whole)
    assert set(bad(home)) == {"store"}
    assert "backup" in bad(home)["store"]


def test_a_file_in_place_of_the_corpus(home: Path) -> None:
    (home / "corpus.duckdb").unlink()
    (home / "corpus.duckdb").write_bytes(b"mine")
    assert set(bad(home)) == {"corpus"}


def test_settings_of_dagster_that_lead_elsewhere(home: Path) -> None:
    link = home / "dagster" / "dagster.yaml"
    link.unlink()
    link.write_text("telemetry:\n  enabled: true\n")
    assert set(bad(home)) == {"dagster"}
    assert str(link) in bad(home)["dagster"]
