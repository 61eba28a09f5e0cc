"""Tests of `crawler/politeness/pace.py`."""

import asyncio
import time

import pytest

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
    first, second, third = _starts(Pace(delay_s=0.05, concurrency=1, flights=16), "a", "a", "a")
    assert second - first >= 0.049
    assert third - second >= 0.049


def test_a_crawl_delay_prolongs_the_pause_and_never_shortens_it() -> None:
    pace = Pace(delay_s=0.03, concurrency=1, flights=16)
    pace.slow_down("a", 0.06)
    pace.slow_down("a", 0.0)
    first, second = _starts(pace, "a", "a")
    assert second - first >= 0.059


def test_one_request_at_a_time_and_host() -> None:
    async def most_at_once(concurrency: int) -> int:
        pace, running, most = Pace(delay_s=0.0, concurrency=concurrency, flights=16), 0, 0

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
    pace = Pace(delay_s=30.0, concurrency=1, flights=16)
    assert pace.wait_s("a") == 0.0
    _starts(pace, "a")
    assert 29.0 < pace.wait_s("a") <= 30.0
    assert pace.wait_s("b") == 0.0


def test_hosts_do_not_wait_for_each_other() -> None:
    pace = Pace(delay_s=30.0, concurrency=1, flights=16)
    assert len(_starts(pace, "a", "b", "c")) == 3


@pytest.mark.parametrize("concurrency", [1, 2])
def test_a_wait_for_a_flight_does_not_eat_into_the_pause(concurrency: int) -> None:
    pace = Pace(delay_s=0.05, concurrency=concurrency, flights=2)
    starts: list[float] = []

    async def ask_all() -> None:
        await asyncio.gather(
            *(_ask(pace, host, [], seconds=0.15) for host in "bc"),
            *(_ask(pace, "a", starts) for _ in range(2)),
        )

    asyncio.run(ask_all())
    first, second = starts
    assert second - first >= 0.049


def test_flights_are_limited_over_all_hosts_and_not_held_while_a_host_waits_out_its_pause() -> None:
    pace, order = Pace(delay_s=0.05, concurrency=1, flights=1), ""
    running = most = 0

    async def ask(host: str) -> None:
        nonlocal order, running, most
        async with pace.turn(host):
            order += host
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001)
            running -= 1

    async def ask_all() -> None:
        await asyncio.gather(*(ask(host) for host in "aabcd"))

    asyncio.run(ask_all())
    assert (order, most) == ("abcda", 1)


def test_a_request_that_fails_or_is_cancelled_gives_its_flight_back() -> None:
    pace = Pace(delay_s=0.0, concurrency=1, flights=1)

    async def fail() -> None:
        async with pace.turn("a"):
            raise ValueError

    async def ask_all() -> list[float]:
        await asyncio.gather(fail(), return_exceptions=True)
        holder = asyncio.create_task(_ask(pace, "b", [], seconds=3600))
        waiting = asyncio.create_task(_ask(pace, "c", []))
        await asyncio.sleep(0.001)
        waiting.cancel()
        holder.cancel()
        await asyncio.gather(holder, waiting, return_exceptions=True)
        starts: list[float] = []
        await _ask(pace, "c", starts)
        return starts

    assert len(asyncio.run(ask_all())) == 1
