"""The invented web's own time: the clock, and how a moment is written. Who asks for it is `app.py`."""

from datetime import UTC, datetime
from functools import lru_cache


class ClockError(ValueError):
    """A moment that can't be read; the message quotes it and shows the right form."""


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment it was last set to, UTC."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Put the clock to a moment, forwards or backwards."""
        self._now = moment.astimezone(UTC)


# Hundreds of requests of a round name the same few moments.
@lru_cache(maxsize=256)
def read_moment(text: str) -> datetime:
    """A moment from ISO 8601 with an offset, as UTC.

    Raises:
        ClockError: no ISO 8601, or a time without an offset, which could mean any of several moments.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ClockError(f"{text!r} is no moment; write it like 2026-03-05T12:00:00Z") from error
    if moment.tzinfo is None:
        raise ClockError(f"{text!r} has no offset; write it like 2026-03-05T12:00:00Z")
    return moment.astimezone(UTC)
