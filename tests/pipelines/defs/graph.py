"""The asset graph as text, for review as a diff.

After a change that is meant: `python -m tests.pipelines.defs.graph > tests/pipelines/defs/graph.txt`.
Belongs here: writing it. Does not belong here: comparing it (`test_graph.py`).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg

from pipelines.defs.assembly import definitions
from pipelines.home import Home

STORED = Path(__file__).with_name("graph.txt")


def describe(home: Home) -> str:
    """Assets, checks, jobs and schedules of a home, one a paragraph."""
    return "\n\n".join(_paragraphs(definitions(home))) + "\n"


def _paragraphs(defs: dg.Definitions) -> Iterator[str]:
    repository = defs.get_repository_def()
    graph = repository.asset_graph
    for spec in sorted(defs.resolve_all_asset_specs(), key=lambda spec: (spec.group_name, spec.key)):
        name = spec.key.to_user_string()
        checks = [graph.get_check_spec(key) for key in graph.get_check_keys_for_assets({spec.key})]
        blocking = (f"{check.name}{' (blocking)' if check.blocking else ''}" for check in checks)
        yield "\n".join(
            [
                f"asset {name}",
                f"  group       {spec.group_name}",
                f"  kinds       {_listed(spec.kinds)}",
                f"  after       {_listed(dep.asset_key.to_user_string() for dep in spec.deps)}",
                f"  checks      {_listed(blocking)}",
                f"  pools       {_listed(graph.get(spec.key).pools)}",
                f"  partitions  {_days(spec)}",
                f"  description {spec.description}",
            ]
        )
    for job in sorted(repository.get_all_jobs(), key=lambda job: job.name):
        if not job.name.startswith("__"):
            keys = (key.to_user_string() for key in job.asset_layer.selected_asset_keys)
            yield f"job {job.name}\n  assets      {_listed(keys)}\n  description {job.description}"
    for schedule in sorted(repository.schedule_defs, key=lambda schedule: schedule.name):
        lines = [
            f"schedule {schedule.name}",
            f"  job         {schedule.job_name}",
            f"  cron        {schedule.cron_schedule}",
            f"  status      {schedule.default_status.value}",
        ]
        yield "\n".join(lines)


def _days(spec: dg.AssetSpec) -> str:
    # A home where nothing has landed begins today, whenever that is.
    return re.sub(r"\d{4}-\d\d-\d\d", "DAY", str(spec.partitions_def or "-"))


def _listed(names: object) -> str:
    return ", ".join(sorted(map(str, names))) or "-"  # type: ignore[call-overload]


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        print(describe(Home(Path(folder))), end="")
