"""`wattwire ui`: Dagster's own UI and daemon over one home.

Belongs here: starting Dagster with this home's instance, and its end. Does not belong here: definitions.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from rich.console import Console

from crawler.landing.units import claimed
from pipelines.at_work import UI, at_work, others_at_work
from pipelines.home import Home
from pipelines.settings import load_settings
from warehouse.publish import ensure_published
from warehouse.store import Store

console = Console(stderr=True, highlight=False, soft_wrap=True)

HOST = "127.0.0.1"

LOOK_EVERY_S = 0.2

ANSWER_WITHIN_S = 5.0
"""For one look at the port: a busy machine takes its time, and nobody waits for an answer that never comes."""

GRACE_S = 20.0
"""Dagster ends within seconds; on a busy machine it takes longer to stop its daemon and code server."""

RUNS_END_WITHIN_S = 5.0
"""A crawl stops within four seconds of a signal."""


class PortInUseError(RuntimeError):
    """The port is taken; the message names a way out."""


class UiRunningError(RuntimeError):
    """The home has a UI already; the message names it."""


class UiEndedError(RuntimeError):
    """Dagster ended though nobody asked it to."""


def serve_ui(home: Home, port: int) -> int:
    """Run the UI on loopback until Ctrl-C or a signal to end; the exit code.

    Raises:
        PortInUseError: something else listens there, or took the port while Dagster started.
        UiRunningError: another UI serves this home.
        UiEndedError: Dagster ended by itself.
    """
    from pipelines.defs.killed_runs import end_runs_of_killed_ui  # noqa: PLC0415 - loads Dagster

    # A UI takes its port only when it has loaded; until then the claim keeps a second one away.
    with _signals() as stop, claimed(Path(tempfile.gettempdir()) / f"wattwire-ui-{port}") as is_ours:
        if not is_ours:
            raise _port_in_use(port, "another `wattwire ui` starts or runs there")
        _check_free(port)
        if home.corpus.is_symlink():
            ensure_published(Store(home.store), home.corpus)
        with claimed(home.dagster / "ui") as is_alone:
            if not is_alone:
                raise UiRunningError(
                    f"{home.root} is served already: {' and '.join(others_at_work(home))}. Open that one, or end it "
                    "first: two daemons would run each schedule twice."
                )
            console.print(f"Starting Dagster over {home.root} …", markup=False)
            end_runs_of_killed_ui(home)
            with at_work(home, UI, port), _dagster(home, port) as process:
                _watch(process, home, port, stop)
    return 0


@contextmanager
def _signals() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C, a signal to end, or a terminal that closes."""
    stop = threading.Event()
    numbers = [signal.SIGINT, signal.SIGTERM, *filter(None, [getattr(signal, "SIGHUP", None)])]
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _dagster(home: Home, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Dagster while the block runs; at its end the whole of it ends, and so do its runs."""
    command = [sys.executable, "-m", "pipelines.defs.dev"]
    options = ["-m", "pipelines.definitions", "-h", HOST, "-p", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [*command, *options],
        # Not the project: Dagster would warn of the dagster.yaml there, which is the one that it reads.
        cwd=home.root,
        env=os.environ | {"DAGSTER_HOME": str(home.dagster), "WATTWIRE_HOME": str(home.root)},
        stdin=subprocess.PIPE,
        # A Ctrl-C is this process's to handle: in each of Dagster's own it would print a complaint.
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            console.print("Dagster doesn't end by itself: killing it.")
        _end_group(process.pid)
        process.wait()


def _end_group(group: int) -> None:
    """End what is left of a process group: runs that were under way, which keep what they have committed."""
    try:
        os.killpg(group, signal.SIGTERM)
        until = time.monotonic() + RUNS_END_WITHIN_S
        while time.monotonic() < until:
            time.sleep(LOOK_EVERY_S)
            os.killpg(group, 0)  # raises once nobody is left
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _watch(process: subprocess.Popen[bytes], home: Home, port: int, stop: threading.Event) -> None:
    """Tell the address once it is served, and return when the end is asked for."""
    is_served = False
    while not stop.wait(LOOK_EVERY_S):
        if process.poll() is not None:
            raise UiEndedError("Dagster ended by itself; what it said is above.")
        if not is_served and _listens(port):
            if not _is_dagster(port):
                raise _port_in_use(port, "something else took it meanwhile")
            is_served = True
            _tell(home, port)


def _tell(home: Home, port: int) -> None:
    console.print(f"Dagster UI over {home.root}: http://{HOST}:{port} (Ctrl-C ends it)", markup=False)
    if not load_settings(home).crawl.contact:
        console.print(
            "Schedules are off until a contact is set: nobody crawls anonymously. "
            f'Put `contact = "mailto:you@example.org"` under [crawl] in {home.settings}.',
            markup=False,
        )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _is_dagster(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=ANSWER_WITHIN_S)
    try:
        connection.request("GET", "/server_info")
        return "dagster_version" in json.loads(connection.getresponse().read())
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        connection.close()


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise _port_in_use(port, str(error.strerror)) from error


def _port_in_use(port: int, why: str) -> PortInUseError:
    return PortInUseError(f"Port {port} on {HOST} can't be used: {why}. Choose another with --port.")
