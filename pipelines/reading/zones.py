"""Names of time zones behind printed times, and their offsets on a day.

Belongs here: what a name means; the names are in `zones.yaml`. Does not: the dates they stand in (`timestamps`), the
zone of an outlet.
"""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

_DATA = yaml.safe_load((Path(__file__).parent / "zones.yaml").read_text(encoding="utf-8"))
_OFFSETS: dict[str, int] = _DATA["offsets"]
_PLACES: dict[str, str] = {name: place for place, names in _DATA["places"].items() for name in names}
_BEHIND_HALVES: dict[str, str] = _DATA["behind_halves"]
_PHRASES = sorted({*_PLACES, *(name for name in _OFFSETS if not name.isascii())}, key=len, reverse=True)
ZONE = (
    rf"(?:Z\b|\(?(?:GMT|UTC)\s?[+-]\d{{1,2}}(?::?\d{{2}})?\)?|[+-]\d{{2}}:?\d{{2}}(?::\d{{2}})?|[+-]\d{{1,2}}"
    rf"|(?:,\s*)?\(?(?:{'|'.join(map(re.escape, _PHRASES))})(?!\w)\)?|\(?[A-Za-z]{{2,4}}\b\)?)"
)
"""A zone behind a time, to be matched in any case."""


def offset_of(zone: str, at: datetime, *, by_halves: bool) -> int | None:
    """Minutes east of UTC; None where the name may mean several zones or is none.

    Args:
        zone: as it stands behind the time.
        at: the time by the clocks there.
        by_halves: whether the time is one with a.m. or p.m.
    """
    bare = zone.strip(" ,()")
    name = bare.lower()
    if len(name) > 3 and name.startswith(("gmt", "utc")):
        name = name[3:].strip()
    if name[0] in "+-":
        digits = name[1:].replace(":", "")
        hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:2]), int(digits[2:4]))
        return (-1 if name[0] == "-" else 1) * (hours * 60 + minutes)
    place = _PLACES.get(name) or (_BEHIND_HALVES.get(bare) if by_halves else None)
    if place is None:
        # "est" and "wit" are words.
        return None if name.isascii() and len(name) > 1 and not bare.isupper() else _OFFSETS.get(name)
    offset = at.replace(tzinfo=ZoneInfo(place)).utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else None
