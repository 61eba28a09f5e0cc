"""Fixtures of the wiring's tests: a home that is imported once, and no setting from outside."""

import os
from pathlib import Path

import pytest

from tests.pipelines.command import done
from tests.pipelines.homes import files


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("WATTWIRE_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the files of `homes.files` imported. Tests read it only."""
    folder = tmp_path_factory.mktemp("imported")
    done("import", *files(folder / "files"), "--home", folder / "home")
    return folder / "home"
