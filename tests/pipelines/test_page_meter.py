"""Tests of `pipelines/page_meter.py`: what is shown of pages and their speed."""

from io import StringIO

from rich.console import Console
from rich.progress import Progress

from pipelines.page_meter import LINE_EVERY_S, PAUSE_S, PageColumn, PageMeter


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def meter(*, terminal: bool) -> tuple[PageMeter, Clock, StringIO]:
    """A meter, its clock, and what it writes."""
    clock, out = Clock(), StringIO()
    return PageMeter(Console(file=out, force_terminal=terminal), clock), clock, out


def read(meter: PageMeter, clock: Clock, pages: int, every_s: float) -> None:
    """Read pages at a steady speed."""
    for _ in range(pages):
        clock.now += every_s
        meter.tick()


def test_pages_and_speed_are_told() -> None:
    pages, clock, _ = meter(terminal=True)
    assert pages.text() == ""
    read(pages, clock, 1500, 0.01)
    assert pages.text() == "1\u202f500 pages read, 100 a second"


def test_other_work_between_files_is_no_part_of_the_speed() -> None:
    pages, clock, _ = meter(terminal=True)
    read(pages, clock, 100, 0.01)
    clock.now += 20 * PAUSE_S
    pages.tick()
    assert pages.text() == "101 pages read"
    read(pages, clock, 100, 0.1)
    assert pages.text() == "201 pages read, 10 a second"


def test_without_a_terminal_there_is_a_line_now_and_then() -> None:
    pages, clock, out = meter(terminal=False)
    read(pages, clock, int(2.5 * LINE_EVERY_S), 1)
    assert out.getvalue() == "30 pages read, 1 a second.\n60 pages read, 1 a second.\n"


def test_in_a_terminal_it_is_a_column_and_no_line() -> None:
    pages, clock, out = meter(terminal=True)
    read(pages, clock, 100, 1)
    assert out.getvalue() == ""
    progress = Progress()
    progress.add_task("process_day", total=7)
    assert PageColumn(pages).render(progress.tasks[0]).plain == pages.text()
