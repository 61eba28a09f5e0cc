"""Memory of the crawler between crawls: sources, their validators and rhythm, addresses seen and pending.

The list of pending addresses lives here and not in the crawl, so that a crawl that dies loses none: an
address counts as seen only once its page is landed, and one that a feed no longer shows is fetched all the
same. What a page said is in the landing zone; coverage is computed from the ledger.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, Self

from crawler.discovery.listing import Link

Settled = Literal["landed", "gone", "refused", "failed", "passed-over"]

SHORTEST_MINUTES, LONGEST_MINUTES = 15.0, 60.0
"""Bounds of the learnt rhythm. The upper one follows from coverage: an hour counts as observed only if a poll
succeeded in it, so a quiet source polled less often would turn quiet hours into unobserved ones."""

SLACK = timedelta(minutes=2)
"""How early a poll may come: schedules and crawls start some seconds off, and a source due at 11:00:03 should
not wait for the crawl of 11:15 because this one began at 11:00:01."""

MAX_FAILURES = 5
"""Crawls that try an address in vain before it is given up, at growing distance (15 minutes to 2 hours)."""

REFETCH_GAP = timedelta(hours=1)
MAX_LANDINGS = 10
"""Limits of refetching pages their listing calls updated: some listings state the present in every entry."""


SOURCE = """
select attempted_at, succeeded_at, etag, last_modified, body_hash, listed, interval_minutes, not_before
from sources where url = ?
"""

FAILED_POLL = """
insert into sources (url, outlet_id, attempted_at, interval_minutes, not_before) values (?, ?, ?, ?, ?)
on conflict (url) do update set
    attempted_at = excluded.attempted_at,
    interval_minutes = excluded.interval_minutes,
    not_before = excluded.not_before
"""

# Ignored where known: the first sight of an address is what precedence is measured by.
ADD_URL = """
insert or ignore into urls
    (url, outlet_id, address, kind, source_url, poll_id, listed_at, listed_title, first_seen_at, not_seen_at,
     settled, tried_at)
values
    (:url, :outlet, :address, :kind, :source, :poll, :listed_at, :title, :at, :not_seen_at,
     :settled, iif(:settled is null, null, :at))
"""

PENDING = """
select url, address, kind, source_url, poll_id, listed_at, listed_title, first_seen_at, not_seen_at, etag,
    last_modified
from urls
where outlet_id = ? and settled is null and (retry_at is null or retry_at <= ?)
order by coalesce(listed_at, first_seen_at) desc, url
limit ?
"""

LANDED = """
update urls set
    landed_at = :at, tried_at = :at, landings = landings + 1, failures = 0, retry_at = null,
    etag = :etag, last_modified = :modified, settled = 'landed'
where url = :url
"""

# `retry_at` is compared as text, so its form is that of `_text`, to the last zero.
MISSED = """
update urls set
    tried_at = :at,
    failures = failures + 1,
    retry_at = strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', :at, (15 << min(failures, 3)) || ' minutes'),
    settled = iif(failures + 1 >= :most, 'failed', null)
where url = :url
returning settled
"""

# What another outlet listed and may not fetch; first sight stays what it is.
CLAIM = """
update urls set outlet_id = :outlet, settled = null, tried_at = null
where url = :url and outlet_id <> :outlet and settled = 'refused' and landings = 0
"""

LEFT_OVER = """
select reason, count(*) from urls left join reasons using (url)
where outlet_id = ? and settled is null
group by reason
"""

PAUSE = """
insert into pauses values (?, ?) on conflict (host) do update set not_before = max(not_before, excluded.not_before)
"""

# Not what was refused: a listing may state a change every minute, and robots.txt is not its to change.
REOPEN = """
update urls set settled = null, failures = 0, retry_at = null
where url = ? and outlet_id = ? and settled is not null and settled <> 'refused' and landings < ?
    and tried_at < ? and tried_at <= ?
"""


class StateError(RuntimeError):
    """The state file can't be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source before it is polled; all None for one never polled."""

    attempted_at: datetime | None = None
    succeeded_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    listed: int | None = None
    interval_minutes: float = SHORTEST_MINUTES
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """One attempt to read a source."""

    poll_id: str
    outlet_id: str
    url: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pending:
    """An address to be fetched, with how it was found and the validators of its last landing."""

    url: str
    address: str
    kind: str
    source_url: str
    poll_id: str
    listed_at: datetime | None
    listed_title: str | None
    first_seen_at: datetime
    not_seen_at: datetime | None
    etag: str | None
    last_modified: str | None


class CrawlState:
    """State of one home, in SQLite; every method commits before it returns."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Without the driver's own transactions: it would begin one at a write and leave it open.
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._db.row_factory = sqlite3.Row
            # WAL with NORMAL: a killed process loses nothing; only a power cut may lose the last commits,
            # whose pages are then fetched once more
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = normal")
            self._db.executescript(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
        except (sqlite3.Error, OSError) as error:
            raise StateError(
                f"The crawl state {path} can't be used: {error}. Check that its folder can be written and "
                "the file is no other program's. Moving it away is safe: pages are then fetched once more."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def source(self, url: str) -> SourceState:
        """What is known of a source or sub-sitemap."""
        row = self._db.execute(SOURCE, (url,)).fetchone()
        if row is None:
            return SourceState()
        attempted, succeeded, etag, modified, body_hash, listed, interval, not_before = row
        return SourceState(
            _time(attempted), _time(succeeded), etag, modified, body_hash, listed, interval, _time(not_before)
        )

    def due_at(self, url: str, every_minutes: int | None) -> datetime | None:
        """When a source is to be polled, by its configured rhythm or else by the one learnt; None: it never was."""
        known = self.source(url)
        if known.attempted_at is None:
            return None
        # A rhythm counts for what was read; the rest of an index that a visit had no time for is due at once.
        interval = timedelta(minutes=known.interval_minutes and (every_minutes or known.interval_minutes))
        # At most a tenth of the rhythm, else a source polled every two minutes would always be due.
        due = known.attempted_at + interval - min(SLACK, interval / 10)
        return max(due, known.not_before or due)

    def is_due(self, url: str, now: datetime, every_minutes: int | None) -> bool:
        """Whether a source is to be polled now."""
        due = self.due_at(url, every_minutes)
        return due is None or now >= due

    def record_success(
        self,
        poll: Poll,
        *,
        etag: str | None,
        last_modified: str | None,
        body_hash: str | None,
        listed: int,
        fresh: int,
    ) -> None:
        """A poll whose listing was read or is unchanged; `add_links` goes before, it needs the last one."""
        interval = self.source(poll.url).interval_minutes
        # Down faster than up: after a quiet night two polls with news bring the shortest rhythm back.
        interval = max(SHORTEST_MINUTES, interval / 2 if fresh else min(LONGEST_MINUTES, interval * 1.5))
        at = _text(poll.at)
        self._db.execute(
            "insert or replace into sources values (?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
            (poll.url, poll.outlet_id, at, at, etag, last_modified, body_hash, listed, interval),
        )

    def record_failure(self, poll: Poll, *, not_before: datetime | None) -> None:
        """A poll that gave no listing: what was known before stays, and the source gets more time."""
        interval = min(LONGEST_MINUTES, max(SHORTEST_MINUTES, self.source(poll.url).interval_minutes * 2))
        self._db.execute(FAILED_POLL, (poll.url, poll.outlet_id, _text(poll.at), interval, _text(not_before)))

    def record_cut(self, poll: Poll) -> None:
        """A poll of an index that ended before its last child: no success, and due again at once."""
        self._db.execute(FAILED_POLL, (poll.url, poll.outlet_id, _text(poll.at), 0.0, None))

    def add_links(
        self,
        poll: Poll,
        links: Iterable[tuple[str, Link]],
        *,
        not_seen_at: datetime | None,
        settled: Settled | None,
    ) -> int:
        """Remember what a poll listed.

        Args:
            poll: the poll.
            links: canonical address and link. One already known stays as it was first seen, and becomes
                pending again where its outlet's listing states a change since it was last tried.
            not_seen_at: last successful poll of the source before this one.
            settled: None for addresses to be fetched; else why not.

        Returns:
            How many were not known before.
        """
        fresh = 0
        with self._db:
            self._db.execute("begin immediate")
            for url, link in links:
                added = self._db.execute(
                    ADD_URL,
                    {
                        "url": url,
                        "outlet": poll.outlet_id,
                        "address": link.url,
                        "kind": poll.kind,
                        "source": poll.url,
                        "poll": poll.poll_id,
                        "listed_at": _text(link.listed_at),
                        "title": link.title,
                        "at": _text(poll.at),
                        "not_seen_at": _text(not_seen_at),
                        "settled": settled,
                    },
                ).rowcount
                fresh += added
                # Not in a batch that is passed over: a change would reopen what is only to be remembered.
                if not added and link.updated_at is not None and settled is None:
                    self._reopen(url, poll, link.updated_at)
        return fresh

    def claim(self, outlet_id: str, urls: Iterable[str]) -> None:
        """Take over addresses (canonical) on an outlet's own hosts that were refused to an outlet which listed them."""
        with self._db:
            self._db.execute("begin immediate")
            self._db.executemany(CLAIM, ({"outlet": outlet_id, "url": url} for url in urls))

    def pending(self, outlet_id: str, now: datetime, limit: int) -> list[Pending]:
        """Addresses of an outlet to be fetched now, the newest first, since a budget may cut the rest off."""
        rows = self._db.execute(PENDING, (outlet_id, _text(now), limit))
        return [_pending(row) for row in rows]

    def count_pending(self, outlet_id: str) -> int:
        """How many addresses of an outlet are still to be fetched, now or later."""
        (count,) = self._db.execute(
            "select count(*) from urls where outlet_id = ? and settled is null", (outlet_id,)
        ).fetchone()
        return int(count)

    def left_over(self, outlet_id: str) -> Counter[str | None]:
        """Those of `count_pending` by why the last try gave no page; None: not tried yet."""
        return Counter(dict(self._db.execute(LEFT_OVER, (outlet_id,)).fetchall()))

    def record_landing(self, url: str, at: datetime, *, etag: str | None, last_modified: str | None) -> None:
        """The page is in the landing zone, or known unchanged there; call it after the record is written."""
        self._db.execute(LANDED, {"at": _text(at), "etag": etag, "modified": last_modified, "url": url})
        self._db.execute("delete from reasons where url = ?", (url,))

    def settle(self, url: str, at: datetime, reason: Settled) -> None:
        """Nothing more is to be fetched until the listing states a change."""
        self._db.execute("update urls set tried_at = ?, settled = ? where url = ?", (_text(at), reason, url))

    def record_miss(self, url: str, at: datetime, reason: str) -> bool:
        """A fetch in vain: try again later, up to `MAX_FAILURES` times.

        Returns:
            Whether the address is given up.
        """
        self._db.execute("replace into reasons values (?, ?)", (url, reason))
        row = self._db.execute(MISSED, {"at": _text(at), "most": MAX_FAILURES, "url": url}).fetchone()
        return row is not None and row["settled"] is not None

    def postpone(self, url: str, until: datetime, reason: str) -> None:
        """An address that may not be asked for before a time; no failure of its own."""
        self._db.execute("replace into reasons values (?, ?)", (url, reason))
        self._db.execute("update urls set retry_at = ? where url = ?", (_text(until), url))

    def pause(self, host: str, until: datetime) -> None:
        """A host asked to be left alone; of two such times the later one counts."""
        self._db.execute(PAUSE, (host, _text(until)))

    def paused_until(self, host: str, now: datetime) -> datetime | None:
        """When a host may be asked again; None: now."""
        return self.pauses(now).get(host)

    def pauses(self, now: datetime) -> dict[str, datetime]:
        """Hosts that are not to be asked now, and until when."""
        rows = self._db.execute("select * from pauses where not_before > ? order by host", (_text(now),))
        return {host: datetime.fromisoformat(until) for host, until in rows}

    def _reopen(self, url: str, poll: Poll, updated_at: datetime) -> None:
        changed = (url, poll.outlet_id, MAX_LANDINGS, _text(updated_at), _text(poll.at - REFETCH_GAP))
        if self._db.execute(REOPEN, changed).rowcount:
            self._db.execute("delete from reasons where url = ?", (url,))


def _text(at: datetime | None) -> str | None:
    # Always six decimals: by itself Python drops zero ones, and texts of two lengths sort wrongly.
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _pending(row: sqlite3.Row) -> Pending:
    return Pending(
        url=row["url"],
        address=row["address"],
        kind=row["kind"],
        source_url=row["source_url"],
        poll_id=row["poll_id"],
        listed_at=_time(row["listed_at"]),
        listed_title=row["listed_title"],
        first_seen_at=datetime.fromisoformat(row["first_seen_at"]),
        not_seen_at=_time(row["not_seen_at"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
    )
