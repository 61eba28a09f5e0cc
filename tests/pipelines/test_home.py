"""The home: where state lives, and what happens where it can't be written."""

import os
from pathlib import Path

import pytest

from pipelines.home import DAGSTER_YAML, Home, HomeError, find_home, prepare


def test_the_option_wins_over_the_variable_and_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WATTWIRE_HOME", raising=False)
    assert find_home().root == tmp_path / "var"
    monkeypatch.setenv("WATTWIRE_HOME", str(tmp_path / "elsewhere"))
    assert find_home().root == tmp_path / "elsewhere"
    assert find_home(Path("given")).root == tmp_path / "given"


def test_prepare_links_the_instance_settings_of_the_project(tmp_path: Path) -> None:
    home = prepare(Home(tmp_path / "home"))
    assert (home.dagster / "dagster.yaml").resolve() == DAGSTER_YAML
    assert prepare(home) == home


def test_prepare_mends_a_link_that_leads_elsewhere(tmp_path: Path) -> None:
    home = prepare(Home(tmp_path / "home"))
    link = home.dagster / "dagster.yaml"
    link.unlink()
    link.symlink_to(tmp_path / "gone.yaml")
    prepare(home)
    assert link.resolve() == DAGSTER_YAML


def test_a_home_that_is_a_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("mine")
    with pytest.raises(HomeError, match=r"home .* can't be written: .*--home"):
        prepare(Home(tmp_path / "home"))
    assert (tmp_path / "home").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_home_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o500)
    with pytest.raises(HomeError, match="mend its permissions"):
        prepare(Home(tmp_path / "home"))
