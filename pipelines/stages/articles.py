"""Landed files become captures and rejections, the ledger becomes `fetch_log`.

Belongs here: the way from a WARC record or an imported row to table rows. Does not belong here: what a page's text is
(`pipelines/reading`), and which revision of an article is the newest (`warehouse/views`).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crawler.landing.declared import Declared, Observed, read_declared
from crawler.landing.ledger import damaged_lines, read_ledger
from crawler.landing.reader import read_landed
from crawler.landing.records import Damage, Landed, Unit
from crawler.landing.records import Row as GivenRow
from crawler.registry import Registry
from crawler.urls import UrlError, article_id, canonical_url, host_of, registrable_domain
from pipelines.reading.blocks import count_words
from pipelines.reading.dates import Published
from pipelines.reading.language_codes import language_code
from pipelines.reading.page import READING_VERSION, Page, Reading, read_page
from pipelines.registry import selectors_at
from pipelines.stages.redesigns import Redesigns
from pipelines.stages.versions import versions
from pipelines.stages.workers import Fault, Workers
from warehouse.store import Store

Row = dict[str, Any]
Reader = Callable[[Page], Reading]

TABLES = ("captures", "rejected", "fetch_log", "declared_observations")
"""The parts this stage writes for a unit."""

_NO_LANGUAGE = {"und", "mul", "zxx", "mis"}
"""Codes of ISO 639 that say that there is no one language to name; the text then tells."""

_AHEAD = timedelta(days=2)
"""How far after the beginning of its landing day an import's times may lie: that day and one more, since clocks and
zones are off by a day at most. A later time is none that anybody has observed."""


def land_unit(
    unit: Unit, store: Store, registry: Registry, workers: Workers, read: Reader = read_page
) -> None:
    """Write the parts of one unit in one commit; rows are in the order of the records, however many workers there are.

    Streams: a few pages for each worker are in memory at a time, besides a batch of captures and the rows of
    rejections. A page that exceeds the limits of a worker, or crashes it, becomes a rejection.

    Args:
        read: a function of a module that a worker can import.
    """
    rejected: list[Row] = []
    outlets: set[str] = set()
    declared = read_declared(unit)
    version = versions(registry.overrides_digest)
    redesigns = Redesigns()

    def captures() -> Iterator[Row]:
        for record, reading in workers.imap(read, _records(unit.path, registry)):
            # A name and no path: the landing zone may move, and the row must still lead to its record.
            row = _row(record, reading, registry) | {
                "warc_file": unit.path.name,
                "warc_offset": record.offset,
            }
            redesigns.note(row["outlet_id"], reading)
            if "reason" not in row and (why := _refused(row, unit, registry, declared)):
                row = _refusal(row, *why)
            if "reason" in row:
                rejected.append(_placed(row, record))
            else:
                outlets.add(row["outlet_id"])
                yield row

    with store.transaction() as parts:

        def put(table: str, rows: Iterable[Row]) -> None:
            parts.put(table, unit.day, unit.source, version[table], rows)

        # First: only once this stream is read through are the rows and outlets below known.
        put("captures", captures())
        put("rejected", rejected + _ledger_damages(unit))
        put("fetch_log", map(asdict, read_ledger(unit.ledger)) if unit.ledger else ())
        put("declared_observations", _observed(declared.observed, outlets))
    redesigns.warn()


def _records(path: Path, registry: Registry) -> Iterator[tuple[Landed | Damage, Page | None]]:
    """The records of a file, each with what there is to read."""
    for record in read_landed(path):
        if isinstance(record, Damage) or record.kind == "row" or not _has_host(record.url):
            yield record, None
        # A revisit is an unchanged page: its ledger row says so, and its text is that of the capture before.
        elif record.kind == "page":
            # The payload goes along once only, to be forgotten when it was read.
            yield replace(record, payload=b""), _page(record, registry)


def _has_host(url: str) -> bool:
    try:
        return bool(host_of(url))
    except UrlError:
        return False


def _ledger_damages(unit: Unit) -> list[Row]:
    """Lines of a killed crawl's journal that its ledger lacks."""
    place = {"warc_file": unit.path.name, "warc_offset": None}
    lines = damaged_lines(unit.ledger) if unit.ledger else ()
    return [_rejection("landing", "bad-ledger", line) | place for line in lines]


def _observed(span: Observed | None, outlets: set[str]) -> list[Row]:
    """The declared span holds for each outlet that the import has articles of."""
    return (
        [{"outlet_id": o, "since": span.since, "until": span.until} for o in sorted(outlets)] if span else []
    )


def _refused(row: Row, unit: Unit, registry: Registry, declared: Declared) -> tuple[str, str] | None:
    """Reason and evidence why an import does not take a capture; None if it does."""
    if declared.registered_only and row["outlet_id"] not in registry:
        return "not-registered", "imported with --registered-only"
    # A crawl took its times from this machine's clock, and may go on for days after the day it began to land.
    latest = None if unit.ledger else datetime.combine(unit.day, time(), UTC) + _AHEAD
    for name in ("published_at", "fetched_at", "first_seen_at"):
        if latest and row[name] and row[name] > latest:
            evidence = f"{name} {row[name].isoformat()} is more than a day after the landing on {unit.day}"
            return "future-date", evidence
    return None


def _placed(row: Row, record: Landed | Damage) -> Row:
    """A rejection with the line of the giver's file where it is one of a line: the landed file is another."""
    given = None if isinstance(record, Damage) else record.row  # a damaged line says its number itself
    return row | {"evidence": f"line {given.line}: {row['evidence']}"} if given else row


def _refusal(row: Row, reason: str, evidence: str) -> Row:
    kept = {name: row[name] for name in ("outlet_id", "url", "fetched_at", "warc_file", "warc_offset")}
    if reason == "future-date":
        kept["fetched_at"] = None  # where it isn't unknown, it is what can't be true
    return kept | {"stage": "import", "reason": reason, "evidence": evidence}


def _row(record: Landed | Damage, reading: Reading | Fault | None, registry: Registry) -> Row:
    """A capture, or a rejection (it has a `reason`)."""
    if isinstance(record, Damage):
        stage = "import" if record.reason == "bad-row" else "landing"
        owner = _owner(record.url, registry)
        return _rejection(stage, record.reason, record.evidence, url=record.url, outlet_id=owner)
    try:
        return _imported(record.row, registry) if record.row else _read(record, reading, registry)
    except UrlError as error:
        return _rejection("landing", "bad-url", str(error), url=record.url, fetched_at=record.fetched_at)


def _read(record: Landed, reading: Reading | Fault | None, registry: Registry) -> Row:
    outlet_id = _outlet_id(record.url, registry)
    if isinstance(reading, Reading) and not reading.rejected:
        return _capture(record, reading, outlet_id, registry)
    why = reading.rejected if isinstance(reading, Reading) else reading
    assert why is not None  # noqa: S101 - a page with an outlet was read
    missed = reading.override.missed if isinstance(reading, Reading) and reading.override else ()
    return _rejection(
        "reading",
        why.reason,
        "; ".join([why.evidence, *(f"the outlet's override for {name} matched nothing" for name in missed)]),
        url=record.url,
        outlet_id=outlet_id,
        fetched_at=record.fetched_at,
    )


def _page(record: Landed, registry: Registry) -> Page:
    found = record.discovery
    return Page(
        url=record.url,
        html=record.payload,
        charset=record.charset,
        content_type=record.content_type,
        fetched_at=record.fetched_at,
        listed_at=found.listed_at if found else None,
        listed_kind=found.kind if found else None,
        status=record.status,
        selectors=selectors_at(registry.outlet_for_host(host_of(record.url)), record.fetched_at),
    )


def _capture(record: Landed, reading: Reading, outlet_id: str, registry: Registry) -> Row:
    found = record.discovery
    return {
        **_text(record.url, reading.title, reading.lead, reading.body, reading.word_count),
        **_published(reading.published, outlet_id, registry),
        "outlet_id": outlet_id,
        "authors": list(reading.authors),
        "section": reading.section,
        "agencies": list(reading.agencies),
        "keywords": list(reading.keywords),
        "access": reading.access,
        "kind": reading.kind,
        "modified_at": _in_utc(reading.modified_at, outlet_id, registry) if reading.modified_at else None,
        "page_language": reading.page_language,
        "listed_at": found.listed_at if found else None,
        "fetched_at": record.fetched_at,
        "first_seen_at": found.first_seen_at if found else record.fetched_at,
        "not_seen_at": found.not_seen_at if found else None,
    }


def _imported(given: GivenRow, registry: Registry) -> Row:
    """The capture of a row that a JSONL import gave; it is tagged on what it has."""
    owner = _outlet_id(given.url, registry)
    outlet_id = _named(given.outlet, owner, registry) if given.outlet else owner
    if outlet_id is None:
        evidence = f"the row names {given.outlet!r}, which is no id and no domain of the registry"
        return _rejection("import", "unknown-outlet", evidence, url=given.url, outlet_id=owner)
    if owner in registry and outlet_id != owner:
        evidence = f"the row names {given.outlet!r}, but {host_of(given.url)} belongs to {owner}"
        return _rejection("import", "outlet-mismatch", evidence, url=given.url, outlet_id=owner)
    if (
        given.language
        and given.language.lower() not in _NO_LANGUAGE
        and language_code(given.language) is None
    ):
        evidence = f"the row gives the language {given.language!r}, which is no code of ISO 639"
        return _rejection("import", "unknown-language", evidence, url=given.url, outlet_id=outlet_id)
    # On a stranger's host the giver's word counts: an aggregator or an archive knows whose article it holds.
    words = count_words(" ".join(part for part in (given.lead, given.body) if part))
    return {
        **_text(given.url, given.title, given.lead, given.body, words),
        **_published(_given_date(given), outlet_id, registry),
        "outlet_id": outlet_id,
        "authors": list(given.authors),
        "section": None,
        "agencies": None,
        "keywords": None,
        "access": None,
        "kind": None,
        "modified_at": None,
        "page_language": given.language,
        "listed_at": None,
        "fetched_at": None,
        "first_seen_at": given.first_seen_at,
        "not_seen_at": None,
    }


def _text(url: str, title: str | None, lead: str | None, body: str | None, words: float) -> Row:
    """The columns that hold an article's identity and text."""
    article = article_id(url)
    # With a mark between the fields: words that move from the lead to the body make another revision.
    content = "\x1f".join([article, title or "", lead or "", body or ""])
    return {
        "revision_id": hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest(),
        "article_id": article,
        "url": canonical_url(url),
        "fetched_url": url,
        "title": title,
        "lead": lead,
        "body": body,
        "text_basis": "full" if body else "lead" if lead else "headline",
        "word_count": words if lead or body else None,
        "extraction_version": READING_VERSION,
    }


def _published(published: Published | None, outlet_id: str, registry: Registry) -> Row:
    """The columns of the date; a time without an offset is read in the outlet's zone, in UTC where that is unknown."""
    if published is None:
        names = ("at", "precision", "source", "offset_minutes", "zone")
        return {f"published_{name}": None for name in names}
    assumed = published.offset_minutes is None
    at = published.at.replace(tzinfo=None) if assumed else published.at
    zone = "stated" if not assumed else "outlet" if registry.get(outlet_id) else "utc"
    return {
        "published_at": _in_utc(at, outlet_id, registry),
        "published_precision": published.precision,
        "published_source": published.source,
        "published_offset_minutes": published.offset_minutes,
        "published_zone": zone,
    }


def _in_utc(stated: datetime, outlet_id: str, registry: Registry) -> datetime:
    """A stated time; one without an offset is read in the outlet's zone, in UTC where that is unknown."""
    if stated.tzinfo is None:
        outlet = registry.get(outlet_id)
        stated = stated.replace(tzinfo=ZoneInfo(outlet.time_zone) if outlet else UTC)
    return stated.astimezone(UTC)


def _given_date(given: GivenRow) -> Published | None:
    if given.published_at is None or given.published_precision is None:
        return None
    return Published(given.published_at, given.published_precision, "given", offset_minutes=0)


def _outlet_id(url: str, registry: Registry) -> str:
    """The registered outlet of an address, else the registrable domain of its host."""
    host = host_of(url)
    outlet = registry.outlet_for_host(host)
    return outlet.id if outlet else registrable_domain(host)


def _owner(url: str | None, registry: Registry) -> str | None:
    """The outlet of what is damaged, where its address is left."""
    try:
        return _outlet_id(url, registry) if url else None
    except UrlError:
        return None


def _named(name: str, owner: str, registry: Registry) -> str | None:
    """The outlet that a row names by id, host or, where the registry knows none, by what its own address gives."""
    if name in registry:
        return name
    outlet = registry.outlet_for_host(name)
    return outlet.id if outlet else owner if name.lower() == owner else None


def _rejection(
    stage: str,
    reason: str,
    evidence: str | None,
    *,
    url: str | None = None,
    outlet_id: str | None = None,
    fetched_at: datetime | None = None,
) -> Row:
    return {
        "outlet_id": outlet_id,
        "url": url,
        "fetched_at": fetched_at,
        "stage": stage,
        "reason": reason,
        "evidence": evidence,
    }
