"""Shares with their uncertainty: how many of the articles read carry a narrative.

Belongs here: intervals of proportions and their wording. Does not belong here: what is counted (`series`).
"""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964
"""Of a normal distribution: 95 % lie within."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with the 95 % interval of Wilson (1927), which holds for few articles and for none, too."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.part / self.whole

    @property
    def bounds(self) -> tuple[float, float]:
        """Both ends of the interval."""
        n, p, z2 = self.whole, self.value, _Z * _Z
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = _Z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        # Exact at the ends, where rounding would leave a sliver.
        return 0.0 if self.part == 0 else middle - half, 1.0 if self.part == n else middle + half

    def __str__(self) -> str:
        """`20 % (9–39 %)`."""
        low, high = self.bounds
        return f"{_percent(self.value)} % ({_percent(low)}–{_percent(high)} %)"


def share_of(part: int | None, whole: int | None) -> Share | None:
    """None where either is unknown, or there is no whole that has the part."""
    if part is None or not whole or part > whole:
        return None
    return Share(part, whole)


def _percent(value: float) -> str:
    return f"{100 * value:.1f}" if 0 < value < 0.0995 else f"{100 * value:.0f}"
