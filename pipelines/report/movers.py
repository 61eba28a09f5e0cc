"""Who took a narrative up first, and how sure that is.

Belongs here: comparing intervals of adoptions. Does not belong here: what an adoption is (a warehouse view).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipelines.report.rows import Adoption


@dataclass(frozen=True, slots=True)
class Movers:
    """A narrative's adoptions in order, and which of them may have been the first.

    Attributes:
        may_be_first: outlet ids whose interval begins before the earliest end of any interval. One id: the
            order at the top is certain, as far as the outlets were observed.
        total: adoptions of the narrative, those that are not listed included.
    """

    narrative: str
    adoptions: tuple[Adoption, ...]
    may_be_first: frozenset[str]
    total: int

    @property
    def candidates(self) -> list[Adoption]:
        """The adoptions that may have been the first, in order."""
        return [row for row in self.adoptions if row.outlet_id in self.may_be_first]


def movers(adoptions: Sequence[Adoption]) -> list[Movers]:
    """One entry per narrative, the most adopted first; `adoptions` are sorted by narrative and place."""
    found = []
    for narrative, group in groupby(adoptions, key=lambda row: row.narrative):
        rows = tuple(group)
        found.append(Movers(narrative, rows, may_be_first(rows), rows[0].total))
    return sorted(found, key=lambda each: (-each.total, each.narrative))


def may_be_first(adoptions: Sequence[Adoption]) -> frozenset[str]:
    """Outlets that no other is known to precede; an interval without a beginning may begin at any time."""
    # An adoption without bounds is as sure as its time; one without a time says nothing of any end.
    ends = [row.latest or row.adopted_at for row in adoptions]
    known = [end for end in ends if end is not None]
    if not known:
        return frozenset(row.outlet_id for row in adoptions)
    end = min(known)
    return frozenset(row.outlet_id for row in adoptions if row.earliest is None or row.earliest <= end)
