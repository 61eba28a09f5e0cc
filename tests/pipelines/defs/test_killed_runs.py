"""Runs whose process is gone: ended in Dagster's records, and nobody else's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.defs.killed_runs import CLAIM, claim_for_run, end_killed_commands, end_runs_of_killed_ui
from pipelines.home import Home, prepare

Status = dg.DagsterRunStatus

COMMAND = """
import sys
from pathlib import Path
from pipelines.defs.killed_runs import CLAIM, claim_for_run
from pipelines.home import Home
with claim_for_run(Home(Path(sys.argv[1]))) as tags:
    print(tags[CLAIM], flush=True)
    sys.stdin.read()
"""
"""A command in the middle of its run."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without any run."""
    return prepare(Home(tmp_path))


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """The home's instance, as the UI opens it."""
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        yield instance


def add(instance: dg.DagsterInstance, status: Status = Status.STARTED, claim: str | None = None) -> str:
    """A run as a process that ended without a word leaves it; its id."""
    tags = {CLAIM: claim} if claim else {}
    run = dg.DagsterRun(job_name="process_day", status=status, tags=tags)
    instance.add_run(run)
    return run.run_id


def status(instance: dg.DagsterInstance, run_id: str) -> Status:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


@pytest.mark.parametrize("under_way", [Status.STARTING, Status.STARTED, Status.CANCELING])
def test_the_run_of_a_dead_command_is_ended(
    home: Home, instance: dg.DagsterInstance, under_way: Status
) -> None:
    run_id = add(instance, under_way, "gone")
    end_killed_commands(instance, home)
    assert status(instance, run_id) is Status.FAILURE
    said = [event.message for event in instance.all_logs(run_id) if event.is_dagster_event]
    assert any("Its process was killed. What it had committed stays." in message for message in said)
    assert not (home.dagster / "gone.claim").exists()


@pytest.mark.parametrize("ended", [Status.SUCCESS, Status.FAILURE, Status.CANCELED, Status.NOT_STARTED])
def test_a_run_that_ended_or_never_began_stays_as_it_is(
    home: Home, instance: dg.DagsterInstance, ended: Status
) -> None:
    runs = [add(instance, ended, "gone"), add(instance, ended)]
    end_killed_commands(instance, home)
    end_runs_of_killed_ui(home)
    assert [status(instance, run_id) for run_id in runs] == [ended, ended]


def test_the_run_of_a_living_command_is_left_alone_until_that_is_killed(
    home: Home, instance: dg.DagsterInstance
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(home.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        run_id = add(instance, claim=process.stdout.readline().strip())
        end_killed_commands(instance, home)
        end_runs_of_killed_ui(home)
        assert status(instance, run_id) is Status.STARTED
        os.kill(process.pid, signal.SIGKILL)
    end_killed_commands(instance, home)
    assert status(instance, run_id) is Status.FAILURE


def test_runs_of_the_ui_are_ended_by_the_next_ui_alone(home: Home, instance: dg.DagsterInstance) -> None:
    """A command cannot tell whether a UI is open: what that runs is not the command's to end."""
    of_ui, of_command = add(instance), add(instance, claim="gone")
    end_killed_commands(instance, home)
    assert (status(instance, of_ui), status(instance, of_command)) == (Status.STARTED, Status.FAILURE)
    end_runs_of_killed_ui(home)
    assert status(instance, of_ui) is Status.FAILURE


def test_the_place_of_an_ended_run_in_its_pool_is_free_again(
    home: Home, instance: dg.DagsterInstance
) -> None:
    dead, alive = add(instance, claim="gone"), add(instance)
    storage = instance.event_log_storage
    storage.set_concurrency_slots("store", 2)
    for run_id in (dead, alive):
        assert storage.claim_concurrency_slot("store", run_id, "articles").is_claimed
    end_killed_commands(instance, home)
    assert {slot.run_id for slot in storage.get_concurrency_info("store").claimed_slots} == {alive}


def test_a_claim_lasts_as_long_as_its_block_and_no_two_are_alike(
    home: Home, instance: dg.DagsterInstance
) -> None:
    with claim_for_run(home) as one, claim_for_run(home) as two:
        assert set(one) == set(two) == {CLAIM}
        assert one[CLAIM] != two[CLAIM]
        runs = [add(instance, claim=tags[CLAIM]) for tags in (one, two)]
        end_killed_commands(instance, home)
        assert [status(instance, run_id) for run_id in runs] == [Status.STARTED, Status.STARTED]
    assert list(home.dagster.glob("*.claim")) == []
    end_killed_commands(instance, home)
    assert [status(instance, run_id) for run_id in runs] == [Status.FAILURE, Status.FAILURE]


def test_ending_twice_changes_nothing(home: Home, instance: dg.DagsterInstance) -> None:
    run_id = add(instance, claim="gone")
    end_killed_commands(instance, home)
    logged = len(instance.all_logs(run_id))
    end_killed_commands(instance, home)
    end_runs_of_killed_ui(home)
    assert len(instance.all_logs(run_id)) == logged
