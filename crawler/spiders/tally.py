"""Counts of a crawl, and what follows from them: whether it may count as done.

Only counts; the rows themselves are in the ledger.
"""

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from crawler.landing.records import Fetch

SPIDER_ERROR = "spider-error"


WHY = ("unpolled", "skipped", "failed", "left_over")
"""Counters whose sums are counts of their own."""


@dataclass(slots=True)
class Tally:
    """What happened in a crawl so far.

    Each address listed, or left over from crawls before, has one fate: `listed` + `carried_over` = `landed` +
    `unchanged` + `skipped` + `failed` + `left_over`.

    Attributes:
        polls_ok: polls of listings that were read or unchanged; children of sitemap indexes count.
        polls_failed: polls without a listing.
        unpolled: sources left alone, by reason: `rhythm`, `retry-after`, or `visit-time` for a later crawl.
        listed: entries in the listings read, repeats included.
        fresh: addresses not seen before.
        carried_over: addresses that crawls before had left to be fetched.
        landed: pages landed.
        unchanged: pages found unchanged and landed as revisits.
        gone: of the failed, those landed with an answer that says there is no page (404, 410, 451).
        opted_out: of the skipped, those whose text mining is reserved.
        skipped: listed addresses that are not to be fetched, by reason: known, too old, or forbidden.
        failed: addresses given up, by reason: error class or HTTP status of the last try.
        left_over: addresses still to be fetched, by reason: of their last try, or why there was none.
        sub_sitemaps_skipped: children of sitemap indexes beyond the budget.
        sub_sitemaps_left_over: children that the visit had no time for, or whose host asked for patience.
        requests: answers got, whatever their status.
        errors: ledger rows per error class; HTTP errors as `http-404`.
        handled: answers handled without an exception, per outlet.
        broken: answers whose handling raised, per outlet.
        paused: hosts left alone because of a Retry-After, and until when (UTC).
    """

    polls_ok: int = 0
    polls_failed: int = 0
    unpolled: Counter[str] = field(default_factory=Counter)
    listed: int = 0
    fresh: int = 0
    carried_over: int = 0
    landed: int = 0
    unchanged: int = 0
    gone: int = 0
    opted_out: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    left_over: Counter[str] = field(default_factory=Counter)
    sub_sitemaps_skipped: int = 0
    sub_sitemaps_left_over: int = 0
    requests: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    handled: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    paused: dict[str, datetime] = field(default_factory=dict)

    def note(self, row: Fetch) -> None:
        """Count a ledger row."""
        self.requests += row.status is not None
        if (reason := reason_of(row)) is not None:
            self.errors[reason] += 1
        self.opted_out += row.error == "opt-out"
        if row.error == SPIDER_ERROR:
            self.broken[row.outlet_id] += 1
        # A host whose robots.txt was read has not yet shown that its pages can be handled.
        elif row.status is not None and row.kind != "robots":
            self.handled[row.outlet_id] += 1

    def note_poll(self, row: Fetch) -> None:
        """Count the poll that a finished row of a listing stands for."""
        if row.listed is None:
            self.polls_failed += 1
            return
        self.polls_ok += 1
        self.listed += row.listed
        self.fresh += row.fresh or 0

    def counts(self) -> dict[str, Any]:
        """All counts as plain values: those of `WHY` as their sum and, with `_why`, by reason."""
        values: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        sums = {name: values[name].total() for name in WHY}
        reasons = {f"{name}_why": dict(values[name].most_common()) for name in WHY}
        named = {name: dict(values[name]) for name in ("errors", "handled", "broken")}
        paused = {host: until.isoformat(timespec="seconds") for host, until in sorted(self.paused.items())}
        not_due = sums["unpolled"] - self.unpolled["visit-time"]
        return values | sums | reasons | named | {"paused": paused, "not_due": not_due}

    def fault(self) -> str | None:
        """Why the crawl must fail, though it ran to its end; None: it need not.

        An exception for one page in a thousand is a row to look at. An outlet none of whose answers could be
        handled, or a crawl that landed nothing and raised, is a broken spider: passing would look like an
        empty day.
        """
        deaf = sorted(outlet for outlet in self.broken if not self.handled[outlet])
        if deaf:
            return f"the spider raised for every answer of {', '.join(deaf)}"
        if self.broken and not self.landed + self.unchanged:
            return f"the spider raised {self.broken.total()} times and nothing was landed"
        return None


def reason_of(row: Fetch) -> str | None:
    """Why a row's request gave no page: error class, or HTTP status; None: it may have given one."""
    if row.error is not None:
        return row.error
    return f"http-{row.status}" if row.status is not None and row.status >= 400 else None
