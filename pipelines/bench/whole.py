"""The demo and a second `process` as whole commands: seconds and memory of all their processes.

Belongs here: running commands and watching them. Does not belong here: what they do.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from pipelines.bench.figures import Figure

SAMPLE_S = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """A command that ended: wall time, and the largest sum of memory of it and all its children (unique set size)."""

    seconds: float
    peak_mb: float


def bench_whole() -> list[Figure]:
    """Run the demo in an empty home, then `process` over what it landed."""
    with tempfile.TemporaryDirectory() as folder:
        demo = _watch("demo", "--home", folder)
        process = _watch("process", "--home", str(Path(folder) / "demo"))
    return [
        Figure("demo", demo.seconds, "s", "≤ 120"),
        Figure("demo, memory of all its processes", demo.peak_mb, "MB", "≤ 1000"),
        Figure("second process, nothing to do", process.seconds, "s", "≤ 5"),
    ]


def _watch(*arguments: str) -> Run:
    begun, peak = time.perf_counter(), 0.0
    command = [sys.executable, "-m", "pipelines.cli", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:  # noqa: S603 - our own interpreter and module
        root = psutil.Process(child.pid)
        while child.poll() is None:
            peak = max(peak, _memory_mb(root))
            time.sleep(SAMPLE_S)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command)
    return Run(time.perf_counter() - begun, peak)


def _memory_mb(root: psutil.Process) -> float:
    total = 0
    try:
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in family:
        try:
            # Pages shared with a parent are counted once only by the proportional size.
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue  # it ended between the listing and the look
    return total / 1e6
