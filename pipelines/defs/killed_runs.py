"""Runs whose process was killed: Dagster shows them as running for ever and counts them against its limits.

Belongs here: telling that a run's process is gone, and ending the run in the instance's records. Does not belong here:
what a killed run left of data (`crawler/landing/recovery.py`, `warehouse/store.py`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import dagster as dg

from crawler.landing.units import claimed
from pipelines.at_work import RUN, at_work
from pipelines.defs.origins import show_under_job
from pipelines.home import Home

CLAIM = "wattwire/claim"
"""Tag of a command's run: the claim that its process holds for as long as it lives."""

# Not QUEUED: a run that waits has no process yet that could have been killed.
UNDER_WAY = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


@contextmanager
def claim_for_run(home: Home) -> Iterator[dict[str, str]]:
    """The tags of a run that lives no longer than the block, nor than this process."""
    with at_work(home, RUN) as name:
        yield {CLAIM: name}


def end_killed_commands(instance: dg.DagsterInstance, home: Home) -> None:
    """End the runs of commands whose process is gone."""
    for run in _under_way(instance):
        # Started by the UI's daemon, which has no claim: whether it lives is known when the UI ends.
        if CLAIM not in run.tags:
            continue
        with claimed(home.dagster / run.tags[CLAIM]) as is_dead:
            if is_dead:
                _end(instance, [run])
                show_under_job(instance, run.run_id)


def end_runs_of_killed_ui(home: Home) -> None:
    """End what the last UI of a home left under way; only to be called when no UI is open over it."""
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        end_killed_commands(instance, home)
        _end(instance, [run for run in _under_way(instance) if CLAIM not in run.tags])


def _under_way(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    return list(instance.get_runs(filters=dg.RunsFilter(statuses=UNDER_WAY)))


def _end(instance: dg.DagsterInstance, runs: Iterable[dg.DagsterRun]) -> None:
    for run in runs:
        instance.report_run_failed(run, "Its process was killed. What it had committed stays.")
        # Dagster frees the slots of a pool at the end of a step, which never came; others would wait for ever.
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
