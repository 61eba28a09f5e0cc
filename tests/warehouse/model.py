"""The views in plain Python, written from the column reference: what the SQL is compared with.

Belongs here: one function a view over a small corpus in memory. Does not belong here: speed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATE = datetime.max.replace(tzinfo=UTC)
POLLS = {"feed", "sitemap", "news-sitemap", "hub"}
STANCES = {"asserts": "assertions", "disputes": "disputes", "reports": "reports"}


@dataclass
class Corpus:
    """Rows of the physical tables; every row has `landed_day` and `source`, too."""

    captures: list[Row] = field(default_factory=list)
    languages: list[Row] = field(default_factory=list)
    narratives: list[Row] = field(default_factory=list)
    near_duplicates: list[Row] = field(default_factory=list)
    fetch_log: list[Row] = field(default_factory=list)
    declared_observations: list[Row] = field(default_factory=list)
    outlet_registry: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Times:
    """When an article came out."""

    used: datetime | None
    kind: str | None
    earliest: datetime | None
    latest: datetime | None


def outlets(corpus: Corpus) -> dict[str, Row]:
    known = {row["id"]: row for row in corpus.outlet_registry}
    unknown = {row["outlet_id"] for row in corpus.captures} - set(known)
    empty = {"country": None, "languages": None, "time_zone": None, "outlet_group": None}
    return known | {outlet: {"id": outlet, **empty} for outlet in unknown}


def histories(corpus: Corpus) -> dict[str, list[Row]]:
    """Captures of each article in order of time."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in corpus.captures:
        found[row["article_id"]].append(row)
    for captures in found.values():
        captures.sort(key=_captured)
    return found


def _captured(row: Row) -> tuple[Any, ...]:
    at = row["fetched_at"] or row["first_seen_at"]
    return at is not None, at or LATE, row["landed_day"], row["source"], row["warc_offset"]


def revisions(captures: list[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in captures:
        if not kept or kept[-1]["revision_id"] != row["revision_id"]:
            kept.append(row)
    return kept


def changes(captures: list[Row]) -> list[list[str]]:
    """What differs from the capture before, for each revision."""
    found: list[list[str]] = []
    before: Row | None = None
    for row in captures:
        if before is None:
            found.append([])
        elif before["revision_id"] != row["revision_id"]:
            fields = ("title", "lead", "body", "authors", "section", "published_at")
            found.append([name for name in fields if before[name] != row[name]])
        before = row
    return found


def seen(captures: list[Row]) -> tuple[datetime | None, datetime | None]:
    """First seen, and last poll without it."""
    known = [row for row in captures if row["first_seen_at"]]
    if not known:
        return None, None
    first = min(row["first_seen_at"] for row in known)
    polls = [row["not_seen_at"] for row in known if row["first_seen_at"] == first]
    return first, max((poll for poll in polls if poll), default=None)


def articles(corpus: Corpus) -> dict[str, Row]:
    found = {}
    for article, captures in histories(corpus).items():
        first, before = seen(captures)
        found[article] = {**revisions(captures)[-1], "first_seen_at": first, "not_seen_at": before}
    return found


def tagged(corpus: Corpus, rows: list[Row]) -> dict[str, list[Row]]:
    """Article -> rows of a per-revision table for its newest revision, from that revision's unit."""
    return {
        article: [
            row
            for row in rows
            if all(row[name] == newest[name] for name in ("revision_id", "landed_day", "source"))
        ]
        for article, newest in articles(corpus).items()
    }


def times(row: Row, time_zone: str | None) -> Times:
    """When an article (with its first sight) came out."""
    published, first = row["published_at"], row["first_seen_at"]
    if published is not None and row["published_precision"] == "day":
        zone = ZoneInfo(time_zone or "UTC")
        offset = row["published_offset_minutes"]
        if offset is not None:
            start = _midnight(published + timedelta(minutes=offset)) - timedelta(minutes=offset)
            end = start + DAY
        else:
            local = published.astimezone(zone).date()
            start = datetime(local.year, local.month, local.day, tzinfo=zone).astimezone(UTC)
            after = local + DAY
            end = datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)
        if first is None or start <= first + HOUR:
            latest = max(start, min(end, first or LATE))
            if first is not None and start <= first < end:
                return Times(first, "first_seen_at", start, latest)
            return Times(start, "published_at", start, latest)
    elif published is not None and (first is None or published <= first + HOUR):
        if row["published_offset_minutes"] is None and time_zone is None:
            latest = max(published, min(published + 12 * HOUR, first or LATE))
            return Times(published, "published_at", published - 14 * HOUR, latest)
        return Times(published, "published_at", published, published)
    if first is None:
        return Times(None, None, None, None)
    before = row["not_seen_at"]
    return Times(first, "first_seen_at", before if before and before < first else None, first)


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def article_times(corpus: Corpus) -> dict[str, Times]:
    known = outlets(corpus)
    return {name: times(row, known[row["outlet_id"]]["time_zone"]) for name, row in articles(corpus).items()}


def copies(corpus: Corpus) -> dict[str, tuple[str, float, bool | None]]:
    """Copy -> original, similarity, same group."""
    existing, when, known = articles(corpus), article_times(corpus), outlets(corpus)
    links: dict[frozenset[str], float] = {}
    for row in corpus.near_duplicates:
        pair = frozenset((row["left_id"], row["right_id"]))
        if pair <= set(existing):
            links[pair] = max(row["similarity"], links.get(pair, 0))
    found = {}
    for family in _components(links):
        original = min(family, key=lambda name: (when[name].used or LATE, name))
        for name in family - {original}:
            mine, theirs = existing[name]["outlet_id"], existing[original]["outlet_id"]
            groups = known[mine]["outlet_group"], known[theirs]["outlet_group"]
            same = True if mine == theirs else None if None in groups else groups[0] == groups[1]
            strongest = max(similarity for pair, similarity in links.items() if name in pair)
            found[name] = original, links.get(frozenset((name, original)), strongest), same
    return found


def _components(links: Iterable[frozenset[str]]) -> list[set[str]]:
    families: list[set[str]] = []
    for pair in links:
        joined = [family for family in families if family & pair]
        families = [family for family in families if not family & pair]
        families.append(set(pair).union(*joined))
    return families


def events(corpus: Corpus) -> list[Row]:
    existing, when, known = articles(corpus), article_times(corpus), outlets(corpus)
    copied, spoken = copies(corpus), tagged(corpus, corpus.languages)
    return [
        {
            "article_id": name,
            "narrative": row["narrative"],
            "stance": row["stance"],
            "outlet_id": existing[name]["outlet_id"],
            "country": known[existing[name]["outlet_id"]]["country"],
            "language": next((one["language"] for one in spoken[name]), None),
            "time_used": when[name].used,
            "time_kind": when[name].kind,
            "earliest": when[name].earliest,
            "latest": when[name].latest,
            "day": when[name].used and when[name].used.astimezone(UTC).date(),
            "is_copy": name in copied,
        }
        for name, rows in tagged(corpus, corpus.narratives).items()
        for row in rows
    ]


def adoptions(corpus: Corpus) -> dict[tuple[str, str], Row]:
    """(outlet, narrative) -> its first event of its own."""
    found: dict[tuple[str, str], Row] = {}
    for event in sorted(
        events(corpus), key=lambda one: (one["time_used"] or LATE, one["article_id"], one["stance"])
    ):
        if event["time_used"] and not event["is_copy"]:
            found.setdefault((event["outlet_id"], event["narrative"]), event)
    return found


def coverage(corpus: Corpus) -> dict[tuple[str, datetime], Row]:
    requests = [row for row in corpus.fetch_log if row["outlet_id"]]
    declared: dict[str, set[datetime]] = defaultdict(set)
    for row in corpus.declared_observations:
        hour = _hour(row["since"])
        while row["since"] < row["until"] and hour < row["until"]:
            declared[row["outlet_id"]].add(hour)
            hour += HOUR
    end = max((_hour(row["requested_at"]) for row in requests), default=None)
    found = {}
    for outlet in {row["outlet_id"] for row in requests} | set(declared):
        own = [row for row in requests if row["outlet_id"] == outlet]
        ours = _span([_hour(row["requested_at"]) for row in own] + [end]) if own and end else set()
        for hour in ours | _span(declared[outlet]):
            at = [row for row in own if _hour(row["requested_at"]) == hour]
            found[outlet, hour] = _hour_row(at, hour in ours, hour in declared[outlet])
    return found


def _hour_row(at: list[Row], is_ours: bool, is_declared: bool) -> Row:
    polls = [row for row in at if row["kind"] in POLLS]
    succeeded = [row for row in polls if _ok(row)]
    failed = [row for row in polls if not _ok(row) and not _is_step(row)]
    listed = [row["listed"] for row in succeeded if row["listed"] is not None]
    unknown = not at and (is_declared or not is_ours)
    return {
        "polls_ok": None if unknown else len(succeeded),
        "polls_failed": None if unknown else len(failed),
        "listed": sum(listed) if listed else None,
        "fetched": None if unknown else sum(row["kind"] == "article" and _ok(row) for row in at),
        "observed": bool(succeeded) or is_declared,
    }


def _ok(row: Row) -> bool:
    status = row["status"]
    answered = status is not None and (200 <= status < 300 or status == 304)
    return row["error"] is None and (answered or bool(row["not_modified"]))


def _is_step(row: Row) -> bool:
    is_hop = row["redirect_url"] is not None and row["status"] in (301, 302) and row["error"] is None
    return is_hop or bool(row["retried"])


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _span(hours: Iterable[datetime]) -> set[datetime]:
    known = sorted(hours)
    return {known[0] + n * HOUR for n in range((known[-1] - known[0]) // HOUR + 1)} if known else set()


Cell = tuple[date, str, str | None, str | None]


def spread_daily(corpus: Corpus) -> dict[Cell, Row]:
    """(day, narrative, country, language) -> counts."""
    said, known = events(corpus), outlets(corpus)
    speaking = {(name, row["country"], one) for name, row in known.items() for one in row["languages"] or ()}
    speaking |= {(event["outlet_id"], event["country"], event["language"]) for event in said}
    watched: dict[tuple[date, str | None, str | None], dict[str, int]] = defaultdict(dict)
    for (outlet, hour), row in coverage(corpus).items():
        for name, country, language in speaking:
            if name == outlet:
                cell = watched[hour.date(), country, language]
                cell[outlet] = cell.get(outlet, 0) + row["observed"]
    pairs = {key[1:] for key in watched} | {(event["country"], event["language"]) for event in said}
    cells: set[Cell] = {
        (day, event["narrative"], country, language)
        for event in said
        for day, covered, _ in watched
        for country, language in pairs
        if country == covered
    }
    cells |= {(one["day"], one["narrative"], one["country"], one["language"]) for one in said if one["day"]}
    return {cell: _counts(cell, said, watched.get((cell[0], *cell[2:]))) for cell in cells}


def _counts(cell: Cell, said: list[Row], watched: dict[str, int] | None) -> Row:
    observed = sum(hours > 0 for hours in watched.values()) if watched else 0
    here = [one for one in said if (one["day"], one["narrative"], one["country"], one["language"]) == cell]
    counts: dict[str, int | None] = {}
    for stance, name in STANCES.items():
        counts[name] = sum(one["stance"] == stance and not one["is_copy"] for one in here)
        counts[f"{name}_with_copies"] = sum(one["stance"] == stance for one in here)
    if not observed:
        counts = {name: count or None for name, count in counts.items()}
    hours = {
        "hours_observed": sum(watched.values()) if watched else None,
        "hours_expected": 24 * len(watched) if watched else None,
    }
    return {**counts, "outlets_observed": observed or None, **hours}
