"""How many pages are read and how fast, for whoever waits for a command.

Belongs here: counting and showing it. Does not belong here: what is counted (`stages/workers.py`).
"""

import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import ProgressColumn, Task
from rich.text import Text

from pipelines.amounts import amount

LINE_EVERY_S = 30.0
"""Between lines where there is no terminal: a log of an hour has 120 of them."""

PAUSE_S = 5.0
"""Without a page: then other work is done, and the speed is that of the pages after it."""


class PageMeter:
    """Counts pages; without a terminal it writes a line now and then, in one a `PageColumn` shows it."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._count = self._begun_with = 0
        self._begun_at = self._last_at = self._told_at = clock()

    def tick(self) -> None:
        """One more page is read."""
        now = self._clock()
        if now - self._last_at > PAUSE_S:
            self._begun_at, self._begun_with = now, self._count + 1
        self._count += 1
        self._last_at = now
        if not self._console.is_terminal and now - self._told_at >= LINE_EVERY_S:
            self._told_at = now
            self._console.print(f"{self.text()}.")

    def text(self) -> str:
        """Pages so far and their speed since the last pause; nothing before the first page."""
        seconds = self._last_at - self._begun_at
        speed = f", {(self._count - self._begun_with) / seconds:.0f} a second" if seconds > 0 else ""
        return f"{amount(self._count, 'page')} read{speed}" if self._count else ""


class PageColumn(ProgressColumn):
    """A meter as a column of a progress display."""

    def __init__(self, meter: PageMeter) -> None:
        super().__init__()
        self._meter = meter

    def render(self, task: Task) -> Text:  # noqa: ARG002 - of the whole run, whatever the task
        """The meter's present text."""
        return Text(self._meter.text())
