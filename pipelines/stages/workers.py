"""Calls over many items in worker processes, in order, each call within limits of time and memory.

Belongs here: starting, feeding and ending workers, and what the death of one means. Does not belong here: what is
called, and what runs in a worker (`worker_process.py`).
"""

import os
import pickle
import signal
import socket
import subprocess
import sys
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self, TypeVar

from pipelines.stages.worker_process import CALL, LOAD, OUT_OF_MEMORY

Key = TypeVar("Key")
Argument = TypeVar("Argument")
Result = TypeVar("Result")

AHEAD = 4
"""Items for each worker that are read, in work, or done and not yet taken. With the largest pages there are, of 16 MB,
that is 64 MB a worker."""

CALLS_PER_WORKER = 200
"""Calls after which one more worker is started: a start takes 0.5 s of CPU, as much as 20 large pages or 100 small
ones, and 30 to 60 MB. The demo has 180 pages in all (November 2026)."""

MOST_BY_DEFAULT = 4
"""Workers where nothing else is said: of 2,080 news pages each took 21 ms of a worker's CPU and 3 ms of the parent's,
so that more than seven would wait for it, and each may take 1 GB (November 2026)."""

TRIES = 2
"""The second one is in a new worker, so that what other items had left in the first is no item's fault. CPU time
is spent by the call alone, so that it has one."""

ENDS_WITHIN_S = 5.0
"""From the end of its connection to that of a worker; what lingers longer is killed."""


class WorkerError(RuntimeError):
    """A worker can't be started or can't load the function; the message says what to do."""


class _ClosedError(RuntimeError):
    """The workers were closed while the call was in work; whoever waited for it is gone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take.

    Attributes:
        cpu_s: seconds of CPU time, which a busy machine doesn't stretch.
        wall_s: seconds by the clock, for what waits instead of working.
        memory: bytes of its process in all, the code included.
    """

    cpu_s: float
    wall_s: float
    memory: int


PAGE_LIMITS = Limits(cpu_s=20, wall_s=120, memory=1 << 30)
"""Of 896 real pages (up to 4.3 MB) the slowest took 0.31 s, and all of them in one process 270 MB; 9 MB of plain
paragraphs take 8.5 s and 430 MB. Hostile pages of 8 MB took up to 80 s and 2.8 GB (November 2026)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a call has no result; the words are those of a rejection."""

    reason: Literal["page-timeout", "page-crashed", "page-too-large-in-memory"]
    evidence: str


def default_workers() -> int:
    """Workers for this machine: a core each, at most `MOST_BY_DEFAULT`."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_BY_DEFAULT)


class _Task(NamedTuple):
    future: Future[Any]
    function: Callable[[Any], Any]
    argument: object


class Workers:
    """Worker processes of one run, started when there is work for them; they die with this process, however it ends."""

    def __init__(
        self,
        most: int | None = None,
        limits: Limits = PAGE_LIMITS,
        on_done: Callable[[], object] = lambda: None,
    ) -> None:
        """Start nothing yet.

        Args:
            most: workers at most; None: as many as suit the machine.
            limits: of each call.
            on_done: called for each item that is handed out.
        """
        self._most = most or default_workers()
        self._limits = limits
        self._on_done = on_done
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._hands: list[tuple[Thread, _Worker]] = []
        self._asked = 0
        # For a run that nobody closes: at the end of this process at the latest.
        weakref.finalize(self, _end, self._tasks, self._hands)

    def imap(
        self,
        function: Callable[[Argument], Result],
        items: Iterable[tuple[Key, Argument | None]],
    ) -> Iterator[tuple[Key, Result | Fault | None]]:
        """Call a function on each item in some worker; results come in the order of the items.

        Reads only so many items ahead as `AHEAD` says. A call that exceeds its limits, kills its process or raises is a
        `Fault` and harms no other.

        Args:
            function: of a module, so that a worker finds it by its name; argument and result must be picklable.
            items: what comes back with the result, and stays in this process; the argument, None where no call is
                needed and none is made.

        Raises:
            WorkerError: no worker can be started.
        """
        open_: deque[tuple[Key, Future[Any] | None]] = deque()
        try:
            for key, argument in items:
                open_.append((key, None if argument is None else self._submit(function, argument)))
                if len(open_) > AHEAD * max(1, len(self._hands)):
                    yield self._settled(*open_.popleft())
            while open_:
                yield self._settled(*open_.popleft())
        finally:
            for _, future in open_:
                if future:
                    future.cancel()

    def close(self) -> None:
        """End all workers, busy or not, and wait for their end; they start anew when there is work again."""
        _end(self._tasks, self._hands)
        for thread, _ in self._hands:
            thread.join()
        self._hands.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _submit(self, function: Callable[[Argument], Result], argument: Argument) -> "Future[Result | Fault]":
        self._asked += 1
        if len(self._hands) < min(self._most, 1 + self._asked // CALLS_PER_WORKER):
            worker = _Worker(self._limits)
            thread = Thread(target=_serve, args=(self._tasks, worker), name="wattwire-worker", daemon=True)
            self._hands.append((thread, worker))
            thread.start()
        future: Future[Any] = Future()
        self._tasks.put(_Task(future, function, argument))
        return future

    def _settled(self, key: Key, future: Future[Any] | None) -> tuple[Key, Any]:
        result = future.result() if future else None
        self._on_done()
        return key, result


def _end(tasks: "SimpleQueue[_Task | None]", hands: "list[tuple[Thread, _Worker]]") -> None:
    for _, worker in hands:
        worker.close()
        tasks.put(None)


def _serve(tasks: "SimpleQueue[_Task | None]", worker: "_Worker") -> None:
    """The life of a thread that feeds one worker. Its end is the worker's, too: the kernel takes it for the parent."""
    while task := tasks.get():
        if task.future.set_running_or_notify_cancel():
            try:
                task.future.set_result(worker.call(task.function, task.argument))
            except Exception as error:  # noqa: BLE001 - raised where the result is asked for
                task.future.set_exception(error)
        # Else the last page would stay in memory until the next one comes.
        del task
    worker.close()


class _Worker:
    """One process, started when it is needed and again after its death. Called by one thread, closed by any."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = Lock()
        self._is_closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._loaded: Callable[[Any], Any] | None = None

    def call(self, function: Callable[[Any], Any], argument: object) -> object:
        """Result or `Fault` of a call; what ends the process may be tried once more in a new one, see `TRIES`."""
        message = pickle.dumps((CALL, argument), pickle.HIGHEST_PROTOCOL)
        for left in reversed(range(TRIES)):
            self._load(function)
            try:
                is_result, answer = self._ask(message)
            except (EOFError, OSError):
                code = self._bury()
                if not left or code == -signal.SIGPROF:
                    return _fault(code, self._limits)
            else:
                return answer if is_result else Fault("page-crashed", answer)
        raise AssertionError("the last try returns")

    def close(self) -> None:
        """Kill the process; a call in work raises."""
        with self._lock:
            self._is_closed = True
            if self._process:
                self._process.kill()
                self._process.wait()

    def _load(self, function: Callable[[Any], Any]) -> None:
        if self._loaded is function:
            return
        try:
            if not self._process:
                self._start()
            self._ask(pickle.dumps((LOAD, function)))
        except (EOFError, OSError) as error:
            code = self._bury() if self._process else None
            raise WorkerError(
                f"A worker process can't be started (exit code {code}, {error or 'no answer'}); what it said is above. "
                "Nothing was processed. Free memory or processes, then run the same command again."
            ) from error
        self._loaded = function

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        limits = self._limits
        with theirs, self._lock:
            if self._is_closed:
                ours.close()
                raise _ClosedError
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [
                    # -P: whatever modules lie in the user's folder are none of ours.
                    *(sys.executable, "-P", "-m", "pipelines.stages.worker_process"),
                    *map(str, (theirs.fileno(), limits.cpu_s, limits.wall_s, limits.memory)),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                # Results of commands go there, and nothing of what a library may say.
                stdout=subprocess.DEVNULL,
                # A Ctrl-C is this process's to handle.
                start_new_session=True,
            )
        self._connection = Connection(ours.detach())

    def _ask(self, message: bytes) -> Any:  # noqa: ANN401 - whatever the function returns
        assert self._connection is not None  # noqa: S101 - after `_start` alone
        self._connection.send_bytes(message)
        return pickle.loads(self._connection.recv_bytes())  # noqa: S301 - from our own child

    def _bury(self) -> int:
        """Wait for the end of the process; its exit code."""
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        self._loaded = None
        assert process is not None  # noqa: S101 - after `_start` alone
        if connection:
            connection.close()
        try:
            return process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def _fault(code: int, limits: Limits) -> Fault:
    """What the exit code of a worker says about the call that ended it."""
    if code == OUT_OF_MEMORY:
        megabytes = limits.memory // 1_000_000
        return Fault("page-too-large-in-memory", f"more than {megabytes} MB of memory, in {TRIES} tries")
    if code == -signal.SIGPROF:
        return Fault("page-timeout", f"more than {limits.cpu_s:g} s of CPU time")
    if code == -signal.SIGALRM:
        return Fault("page-timeout", f"no end after {limits.wall_s:g} s, in {TRIES} tries")
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return Fault("page-crashed", f"its process ended with {how}, in {TRIES} tries")
