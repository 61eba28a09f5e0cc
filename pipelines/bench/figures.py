"""A measured figure and how it is printed. Belongs here: nothing that measures."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its unit, and what is asked of it where something is."""

    name: str
    value: float
    unit: str
    asked: str = ""


def print_figures(figures: Iterable[Figure], *, as_json: bool) -> None:
    """Print figures on stdout as a table or as one JSON array."""
    rows = list(figures)
    if as_json:
        json.dump([asdict(row) for row in rows], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name, justify in (("", "left"), ("measured", "right"), ("unit", "left"), ("asked", "right")):
        table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for row in rows:
        table.add_row(
            row.name, f"{row.value:.3g}" if row.value < 100 else f"{row.value:.0f}", row.unit, row.asked
        )
    Console(highlight=False).print(table)
