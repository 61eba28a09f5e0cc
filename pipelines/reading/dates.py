"""When an article was published: a chain of sources, each with its precision, zone and provenance.

Belongs here: choosing among the stated dates, what is refused, what disagrees. Does not: where a page states dates
(`date_sources`), the outlet's time zone (a day or time without offset stays without), or what tracking makes of a date
that cannot be trusted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeAlias

from pipelines.reading.date_sources import stated_changes, stated_dates
from pipelines.reading.day_order import DayOrder
from pipelines.reading.document import Document
from pipelines.reading.printed_dates import guessed_day, printed_change, printed_dates, with_printed_time
from pipelines.reading.surroundings import Surroundings
from pipelines.reading.timestamps import Stamp, looks_like_stamp, parse_stamp

# Nothing on the web is older; earlier values are epoch zeros and typing errors.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# Clocks of outlets run ahead by hours and zones by up to 14; a date more than a day ahead is an embargo or an
# error.
_AHEAD = timedelta(days=1)
_MOST_STATED, _MOST_REFUSED, _LONGEST_VALUE = 64, 8, 80
# Minutes between the clocks of the zones that differ most, as far as newsrooms are concerned.
_WIDEST_ZONES = 14 * 60
Claim: TypeAlias = tuple[str, Stamp]
"""Source and date."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Another source that dates the article differently.

    Attributes:
        source: as in `Published`.
        stated: its time as it states it, ISO 8601.
        by: `day`; `minute` on the same day; `zone` where the times lie whole quarters of an hour, up to 14 hours,
            apart, as they do where one was written in the clock of another zone.
    """

    source: str
    stated: str
    by: str


@dataclass(frozen=True, slots=True)
class Published:
    """A point in time as a page states it.

    Attributes:
        at: aware; in the page's own offset where it states one, else the stated clock time set in UTC.
        precision: second, minute or day.
        source: override (the outlet's selectors), json-ld, open-graph, meta, microdata, time-tag, url, feed, sitemap,
            text or given.
        offset_minutes: the stated offset; None where the page states none, so that `at` may be off by a zone.
        disagrees: other sources, none of whose dates is this one.
    """

    at: datetime
    precision: str
    source: str
    offset_minutes: int | None
    disagrees: tuple[Disagreement, ...] = ()

    def stated(self) -> str:
        """ISO 8601 as the page states it: a bare date at day precision, no offset where none is stated."""
        return _iso(Stamp(self.at, self.precision, self.offset_minutes))


@dataclass(frozen=True, slots=True)
class RefusedDate:
    """A date that a page states and that is not taken.

    Attributes:
        field: published or modified.
        source: as in `Published`.
        value: as stated, 80 characters at most.
        reason: `future` (more than a day after the fetch), `too_early` (before 1990), `impossible` (31 February),
            `unreadable` (no form that is known, or one that can mean two days).
    """

    field: str
    source: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dates:
    """When a page says that it was published and last changed; None where it does not say.

    `modified_at` is aware where the page states an offset, naive where it states none.
    """

    published: Published | None
    modified_at: datetime | None
    refused: tuple[RefusedDate, ...]


def find_dates(
    document: Document,
    around: Surroundings,
    *,
    fetched_at: datetime | None,
    listed_at: datetime | None = None,
    listed_kind: str | None = None,
) -> Dates:
    """The dates of a page.

    Published is the first plausible date of the chain; a source that knows only the day gives way to a later one of the
    same day that knows the time.
    """
    latest = (fetched_at or datetime(2100, 1, 1, tzinfo=UTC)) + _AHEAD
    order = DayOrder(document)
    refused: list[RefusedDate] = []
    claims = [
        (stated[0], stamp)
        for stated in islice(stated_dates(document, around), _MOST_STATED)
        if (stamp := _accept(order, "published", stated, latest, refused))
    ]
    for source, stamp in _listed(listed_at, listed_kind):
        if reason := _why_not(stamp, latest):
            refused.append(RefusedDate("published", source, _iso(stamp), reason))
        else:
            claims.append((source, stamp))
    published = _choose(document, around, claims, latest, refused)
    if published:
        published = replace(published, disagrees=tuple(_disagreements(published, claims)))
    changes = (
        _accept(order, "modified", stated, latest, refused)
        for stated in islice(stated_changes(document, around), _MOST_STATED)
    )
    changed = next((stamp for stamp in changes if stamp), None) or _printed_change(
        document, order, around, published, latest
    )
    modified = None
    if changed:
        modified = changed.at if changed.offset_minutes is not None else changed.at.replace(tzinfo=None)
    return Dates(published, modified, tuple(dict.fromkeys(refused))[:_MOST_REFUSED])


def _choose(
    document: Document,
    around: Surroundings,
    claims: Sequence[Claim],
    latest: datetime,
    refused: list[RefusedDate],
) -> Published | None:
    by_day: Published | None = None
    for source, stamp in claims:
        published = Published(stamp.at, stamp.precision, source, stamp.offset_minutes)
        if by_day is None and stamp.precision != "day":
            return published
        if by_day is None:
            by_day = published
        elif stamp.precision != "day" and stamp.at.date() == by_day.at.date():
            return published
    if by_day is None:
        return _printed(document, around, latest, refused)
    timed = with_printed_time(document, by_day.at) if by_day.offset_minutes is None else None
    return _from_text(timed) if timed else by_day


def _printed(
    document: Document, around: Surroundings, latest: datetime, refused: list[RefusedDate]
) -> Published | None:
    """The date in the visible text, with the time of day printed beside it or elsewhere."""
    order, ambiguous = DayOrder(document), False
    for text, printed in printed_dates(document, order, around):
        stamp = printed.stamp
        if stamp is None:
            ambiguous = True
            refused.append(RefusedDate("published", "text", text[:_LONGEST_VALUE], "unreadable"))
        elif not _why_not(stamp, latest):
            break
    else:
        # What htmldate finds elsewhere on a page whose own date can be two days is of something else.
        day = None if ambiguous else guessed_day(document, order, around, _EARLIEST.date(), latest.date())
        if day is None:
            return None
        stamp = Stamp(day, "day", None)
    timed = with_printed_time(document, stamp.at) if stamp.precision == "day" else None
    return _from_text(timed or stamp)


def _printed_change(
    document: Document, order: DayOrder, around: Surroundings, published: Published | None, latest: datetime
) -> Stamp | None:
    """The last change as the visible text states it, where it can be one: not before the publication."""
    stamp = printed_change(document, order, around)
    if stamp is None or _why_not(stamp, latest):
        return None
    # By the clocks: printed times are local ones without their zone.
    early = published is not None and stamp.at.replace(tzinfo=None) < published.at.replace(tzinfo=None)
    return None if early else stamp


def _from_text(stamp: Stamp) -> Published:
    return Published(stamp.at, stamp.precision, "text", stamp.offset_minutes)


def _accept(
    order: DayOrder, field: str, stated: tuple[str, str], latest: datetime, refused: list[RefusedDate]
) -> Stamp | None:
    """A stated date, or None with the reason among `refused`."""
    source, value = stated[0], stated[1].strip()
    stamp = parse_stamp(value, order.is_day_first(value))
    unread = "impossible" if looks_like_stamp(value) else "unreadable"
    reason = _why_not(stamp, latest) if stamp else unread
    if value and reason:
        refused.append(RefusedDate(field, source, value[:_LONGEST_VALUE], reason))
    return None if reason else stamp


def _why_not(stamp: Stamp, latest: datetime) -> str | None:
    return "future" if stamp.at > latest else "too_early" if stamp.at < _EARLIEST else None


def _disagreements(published: Published, claims: Sequence[Claim]) -> Iterator[Disagreement]:
    """Sources apart from the one that was taken; one of which any date agrees does not disagree."""
    chosen = Stamp(published.at, published.precision, published.offset_minutes)
    by_source: dict[str, list[Stamp]] = {}
    for source, stamp in claims:
        by_source.setdefault(source, []).append(stamp)
    for source, stamps in by_source.items():
        ways = [_difference(chosen, stamp) for stamp in stamps]
        if source != published.source and (by := ways[0]) and all(ways):
            yield Disagreement(source, _iso(stamps[0]), by)


def _difference(one: Stamp, other: Stamp) -> str | None:
    """How two dates differ, None where they can be the same: see `Disagreement`."""
    if "day" in (one.precision, other.precision):
        days = {one.at.date(), one.at.astimezone(UTC).date()} if one.precision != "day" else {one.at.date()}
        others = (
            {other.at.date(), other.at.astimezone(UTC).date()}
            if other.precision != "day"
            else {other.at.date()}
        )
        return None if days & others else "day"
    both_stated = (one.offset_minutes is None) == (other.offset_minutes is None)
    # Where one states no offset, clocks are compared.
    apart = one.at - other.at if both_stated else one.at.replace(tzinfo=UTC) - other.at.replace(tzinfo=UTC)
    minutes = round(abs(apart.total_seconds()) / 60)
    if abs(apart) < timedelta(minutes=1):
        return None
    if minutes % 15 == 0 and minutes <= _WIDEST_ZONES:
        return "zone"
    return "minute" if one.at.date() == other.at.date() else "day"


def _iso(stamp: Stamp) -> str:
    if stamp.precision == "day":
        return stamp.at.date().isoformat()
    return (stamp.at if stamp.offset_minutes is not None else stamp.at.replace(tzinfo=None)).isoformat()


def _listed(listed_at: datetime | None, listed_kind: str | None) -> Iterator[Claim]:
    if listed_at is not None:
        offset = listed_at.utcoffset()
        minutes = None if offset is None else int(offset.total_seconds() // 60)
        aware = listed_at if offset is not None else listed_at.replace(tzinfo=UTC)
        yield ("sitemap" if listed_kind == "sitemap" else "feed"), Stamp(aware, "second", minutes)
