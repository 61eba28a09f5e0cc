"""Counts over a day's fetch ledgers, for the check that a crawl saw anything.

Belongs here: what can be said of ledgers before they are processed. Does not belong here: the table `coverage`, a view.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.landing.ledger import read_ledger
from crawler.landing.records import Fetch, Unit

POLLS = {"feed", "sitemap", "news-sitemap", "hub"}
OK = 200


@dataclass(frozen=True, slots=True)
class Polls:
    """Polls of some crawls: with a listing or unchanged (`ok`), failed; addresses listed, article pages that came."""

    ok: int
    failed: int
    listed: int
    fetched: int


def poll_outcome(fetch: Fetch) -> bool | None:
    """Whether a poll had a listing, or none that is new; None: the row is that of no poll."""
    # A redirect, or a try before another, is a part of a poll whose outcome stands in the row of its last request.
    if fetch.kind not in POLLS or fetch.retried or (fetch.redirect_url and not fetch.error):
        return None
    return fetch.not_modified or fetch.listed is not None


def count_polls(units: Iterable[Unit]) -> Polls:
    """Counts over the ledgers of some units; imports have none."""
    ok = failed = listed = fetched = 0
    for fetch in (fetch for unit in units if unit.ledger for fetch in read_ledger(unit.ledger)):
        fetched += fetch.kind == "article" and fetch.status == OK and not fetch.error
        succeeded = poll_outcome(fetch)
        if succeeded is None:
            continue
        ok, failed = ok + succeeded, failed + (not succeeded)
        listed += fetch.listed or 0
    return Polls(ok, failed, listed, fetched)
