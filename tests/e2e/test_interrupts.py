"""Ctrl-C and kill in the middle of commands: they end at once, leave no process behind and lose no landed page."""

import signal
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.home import Home
from tests.crawler.site import Reply, Site, rss, running_site
from tests.e2e.children import ROOT, WATTWIRE, environment, marked, run, started, wait_for
from tests.pipelines.homes import FIRST
from tests.pipelines.pages import QUEUE, warc
from warehouse.connection import open_corpus

pytestmark = pytest.mark.e2e

INTERRUPTS = """
import os, signal, sys, time

left = 3
swallows = {swallows}

def interrupt(event, details):
    global left
    if event != "open" or "langdetect/profiles/" not in str(details[0]):
        return
    left -= 1
    if left:
        return
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)
    except BaseException:
        if not swallows:
            raise
        raise ValueError("Profile format error")

sys.addaudithook(interrupt)
"""
"""A module that Python loads at the start of a process; there it sends it a Ctrl-C when langdetect is at its third
profile, and may swallow what that raises, as a bare `except` of a library does."""

SENTENCE = "The council met on Tuesday and spoke for two hours about the old bridge over the river."


def page(number: int) -> Reply:
    """An article that the reader takes."""
    title = f"The bridge stays closed, part {number}"
    text = "".join(f"<p>{SENTENCE} This was point {number}.{line} of the day.</p>" for line in range(12))
    return Reply(f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{text}</article>")


def open_home(home: Path, site: Site) -> None:
    """A home with one outlet on loopback that lists four articles and never answers for the third."""
    (home / "outlets").mkdir(parents=True)
    (home / "wattwire.toml").write_text("[crawl]\npackaged_outlets = false\n", encoding="utf-8")
    (home / "outlets" / "mine.yaml").write_text(
        "mine: {name: Mine, domain: 127.0.0.1, country: gb, languages: [en], time_zone: Europe/London,\n"
        f"  delay_s: 0.1, feeds: [{{kind: rss, url: '{site.url('/feed')}'}}]}}\n",
        encoding="utf-8",
    )
    site.set("/feed", rss(*((site.url(f"/{n}"), f"Article {n}", None) for n in range(4))))
    for n in range(4):
        site.set(f"/{n}", page(n) if n < 2 else Reply("late", hang_s=20))


def articles(home: Path) -> set[str]:
    """Paths of the articles in a home's corpus."""
    with closing(open_corpus(home / "corpus.duckdb")) as corpus:
        found = corpus.execute("select url from articles").fetchall()
    return {url.rpartition("/")[2] for (url,) in found}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_crawl_and_keeps_its_pages(tmp_path: Path, number: signal.Signals) -> None:
    home = tmp_path / "home"
    with running_site() as site:
        open_home(home, site)
        with started(home, "crawl", logs=tmp_path) as child:
            wait_for(lambda: site.requests("/2"), child)
            child.signal_group(number)
            assert child.process.wait() == 130, child.messages()
            wait_for(lambda: not marked(str(home)))
    assert child.stdout.read_bytes() == b""
    assert "Traceback" not in child.messages()
    assert "wattwire process" in child.messages(), "it says how to go on"
    ended = run(home, "process")
    assert ended.returncode == 0, ended.stderr
    assert articles(home) == {"0", "1"}


def test_the_next_crawl_fetches_what_an_interrupted_one_missed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_site() as site:
        open_home(home, site)
        with started(home, "crawl", logs=tmp_path) as child:
            wait_for(lambda: site.requests("/2"), child)
            child.signal_group(signal.SIGINT)
            child.process.wait()
        for n in (2, 3):
            site.set(f"/{n}", page(n))
        ended = run(home, "crawl")
        assert ended.returncode == 0, ended.stderr
    assert articles(home) == {"0", "1", "2", "3"}


def test_a_killed_crawl_leaves_no_process(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_site() as site:
        open_home(home, site)
        with started(home, "crawl", logs=tmp_path) as child:
            wait_for(lambda: site.requests("/2"), child)
            assert any("crawler.crawl" in command for command in marked(str(home)).values())
            child.process.kill()
            child.process.wait()
            wait_for(lambda: not marked(str(home)))
    ended = run(home, "process")
    assert ended.returncode == 0, ended.stderr
    assert articles(home) == {"0", "1"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_import_leaves_no_worker_and_can_go_on(tmp_path: Path, number: signal.Signals) -> None:
    home, given = tmp_path / "home", tmp_path / "pages.warc.gz"
    given.write_bytes(warc((replace(QUEUE, url=f"{QUEUE.url}-{n}"), FIRST) for n in range(300)))
    with started(home, "import", str(given), logs=tmp_path) as child:
        wait_for(lambda: any("worker_process" in command for command in marked(str(home)).values()), child)
        child.signal_group(number)
        code = child.process.wait()
        wait_for(lambda: not marked(str(home)))
    if number != signal.SIGKILL:
        assert code == 130, child.messages()
        assert "Traceback" not in child.messages()
    ended = run(home, "process")
    assert ended.returncode == 0, ended.stderr
    assert len(articles(home)) == 300


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_demo_leaves_no_process_and_can_go_on(tmp_path: Path, number: signal.Signals) -> None:
    """The news web and the crawl end with the demo; what has landed can be processed."""
    given = tmp_path / "home"
    home = Home(given / "demo")
    with started(given, "demo", logs=tmp_path) as child:
        wait_for(lambda: list(home.landing.glob("*/*.warc.gz")), child)
        assert any("serve_for_parent" in command for command in marked(str(given)).values())
        child.signal_group(number)
        code = child.process.wait()
        wait_for(lambda: not marked(str(given)))
    if number == signal.SIGINT:
        assert code == 130, child.messages()
        assert "Traceback" not in child.messages()
    ended = run(home.root, "process")
    assert ended.returncode == 0, ended.stderr
    with closing(open_corpus(home.corpus)) as corpus:
        assert corpus.execute("select count(*) > 5 from articles").fetchone() == (True,)


def interrupting(folder: Path, *, swallows: bool) -> dict[str, str]:
    """The environment of a process that is interrupted while langdetect loads."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(INTERRUPTS.format(swallows=swallows))
    return {"PYTHONPATH": str(folder)}


@pytest.mark.parametrize("swallows", [False, True])
def test_an_interrupt_while_a_library_loads_is_one_even_if_that_swallows_it(
    tmp_path: Path, *, swallows: bool
) -> None:
    home, given = tmp_path / "home", tmp_path / "headlines.jsonl"
    given.write_text('{"url": "https://wire.example/1", "title": "Vi går ut nu"}\n')
    ended = run(home, "import", str(given), more=interrupting(tmp_path / "site", swallows=swallows))
    assert ended.returncode == 130, ended.stderr
    assert "Interrupted at article_languages of " in ended.stderr
    assert "format error" not in ended.stderr
    assert "Traceback" not in ended.stderr
    ended = run(home, "process")
    assert ended.returncode == 0, ended.stderr
    assert articles(home) == {"1"}


def test_an_interrupt_while_a_filter_loads_a_library_is_one(tmp_path: Path) -> None:
    ended = subprocess.run(
        [*WATTWIRE, "tag"],
        input='{"id": "1", "title": "Vi går ut nu", "body": null}\n',
        env=environment(str(tmp_path), interrupting(tmp_path / "site", swallows=False)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 130, ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert "Interrupted." in ended.stderr
