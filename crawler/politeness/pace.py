"""How fast hosts are asked: so many requests at a time, so long between the starts of two.

Scrapy's own delay is not used: it knows one delay per crawl or per host named beforehand, while robots.txt
tells ours during the crawl, and a request's time must be that of its start, not of its queueing.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Lane:
    turns: asyncio.Semaphore
    delay_s: float
    start: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_start: float = field(default=0.0)


class Pace:
    """Turns at hosts.

    Args:
        delay_s: least pause between the starts of two requests to a host, seconds.
        concurrency: requests to one host at a time.
        flights: requests to all hosts at a time.
    """

    def __init__(self, *, delay_s: float, concurrency: int, flights: int) -> None:
        self._delay_s = delay_s
        self._concurrency = concurrency
        self._flights = asyncio.Semaphore(flights)
        self._lanes: dict[str, _Lane] = {}

    def slow_down(self, host: str, delay_s: float) -> None:
        """From now on leave at least this pause at a host; a shorter one than is kept changes nothing."""
        lane = self._lane(host)
        lane.delay_s = max(lane.delay_s, delay_s)

    def wait_s(self, host: str) -> float:
        """Seconds until the pause at a host is over; requests that wait for their turn not counted."""
        return max(0.0, self._lane(host).next_start - time.monotonic())

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the turn to ask a host and hold it while inside."""
        lane = self._lane(host)
        async with lane.turns:
            # One start after the other: else all who wait for a flight would start at once when some are free.
            async with lane.start:
                while (wait := lane.next_start - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                # Behind the pause: who waits it out must not hold one of the places of all hosts.
                await self._flights.acquire()
                # Counted from the true start: a wait that ends late must not eat into the pause after it.
                lane.next_start = time.monotonic() + lane.delay_s
            try:
                yield
            finally:
                self._flights.release()

    def _lane(self, host: str) -> _Lane:
        if host not in self._lanes:
            self._lanes[host] = _Lane(asyncio.Semaphore(self._concurrency), self._delay_s)
        return self._lanes[host]
