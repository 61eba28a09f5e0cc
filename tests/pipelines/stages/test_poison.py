"""Landing over several processes: pages that kill their reader, and the same parts for any number of workers."""

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.landing.records import Unit
from pipelines.stages.workers import Limits, Workers
from tests.pipelines.homes import HEADLINE, LEAD
from tests.pipelines.pages import BAKERY, QUEUE, STROM, THIN
from tests.pipelines.stages.landed import AT, Desk
from tests.pipelines.stages.poison import poisoned, read_or_die
from warehouse.store import Store

TIGHT = Limits(cpu_s=1.5, wall_s=600, memory=300 << 20)


def crawled(desk: Desk, *poisons: str, pages: int) -> Unit:
    """A crawl of many pages, some of them without a text, with poison in between."""
    kinds = (QUEUE, BAKERY, STROM, THIN)
    given = [
        (f"{kinds[n % 4].url}-{n}", kinds[n % 4].html.replace("the ", f"the {n} ").encode(), 200)
        for n in range(pages)
    ]
    for n, what in enumerate(poisons):
        given.insert(3 * n + 1, (f"{BAKERY.url}-{what}", poisoned(BAKERY.html, what).encode(), 200))
    return desk.crawl("crawl-1", [*given, ("urn:isbn:9780000000002", b"<p>no host</p>", 200)])


def test_a_page_that_kills_its_reader_is_set_aside_and_the_rest_goes_on(desk: Desk) -> None:
    unit = crawled(desk, "hang", "crash", "swell", "fail", pages=12)
    with Workers(2, TIGHT) as workers:
        desk.land(unit, workers, read_or_die)
    assert len(desk.read("captures", unit)) == 9
    rejected = [row for row in desk.read("rejected", unit) if row["url"].startswith(BAKERY.url)]
    assert [(row["reason"], row["evidence"]) for row in rejected] == [
        ("page-timeout", "more than 1.5 s of CPU time"),
        ("page-crashed", "its process ended with SIGSEGV, in 2 tries"),
        ("page-too-large-in-memory", "more than 314 MB of memory, in 2 tries"),
        ("page-crashed", f"ValueError: no good: '{BAKERY.url}-fail' (line 64 of calls.py)"),
    ]
    for row in rejected:
        assert (row["stage"], row["outlet_id"], row["fetched_at"]) == ("reading", "riverbend_herald", AT)
        assert row["warc_file"] == unit.path.name
        assert row["warc_offset"] > 0


@pytest.mark.usefixtures("eager")
def test_any_number_of_workers_gives_the_same_rows_in_the_same_order(desk: Desk, tmp_path: Path) -> None:
    units = [crawled(desk, pages=60), desk.rows(STROM.row, b"[]", HEADLINE, LEAD)]
    found = []
    for number in (1, 2, 4):
        other = replace(desk, store=Store(tmp_path / str(number)))
        with Workers(number) as workers:
            for unit in units:
                other.land(unit, workers)
        found.append({table: other.read(table) for table in ("captures", "rejected", "fetch_log")})
    assert found[0] == found[1] == found[2]
    assert len(found[0]["captures"]) == 48
    offsets = [row["warc_offset"] for row in found[0]["captures"] if row["warc_file"].startswith("crawl")]
    assert offsets == sorted(offsets)
