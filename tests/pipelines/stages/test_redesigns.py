"""Overrides on the way from a landed page to rows: which pages they reach, what is read again, what is told."""

import logging
from dataclasses import replace

import pytest

from crawler.overrides import Override
from crawler.registry import Registry
from pipelines.reading.overrides import Outcome
from pipelines.reading.page import READING_VERSION, Reading
from pipelines.stages.redesigns import Redesigns
from pipelines.stages.versions import BASIS, pending, version_on, versions
from tests.pipelines.homes import AGAIN, CAPTURES, FIRST, LATER
from tests.pipelines.pages import BAKERY, QUEUE, THIN
from tests.pipelines.stages.landed import DAY, Desk

HERALD = "riverbend_herald"


def overridden(desk: Desk, *given: dict[str, str]) -> Desk:
    """The same desk where the first outlet has overrides."""
    entries = tuple(Override.model_validate({"why": "x", "page": "p"} | entry) for entry in given)
    changed = {HERALD: desk.registry[HERALD].model_copy(update={"overrides": entries})}
    return replace(desk, registry=Registry({**desk.registry, **changed}.values()))


def digest(desk: Desk) -> str:
    return desk.registry.overrides_digest


def test_each_page_is_read_by_the_entry_of_the_day_it_was_fetched_on(desk: Desk) -> None:
    old, new = {"since": "2026-11-01", "until": "2026-11-20", "title": "footer"}, "nav"
    desk = overridden(desk, old, {"since": "2026-11-21", "title": new})
    unit = desk.pages([(QUEUE, FIRST), (BAKERY, LATER), (QUEUE, "2026-10-01T09:00:00Z")])
    desk.land(unit)
    titles = {str(row["fetched_at"].date()): row["title"] for row in desk.read("captures", unit)}
    assert titles == {"2026-11-20": "Imprint", "2026-11-21": "Home", "2026-10-01": QUEUE.title}


def test_a_changed_override_makes_pages_pending_until_they_are_read_again(desk: Desk) -> None:
    unit = desk.pages(CAPTURES)
    desk.process(unit)
    assert digest(desk) == ""
    assert pending([unit], desk.store, overrides=digest(desk)) == []
    changed = overridden(desk, {"since": "2026-11-01", "title": "footer"})
    assert pending([unit], desk.store, overrides=digest(changed)) == [unit]
    assert pending([unit], desk.store, ["fetch_log"], overrides=digest(changed)) == []
    changed.process(unit)
    assert pending([unit], desk.store, overrides=digest(changed)) == []
    assert pending([unit], desk.store) == [unit]
    assert {row["title"] for row in desk.read("captures", unit)} == {"Imprint"}


def test_another_reason_for_an_override_makes_nothing_pending(desk: Desk) -> None:
    entry = {"since": "2026-11-01", "title": "footer"}
    unit = overridden(desk, entry).pages(CAPTURES)
    overridden(desk, entry).process(unit)
    reworded = overridden(desk, entry | {"why": "another reason"})
    assert pending([unit], desk.store, overrides=digest(reworded)) == []


def test_versions_carry_the_digest_as_far_as_it_reaches(desk: Desk) -> None:
    plain, marked = versions(), versions("1a2b3c4d")
    assert marked["captures"] == f"{READING_VERSION}+1a2b3c4d"
    assert {table for table in BASIS if plain[table] == marked[table]} == {
        "fetch_log",
        "declared_observations",
    }
    unit = desk.pages(CAPTURES)
    with pytest.raises(LookupError, match="is made from captures, which is not there yet"):
        version_on("languages", unit, desk.store)


def test_a_rejection_tells_what_the_override_missed(desk: Desk) -> None:
    desk = overridden(desk, {"since": "2026-11-01", "body": ".gone", "title": "h1"})
    unit = desk.pages([(THIN, FIRST)])
    desk.land(unit)
    (row,) = desk.read("rejected", unit)
    assert row["evidence"].endswith("; the outlet's override for body matched nothing")


def test_an_override_that_matches_nowhere_is_told(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk = overridden(desk, {"since": "2026-11-01", "author": ".gone", "title": "h1"})
    pages = [(article, at) for article in (QUEUE, BAKERY) for at in (FIRST, AGAIN, LATER)]
    with caplog.at_level(logging.WARNING):
        desk.land(desk.pages(pages))
    (told,) = [record.getMessage() for record in caplog.records if HERALD in record.getMessage()]
    assert told.startswith(
        f"{HERALD}: its override for author matched on none of 6 pages, which were read without."
    )


@pytest.mark.parametrize(
    ("found", "missed", "pages", "told"),
    [
        ((), ("body",), 5, 1),
        ((), ("body",), 4, 0),
        ((), ("drop",), 9, 0),
        (("body",), ("lead",), 9, 1),
        (("body", "lead"), (), 9, 0),
    ],
)
def test_few_pages_and_what_is_dropped_tell_nothing(
    found: tuple[str, ...], missed: tuple[str, ...], pages: int, told: int
) -> None:
    redesigns = Redesigns()
    for _ in range(pages):
        redesigns.note("a", Reading(override=Outcome(found, missed)))
        redesigns.note("b", Reading())
        redesigns.note(None, None)
    assert len(list(redesigns.lines())) == told


def test_one_page_that_matches_is_enough() -> None:
    redesigns = Redesigns()
    for place in range(9):
        redesigns.note("a", Reading(override=Outcome((), ("body",)) if place else Outcome(("body",), ())))
    assert list(redesigns.lines()) == []


def test_the_day_of_landing_decides_nothing(desk: Desk) -> None:
    desk = overridden(desk, {"since": str(DAY), "title": "footer"})
    unit = desk.pages([(QUEUE, FIRST)])
    desk.land(unit)
    assert [row["title"] for row in desk.read("captures", unit)] == [QUEUE.title]
