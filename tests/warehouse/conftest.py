"""A store in a temporary folder, and the link to its corpus."""

from pathlib import Path

import pytest

from warehouse.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home" / "store")


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "home" / "corpus.duckdb"
