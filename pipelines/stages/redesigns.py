"""Tells of overrides that match nothing any more: the outlet has a new design, or the selector was never right.

Belongs here: counting over the pages of a landed file. Does not belong here: overrides (`crawler/overrides.py`).
"""

import logging
from collections import Counter
from collections.abc import Iterator

from pipelines.amounts import amount
from pipelines.reading.page import Reading

log = logging.getLogger(__name__)

# Of fewer pages nothing is said: single pages of an outlet are of another kind.
_LEAST_PAGES = 5
# Advertisements and boxes that are dropped come and go.
_MAY_BE_ABSENT = frozenset({"drop"})


class Redesigns:
    """What selectors found over the pages of one file."""

    def __init__(self) -> None:
        self._applied: Counter[tuple[str, str]] = Counter()
        self._found: Counter[tuple[str, str]] = Counter()

    def note(self, outlet_id: str | None, reading: object) -> None:
        """Count a page; what is no reading, or was read without selectors, counts for nothing."""
        if outlet_id is None or not isinstance(reading, Reading) or reading.override is None:
            return
        outcome = reading.override
        self._applied.update((outlet_id, name) for name in (*outcome.found, *outcome.missed))
        self._found.update((outlet_id, name) for name in outcome.found)

    def lines(self) -> Iterator[str]:
        """A sentence for each field of an outlet that was found on none of its pages."""
        for (outlet_id, name), pages in sorted(self._applied.items()):
            if pages >= _LEAST_PAGES and not self._found[outlet_id, name] and name not in _MAY_BE_ABSENT:
                yield (
                    f"{outlet_id}: its override for {name} matched on none of {amount(pages, 'page')}, which were read "
                    "without. If the outlet has a new design, see docs/howto/misread-pages.md."
                )

    def warn(self) -> None:
        """Log these sentences."""
        for line in self.lines():
            log.warning(line)
