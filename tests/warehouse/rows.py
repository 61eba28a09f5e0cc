"""Rows of the physical tables with sensible values, for tests that care about one or two columns."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from warehouse.store import Store
from warehouse.tables import table

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = "crawl-1"
VERSION = "v1"

_USUAL: dict[str, dict[str, Any]] = {
    "captures": {
        "outlet_id": "nordpost",
        "text_basis": "full",
        "extraction_version": "r1",
        "warc_file": "crawl-1.warc.gz",
    },
    "fetch_log": {
        "crawl_id": "c1",
        "outlet_id": "nordpost",
        "url": "https://nordpost.test/feed",
        "kind": "feed",
        "status": 200,
    },
    "languages": {"language": "de", "confidence": 0.9},
    "narratives": {"narrative": "power-bottleneck", "stance": "asserts", "recogniser_version": "n1"},
    "outlet_registry": {"registered": True},
    "signatures": {"outlet_id": "nordpost", "shingles": 50, "hashes": [], "bands": []},
}


def row(kind: str, /, **given: object) -> dict[str, Any]:
    """A row of table `kind`: given values, else usual ones, else NULL."""
    unknown = set(given) - set(table(kind).schema.names)
    assert not unknown, unknown
    return {name: (_USUAL.get(kind, {}) | given).get(name) for name in table(kind).schema.names}


def capture(article: str, offset: int, seen: datetime | None = NOON, **given: object) -> dict[str, Any]:
    """A capture of an article; its revision follows from title, lead and body."""
    text = "|".join(str(given.get(field)) for field in ("title", "lead", "body"))
    return row(
        "captures",
        **{
            "article_id": article,
            "revision_id": f"{article}:{text}",
            "url": f"https://nordpost.test/{article}",
            "warc_offset": offset,
            "fetched_at": seen,
            "first_seen_at": seen,
        }
        | given,
    )


def put(
    store: Store,
    day: date = DAY,
    source: str = SOURCE,
    version: str = VERSION,
    **tables: list[dict[str, Any]],
) -> None:
    """Commit one unit."""
    with store.transaction() as transaction:
        for name, rows in tables.items():
            transaction.put(name, day, source, version, rows)


def read(
    store: Store, kind: str, source: str | None = None, columns: list[str] | None = None
) -> list[dict[str, Any]]:
    """All rows of a table."""
    return [
        found for batch in store.read(kind, source=source, columns=columns) for found in batch.to_pylist()
    ]
