"""Part files that were lost or damaged: what commands say, and that `process` makes them again."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipelines.command import Outcome, done, wattwire
from tests.pipelines.homes import public_tables
from warehouse.manifest import Part
from warehouse.store import Store


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)


def scratch(path: Path) -> None:
    """Damage that neither size nor ending shows."""
    data = path.read_bytes()
    path.write_bytes(data[:4] + b"x" * 200 + data[204:])


@pytest.fixture(scope="module")
def two_days(imported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The imported files, landed on two days. Tests copy it."""
    home = tmp_path_factory.mktemp("damaged") / "home"
    shutil.copytree(imported / "landing", home / "landing")
    (day,) = (home / "landing").glob("????-??-??")
    first, *_ = sorted(day.glob("import-*"))
    (home / "landing" / "2026-11-22").mkdir()
    first.rename(home / "landing" / "2026-11-22" / first.name)
    done("process", "--home", home)
    return home


@pytest.fixture
def home(two_days: Path, tmp_path: Path) -> Path:
    moved = Path(shutil.copytree(two_days, tmp_path / "home", symlinks=True))
    done("sql", "select 1", "--home", moved)  # the snapshot follows the home to its new place
    return moved


def damage(
    home: Path, how: Callable[[Path], None], tables: set[str], source: str | None = None
) -> list[Part]:
    store = Store(home / "store")
    parts = [part for part in store.parts(source=source) if part.table in tables]
    for part in parts:
        how(store.root / part.file)
    return parts


def test_a_reader_that_has_read_enough_is_no_damage(home: Path) -> None:
    """`wattwire sql … | head -1`: the pipe ends before the rows do."""
    command = [sys.executable, "-m", "pipelines.cli", "sql", "from range(3000000)", "--format", "csv"]
    with subprocess.Popen(
        [*command, "--home", home], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stderr
        assert child.stdout.readline().strip() == b"range"
        child.stdout.close()
        assert child.stderr.read() == b""


def refused(outcome: Outcome, part: Part) -> None:
    """One error that names the file and what heals it."""
    assert (outcome.code, outcome.raw) == (1, b"")
    assert outcome.err.startswith("Error: The part file ")
    assert part.file in outcome.err
    assert "wattwire process" in outcome.err


def test_readers_name_the_file_and_processing_makes_it_again(two_days: Path, home: Path) -> None:
    """Of the later day: the run of the earlier one must not stumble over it."""
    last = Store(home / "store").parts("captures")[-1]
    damage(home, cut, {"captures"}, last.source)
    damage(home, overwrite, {"signatures", "fetch_log"}, last.source)
    damage(home, Path.unlink, {"near_duplicates", "narratives"}, last.source)
    refused(wattwire("report", "--home", home), last)
    refused(wattwire("sql", "from articles", "--home", home), last)
    healed = done("process", "--home", home).err
    assert last.file in healed
    assert "So are 4 more" in healed
    assert public_tables(home) == public_tables(two_days)
    done("report", "--home", home)
    done("doctor", "--home", home)


def test_parts_over_the_whole_corpus_are_made_again_too(two_days: Path, home: Path) -> None:
    assert len(damage(home, cut, {"outlet_registry", "story_links"})) == 2
    done("process", "--home", home)
    assert public_tables(home) == public_tables(two_days)
    done("doctor", "--home", home)


def test_reprocessing_finds_damage_inside_of_files(two_days: Path, home: Path) -> None:
    last = Store(home / "store").parts("captures")[-1]
    damage(home, scratch, {"captures", "languages"}, last.source)
    found = wattwire("sql", "select * from articles", "--home", home)
    assert (found.code, found.raw) == (1, b"")
    assert "wattwire process --reprocess" in found.err
    assert "Error: " in wattwire("report", "--home", home).err
    done("process", "--reprocess", "--home", home)
    assert public_tables(home) == public_tables(two_days)


def test_what_the_landing_zone_does_not_hold_is_left_as_it_is(home: Path) -> None:
    last = Store(home / "store").parts("captures")[-1]
    damage(home, cut, {"captures"})
    (landed,) = (home / "landing" / f"{last.day}").glob("import-*")
    landed.unlink()
    position = Store(home / "store").position
    outcome = wattwire("process", "--home", home)
    assert outcome.code == 1
    assert f"doesn't hold {last.source}. Restore" in outcome.err
    assert Store(home / "store").position == position
