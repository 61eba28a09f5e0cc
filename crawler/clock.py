"""What time it is for a crawl: the real time, or that of simulated rounds.

A crawl is a sequence of rounds; in each, every source that is due is polled once. Nothing here waits.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Time of a crawl."""

    def now(self) -> datetime:
        """Current time of the crawl, UTC."""

    def rounds(self) -> Iterator[datetime]:
        """Start of each round; the clock moves on when the next one is asked for."""


class SystemClock:
    """The real time; one round, now."""

    def now(self) -> datetime:
        """The wall clock, UTC."""
        return datetime.now(UTC)

    def rounds(self) -> Iterator[datetime]:
        """One round."""
        yield self.now()


class SteppedClock:
    """Simulated rounds: a day of hourly polls within seconds.

    A round may take longer in reality than the simulated time to the next one; the next one then still starts
    at its own instant, so that times of different rounds never depend on how fast this machine is, while
    times within a round keep their order.
    """

    def __init__(self, instants: Sequence[datetime]) -> None:
        if not instants or any(at.tzinfo is None for at in instants) or list(instants) != sorted(instants):
            message = f"rounds need aware instants in ascending order, got {list(instants)!r:.120}"
            raise ValueError(message)
        self._instants = tuple(at.astimezone(UTC) for at in instants)
        self._round_start = self._instants[0]
        self._real_start = time.monotonic()

    def now(self) -> datetime:
        """Instant of the current round plus the real time since it began."""
        # Monotonic: a correction of the wall clock must not turn the order of two requests around.
        return self._round_start + timedelta(seconds=time.monotonic() - self._real_start)

    def rounds(self) -> Iterator[datetime]:
        """Each instant in turn; asking for it starts its round."""
        for instant in self._instants:
            self._round_start, self._real_start = instant, time.monotonic()
            yield instant
