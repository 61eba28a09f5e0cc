"""`wattwire crawl` as a user runs it: refused without a contact, over the news web, seen in `outlets list`."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.server import RunningNewsweb, running_newsweb
from crawler.newsweb.sites import START, load_sites, write_registry
from tests.e2e.children import ROOT, environment, run
from warehouse.connection import open_corpus

pytestmark = pytest.mark.e2e

WATCHED = """
import json, sys
seen = sys.argv.pop(1)
def note(event, details):
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        with open(seen, "a") as file:
            print(json.dumps([event, repr(details)]), file=file)
sys.addaudithook(note)
from pipelines.cli import main
main()
"""
"""Runs a command and writes down whom it wants to reach, whether or not it succeeds (PEP 578)."""

HOUR = 60
"""A moment, in hours from the start, at which feeds list pages of every kind: two of the disallowed ones too."""


def test_without_a_contact_nobody_is_asked(tmp_path: Path) -> None:
    home, seen = tmp_path / "home", tmp_path / "seen.jsonl"
    ended = subprocess.run(
        [sys.executable, "-c", WATCHED, str(seen), "crawl", "--home", str(home)],
        env=environment(str(home)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert 'contact = "mailto:you@example.org"' in ended.stderr
    assert "WATTWIRE_CRAWL__CONTACT" in ended.stderr
    events = [json.loads(line) for line in seen.read_text().splitlines()] if seen.exists() else []
    assert [event for event in events if event[0] != "subprocess.Popen"] == []
    assert not any("crawler" in details for _, details in events)
    assert list((home / "landing").glob("*/*")) == []


@dataclass(frozen=True, slots=True)
class Crawled:
    """A home after two crawls of the synthetic news web: of two outlets without processing, then of all."""

    home: Path
    web: RunningNewsweb
    first: subprocess.CompletedProcess[str]
    second: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    home = tmp_path_factory.mktemp("crawled")
    with running_newsweb(seed=1) as web:
        write_registry(home / "outlets")
        settings = f'[crawl]\npackaged_outlets = false\ndev_hosts = "{web.proxy}"\n'
        (home / "wattwire.toml").write_text(settings, encoding="utf-8")
        web.set_now(START + timedelta(hours=HOUR))
        first = run(home, "crawl", "--outlet", "nordpost", "--outlet", "minato", "--no-process")
        second = run(home, "crawl")
        yield Crawled(home, web, first, second)


def test_crawls_end_well_and_say_what_they_saw(crawled: Crawled) -> None:
    for ended in (crawled.first, crawled.second):
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout == ""
        assert "Traceback" not in ended.stderr
        assert "articles fetched" in ended.stderr


def test_the_chosen_outlets_are_asked_first_and_not_again(crawled: Crawled) -> None:
    """`--no-process` leaves the landed file to the next run; what was polled a moment ago is not due in it."""
    with closing(open_corpus(crawled.home / "corpus.duckdb")) as corpus:
        crawls = corpus.execute(
            "select list(distinct outlet_id order by outlet_id) from fetches "
            "group by crawl_id order by min(requested_at)"
        ).fetchall()
    chosen = ["minato", "nordpost"]
    assert crawls == [(chosen,), (sorted(load_sites().keys() - chosen),)]


def test_no_disallowed_page_is_asked_for(crawled: Crawled) -> None:
    """The server counts requests; robots.txt is read first, and nothing it forbids follows."""
    now = START + timedelta(hours=HOUR)
    published = [page for page in Newsweb(1).publications if page.published_at <= now]
    forbidden = {page.url for page in published if page.way == "disallowed"}
    asked = crawled.web.requests()
    assert forbidden
    assert not forbidden & asked.keys()
    for site in load_sites().values():
        assert asked[f"{site.root}/robots.txt"] == 1
    # Sitemaps are left out: their entries are eight months old for a crawl of today.
    fed = {site.id for site in load_sites().values() if {"rss", "atom"} & {feed.kind for feed in site.feeds}}
    fresh = now - timedelta(days=1)
    plain = {p.url for p in published if p.way == "plain" and p.published_at > fresh and p.outlet_id in fed}
    assert len(plain) > 10
    assert {asked.get(url) for url in plain} == {1}


def test_outlets_list_shows_health(crawled: Crawled) -> None:
    ended = run(crawled.home, "outlets", "list", "--json")
    assert ended.returncode == 0, ended.stderr
    outlets = json.loads(ended.stdout)
    assert {outlet["id"] for outlet in outlets} == set(load_sites())
    for outlet in outlets:
        assert outlet["health"]["hours_observed"] >= 1
        assert outlet["health"]["last_observed"] is not None
    table = run(crawled.home, "outlets", "list")
    assert "Nordpost" in table.stdout
    assert "never polled" not in table.stdout


def test_never_polled_is_said(tmp_path: Path) -> None:
    ended = run(tmp_path / "home", "outlets", "list", "--json")
    assert ended.returncode == 0, ended.stderr
    outlets = json.loads(ended.stdout)
    assert len(outlets) > 100
    assert {outlet["health"] for outlet in outlets} == {None}
