"""Which outlets gave no answer to a crawl's polls, and why: lines for the user.

Belongs here: reading that from ledgers, published or not. Does not belong here: counting polls (`coverage.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from crawler.landing.ledger import read_ledger
from crawler.landing.records import Fetch, Unit
from pipelines.amounts import amount
from pipelines.stages.coverage import poll_outcome

MOST = 10
"""Lines beyond this would hide what stands above them; the table `fetches` has every request."""


def failure_lines(units: Iterable[Unit]) -> list[str]:
    """A line for each outlet whose polls failed, those with most failures first, and a last one for the rest.

    An outlet with some polls that succeeded is named too: a source of it may have moved.
    """
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for fetch in (fetch for unit in units if unit.ledger for fetch in read_ledger(unit.ledger)):
        if poll_outcome(fetch) is False:
            reasons[fetch.outlet_id][_reason(fetch)] += 1
    ordered = sorted(reasons.items(), key=lambda found: (-found[1].total(), found[0]))
    lines = [f"{outlet}: {_listed(found)}" for outlet, found in ordered[:MOST]]
    return [*lines, f"and {amount(len(ordered) - MOST, 'more outlet')}"] if len(ordered) > MOST else lines


def _reason(fetch: Fetch) -> str:
    if fetch.verdict != "allowed":
        return fetch.verdict
    return fetch.error or f"HTTP {fetch.status}"


def _listed(found: Counter[str]) -> str:
    return ", ".join(
        f"{reason} ({count} polls)" if count > 1 else reason for reason, count in found.most_common()
    )
