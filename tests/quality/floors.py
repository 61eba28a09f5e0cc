"""The figures that must not fall: `baseline.yaml`, read once.

Belongs here: loading and comparing. Does not: measuring. Lowering a floor is a change to be reviewed, with its reason.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

BASELINE = Path(__file__).parent / "baseline.yaml"


@cache
def floors(part: str) -> dict[str, Any]:
    """Floors of one part of the pipeline, as they stand under its key.

    Raises:
        KeyError: the file has no such part.
    """
    content: dict[str, dict[str, Any]] = yaml.safe_load(BASELINE.read_text(encoding="utf-8"))
    return content[part]
