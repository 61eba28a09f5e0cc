"""What the demo shows: the days as they pass on stderr, the table and the score on stdout.

Belongs here: rows of the daily table and how they look. Does not belong here: running and scoring.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from pipelines.amounts import amount
from pipelines.demo.score import Measure
from pipelines.home import Home
from warehouse.connection import reading
from warehouse.queries import load_query

CORE = "power-bottleneck"
"""The narrative whose spread the daily table follows."""

TABLE_WIDTH = 100

STEPS_A_DAY = 8
"""Assets of the job that the demo runs each day."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the core narrative: outlets by what they did, adopters so far, outlet hours observed."""

    day: date
    articles: int
    asserting: int
    disputing: int
    reporting: int
    copying: int
    adopted: int
    observed: int
    hours: int


def read_day(home: Home, day: date) -> Day:
    """A day's row, from the corpus as published now."""
    with reading(home.corpus) as db:
        row = db.execute(load_query("demo_day"), {"narrative": CORE, "day": day}).fetchone()
    return Day(day, *(row or (0,) * 8))


class Board:
    """A live display: the table so far, and how far the day under way is."""

    def __init__(self, home: Home, total: int) -> None:
        self.days: list[Day] = []
        self._home = home
        self._total = total
        self._now = "starting the synthetic news web"
        self._steps = 0

    def begin(self, day: date) -> None:
        """A day begins."""
        self._now = f"{day} crawl"

    def step(self, asset: str) -> None:
        """An asset is done."""
        self._steps += 1
        self._now = f"{self._now.split()[0]} {asset}"

    def end(self, day: date) -> None:
        """A day is published."""
        self.days.append(read_day(self._home, day))

    def line(self) -> str:
        """The newest day in words, for a log."""
        day = self.days[-1]
        return (
            f"{day.day} is done, {len(self.days)} of {self._total} days: {amount(day.articles, 'article')}, "
            f"{amount(day.adopted, 'outlet')} adopted “{CORE}” so far."
        )

    def __rich__(self) -> RenderableType:
        bar = ProgressBar(total=self._total * STEPS_A_DAY + 1, completed=self._steps, width=40)
        line = Table.grid(padding=(0, 2))
        line.add_row(bar, self._now)
        return Group(_days_table(self.days), line)


def print_results(home: Home, days: Sequence[Day], measures: Sequence[Measure]) -> None:
    """Print the daily table and the score on stdout, and what to do next on stderr."""
    # A pipe has no width; the table needs this much.
    out = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=TABLE_WIDTH)
    out.print(_days_table(days))
    out.print()
    out.print(_score_table(measures))
    # Not wrapped: the lines are there to be copied.
    err = Console(stderr=True, highlight=False, soft_wrap=True)
    err.print(f"\nReport: {home.reports / 'latest.html'}")
    err.print(f"Ask:    uv run wattwire sql --home {home.root} \"from first_movers('{CORE}')\"", markup=False)
    err.print(f"Look:   uv run wattwire ui --home {home.root}")


def _days_table(days: Sequence[Day]) -> Table:
    title = f"Outlets on “{CORE}”, day by day (UTC); adopted: so far, in any stance, copies left out"
    table = Table(
        title=title, title_justify="left", title_style="bold", box=None, header_style="bold", pad_edge=False
    )
    table.add_column("day", no_wrap=True)
    for name in (
        "articles",
        "asserting",
        "disputing",
        "reporting",
        "copying",
        "adopted",
        "hours observed",
    ):
        table.add_column(name, justify="right")
    table.add_column("")
    for day in days:
        numbers = (day.articles, day.asserting, day.disputing, day.reporting, day.copying, day.adopted)
        observed = Text(f"{day.observed} of {day.hours}", style="" if day.observed == day.hours else "yellow")
        table.add_row(f"{day.day:%m-%d %a}", *map(str, numbers), observed, _bar(day))
    return table


def _bar(day: Day) -> Text:
    """A mark for each outlet: asserting, disputing, reporting, copying."""
    return Text.assemble(
        ("█" * day.asserting, "red"),
        ("█" * day.disputing, "blue"),
        ("█" * day.reporting, "white"),
        ("░" * day.copying, "red"),
    )


def _score_table(measures: Sequence[Measure]) -> Table:
    title = "Measured against the truth of the synthetic news web"
    table = Table(
        title=title, title_justify="left", title_style="bold", box=None, header_style="bold", pad_edge=False
    )
    table.add_column("")
    for name in ("right", "of true", "of claimed", "recall", "precision"):
        table.add_column(name, justify="right")
    for m in measures:
        table.add_row(
            m.name,
            str(m.right),
            str(m.true),
            _count(m.claimed),
            _share(m.right, m.true),
            _share(m.right, m.claimed),
        )
    return table


def _count(count: int | None) -> str:
    return "" if count is None else str(count)


def _share(part: int, whole: int | None) -> str:
    return f"{part / whole:.3f}" if whole else ""
