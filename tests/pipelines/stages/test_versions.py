"""What is still to do after a version changed: versions chain, and `pending` names the units that lag behind."""

from collections.abc import Iterator

import pytest

from pipelines.recognising.recognise import RECOGNISER_VERSION
from pipelines.stages import versions as module
from pipelines.stages.versions import BASIS, pending, versions
from tests.pipelines.homes import CAPTURES, LEAD
from tests.pipelines.stages.landed import DAY, Desk
from warehouse.publish import BUILT_ON
from warehouse.tables import tables

WHOLE_CORPUS_TABLES = {"story_links", "outlet_registry"}


@pytest.fixture
def _fresh() -> Iterator[None]:
    """Versions are computed once; a test that alters one computes them again."""
    versions.cache_clear()
    yield
    versions.cache_clear()


def test_every_table_of_the_store_belongs_to_a_unit_or_to_the_whole_corpus() -> None:
    assert set(BASIS) | WHOLE_CORPUS_TABLES == set(tables())
    assert set(versions()) == set(BASIS)


def test_a_version_names_what_it_builds_on() -> None:
    made = versions()
    for table, below in BASIS.items():
        if below:
            assert made[table].endswith(BUILT_ON + made[below])
        else:
            assert BUILT_ON not in made[table]
    assert made["narratives"].split(BUILT_ON)[0] == RECOGNISER_VERSION
    assert len(made["narratives"].split(BUILT_ON)) == 3


@pytest.mark.usefixtures("_fresh")
@pytest.mark.parametrize(
    ("name", "changed"),
    [
        (
            "READING_VERSION",
            set(BASIS) - {"fetch_log", "declared_observations"},
        ),
        ("LANGUAGE_VERSION", {"languages", "topics", "topicality", "narratives", "title_links"}),
        ("RECOGNISER_VERSION", {"topics", "topicality", "narratives"}),
        ("SIGNATURE_VERSION", {"signatures", "near_duplicates"}),
        ("STORY_VERSION", {"title_links"}),
        ("LANDING_VERSION", {"fetch_log", "declared_observations"}),
    ],
)
def test_a_new_version_reaches_what_is_built_on_it_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, name: str, changed: set[str]
) -> None:
    before = versions()
    versions.cache_clear()
    monkeypatch.setattr(module, name, "another")
    assert {table for table, version in versions().items() if version != before[table]} == changed


def test_what_has_landed_is_pending_until_every_stage_is_done(desk: Desk) -> None:
    unit = desk.rows(LEAD)
    assert pending([unit], desk.store) == [unit]
    desk.tag(unit)
    assert pending([unit], desk.store) == [unit]
    assert pending([unit], desk.store, ["captures", "languages", "narratives"]) == []
    assert pending([unit], desk.store, ["captures", "signatures"]) == [unit]
    desk.process(unit)
    assert pending([unit], desk.store) == []


def test_each_unit_is_judged_by_itself_and_order_is_kept(desk: Desk) -> None:
    done, waiting, also = desk.rows(LEAD), desk.pages(CAPTURES), desk.crawl("crawl-9")
    desk.process(done)
    assert pending([waiting, done, also], desk.store) == [waiting, also]
    assert pending([], desk.store) == []


@pytest.mark.usefixtures("_fresh")
def test_a_new_recogniser_makes_tags_pending_and_keeps_the_captures(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = desk.rows(LEAD)
    desk.process(unit)
    versions.cache_clear()
    monkeypatch.setattr(module, "RECOGNISER_VERSION", "another")
    assert pending([unit], desk.store) == [unit]
    assert pending([unit], desk.store, ["captures", "languages", "signatures", "title_links"]) == []
    before = {part.table: part.file for part in desk.store.parts()}
    desk.tag(unit)
    assert pending([unit], desk.store) == []
    assert desk.store.version_of("topics", DAY, unit.source) == versions()["topics"]
    assert before["topics"] not in {part.file for part in desk.store.parts()}


@pytest.mark.usefixtures("_fresh")
def test_a_part_built_on_an_older_one_is_pending(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = desk.rows(LEAD)
    desk.process(unit)
    versions.cache_clear()
    monkeypatch.setattr(module, "LANGUAGE_VERSION", "another")
    assert pending([unit], desk.store, ["signatures", "near_duplicates"]) == []
    assert pending([unit], desk.store, ["narratives"]) == [unit]
