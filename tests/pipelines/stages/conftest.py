"""Fixtures of the stages' tests."""

from pathlib import Path

import pytest

from pipelines.stages import workers
from tests.pipelines.stages.landed import Desk
from tests.pipelines.stages.landed import desk as new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk of its own for each test."""
    return new_desk(tmp_path / "desk")


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call is worth one more worker."""
    monkeypatch.setattr(workers, "CALLS_PER_WORKER", 1)
