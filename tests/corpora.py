"""Real material outside the project, for measuring on something nobody here wrote.

Belongs here: finding it, and skipping where it is absent. Nothing of it is copied into the project.
"""

from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared"

SHARED: Path | None = _BESIDE if _BESIDE.is_dir() else None
"""The folder `shared` beside the project; None where there is none."""


def needs(path: str) -> pytest.MarkDecorator:
    """Mark for tests that need a file or folder of it, given relative to `SHARED`."""
    there = SHARED is not None and (SHARED / path).exists()
    return pytest.mark.skipif(not there, reason=f"needs shared/{path} beside the project")
