"""Tests of `pipelines/defs/runs.py` and the assets: whole runs over a real site on loopback."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import dagster as dg
import pytest

from crawler.landing.importing import land_rows
from crawler.landing.rows import read_jsonl
from crawler.landing.units import claimed, landed_units
from pipelines.defs.assembly import definitions
from pipelines.defs.origins import OF_UI, TAGS
from pipelines.defs.runs import RefusedError, RunError, Runs
from pipelines.home import Home
from tests.crawler.site import Crawls, Reply, Site, rss, running_site
from tests.pipelines.command import done, wattwire
from tests.pipelines.homes import query
from tests.pipelines.pages import BAKERY, QUEUE

CHAIN = [
    "crawl",
    "articles",
    "article_languages",
    "article_topics",
    "article_narratives",
    "stories",
    "adoptions",
    "corpus",
]

BROKEN_SPIDER = """
import sys
if sys.argv[0] == "-m":
    from crawler.spiders.articles import Articles
    from crawler.spiders.polling import Poller

    def boom(*_):
        raise KeyError("boom")

    Articles.take = boom
    Poller.parse = boom
"""
"""A module that Python loads at the start of a process; there it breaks every callback of the spider."""


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with a feed of two articles."""
    with running_site() as site:
        for article in (QUEUE, BAKERY):
            path = "/" + article.url.rsplit("/", 1)[1]
            site.set(path, Reply(article.html))
        site.set(
            "/feed", rss((site.url("/queue"), QUEUE.title, None), (site.url("/bakery"), BAKERY.title, None))
        )
        yield site


@pytest.fixture
def home(tmp_path: Path, site: Site) -> Home:
    """A home that watches the site alone."""
    Crawls(tmp_path).outlet("herald", ("rss", site.url("/feed")), delay_s=0)
    (tmp_path / "wattwire.toml").write_text("[crawl]\npackaged_outlets = false\n")
    return Home(tmp_path)


def today() -> str:
    """The UTC day on which the test runs, as the assets see it."""
    return datetime.now(UTC).date().isoformat()


def run(home: Home, job: str = "crawl_and_process") -> list[str]:
    """Run a job for today; the names of the assets in the order they were done."""
    steps: list[str] = []
    Runs(home).run(job, datetime.now(UTC).date(), steps.append)
    return steps


def materialised(home: Home) -> dict[str, dict[str, object]]:
    """The assets that the instance knows to be done, with their metadata."""
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        events = {
            key.to_user_string(): instance.get_latest_materialization_event(key)
            for key in instance.all_asset_keys()
        }
    return {
        name: {label: value.value for label, value in event.asset_materialization.metadata.items()}
        for name, event in events.items()
        if event is not None and event.asset_materialization is not None
    }


def test_a_crawl_ends_in_a_published_corpus_with_figures_at_each_asset(home: Home) -> None:
    steps = run(home)
    assert sorted(steps) == sorted(CHAIN)
    assert steps[:3] == CHAIN[:3]
    assert steps[-1] == "corpus"
    figures = materialised(home)
    assert all(isinstance(figures[name]["dagster/row_count"], int) for name in CHAIN[1:])
    assert figures["crawl"]["polls_ok"] == 1
    assert figures["articles"]["dagster/row_count"] == figures["corpus"]["dagster/row_count"] == 2
    assert figures["articles"]["rejection_share"] == 0
    assert figures["article_languages"]["undecided_share"] == 0
    assert figures["article_topics"]["on_topic_share"] == 0.5
    assert figures["article_narratives"]["dagster/row_count"] > 0  # type: ignore[operator]
    (row,) = query(
        home.root, "select count(*) as articles, count(distinct outlet_id) as outlets from articles"
    )
    assert row == {"articles": 2, "outlets": 1}
    (hour,) = query(home.root, "select observed, polls_ok, fetched from coverage")
    assert hour == {"observed": True, "polls_ok": 1, "fetched": 2}

    run(home, "close_day")
    assert (home.reports / "latest.html").exists()
    assert materialised(home)["articles"]["files_processed"] == 0


def test_a_scheduled_tick_leaves_every_asset_and_check_green(home: Home) -> None:
    """The job and the day that the schedule asks for, over a home that begins today: nothing is missing."""
    repository = definitions(home).get_repository_def()
    context = dg.build_schedule_context(scheduled_execution_time=datetime.now(UTC), repository_def=repository)
    schedule = repository.get_schedule_def("crawl_schedule")
    (request,) = schedule.evaluate_tick(context).run_requests or []
    assert request.partition_key is not None
    Runs(home).run(schedule.job_name, date.fromisoformat(request.partition_key), lambda _: None)
    graph = definitions(home).get_repository_def().asset_graph
    assert set(materialised(home)) == {key.to_user_string() for key in graph.get_all_asset_keys()}
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        for key in graph.get_all_asset_keys():
            days = graph.get(key).partitions_def
            missing = set(days.get_partition_keys() if days else ()) - instance.get_materialized_partitions(
                key
            )
            assert missing == set(), key
        records = instance.event_log_storage.get_latest_asset_check_execution_by_key(
            list(graph.asset_check_keys)
        )
    assert [record.status.value for record in records.values()] == ["SUCCEEDED"] * 3


def test_a_tick_at_which_nothing_is_due_is_skipped(home: Home) -> None:
    run(home, "crawl_only")
    repository = definitions(home).get_repository_def()
    schedule = repository.get_schedule_def("crawl_schedule")
    at = {after: datetime.now(UTC) + timedelta(minutes=after) for after in (0, 2)}
    now, later = (
        schedule.evaluate_tick(
            dg.build_schedule_context(scheduled_execution_time=at[after], repository_def=repository)
        )
        for after in at
    )
    assert not now.run_requests
    assert "No source is due before" in (now.skip_message or "")
    assert later.run_requests


def test_the_ui_shows_runs_of_commands_under_their_job(home: Home) -> None:
    """Those that failed, too."""
    run(home, "crawl_only")
    with pytest.raises(RunError):
        Runs(home).run("crawl_only", datetime.now(UTC).date(), print, crawl={"outlets": ["no_such_outlet"]})
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        shown = instance.get_runs(filters=dg.RunsFilter(job_name="crawl_only", tags=TAGS))
    assert sorted(run.status.value for run in shown) == ["FAILURE", "SUCCESS"]
    origins = {run.remote_job_origin for run in shown}
    assert origins == {OF_UI.get_job_origin("crawl_only")}


def test_a_crawl_that_saw_nothing_blocks_what_follows_and_loses_no_row(home: Home, site: Site) -> None:
    site.set("/feed", Reply("gone", 404))
    with pytest.raises(RunError, match="crawl_not_empty refused the data of crawl") as failed:
        run(home)
    assert "No poll succeeded" in str(failed.value)
    assert set(materialised(home)) == {"crawl"}
    done("process", "--home", home.root)
    failures = query(home.root, "select status, kind from fetches where kind = 'feed'")
    assert failures
    assert all(row["status"] == 404 for row in failures)
    (hour,) = query(home.root, "select observed, listed from coverage")
    assert hour == {"observed": False, "listed": None}


def test_a_crawl_that_saw_nothing_is_published_as_such_and_says_why(home: Home, site: Site) -> None:
    """In a new home, too: the ledger of its failures is all that there is to publish."""
    site.set("/feed", Reply("gone", 404))
    outcome = wattwire("crawl", "--home", home.root)
    assert outcome.code == 1
    assert "herald: HTTP 404" in outcome.err
    assert query(home.root, "select distinct status from fetches where kind = 'feed'") == [{"status": 404}]
    assert query(home.root, "select observed, polls_ok from coverage") == [{"observed": False, "polls_ok": 0}]


def test_a_crawl_of_which_a_part_failed_says_which_outlets_and_why(home: Home, site: Site) -> None:
    (home.outlets / "more.yaml").write_text(
        "courier: {name: Courier, domain: courier.example, country: gb, languages: [en], time_zone: Europe/London,\n"
        f"  delay_s: 0, feeds: [{{kind: rss, url: '{site.url('/moved')}'}}]}}\n"
    )
    site.set("/moved", Reply("gone", 410))
    outcome = done("crawl", "--home", home.root)
    assert outcome.err.splitlines()[-2:] == [
        "1 poll ok, 1 failed, 2 articles fetched.",
        "  courier: HTTP 410",
    ]


def test_a_crawl_again_at_once_asks_nobody_and_says_when_the_next_poll_is_due(home: Home, site: Site) -> None:
    registered = home.outlets / "herald.yaml"
    registered.write_text(registered.read_text().replace('"every_minutes": 1', '"every_minutes": 30'))
    done("crawl", "--no-process", "--home", home.root)
    asked, landed = len(site.seen), landed_units(home.landing)
    outcome = done("crawl", "--home", home.root)
    (until,) = re.findall(r"The next poll is due at (.{19}) UTC\.", outcome.err)
    wait = datetime.fromisoformat(f"{until}+00:00") - datetime.now(UTC)
    assert timedelta(minutes=20) < wait < timedelta(minutes=28)
    assert "Nothing is due: no outlet was asked." in outcome.err
    assert "failed" not in outcome.err
    assert len(site.seen) == asked
    assert landed_units(home.landing) == landed
    assert query(home.root, "select count(*) as n from articles") == [{"n": 2}], (
        "what had landed is processed"
    )
    assert set(materialised(home)) == {*CHAIN}
    outcome = done("crawl", "--home", home.root)
    assert "Nothing to process" in outcome.err


def test_a_crawl_of_pages_that_nobody_can_read_is_kept_and_not_published(home: Home, site: Site) -> None:
    """Until a person decides: what follows is run alone, which no check of the step before stops."""
    pages = [f"/{n}" for n in range(20)]
    site.set("/feed", rss(*((site.url(page), f"Article {page}", None) for page in pages)))
    for page in pages:
        site.set(page, Reply("<!doctype html><title>Consent</title><p>Accept.</p>"))
    with pytest.raises(RefusedError, match="20 of 20 crawled pages are no articles") as refused:
        run(home)
    assert refused.value.checks == {"rejection_share"}
    assert "herald: " in str(refused.value)
    assert not home.corpus.exists()
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        ended = (
            definitions(home)
            .resolve_job_def("process_day")
            .execute_in_process(
                partition_key=today(),
                asset_selection=[dg.AssetKey(name) for name in CHAIN[2:]],
                instance=instance,
            )
        )
    assert ended.success
    assert query(home.root, "select count(*) as rejections from rejections") == [{"rejections": 20}]


def test_a_spider_that_raises_in_every_callback_fails_the_run(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(BROKEN_SPIDER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    with pytest.raises(RunError, match="crawl: its process ended with code 1"):
        run(home)
    assert materialised(home) == {}
    assert len(landed_units(home.landing)) == 1, "the ledger of what failed is kept"


def test_two_crawls_of_a_home_never_run_at_once(home: Home, site: Site) -> None:
    home.crawl_state.parent.mkdir(parents=True)
    with claimed(home.crawl_state), pytest.raises(RunError, match="Another crawl of this home is under way"):
        run(home)
    assert site.seen == []


def test_a_past_day_cannot_be_crawled(home: Home, site: Site) -> None:
    past = datetime.now(UTC).date() - timedelta(days=2)
    # The home's days begin with the first on which anything landed.
    line = BytesIO(b'{"url": "https://e.example/1", "title": "A pier"}')
    land_rows(read_jsonl(line), home.landing, past, "old.jsonl")
    with pytest.raises(RunError, match="a crawl sees the web of today"):
        Runs(home).run("crawl_only", past, print)
    assert site.seen == []


def test_an_outlet_that_is_not_registered_is_named(home: Home, site: Site) -> None:
    with pytest.raises(RunError, match="no_such_outlet"):
        Runs(home).run("crawl_only", datetime.now(UTC).date(), print, crawl={"outlets": ["no_such_outlet"]})
    assert site.seen == []
