"""The command line as a user meets it, run in this process (fast) or as processes of their own (pipes, kills).

Belongs here: calling it and what came of it. Does not belong here: any assertion on what it does.
"""

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pipelines.cli import main

PROJECT = Path(__file__).resolve().parent.parent.parent
WATTWIRE = (sys.executable, "-m", "pipelines.cli")
"""Begins a command line of its own process."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended and what it printed."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.raw.decode()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.raw.splitlines()]


def wattwire(*arguments: object, stdin: bytes = b"") -> Outcome:
    """Run one command in this process through `main`; a bug in it is raised here."""
    out, err = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True), StringIO()
    given = TextIOWrapper(BytesIO(stdin), encoding="utf-8")
    code: object = 0
    with (
        patch.object(sys, "argv", ["wattwire", *map(str, arguments)]),
        patch.object(sys, "stdin", given),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code
    out.flush()
    printed = out.buffer.getvalue()  # type: ignore[attr-defined]
    return Outcome(code if isinstance(code, int) else int(code is not None), printed, err.getvalue())


def done(*arguments: object, stdin: bytes = b"") -> Outcome:
    """Run a command that has to succeed."""
    outcome = wattwire(*arguments, stdin=stdin)
    assert outcome.code == 0, outcome.err
    return outcome


def start(*arguments: object) -> subprocess.Popen[bytes]:
    """Start a command as a process of its own, all its channels piped."""
    return subprocess.Popen(
        [*WATTWIRE, *map(str, arguments)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def lines(*rows: object) -> bytes:
    """JSON lines; bytes are taken as they are, as a line of their own."""
    return b"".join(
        (row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode()) + b"\n"
        for row in rows
    )
