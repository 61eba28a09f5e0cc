"""Tests of `pipelines/cli.py`: every command's help, exit codes, and what goes to which channel."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from pipelines.cli import app
from tests.pipelines.command import PROJECT, WATTWIRE, done, wattwire
from tests.pipelines.pages import QUEUE


def commands(group: typer.core.TyperGroup, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of each command."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        path = (*before, name)
        found += commands(command, path) if isinstance(command, typer.core.TyperGroup) else [path]
    return found


COMMANDS = commands(get_command(app))  # type: ignore[arg-type]


def test_the_commands_of_the_design_are_there() -> None:
    names = {" ".join(path) for path in COMMANDS}
    wanted = {"demo", "ui", "crawl", "import", "process", "read", "tag", "sql", "report", "doctor"}
    assert wanted | {"outlets list", "outlets check"} <= names


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_each_command_has_help_with_an_example_of_itself(path: tuple[str, ...]) -> None:
    outcome = done(*path, "--help")
    assert "Example" in outcome.out
    assert f"wattwire {' '.join(path)}" in outcome.out


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_an_unknown_option_is_a_mistake_of_use(path: tuple[str, ...]) -> None:
    outcome = wattwire(*path, "--no-such-option")
    assert (outcome.code, outcome.raw) == (2, b"")
    assert "--no-such-option" in outcome.err


def test_the_version_is_that_of_the_package() -> None:
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert done("--version").out == f"wattwire {declared}\n"


def test_no_command_shows_the_help() -> None:
    assert "Usage" in wattwire().out + wattwire().err


@pytest.mark.parametrize(
    "arguments", [("import",), ("sql",), ("sql", "select 1", "--format", "xml"), ("fly",)]
)
def test_a_mistake_of_use_prints_no_result(arguments: tuple[str, ...]) -> None:
    outcome = wattwire(*arguments)
    assert (outcome.code, outcome.raw) == (2, b"")
    assert outcome.err


def test_the_home_of_the_environment_and_the_option_that_overrules_it(
    imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATTWIRE_HOME", str(imported))
    count = "select count(*) as n from articles"
    assert done("sql", count, "--format", "csv").out == "n\n5\n"
    assert wattwire("sql", count, "--home", tmp_path).code == 1


def test_settings_that_do_not_fit_end_in_a_message(tmp_path: Path) -> None:
    (tmp_path / "wattwire.toml").write_text("[crawl]\ncolour = 1\n")
    for command in (("outlets", "list"), ("crawl",)):
        outcome = wattwire(*command, "--home", tmp_path)
        assert (outcome.code, outcome.raw) == (1, b"")
        assert "wattwire.toml" in outcome.err
        assert "colour" in outcome.err


def test_settings_of_another_home_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dagster loads the home of the environment; a command has a home of its own."""
    (tmp_path / "wattwire.toml").write_text("colour = 1\n")
    monkeypatch.setenv("WATTWIRE_HOME", str(tmp_path))
    rows = tmp_path / "rows.jsonl"
    rows.write_text(f'{{"url": "{QUEUE.url}", "title": "{QUEUE.title}"}}\n')
    run = [*WATTWIRE, "import", str(rows), "--home", str(tmp_path / "home")]
    ended = subprocess.run(run, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_the_report_is_written_and_its_path_printed(imported: Path) -> None:
    path = Path(done("report", "--home", imported).out.strip())
    assert path == imported / "reports" / "latest.html"
    page = path.read_text(encoding="utf-8")
    assert "Operators of data centers wait for years" in page
    assert not re.search(r"<script|https?://[^\"]+\.(js|css)", page)


def test_no_report_without_a_corpus(tmp_path: Path) -> None:
    outcome = wattwire("report", "--home", tmp_path / "home")
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "There is no corpus" in outcome.err
    assert not (tmp_path / "home").exists(), "a mistyped home leaves no folders"


def test_a_query_waits_for_neither_scrapy_nor_dagster_nor_models(imported: Path) -> None:
    """Loading them takes seconds; a query is answered in a fraction of one."""
    code = (
        "import sys\n"
        "from pipelines.cli import app\n"
        f"app(['sql', 'select 1', '--home', {str(imported)!r}], standalone_mode=False)\n"
        "heavy = {'scrapy', 'dagster', 'langdetect', 'trafilatura', 'rensa'}\n"
        "print(*heavy & set(sys.modules), file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert ended.stderr.strip() == ""
