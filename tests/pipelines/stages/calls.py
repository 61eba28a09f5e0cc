"""What the tests let workers call: functions that do well, and such that bring down their process.

Belongs here: functions that a worker finds by their names, and that load nothing. Does not belong here: any assertion.
"""

import gc
import os
import signal
import time
from pathlib import Path
from typing import NoReturn


def double(number: int) -> int:
    """Twice the number, sooner or later."""
    time.sleep((number * 7 % 5) / 500)
    return 2 * number


def process_id(_: object) -> int:
    """Of the worker."""
    return os.getpid()


def hang(_: object) -> NoReturn:
    """Work for ever."""
    while True:
        continue


def wait(_: object) -> NoReturn:
    """Do nothing for ever."""
    while True:
        time.sleep(60)


def wait_deaf(_: object) -> NoReturn:
    """Do nothing for ever, whoever asks for the end."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(60)


def crash(_: object) -> None:
    """Die as by a fault in a library written in C."""
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(_: object) -> NoReturn:
    """End the process in silence."""
    os._exit(3)


def swell(_: object) -> NoReturn:
    """Take all the memory there is."""
    held = []
    while True:
        held.append(bytearray(1 << 24))


def fail(argument: object) -> NoReturn:
    """Raise."""
    raise ValueError(f"no good: {argument!r}")


def crash_once(mark: Path) -> str:
    """Die the first time."""
    if not mark.exists():
        mark.touch()
        crash(mark)
    return "done"


def chatter(word: str) -> str:
    """Print a word where the results of commands go."""
    print(word, flush=True)
    return word


def hang_noted(path: str) -> NoReturn:
    """Work for ever, after a letter in a file."""
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("x")
    hang(path)


def frozen(_: object) -> int:
    """How many objects the collector leaves alone."""
    return gc.get_freeze_count()
