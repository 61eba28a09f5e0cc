"""Landed units and stores for the tests of the stages: real WARC files, a real registry, a real store.

Belongs here: making them and reading them back. Does not belong here: any assertion.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from crawler.landing.importing import land_file, land_rows
from crawler.landing.records import Discovery, Fetch, Unit
from crawler.landing.rows import read_jsonl
from crawler.landing.units import find_unit
from crawler.landing.writer import LandingWriter
from crawler.registry import Registry, load_registry
from pipelines.reading.page import read_page
from pipelines.stages.articles import Reader, land_unit
from pipelines.stages.spread import compare_unit
from pipelines.stages.tags import detect_unit_languages, tag_unit_narratives, tag_unit_topics
from pipelines.stages.workers import Workers
from tests.pipelines.command import lines
from tests.pipelines.pages import Article, warc
from warehouse.store import Store

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 10, 15, tzinfo=UTC)
HTML = [("Content-Type", "text/html; charset=utf-8")]

OUTLETS = """
riverbend_herald:
  name: Riverbend Herald
  domain: riverbend-herald.example
  country: us
  languages: [en]
  time_zone: America/New_York
  group: river_group
  feeds:
    - {kind: rss, url: "https://www.riverbend-herald.example/rss"}
  expected:
    articles_per_day: {min: 3, max: 30}
nordwind_kurier:
  name: Nordwind Kurier
  domain: nordwind-kurier.example
  hosts: [nordwind.example]
  country: de
  languages: [de, da]
  time_zone: Europe/Berlin
  feeds:
    - {kind: news-sitemap, url: "https://nordwind-kurier.example/news.xml"}
  opt_out: tdm
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A landing zone, a store and a registry of two outlets."""

    landing: Path
    store: Store
    registry: Registry

    def pages(self, captures: Iterable[tuple[Article, str]], day: date = DAY) -> Unit:
        """Land pages with the time of their fetch as another tool's WARC file."""
        path = self.landing.parent / "given.warc.gz"
        path.write_bytes(warc(captures))
        return land_file(path, self.landing, day)

    def rows(self, *given: object, day: date = DAY) -> Unit:
        """Land lines of JSON."""
        return land_rows(read_jsonl(BytesIO(lines(*given))), self.landing, day, "rows.jsonl")

    def crawl(
        self,
        source: str,
        pages: Sequence[tuple[str, bytes, int]] = (),
        fetches: Sequence[Fetch] = (),
        *,
        unchanged: Sequence[str] = (),
        found: Discovery | None = None,
    ) -> Unit:
        """Land (address, body, status) by the crawler's own writer, revisits after them."""
        with LandingWriter(
            self.landing, DAY, source, user_agent="wattwire/0 (+https://wattwire.test)"
        ) as writer:
            for url, body, status in pages:
                writer.response(
                    url, fetched_at=AT, status=status, http_headers=HTML, body=body, discovery=found
                )
            for url in unchanged:
                writer.revisit(url, fetched_at=AT, status=304, http_headers=HTML, discovery=found)
            for row in fetches:
                writer.fetch(row)
        unit = find_unit(self.landing, source)
        assert unit is not None
        return unit

    def land(self, unit: Unit, workers: Workers | None = None, read: Reader = read_page) -> None:
        """The stage `articles`."""
        land_unit(unit, self.store, self.registry, workers or one_worker(), read)

    def tag(self, unit: Unit) -> None:
        """The stages from landing to narratives."""
        self.land(unit)
        detect_unit_languages(unit, self.store, self.registry)
        tag_unit_topics(unit, self.store)
        tag_unit_narratives(unit, self.store)

    def process(self, unit: Unit) -> None:
        """All stages of a unit."""
        self.tag(unit)
        compare_unit(unit, self.store)

    def read(self, table: str, unit: Unit | None = None) -> list[dict[str, Any]]:
        """Rows of a table, of one unit or of all."""
        batches = self.store.read(
            table, days=[unit.day] if unit else None, source=unit.source if unit else None
        )
        return [row for batch in batches for row in batch.to_pylist()]

    def everything(self) -> dict[str, list[str]]:
        """Every row of every part as sorted lines."""
        tables = {part.table for part in self.store.parts()}
        return {table: sorted(map(repr, self.read(table))) for table in tables}


@cache
def one_worker() -> Workers:
    """A worker for all tests of a process; it ends with it."""
    return Workers(1)


def desk(folder: Path) -> Desk:
    """An empty landing zone and store, and the registry of `OUTLETS`, in a folder."""
    outlets = folder / "outlets"
    outlets.mkdir(parents=True)
    (outlets / "xx.yaml").write_text(OUTLETS, encoding="utf-8")
    return Desk(folder / "landing", Store(folder / "store"), load_registry([outlets]))


def fetch(url: str = "https://www.riverbend-herald.example/rss", **given: Any) -> Fetch:  # noqa: ANN401 - any column
    """A row of the ledger: a feed that was fetched, unless told otherwise."""
    usual: dict[str, Any] = {
        "crawl_id": "crawl-1",
        "outlet_id": "riverbend_herald",
        "url": url,
        "kind": "feed",
        "requested_at": AT,
        "status": 200,
    }
    return Fetch(**usual | given)
