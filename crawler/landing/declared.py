"""What a user declares about an import, kept beside its WARC file so that a re-run heeds it too.

Belongs here: writing and reading it. Does not belong here: what it means for counts and shares
(`warehouse/views`) and for strange hosts (`pipelines/stages`).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from crawler.landing.records import LandingError, Unit
from crawler.landing.units import whole

_SUFFIX = ".declared.json"


@dataclass(frozen=True, slots=True)
class Observed:
    """A span of time in which everything was collected; aware times, `until` is not part of it."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise LandingError(
                f"{self.since} to {self.until}: a time has no zone; write it like 2026-11-23T00:00Z."
            )
        if self.since >= self.until:
            raise LandingError(f"{self.since} is not before {self.until}; swap them.")


@dataclass(frozen=True, slots=True)
class Declared:
    """Options of an import that decide what its rows mean."""

    observed: Observed | None = None
    registered_only: bool = False
    """Hosts outside the registry are rejected."""


_DECLARED = TypeAdapter(Declared)


def parse_observed(text: str) -> Observed:
    """`FROM..TO` as given to `import --observed`: ISO 8601, without an offset UTC; a last day counts whole.

    Raises:
        LandingError: not two times, or the first is not before the second.
    """
    since, dots, until = text.partition("..")
    if not dots:
        raise LandingError(f"{text!r} is no span of time; write it like 2026-11-01..2026-11-23.")
    first, last = _time(since, day_ends=0), _time(until, day_ends=1)
    if first >= last:
        # Before `Observed` says so of moments: a last day has become the beginning of the one after it.
        raise LandingError(f"{since} is not before {until}; write the earlier one first: {until}..{since}.")
    return Observed(first, last)


def write_declared(unit: Unit, declared: Declared) -> None:
    """Declare it for a unit; an earlier declaration is replaced, and declaring nothing removes it."""
    path = _path(unit)
    if declared == Declared():
        path.unlink(missing_ok=True)
        return
    with whole(path) as part:
        part.write_text(_DECLARED.dump_json(declared).decode() + "\n", encoding="utf-8")


def read_declared(unit: Unit) -> Declared:
    """What was declared for a unit; `Declared()` if nothing was.

    Raises:
        LandingError: the file was altered and can't be read.
    """
    path = _path(unit)
    try:
        return _DECLARED.validate_json(path.read_bytes())
    except FileNotFoundError:
        return Declared()
    except (ValidationError, LandingError) as error:
        raise LandingError(
            f"{path} can't be read: {error}. Import the file again with its options."
        ) from error


def _path(unit: Unit) -> Path:
    return unit.path.with_name(unit.source + _SUFFIX)


def _time(text: str, *, day_ends: int) -> datetime:
    try:
        # The longest spelling of a day has ten characters, the shortest of a time eleven: 20261123T08.
        if len(text) <= len("2026-11-23"):
            day = date.fromisoformat(text) + timedelta(days=day_ends)
            return datetime.combine(day, time(), UTC)
        at = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise LandingError(
            f"{text!r} is no ISO 8601 time; write it like 2026-11-23 or 2026-11-23T08:00Z."
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
