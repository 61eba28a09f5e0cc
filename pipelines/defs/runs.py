"""Runs started from Python: the commands go through the same assets as the Dagster UI, in the same instance.

Belongs here: executing a job for a day and telling how it goes. Does not belong here: what the assets do.
"""

import logging
import re
import signal
import socket
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from pipelines.defs.assembly import definitions
from pipelines.defs.killed_runs import claim_for_run, end_killed_commands
from pipelines.defs.origins import TAGS, show_under_job
from pipelines.defs.steps import STEPS
from pipelines.home import Home, prepare
from pipelines.stages.workers import Workers

# Dagster's own use of its preview features is no news to whoever runs a command.
warnings.filterwarnings("ignore", category=dg.PreviewWarning, module="dagster")

NO_CAPTURE = {
    "module": "dagster._core.storage.noop_compute_log_manager",
    "class": "NoOpComputeLogManager",
}

NO_POOLS = {"pools": {"granularity": "run"}}
"""Dagster then asks for places when a queue starts a run, and commands have no queue."""

OnStep = Callable[[str], None]
"""Called with the name of each asset that is done."""


class RunError(RuntimeError):
    """A run failed; the message names the asset and the cause."""


class RefusedError(RunError):
    """A blocking check refused the data of an asset; `checks` names it, or them."""

    def __init__(self, message: str, checks: frozenset[str]) -> None:
        super().__init__(message)
        self.checks = checks


class RunInterruptedError(RunError):
    """Ctrl-C, or a signal to end, in the middle of a run."""

    exit_code = 130


class Runs:
    """Jobs of one home, run one after the other in this process."""

    def __init__(self, home: Home, *, reprocess: bool = False, workers: Workers | None = None) -> None:
        """Take a home.

        Args:
            reprocess: make anew what this version has made before.
            workers: who reads pages; None: workers of these runs alone, as the settings say.
        """
        self._home = prepare(home)
        self._defs = definitions(home, reprocess=reprocess, workers=workers)

    def run(self, job: str, day: date, on_step: OnStep, *, crawl: Mapping[str, object] | None = None) -> None:
        """Run a job for one landing day.

        Args:
            job: one of those in `jobs.py`.
            crawl: config of the asset `crawl`, where the job has it.

        Raises:
            RunInterruptedError: Ctrl-C, or a signal to end, came while it ran.
            RunError: an asset or a blocking check failed. What was committed before stays; a re-run goes on from there.
        """
        config: dict[str, Any] = {"loggers": {"steps": {"config": {}}}}
        if crawl:
            config["ops"] = {"crawl": {"config": dict(crawl)}}
        with (
            _instance(self._home) as instance,
            _listening(on_step),
            claim_for_run(self._home) as tags,
            _signals() as signalled,
        ):
            end_killed_commands(instance, self._home)
            run_id = str(uuid4())
            try:
                result = self._defs.resolve_job_def(job).execute_in_process(
                    run_config=config,
                    instance=instance,
                    partition_key=day.isoformat(),
                    run_id=run_id,
                    tags=tags | TAGS,
                    raise_on_error=False,
                )
            finally:
                show_under_job(instance, run_id)
            if signalled():
                raise _interruption(result, day, self._home)
        if not result.success:
            raise _failure(result, job, day, self._home)


@contextmanager
def _instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """The home's instance, without its capture of standard output and without its pools.

    Capture starts four helper processes a step, which print tracebacks of their own at Ctrl-C. A command's output is
    on the user's terminal anyway; the events of its runs are in the instance like those of any other. A killed process
    never gives back its place in a pool, and Dagster waits for one in a busy loop; the store has its own lock.
    """
    overrides = {"compute_logs": NO_CAPTURE, "concurrency": NO_POOLS}
    reference = InstanceRef.from_dir(str(home.dagster), overrides=overrides)
    with dg.DagsterInstance.from_ref(reference) as instance:
        yield instance


class _StepHandler(logging.Handler):
    """Hands each materialised asset to a listener."""

    def __init__(self, on_step: OnStep) -> None:
        super().__init__(logging.DEBUG)
        self._on_step = on_step

    def emit(self, record: logging.LogRecord) -> None:
        event = getattr(record, "dagster_event", None)
        if event is not None and event.is_step_materialization:
            self._on_step(event.asset_key.to_user_string())


@contextmanager
def _listening(on_step: OnStep) -> Iterator[None]:
    handler = _StepHandler(on_step)
    STEPS.addHandler(handler)
    try:
        yield
    finally:
        STEPS.removeHandler(handler)


@contextmanager
def _signals() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C or a signal to end came since the block began.

    Noted by the interpreter, below all handlers: Dagster puts its own in place, and what they raise may end in a
    bare `except` of any library. Only in the main thread, where commands run.
    """
    noted, note = socket.socketpair()
    with noted, note:
        noted.setblocking(False)
        note.setblocking(False)
        before = signal.set_wakeup_fd(note.fileno())
        try:
            yield lambda: _holds(noted, {signal.SIGINT, signal.SIGTERM})
        finally:
            signal.set_wakeup_fd(before)


def _holds(noted: socket.socket, numbers: set[signal.Signals]) -> bool:
    try:
        return not numbers.isdisjoint(noted.recv(1024))
    except BlockingIOError:
        return False


def _interruption(result: dg.ExecuteInProcessResult, day: date, home: Home) -> RunInterruptedError:
    # A signal between two steps fails neither: the run just ends early.
    place = ", ".join(sorted(result.get_failed_step_keys())) or "the end of a step"
    return RunInterruptedError(
        f"Interrupted at {place} of {day}. What was landed and committed is kept; "
        f"`uv run wattwire process --home {home.root}` goes on from there."
    )


def _failure(result: dg.ExecuteInProcessResult, job: str, day: date, home: Home) -> RunError:
    """What failed and why, without Dagster's own stack."""
    failures = {step: result.failure_data_for_node(step) for step in result.get_failed_step_keys()}
    causes = {step: _cause(data.error) for step, data in failures.items() if data and data.error}
    checks = [one for one in result.get_asset_check_evaluations() if one.blocking and not one.passed]
    refused = [
        f"{check.check_name} refused the data of {check.asset_key.to_user_string()}: {check.description}"
        for check in checks
    ]
    failed = [
        f"{step}: {cause}" for step, cause in causes.items() if "DagsterAssetCheckFailedError" not in cause
    ]
    listed = " ".join([*failed, *refused]) or result.get_run_failure_event().message
    message = (
        f"The run {job} for {day} failed. {listed}\n"
        "What was committed before stays; the next run goes on from there. "
        f"All events: uv run wattwire ui --home {home.root}, run {result.run_id[:8]}."
    )
    names = frozenset(one.check_name for one in checks)
    return RefusedError(message, names) if names and not failed else RunError(message)


def _cause(error: Any) -> str:  # noqa: ANN401 - Dagster doesn't export the type
    # Dagster's own errors wrap ours; what caused ours is for whoever reads the events.
    while error.cause is not None and str(error.cls_name).startswith("Dagster"):
        error = error.cause
    ended = re.search(r"External execution process failed with code (\d+)", error.message)
    return (
        f"its process ended with code {ended[1]}; what it said is above."
        if ended
        else str(error.message).strip()
    )
