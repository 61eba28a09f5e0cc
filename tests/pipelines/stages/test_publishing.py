"""Publishing a home: only what is processed whole, the registry as it is, one snapshot for one state."""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crawler.registry import Registry
from pipelines.home import Home
from pipelines.stages.publishing import Published, publish_home, write_report
from pipelines.stages.spread import link_stories
from tests.pipelines.homes import CAPTURES, LEAD
from tests.pipelines.pages import STROM
from tests.pipelines.stages.landed import Desk
from tests.pipelines.stages.landed import desk as new_desk
from warehouse.connection import open_corpus
from warehouse.errors import CorpusError
from warehouse.store import Store


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The home whose landing zone and store the desk below fills."""
    return Home(tmp_path / "home")


@pytest.fixture
def desk(home: Home) -> Desk:
    """A desk in a home."""
    made = new_desk(home.root)
    home.reports.mkdir()
    return replace(made, store=Store(home.store))


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query over the published corpus."""
    with closing(open_corpus(home.corpus)) as db:
        return db.execute(query).fetchall()


def test_a_unit_that_is_not_processed_whole_is_invisible(home: Home, desk: Desk) -> None:
    whole, half = desk.rows(LEAD), desk.rows(STROM.row)
    desk.process(whole)
    desk.tag(half)
    first = publish_home(home, desk.store, desk.registry)
    assert (first.articles, rows(home, "select url from articles")) == (1, [(LEAD["url"],)])
    desk.process(half)
    second = publish_home(home, desk.store, desk.registry)
    assert second.articles == 2
    assert second.snapshot != first.snapshot


def test_the_figures_are_those_of_the_snapshot(home: Home, desk: Desk) -> None:
    desk.process(desk.pages(CAPTURES))
    link_stories(desk.store)
    published = publish_home(home, desk.store, desk.registry)
    assert published == Published(
        snapshot=home.corpus.resolve(),
        articles=rows(home, "select count(*) from articles")[0][0],
        outlets=rows(home, "select count(*) from outlets")[0][0],
        bytes=home.corpus.stat().st_size,
    )
    assert (published.articles, published.outlets) == (2, 2)


def test_the_same_state_is_the_same_snapshot(home: Home, desk: Desk) -> None:
    desk.process(desk.rows(LEAD))
    first = publish_home(home, desk.store, desk.registry)
    position = desk.store.position
    assert publish_home(home, desk.store, desk.registry) == first
    assert desk.store.position == position, "an unchanged registry is not committed again"


def test_every_column_of_an_outlet_is_published(home: Home, desk: Desk) -> None:
    publish_home(home, desk.store, desk.registry)
    stored = {row["id"]: row for row in desk.read("outlet_registry")}
    herald, kurier = stored["riverbend_herald"], stored["nordwind_kurier"]
    kept = ("name", "domain", "country", "languages", "time_zone", "feeds", "registered")
    assert [herald[name] for name in kept] == [
        "Riverbend Herald",
        "riverbend-herald.example",
        "us",
        ["en"],
        "America/New_York",
        ["https://www.riverbend-herald.example/rss"],
        True,
    ]
    assert (herald["expected_articles_a_day"], herald["outlet_group"], herald["opt_out_status"]) == (
        3, "river_group", "none",
    )  # fmt: skip
    assert (kurier["expected_articles_a_day"], kurier["outlet_group"], kurier["opt_out_status"]) == (
        None, None, "tdm",
    )  # fmt: skip


def test_an_outlet_that_left_the_registry_leaves_the_corpus(home: Home, desk: Desk) -> None:
    desk.process(desk.rows(LEAD))
    publish_home(home, desk.store, desk.registry)
    smaller = Registry([desk.registry["nordwind_kurier"]])
    published = publish_home(home, desk.store, smaller)
    names = "select id, registered from outlets order by id"
    assert rows(home, names) == [("nordwind_kurier", True), ("wire.example", False)]
    assert published.outlets == 2


def test_an_empty_store_publishes_an_empty_corpus(home: Home, desk: Desk) -> None:
    published = publish_home(home, desk.store, Registry([]))
    assert (published.articles, published.outlets) == (0, 0)
    assert rows(home, "select count(*) from article_narratives") == [(0,)]


def test_the_report_replaces_the_one_before_it_whole(home: Home, desk: Desk) -> None:
    desk.process(desk.pages(CAPTURES))
    link_stories(desk.store)
    publish_home(home, desk.store, desk.registry)
    (home.reports / "latest.html").write_text("old")
    with duckdb.connect(home.corpus) as db:
        db.execute("update steps.origin set definitions = 'of another version'")
        db.execute("create or replace view spread_daily as select 1 as of_old")
    path = write_report(home)
    assert path == home.reports / "latest.html"
    page = path.read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "Developers of data centers have to wait up to seven years for a grid connection" in page
    assert [file.name for file in home.reports.iterdir()] == ["latest.html"]


def test_there_is_no_report_without_a_corpus(home: Home, desk: Desk) -> None:
    with pytest.raises(CorpusError):
        write_report(home)
    assert list(home.reports.iterdir()) == []


def test_a_processed_home_can_be_moved_and_published_again(home: Home, desk: Desk, tmp_path: Path) -> None:
    desk.process(desk.rows(LEAD))
    publish_home(home, desk.store, desk.registry)
    moved = Home(Path(shutil.move(home.root, tmp_path / "moved")))
    published = publish_home(moved, Store(moved.store), desk.registry)
    assert published.snapshot.is_relative_to(moved.root)
    assert rows(moved, "select url from articles") == [(LEAD["url"],)]
