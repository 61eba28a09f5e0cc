"""`dagster dev` as a child that ends with its parent: started by `wattwire ui`, in a process group of its own.

Belongs here: the life and the noise of that process. Does not belong here: what it serves (`definitions.py`).
"""

import os
import signal
import sys
import threading
import warnings
from collections.abc import Sequence

import click
import dagster as dg
from dagster._cli import cli


def main(arguments: Sequence[str]) -> int:
    """Run until Dagster ends or standard input does, which it does however the parent ends."""
    # Advice to start Dagster by another command is none for whoever typed `wattwire ui`.
    warnings.filterwarnings("ignore", category=dg.SupersessionWarning)
    # Set, since a shell that starts the parent in the background makes all below it deaf to the signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_interrupt_with_parent, daemon=True).start()
    try:
        # Not standalone: it would print "Aborted!" where somebody asked for the end.
        cli(["dev", *arguments], standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return 0
    return 0


def _interrupt_with_parent() -> None:
    # Unbuffered: a lock on a stream that a thread holds at the end of the interpreter is fatal.
    while os.read(sys.stdin.fileno(), 1):
        pass
    # Dagster ends its daemon, webserver and code server in order when it is interrupted.
    os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
