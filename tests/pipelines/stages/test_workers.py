"""Calls in real worker processes: order, bounds, faults, and the end of the processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from pipelines.stages.workers import AHEAD, Fault, Limits, WorkerError, Workers, default_workers
from tests.pipelines.command import PROJECT
from tests.pipelines.stages import calls

ROOMY = Limits(cpu_s=60, wall_s=600, memory=1 << 30)
TIGHT = Limits(cpu_s=0.5, wall_s=600, memory=200 << 20)
"""By the clock they leave time: a busy machine may let a worker wait."""

HANGS = """
import sys
from pipelines.stages.workers import Workers
from tests.pipelines.stages.calls import process_id, wait_deaf

workers = Workers(1)
print(*(pid for _, pid in workers.imap(process_id, [(0, 0)])), flush=True)
list(workers.imap(wait_deaf, [(0, 0)]))
"""
"""A process that tells the number of its worker and has it hang."""


@pytest.fixture(scope="module")
def one() -> Iterator[Workers]:
    """A single worker with limits that nothing here exceeds."""
    with Workers(1, ROOMY) as workers:
        yield workers


def call(workers: Workers, function: Callable[[Any], object], *arguments: object) -> list[object]:
    """The results alone."""
    return [result for _, result in workers.imap(function, enumerate(arguments))]


def gone(pid: int) -> bool:
    """Whether a process has ended, and nobody need ask for its exit code any more."""
    return not psutil.pid_exists(pid)


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("most", [1, 2, 4])
def test_results_come_in_the_order_of_the_items(most: int) -> None:
    with Workers(most, ROOMY) as workers:
        found = list(workers.imap(calls.double, ((f"key {n}", n) for n in range(60))))
    assert found == [(f"key {n}", 2 * n) for n in range(60)]


def test_an_item_without_an_argument_keeps_its_place_and_is_no_call(one: Workers) -> None:
    items = [("a", 1), ("b", None), ("c", 3)]
    assert list(one.imap(calls.double, items)) == [("a", 2), ("b", None), ("c", 6)]


def test_without_a_call_no_process_is_started() -> None:
    before = psutil.Process().children()
    with Workers(2, ROOMY) as workers:
        assert list(workers.imap(calls.double, [("a", None)])) == [("a", None)]
        assert psutil.Process().children() == before


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("most", [1, 3])
def test_only_a_few_items_are_read_ahead(most: int) -> None:
    read = 0

    def items() -> Iterator[tuple[int, int]]:
        nonlocal read
        for n in range(200):
            read += 1
            yield n, n

    with Workers(most, ROOMY) as workers:
        for taken, _ in enumerate(workers.imap(calls.double, items()), 1):
            assert read - taken <= AHEAD * most


@pytest.mark.usefixtures("eager")
def test_as_many_workers_as_asked_for_and_no_more() -> None:
    with Workers(3, ROOMY) as workers:
        assert len(set(call(workers, calls.process_id, *range(300)))) <= 3
        assert len(workers._hands) == 3


def test_a_few_calls_start_one_worker_and_later_ones_find_it() -> None:
    with Workers(4, ROOMY) as workers:
        first = call(workers, calls.process_id, *range(20))
        call(workers, calls.double, 1)
        assert set(first) == set(call(workers, calls.process_id, *range(20)))
        assert len(set(first)) == 1


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        (calls.hang, Fault("page-timeout", "more than 0.5 s of CPU time")),
        (calls.crash, Fault("page-crashed", "its process ended with SIGSEGV, in 2 tries")),
        (calls.leave, Fault("page-crashed", "its process ended with exit code 3, in 2 tries")),
        (calls.swell, Fault("page-too-large-in-memory", "more than 209 MB of memory, in 2 tries")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_call_that_ends_its_process_is_a_fault_and_harms_no_other(
    function: Callable[[Any], object], fault: Fault
) -> None:
    with Workers(1, TIGHT) as workers:
        assert call(workers, calls.double, 1, 2) == [2, 4]
        assert call(workers, function, 1) == [fault]
        assert call(workers, calls.double, 1, 2) == [2, 4]


def test_cpu_time_that_is_used_up_is_not_spent_again(tmp_path: Path) -> None:
    with Workers(1, TIGHT) as workers:
        call(workers, calls.hang_noted, str(tmp_path / "tries"))
    assert (tmp_path / "tries").read_text(encoding="utf-8") == "x"


def test_what_only_waits_has_its_end_by_the_clock() -> None:
    with Workers(1, Limits(cpu_s=60, wall_s=0.5, memory=1 << 30)) as workers:
        assert call(workers, calls.wait, 1) == [Fault("page-timeout", "no end after 0.5 s, in 2 tries")]


def test_an_exception_is_a_fault_that_says_what_and_where_and_costs_no_process(one: Workers) -> None:
    (before,) = call(one, calls.process_id, 0)
    (fault,) = call(one, calls.fail, "x" * 2000)
    assert isinstance(fault, Fault)
    assert fault.reason == "page-crashed"
    assert fault.evidence.startswith("ValueError: no good: 'xxx")
    assert fault.evidence.endswith("of calls.py)")
    assert len(fault.evidence) < 600
    assert call(one, calls.process_id, 0) == [before]


def test_a_death_that_does_not_come_again_was_no_fault_of_the_item(one: Workers, tmp_path: Path) -> None:
    assert call(one, calls.crash_once, tmp_path / "mark") == ["done"]


def test_a_worker_that_died_between_two_calls_is_replaced(one: Workers) -> None:
    (pid,) = call(one, calls.process_id, 0)
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGKILL)
    (other,) = call(one, calls.process_id, 0)
    assert other != pid
    assert gone(pid)


def test_what_a_worker_has_loaded_is_not_looked_through_again_and_again(one: Workers) -> None:
    (count,) = call(one, calls.frozen, 0)
    assert isinstance(count, int)
    assert count > 1_000


def test_an_interrupt_of_the_terminal_is_none_of_a_workers(one: Workers) -> None:
    (pid,) = call(one, calls.process_id, 0)
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGINT)
    assert call(one, calls.process_id, 0) == [pid]
    assert os.getsid(pid) != os.getsid(0)


def test_what_is_printed_stays_out_of_the_results(one: Workers, capfd: pytest.CaptureFixture[str]) -> None:
    assert call(one, calls.chatter, "hello") == ["hello"]
    assert "hello" not in capfd.readouterr().out


def test_results_that_nobody_wants_any_more_do_not_come_later(one: Workers) -> None:
    found = one.imap(calls.double, ((n, n) for n in range(50)))
    assert next(found) == (0, 0)
    found.close()  # type: ignore[attr-defined]
    assert call(one, calls.double, 100, 101) == [200, 202]


def test_an_error_in_the_items_is_the_callers(one: Workers) -> None:
    def items() -> Iterator[tuple[int, int]]:
        yield 0, 0
        raise OSError("the file is gone")

    with pytest.raises(OSError, match="the file is gone"):
        list(one.imap(calls.double, items()))
    assert call(one, calls.double, 1) == [2]


def test_whoever_shows_progress_hears_of_each_item() -> None:
    heard: list[None] = []
    with Workers(1, ROOMY, on_done=lambda: heard.append(None)) as workers:
        list(workers.imap(calls.double, [(0, 1), (1, None)]))
    assert len(heard) == 2


def test_closing_ends_a_busy_worker_and_leaves_no_zombie() -> None:
    workers = Workers(1, ROOMY)
    (pid,) = call(workers, calls.process_id, 0)
    assert isinstance(pid, int)
    found = workers.imap(calls.double, [(0, 0), *((n, 10_000_000) for n in range(8))])
    next(found)
    workers.close()
    assert gone(pid)
    assert call(workers, calls.double, 2) == [4], "they start anew when there is work again"
    workers.close()


def test_workers_that_nobody_closes_end_when_they_are_forgotten() -> None:
    workers = Workers(1, ROOMY)
    (pid,) = call(workers, calls.process_id, 0)
    assert isinstance(pid, int)
    del workers
    until(lambda: gone(pid))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_die_with_their_parent_however_it_ends(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", HANGS], cwd=PROJECT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert not gone(pid)
        until(lambda: psutil.Process(pid).status() == psutil.STATUS_SLEEPING)
        parent.send_signal(number)
    until(lambda: gone(pid))


def test_a_worker_that_cannot_be_started_is_no_fault_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("/no/such/python", "/bin/false"):
        monkeypatch.setattr(sys, "executable", wrong)
        with Workers(1, ROOMY) as workers, pytest.raises(WorkerError, match="can't be started"):
            call(workers, calls.double, 1)


def test_a_function_that_no_worker_can_load_is_no_fault_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here its module is known, there it isn't."""
    monkeypatch.setitem(sys.modules, "only_here", calls)
    monkeypatch.setattr(calls.double, "__module__", "only_here")
    with Workers(1, ROOMY) as workers, pytest.raises(WorkerError, match="exit code 1"):
        call(workers, calls.double, 1)


def test_the_machine_gets_as_many_workers_as_suit_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, wanted in ((1, 1), (2, 2), (64, 4)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, cores=cores: set(range(cores)))
        assert default_workers() == wanted


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that comes by itself."""
    while not condition():
        time.sleep(0.02)
