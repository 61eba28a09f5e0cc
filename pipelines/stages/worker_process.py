"""A worker process: calls functions for its parent, one call at a time, within limits that the kernel holds.

Belongs here: what runs in that process; it loads only what the functions need. Does not belong here: who starts it and
what its death means (`workers.py`).
"""

import ctypes
import gc
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

OUT_OF_MEMORY = 77
"""Exit code of a worker whose call ran into the limit of memory; no signal and no shell uses it."""

LOAD, CALL = "load", "call"
"""What a message asks for: to take a function, or to call it."""

MOST_SAID = 500
"""Characters kept of an exception's message, which may quote a whole page."""

PR_SET_PDEATHSIG = 1
"""prctl(2): signal to get when the parent dies."""


def main(descriptor: int, cpu_s: float, wall_s: float, memory: int) -> None:
    """Serve the connection until the parent closes it or dies.

    Args:
        descriptor: of the connection's socket. Messages are pickled pairs: (LOAD, function) is answered by None,
            (CALL, argument) by (True, result) or, of an exception, (False, what it was and where).
        cpu_s: CPU time of one call; SIGPROF ends the process after it.
        wall_s: time of one call by the clock; SIGALRM ends the process after it.
        memory: bytes that the process may hold in all; a call that needs more ends it with `OUT_OF_MEMORY`.
    """
    _prepare(memory)
    connection = Connection(descriptor)
    function: Callable[[Any], Any] | None = None
    while True:
        try:
            kind, given = pickle.loads(connection.recv_bytes())  # noqa: S301 - from the parent alone
            if kind == LOAD:
                function, answer = given, None
                # What is loaded stays; to look through it at each full collection takes a twentieth of reading.
                gc.collect()
                gc.freeze()
            elif function:
                answer = _call(function, given, cpu_s, wall_s)
            connection.send_bytes(pickle.dumps(answer))
        except (EOFError, OSError):
            return  # the parent has closed its end, or is gone
        except MemoryError:
            _give_up()


def _prepare(memory: int) -> None:
    if sys.platform == "linux":
        # At the end of the socket a busy worker would look only after its page, which may take for ever.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # A parent may have ignored or blocked them, and its children would inherit that.
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    # The parent handles a Ctrl-C, and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Data and not address space: that would count the files of libraries, which are mapped and never filled.
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(
        resource.RLIMIT_DATA, (memory if most == resource.RLIM_INFINITY else min(memory, most), most)
    )


def _call(function: Callable[[Any], Any], argument: object, cpu_s: float, wall_s: float) -> tuple[bool, Any]:
    # Timers of the kernel, left to their default action: no loop in C keeps the process from ending.
    signal.setitimer(signal.ITIMER_PROF, cpu_s)
    signal.setitimer(signal.ITIMER_REAL, wall_s)
    try:
        return True, function(argument)
    except MemoryError:
        _give_up()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this call's alone
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__}: {error}"[:MOST_SAID]
        return False, f"{said} (line {place.lineno} of {Path(place.filename).name})"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _give_up() -> NoReturn:
    # At once: to clean up takes memory, too.
    os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
