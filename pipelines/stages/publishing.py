"""The published corpus and its report: what readers get to see.

Belongs here: which outlets and parts a snapshot needs, and where the report goes. Does not belong here: building a
snapshot (`warehouse/publish.py`) and drawing (`pipelines/report`).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.registry import Outlet, Registry
from pipelines.home import Home, prepare
from pipelines.stages.spread import WHOLE_CORPUS
from pipelines.stages.versions import BASIS
from warehouse.connection import reading
from warehouse.publish import ensure_published, publish
from warehouse.store import Store

REGISTRY_VERSION = "1"
"""Version of the copy from the registry to `outlet_registry`."""


@dataclass(frozen=True, slots=True)
class Published:
    """A snapshot and its size."""

    snapshot: Path
    articles: int
    outlets: int
    bytes: int


def publish_home(home: Home, store: Store, registry: Registry) -> Published:
    """Publish every landed file that is processed whole, with the registry as it is now."""
    rows = [_outlet_row(outlet) for outlet in registry.values()]
    # Else every publication would commit a part, and with it make a snapshot that says nothing new.
    if _published_registry(store) != rows:
        with store.transaction() as parts:
            parts.put("outlet_registry", *WHOLE_CORPUS, REGISTRY_VERSION, rows)
    snapshot = publish(store, home.corpus, BASIS)
    with reading(home.corpus) as db:
        counts = db.execute(
            "select (select count(*) from articles), (select count(*) from outlets)"
        ).fetchone()
    articles, outlets = counts or (0, 0)
    return Published(snapshot, articles, outlets, snapshot.stat().st_size)


def write_report(home: Home) -> Path:
    """Write the report over the newest corpus; `reports/latest.html` leads to it.

    Raises:
        CorpusError: there is no corpus yet.
        HomeError: the home can't be written.
    """
    # Charts take a second to load; only reports need them.
    from pipelines.recognising.taxonomy import load_taxonomy  # noqa: PLC0415
    from pipelines.report.build import build_report  # noqa: PLC0415
    from pipelines.report.collect import collect  # noqa: PLC0415

    claims = {name: rule.claim for name, rule in load_taxonomy().narratives.items()}
    ensure_published(Store(home.store), home.corpus)
    with reading(home.corpus) as db:
        data = collect(db, claims)
    # Not before: where there is no corpus, a mistyped home must leave no folders.
    path = prepare(home).reports / "latest.html"
    part = path.with_suffix(".tmp")
    part.write_text(build_report(data), encoding="utf-8")
    # In one step: a reader who reloads never finds half a report.
    part.replace(path)
    return path


def _published_registry(store: Store) -> list[dict[str, Any]]:
    return [row for batch in store.read("outlet_registry") for row in batch.to_pylist()]


def _outlet_row(outlet: Outlet) -> dict[str, Any]:
    expected = outlet.expected
    return {
        "id": outlet.id,
        "name": outlet.name,
        "domain": outlet.domain,
        "country": outlet.country,
        "languages": list(outlet.languages),
        "time_zone": outlet.time_zone,
        "feeds": [source.url for source in outlet.feeds],
        "expected_articles_a_day": expected and expected.articles_per_day.min,
        "outlet_group": outlet.group,
        "opt_out_status": outlet.opt_out,
        "registered": True,
    }
