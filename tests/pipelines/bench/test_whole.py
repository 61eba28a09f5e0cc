"""Watching whole commands: seconds and memory of a small one, and what becomes of one that fails."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from pipelines.bench import whole


def test_a_command_is_watched_to_its_end() -> None:
    run = whole._watch("--help")
    assert run.seconds > 0
    assert run.peak_mb >= 0


def test_a_command_that_fails_fails_the_bench() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        whole._watch("no-such-command")
    assert failed.value.returncode == 2
    assert failed.value.cmd[-3:] == ["-m", "pipelines.cli", "no-such-command"]


def test_memory_is_that_of_a_process_and_its_children() -> None:
    alone = whole._memory_mb(psutil.Process())
    holds = "held = bytearray(b'x' * 80_000_000); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        family = whole._memory_mb(psutil.Process())
        child.communicate(b"\n")
    assert alone > 1
    assert family > alone + 60


def test_a_process_that_is_gone_has_no_memory() -> None:
    with subprocess.Popen(["true"]) as child:
        watched = psutil.Process(child.pid)
        child.wait()
    assert whole._memory_mb(watched) == 0.0


def test_the_figures_their_units_and_what_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo takes a minute; what stands in for it keeps the folder it was given."""
    watched: list[tuple[str, ...]] = []

    def watch(*arguments: str) -> whole.Run:
        watched.append(arguments)
        return whole.Run(seconds=len(watched), peak_mb=100.0 * len(watched))

    monkeypatch.setattr(whole, "_watch", watch)
    figures = whole.bench_whole()
    assert [(figure.name, figure.value, figure.unit, figure.asked) for figure in figures] == [
        ("demo", 1, "s", "≤ 120"),
        ("demo, memory of all its processes", 100.0, "MB", "≤ 1000"),
        ("second process, nothing to do", 2, "s", "≤ 5"),
    ]
    (demo, _, folder), (process, _, home) = watched
    assert (demo, process, home) == ("demo", "process", str(Path(folder) / "demo"))
    assert not Path(folder).exists(), "nothing is left behind"
