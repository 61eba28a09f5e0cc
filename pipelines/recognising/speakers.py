"""Who says it: the speaker named in or beside the evidence, verbatim, and a normalised id.

Verbs of saying, "according to" and unnamed groups are data (`say`, `according`, `group`); how a name looks is here.
"""

from __future__ import annotations

import re
import unicodedata

from pipelines.recognising.model import Narrative  # noqa: F401


def speaker_of(*_: object) -> str | None:
    """Placeholder until the attribution patterns land."""
    return None


def speaker_id(speaker: str | None) -> str | None:
    """Lower-case ASCII slug of a speaker."""
    if not speaker:
        return None
    plain = unicodedata.normalize("NFKD", speaker).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or None
