"""Tests of `crawler/crawl.py`: crawls as real child processes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from crawler.landing.units import landed_units
from crawler.registry import check_registry
from tests.crawler.site import NOON, Crawls, Reply, article, rss, running_site

HOURS = [(NOON + timedelta(hours=hour)).isoformat() for hour in range(24)]

BREAK_ARTICLES = """
from crawler.spiders.articles import Articles
def boom(*_): raise KeyError("boom")
Articles.take = boom
"""
BREAK_EVERYTHING = f"{BREAK_ARTICLES}\nfrom crawler.spiders.polling import Poller\nPoller.parse = boom"


def wait_for(condition: Callable[[], object]) -> None:
    """Wait until something is the case."""
    while not condition():
        time.sleep(0.02)


def test_a_day_of_rounds_in_one_process(tmp_path: Path) -> None:
    """24 rounds; the feed grows each hour and is down from 5 to 6; every article is landed once."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", "http://nordpost.test/feed"), domain="nordpost.test")
        items = [(f"http://nordpost.test/{n}", f"Article {n}", None) for n in range(24)]

        def feed(hour: int) -> Reply:
            return Reply("down", 503) if hour == 5 else rss(*items[max(0, hour - 3) : hour + 1])

        site.replies["http://nordpost.test/feed"] = lambda seen: feed(
            int(seen.headers["X-Newsweb-Now"][11:13])
        )
        for url, title, _ in items:
            site.set(url, article(title))
        midnight = NOON - timedelta(hours=12)
        instants = [(midnight + timedelta(hours=hour)).isoformat() for hour in range(24)]
        result = crawls.run(dev_hosts=site.address, instants=instants)
        assert result.code == 0, result.err
        assert sorted(record.url for record in crawls.landed()) == sorted(url for url, _, _ in items)
        seen_at = {r.url: r.discovery.first_seen_at.hour for r in crawls.landed() if r.discovery}
        assert seen_at == {url: 6 if n == 5 else n for n, (url, _, _) in enumerate(items)}
        missed_before = {r.url: r.discovery.not_seen_at for r in crawls.landed() if r.discovery}
        after_outage = missed_before["http://nordpost.test/6"]
        assert after_outage is not None
        assert after_outage.hour == 4, (
            "the poll that failed saw nothing, so it did not see the article missing"
        )
        assert (result.counts["polls_ok"], result.counts["polls_failed"]) == (23, 1)
        assert result.err.count("done") == 24


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_keeps_what_was_fetched(tmp_path: Path, number: signal.Signals) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", rss(*((site.url(f"/{n}"), f"Article {n}", None) for n in range(4))))
        for n in range(4):
            site.set(f"/{n}", article(str(n)) if n < 2 else Reply("late", hang_s=15))
        process = crawls.start(crawls.job(instants=HOURS[:1]))
        wait_for(lambda: site.requests("/2"))
        process.send_signal(number)
        out, err = process.communicate()
        assert process.returncode == 130, err
        assert json.loads(out)["failure"] == "stopped by a signal"
        assert [record.url for record in crawls.landed()] == [site.url("/0"), site.url("/1")]
        assert [row.error for row in crawls.ledger()][-1] == "cancelled"

        for n in range(4):
            site.set(f"/{n}", article(str(n)))
        result = crawls.run(instants=HOURS[1:2])
        assert result.code == 0, result.err
        assert [record.url for record in crawls.landed()] == [site.url("/2"), site.url("/3")]


def test_killed_in_the_middle_nothing_is_lost(tmp_path: Path) -> None:
    """After `kill -9` the next crawl lands the rest, though the feed has moved on."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        listed = rss(*((site.url(f"/{n}"), f"Article {n}", None) for n in range(5)))
        site.set("/feed", listed, rss())
        for n in range(5):
            site.set(f"/{n}", article(str(n)) if n < 2 else Reply("late", hang_s=15))
        process = crawls.start(crawls.job(instants=HOURS[:1]))
        wait_for(lambda: site.requests("/2"))
        process.kill()
        process.communicate()
        assert landed_units(tmp_path / "landing") == []

        for n in range(5):
            site.set(f"/{n}", article(str(n)))
        result = crawls.run(instants=HOURS[1:2])
        assert result.code == 0, result.err
        assert [record.url for record in crawls.landed(1)] == [site.url("/0"), site.url("/1")]
        assert [record.url for record in crawls.landed(2)] == [site.url(f"/{n}") for n in range(2, 5)]
        assert [row.kind for row in crawls.ledger(1)].count("article") == 2
        first_seen = {r.discovery.first_seen_at.hour for r in crawls.landed(2) if r.discovery}
        assert first_seen == {NOON.hour}


def test_it_dies_with_its_parent(tmp_path: Path) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", Reply("late", hang_s=15))
        job = tmp_path / "job.json"
        job.write_text(json.dumps(crawls.job()))
        code = "import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'crawler.crawl', sys.argv[1]])"
        parent = subprocess.Popen([sys.executable, "-c", code, str(job)], stderr=subprocess.DEVNULL)
        wait_for(lambda: site.requests("/feed"))
        parent.kill()
        parent.wait()
        wait_for(lambda: landed_units(tmp_path / "landing"))
        assert crawls.ledger()[-1].error == "cancelled"


@pytest.mark.parametrize("script", [BREAK_ARTICLES, BREAK_EVERYTHING])
def test_a_spider_that_raises_every_time_fails_the_run(tmp_path: Path, script: str) -> None:
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", rss((site.url("/a"), "A", None)))
        site.set("/a", article("A"))
        result = crawls.run(script, instants=HOURS[:1])
        assert result.code == 1
        assert "the spider raised" in result.summary["failure"]
        assert "KeyError: 'boom'" in result.err
        assert "spider-error" in {row.error for row in crawls.ledger()}
        assert crawls.run(instants=HOURS[2:3]).counts["landed"] == 1, "the repaired spider gets what is left"


def test_a_healthy_outlet_does_not_hide_a_broken_one(tmp_path: Path) -> None:
    """One page in two raises: a row to look at. An outlet all of whose answers raise: a failure."""
    script = """
from crawler.spiders.polling import Poller
read = Poller.parse
def parse(self, outlet, source, answer):
    if "bad" in answer.url: raise KeyError("boom")
    return read(self, outlet, source, answer)
Poller.parse = parse
"""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("mixed", ("rss", site.url("/good")), ("rss", site.url("/bad")))
        for path in ("/good", "/bad", "/bad2"):
            site.set(path, rss((site.url("/a"), "A", None)))
        site.set("/a", article("A"))
        first = crawls.run(script, instants=HOURS[:1])
        assert (first.code, first.counts["broken"]) == (0, {"mixed": 1})
        crawls.outlet("broken", ("rss", site.url("/bad2")), domain="broken.test")
        second = crawls.run(script, instants=HOURS[2:3])
        assert second.code == 1
        assert "broken" in second.summary["failure"]
        assert "mixed" not in second.summary["failure"]


def test_what_breaks_off_the_crawl_is_named(tmp_path: Path) -> None:
    """A full disk: neither page nor ledger row can be written."""
    script = """
from crawler.landing.writer import LandingWriter
def full(*_): raise OSError(28, "No space left on device")
LandingWriter.fetch = full
"""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        result = crawls.run(script)
        assert result.code == 1
        assert "No space left on device" in result.summary["failure"]
        assert "TaskGroup" not in result.summary["failure"]


def test_without_a_contact_only_this_machine_is_crawled(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    crawls.outlet("far", ("rss", "https://far.example/feed"), domain="far.example")
    result = crawls.run()
    assert result.code == 2
    assert "far.example" in result.err
    assert 'contact = "mailto:you@example.org"' in result.err
    assert result.out == ""
    assert landed_units(tmp_path / "landing") == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"outlets": ["nobody"]}, "Unknown outlet nobody"),
        ({"registry": []}, "the registry is empty"),
        ({"day": "today"}, "The job can't be run as it is"),
        ({"surprise": 1}, "surprise"),
        ({"crawl_id": "../up"}, "crawl_id"),
        ({"contact": "a\nb: c"}, "contact"),
    ],
)
def test_jobs_that_can_not_be_run(tmp_path: Path, changes: dict[str, object], says: str) -> None:
    crawls = Crawls(tmp_path)
    crawls.outlet("nordpost", ("rss", "http://127.0.0.1:9/feed"))
    job = tmp_path / "job.json"
    job.write_text(json.dumps({**crawls.job(), **changes}))
    ended = subprocess.run(
        [sys.executable, "-m", "crawler.crawl", str(job)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_landing_zone_that_can_not_be_written(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    crawls.outlet("nordpost", ("rss", "http://127.0.0.1:9/feed"))
    (tmp_path / "landing").write_text("a file where a folder must be")
    result = crawls.run()
    assert result.code == 2
    assert "landing" in result.err
    assert "Traceback" not in result.err


def test_a_registry_that_can_not_be_used(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    (tmp_path / "outlets" / "x.yaml").write_text("x: {name: 1}")
    result = crawls.run()
    assert result.code == 2
    assert "wattwire outlets check" in result.err


def test_through_dagster_pipes(tmp_path: Path) -> None:
    """The job comes from extras; counts come back as metadata; a failure fails the asset."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", rss((site.url("/a"), "A", None)))
        site.set("/a", article("A"))
        jobs = iter([crawls.job(instants=HOURS[:1]), crawls.job(outlets=["nobody"])])

        @dg.asset
        def crawl(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
            client = dg.PipesSubprocessClient(env=dict(os.environ), forward_termination=True)
            command = [sys.executable, "-m", "crawler.crawl"]
            ended = client.run(command=command, context=context, extras={"job": next(jobs)})
            assert ended.get_custom_messages()[0]["counts"]["landed"] == 1
            result: dg.MaterializeResult[None] = ended.get_materialize_result()
            return result

        with dg.DagsterInstance.ephemeral() as instance:
            result = dg.materialize([crawl], instance=instance)
            (event,) = result.get_asset_materialization_events()
            metadata = event.materialization.metadata
            assert metadata["landed"].value == 1
            assert metadata["polls_ok"].value == 1
            assert metadata["errors"].value == {"http-404": 2}
            assert metadata["left_over"].value == 0
            assert metadata["skipped_why"].value == {}
            failed = dg.materialize([crawl], instance=instance, raise_on_error=False)
            assert not failed.success


def test_a_site_of_ones_own_machine_is_crawled_under_its_usual_name_without_a_contact(tmp_path: Path) -> None:
    with running_site() as site:
        own = site.url("").replace("127.0.0.1", "localhost")
        crawls = Crawls(tmp_path)
        crawls.outlet("mine", ("rss", f"{own}/feed"), domain="localhost")
        assert check_registry([tmp_path / "outlets"]) == []
        site.set("/feed", rss((f"{own}/a", "A", None)))
        site.set("/a", article("A"))
        result = crawls.run(contact=None)
        assert result.code == 0, result.err
        assert [record.url for record in crawls.landed()] == [f"{own}/a"]


def catches_interrupts(process: int) -> bool:
    """Whether a process has a handler of its own for SIGINT, as Python has from its start."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (signal.SIGINT - 1) & 1)


@pytest.mark.skipif(sys.platform != "linux", reason="signals of another process are looked up in /proc")
def test_an_interrupt_while_libraries_load_leaves_no_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crawler.crawl", str(tmp_path / "job.json")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as child:
        while not catches_interrupts(child.pid):
            time.sleep(0.001)
        while catches_interrupts(child.pid):
            time.sleep(0.001)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate()
    assert (child.returncode, said) == (-signal.SIGINT, "")
