"""Child processes of the end-to-end tests: starting them in a group of their own, finding what they leave behind.

Belongs here: the environment and the life of children. Does not belong here: what they are asked to do.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder."""

WATTWIRE = [sys.executable, "-c", "from pipelines.cli import main; main()"]
"""The console script, found whether or not the environment's bin folder is on the path."""


def environment(mark: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child: no settings of whoever runs the tests, no terminal colours, a mark to find it by."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("WATTWIRE_", "DAGSTER_"))}
    return kept | {"NO_COLOR": "1", "WATTWIRE_TEST_MARK": mark, **(more or {})}


def run(
    home: Path, *arguments: str, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command over a home to its end."""
    return subprocess.run(
        [*WATTWIRE, *arguments, "--home", str(home)],
        env=environment(str(home), more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass(slots=True)
class Child:
    """A command that runs, the leader of its own session, and where its output goes."""

    process: subprocess.Popen[bytes]
    stdout: Path
    stderr: Path

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal as a terminal sends Ctrl-C: to the command and the children in its group."""
        os.killpg(self.process.pid, number)

    def messages(self) -> str:
        """What it has written to stderr so far."""
        return self.stderr.read_text(encoding="utf-8", errors="replace")


@contextmanager
def started(
    home: Path, *arguments: str, logs: Path, more: Mapping[str, str] | None = None
) -> Iterator[Child]:
    """A command that runs while the block does, in a session of its own; its leftovers are killed at the end."""
    out, err = logs / "stdout.log", logs / "stderr.log"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [*WATTWIRE, *arguments, "--home", str(home)],
            env=environment(str(home), more),
            cwd=ROOT,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
    try:
        yield Child(process, out, err)
    finally:
        for pid in marked(str(home)):
            _kill(pid)
        process.wait()


def marked(mark: str) -> dict[int, str]:
    """Living processes whose environment bears a mark, with their command lines; Linux only."""
    found = {}
    wanted = f"WATTWIRE_TEST_MARK={mark}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, ProcessLookupError):
            continue  # it has ended meanwhile, or is another user's
    return found


def wait_for(condition: Callable[[], object], child: Child | None = None) -> None:
    """Wait until something is the case; fails at once when the child that should bring it about has ended."""
    while not condition():
        assert child is None or child.process.poll() is None, child.messages()
        time.sleep(0.05)


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
