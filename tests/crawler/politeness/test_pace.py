"""Tests of `crawler/politeness/pace.py`."""

import asyncio
import time

from crawler.politeness.pace import Pace


async def _ask(pace: Pace, host: str, starts: list[float], seconds: float = 0.0) -> None:
    async with pace.turn(host):
        starts.append(time.monotonic())
        await asyncio.sleep(seconds)


def _starts(pace: Pace, *hosts: str, seconds: float = 0.0) -> list[float]:
    starts: list[float] = []

    async def ask_all() -> None:
        await asyncio.gather(*(_ask(pace, host, starts, seconds) for host in hosts))

    asyncio.run(ask_all())
    return starts


def test_the_pause_between_starts_is_kept() -> None:
    first, second, third = _starts(Pace(delay_s=0.05, concurrency=1), "a", "a", "a")
    assert second - first >= 0.049
    assert third - second >= 0.049


def test_a_crawl_delay_prolongs_the_pause_and_never_shortens_it() -> None:
    pace = Pace(delay_s=0.03, concurrency=1)
    pace.slow_down("a", 0.06)
    pace.slow_down("a", 0.0)
    first, second = _starts(pace, "a", "a")
    assert second - first >= 0.059


def test_one_request_at_a_time_and_host() -> None:
    async def most_at_once(concurrency: int) -> int:
        pace, running, most = Pace(delay_s=0.0, concurrency=concurrency), 0, 0

        async def ask() -> None:
            nonlocal running, most
            async with pace.turn("a"):
                running += 1
                most = max(most, running)
                await asyncio.sleep(0.001)
                running -= 1

        await asyncio.gather(*(ask() for _ in range(12)))
        return most

    assert asyncio.run(most_at_once(1)) == 1
    assert asyncio.run(most_at_once(4)) == 4


def test_the_wait_is_known_beforehand() -> None:
    pace = Pace(delay_s=30.0, concurrency=1)
    assert pace.wait_s("a") == 0.0
    _starts(pace, "a")
    assert 29.0 < pace.wait_s("a") <= 30.0
    assert pace.wait_s("b") == 0.0


def test_hosts_do_not_wait_for_each_other() -> None:
    pace = Pace(delay_s=30.0, concurrency=1)
    assert len(_starts(pace, "a", "b", "c")) == 3
