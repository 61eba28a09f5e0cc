"""Where the UI shows the runs of commands: under their job, as those that its daemon starts.

Belongs here: the origin that Dagster gives to the runs it launches. Does not belong here: starting a run (`runs.py`).

Dagster has no public way to say it for a run in this process. This one is what `dagster run migrate-repository` does;
without it the timeline and the overview show no run of a command, though the instance has them all.
"""

import dagster as dg
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteRepositoryOrigin
from dagster._core.storage.tags import REPOSITORY_LABEL_TAG

# The names that `dagster dev -m pipelines.definitions` gives to what it loads.
OF_UI = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin("pipelines.definitions"), "__repository__")

TAGS = {REPOSITORY_LABEL_TAG: OF_UI.get_label()}
"""To be given to a run from its start, since the next function changes a tag and adds none."""


def show_under_job(instance: dg.DagsterInstance, run_id: str) -> None:
    """Let the UI count a run that has ended among those of its job; nothing happens where there is no such run."""
    run = instance.get_run_by_id(run_id)
    if run is not None:
        instance.run_storage.replace_job_origin(run, OF_UI.get_job_origin(run.job_name))
