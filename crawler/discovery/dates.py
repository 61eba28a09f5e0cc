"""Dates as listings write them: RFC 822 (RSS), RFC 3339 and W3C datetime (Atom, sitemaps).

Dates inside article pages are not read here: those have their own rules in `pipelines/reading`.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz

BARE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

ZONE_NAMES = {"CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "WEST": 1, "EET": 2, "EEST": 3, "MSK": 3, "BST": 1,
              "JST": 9, "KST": 9, "SGT": 8, "HKT": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
              "SAST": 2, "BRT": -3, "ART": -3}  # fmt: skip
"""Hours from UTC of zone names feeds use beyond RFC 822's own; names that mean two zones (IST, CST of China)
are left out on purpose: a date we can't place is no date."""

RFC822_ZONES = frozenset({"GMT", "UT", "UTC", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"})


def read_time(text: str | None, zone: tzinfo | None = None) -> datetime | None:
    """Point in time a listing states.

    Args:
        text: as written in the listing.
        zone: zone of the outlet, for times written without one; without it such a time is None.

    Returns:
        An aware datetime with the offset that was written; None for bare dates and unreadable text.
    """
    written = (text or "").strip()
    if not written or BARE_DATE.fullmatch(written):
        return None
    try:
        at = _read_iso(written) or _read_rfc822(written)
        if at is None:
            return None
        if at.tzinfo is None:
            at = at.replace(tzinfo=zone) if zone else None
        # a date at the edge of the calendar has no UTC counterpart: every later comparison would raise
        return at if at is None or at.astimezone(UTC) else None
    except (ValueError, OverflowError):
        return None


def read_change_time(text: str | None, zone: tzinfo | None = None) -> datetime | None:
    """Like `read_time`, but a bare date (common in `lastmod`) counts from its first second, UTC."""
    written = (text or "").strip()
    if BARE_DATE.fullmatch(written):
        return read_time(f"{written}T00:00:00", UTC)
    return read_time(written, zone)


def read_latest_change(text: str | None, zone: tzinfo | None = None) -> datetime | None:
    """Like `read_time`, but a bare date counts to its last second, in whatever zone it was taken."""
    written = (text or "").strip()
    if BARE_DATE.fullmatch(written):
        return read_time(f"{written}T23:59:59-12:00")  # where on Earth a day ends last
    return read_time(written, zone)


def _read_iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _read_rfc822(written: str) -> datetime | None:
    parts = parsedate_tz(written)
    if parts is None:
        return None
    at = datetime(*parts[:6])  # noqa: DTZ001 - the zone follows from the text below
    name = written.rsplit(maxsplit=1)[-1].upper()
    if name in ZONE_NAMES:
        return at.replace(tzinfo=timezone(timedelta(hours=ZONE_NAMES[name])))
    # parsedate_tz reports 0 for a zone name it doesn't know: only digits and RFC 822's names can be trusted
    known = re.search(r"[+-]\d{2}:?\d{2}$", written) or name in RFC822_ZONES
    offset = parts[9]
    return at.replace(tzinfo=timezone(timedelta(seconds=offset))) if known and offset is not None else at
