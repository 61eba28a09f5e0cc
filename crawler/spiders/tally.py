"""Counts of a crawl, and what follows from them: whether it may count as done.

Only counts; the rows themselves are in the ledger.
"""

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

from crawler.landing.records import Fetch

SPIDER_ERROR = "spider-error"


@dataclass(slots=True)
class Tally:
    """What happened in a crawl so far.

    Attributes:
        polls_ok: polls of listings that were read or unchanged; children of sitemap indexes count.
        polls_failed: polls without a listing.
        not_due: sources left alone because their rhythm, or a Retry-After, says so.
        listed: entries in the listings read, repeats included.
        fresh: addresses not seen before.
        landed: pages landed.
        unchanged: pages found unchanged and landed as revisits.
        gone: answers landed that say there is no page (404, 410, 451).
        opted_out: pages not landed because their text mining is reserved.
        left_over: addresses still to be fetched at the end: budget, failures, hosts that asked for patience.
        sub_sitemaps_skipped: children of sitemap indexes beyond the budget.
        requests: answers got, whatever their status.
        errors: ledger rows per error class; HTTP errors as `http-404`.
        handled: answers handled without an exception, per outlet.
        broken: answers whose handling raised, per outlet.
    """

    polls_ok: int = 0
    polls_failed: int = 0
    not_due: int = 0
    listed: int = 0
    fresh: int = 0
    landed: int = 0
    unchanged: int = 0
    gone: int = 0
    opted_out: int = 0
    left_over: int = 0
    sub_sitemaps_skipped: int = 0
    requests: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    handled: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)

    def note(self, row: Fetch) -> None:
        """Count a ledger row."""
        self.requests += row.status is not None
        if row.error is not None:
            self.errors[row.error] += 1
        elif row.status is not None and row.status >= 400:
            self.errors[f"http-{row.status}"] += 1
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
        """All counts as plain values; `errors`, `handled` and `broken` by name."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in values.items()}

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
