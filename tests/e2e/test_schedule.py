"""`wattwire ui` with its daemon: a real tick of the schedule crawls, and its run ends with every asset green."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from crawler.newsweb.server import running_newsweb
from crawler.newsweb.sites import START, write_registry
from tests.e2e.children import free_port, run, started, wait_for
from tests.pipelines.homes import rows

pytestmark = pytest.mark.e2e

SETTINGS = """
[crawl]
contact = "mailto:newsdesk@example.org"
packaged_outlets = false
dev_hosts = "{proxy}"
every_minutes = 1
"""

RUNS = "{ runsOrError { ... on Runs { results { jobName status tags { key value } "
RUNS += "repositoryOrigin { repositoryName repositoryLocationName } } } } }"

ASSETS = "{ assetNodes { id assetKey { path } partitionStats { numPartitions numMaterialized numFailed } "
ASSETS += "assetMaterializations(limit: 1) { runId } } }"

HOUR = 60
"""A moment of the synthetic web, in hours from its start, at which its feeds list pages of every kind."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A home whose UI has seen an import by command, and then a run of its schedule to its end."""

    home: Path
    runs: list[dict[str, Any]]
    assets: list[dict[str, Any]]


def ask(port: int, query: str) -> Any:  # noqa: ANN401 - JSON
    """The UI's own answer to a GraphQL query, as its pages get it."""
    request = Request(
        f"http://127.0.0.1:{port}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(request) as answer:
        return json.load(answer)["data"]


def runs_of(port: int, job: str) -> list[dict[str, Any]]:
    """The runs of a job that the UI knows, the newest first."""
    return [one for one in ask(port, RUNS)["runsOrError"]["results"] if one["jobName"] == job]


@pytest.fixture(scope="module")
def scheduled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduled]:
    """The tick comes within a minute of the daemon's start: cron knows no seconds."""
    folder = tmp_path_factory.mktemp("scheduled")
    home, given, port = folder / "home", folder / "headlines.jsonl", free_port()
    with running_newsweb(seed=1) as web:
        write_registry(home / "outlets")
        (home / "wattwire.toml").write_text(SETTINGS.format(proxy=web.proxy), encoding="utf-8")
        web.set_now(START + timedelta(hours=HOUR))
        given.write_text('{"url": "https://wire.example/1", "title": "The regulator waits for the grid"}\n')
        imported = run(home, "import", str(given))
        assert imported.returncode == 0, imported.stderr
        with started(home, "ui", "--port", str(port), logs=folder) as child:
            wait_for(lambda: "Ctrl-C ends it" in child.messages(), child)
            wait_for(
                lambda: any(
                    one["status"] in ("SUCCESS", "FAILURE", "CANCELED")
                    for one in runs_of(port, "crawl_and_report")
                ),
                child,
            )
            yield Scheduled(home, ask(port, RUNS)["runsOrError"]["results"], ask(port, ASSETS)["assetNodes"])


def test_the_run_of_a_tick_succeeds(scheduled: Scheduled) -> None:
    (ticked,) = [one for one in scheduled.runs if one["jobName"] == "crawl_and_report"]
    tags = {tag["key"]: tag["value"] for tag in ticked["tags"]}
    assert ticked["status"] == "SUCCESS"
    assert tags["dagster/schedule_name"] == "crawl_schedule"
    ((articles, outlets),) = rows(
        scheduled.home,
        "select count(*), count(distinct outlet_id) from articles where outlet_id <> 'wire.example'",
    )
    assert articles > 10
    assert outlets > 5


def test_every_asset_is_materialised_by_it(scheduled: Scheduled) -> None:
    assert len(scheduled.assets) == 9
    for asset in scheduled.assets:
        assert asset["assetMaterializations"], asset["assetKey"]
        stats = asset["partitionStats"]
        assert stats in (None, {"numPartitions": 1, "numMaterialized": 1, "numFailed": 0}), asset["assetKey"]
    assert (scheduled.home / "reports" / "latest.html").exists()


def test_runs_of_commands_and_of_the_schedule_stand_under_one_code_location(scheduled: Scheduled) -> None:
    """Else the timeline shows those of the schedule alone."""
    origin = {"repositoryName": "__repository__", "repositoryLocationName": "pipelines.definitions"}
    assert {one["jobName"]: one["repositoryOrigin"] for one in scheduled.runs} == {
        "crawl_and_report": origin,
        "process_day": origin,
    }
