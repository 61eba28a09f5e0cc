"""Runs the demo: ten days of the synthetic news web through Dagster, in a home of its own.

Belongs here: the order of things. Does not belong here: what is shown (`view.py`) and how it is scored (`score.py`).
"""

import shutil
from contextlib import nullcontext
from datetime import datetime, timedelta

from rich.console import Console
from rich.live import Live

from crawler.newsweb.cascade import spread
from crawler.newsweb.server import RunningNewsweb, running_newsweb
from crawler.newsweb.sites import write_registry
from crawler.newsweb.truth import truth, write_truth
from pipelines.at_work import DEMO as AT_WORK
from pipelines.at_work import at_work, others_at_work
from pipelines.days import DEMO, declare_days
from pipelines.demo.score import score
from pipelines.demo.view import Board, print_results
from pipelines.home import Home, HomeError, prepare

console = Console(stderr=True, highlight=False)


def run_demo(home: Home, *, seed: int) -> None:
    """Run the demo from the beginning; results go to stdout, progress to stderr.

    Args:
        home: the demo's own home; what an earlier demo left there is thrown away.
        seed: of the cascade: who publishes what when.

    Raises:
        HomeError: the folder holds something that no demo made, or somebody is at work in it.
        NewswebError, RunError: the server or a run failed.
    """
    from pipelines.defs.runs import Runs  # noqa: PLC0415 - see `processing`

    _clear(home)
    with at_work(home, AT_WORK), running_newsweb(seed) as web:
        _configure(home, web)
        # Made again instead of asked for: the server has the
        # same from the same seed, and need not tell its secrets.
        rows = truth(spread(seed))
        write_truth(rows, home.root / "truth.jsonl")
        runs, board = Runs(home), Board(home, web.days)
        # Transient: the finished table goes to stdout, and would stand twice in a terminal.
        live = Live(board, console=console, refresh_per_second=8, transient=True)
        with live if console.is_terminal else nullcontext():
            for number in range(web.days):
                morning = web.start + timedelta(days=number)
                # A report at the end alone: nobody reads the nine between.
                job = "crawl_and_report" if number == web.days - 1 else "crawl_and_process"
                board.begin(morning.date())
                runs.run(job, morning.date(), board.step, crawl={"instants": _hours(morning)})
                board.end(morning.date())
                if not console.is_terminal:
                    console.print(board.line(), soft_wrap=True)
    print_results(home, board.days, score(home, rows))


def _clear(home: Home) -> None:
    if home.root.exists() and any(home.root.iterdir()):
        if not (home.root / DEMO).exists():
            raise HomeError(
                f"{home.root} holds something that no demo made. Move it away or choose another --home."
            )
        if others := others_at_work(home):
            raise HomeError(
                f"{home.root} is in use by {' and '.join(others)}, and a demo begins by clearing it. Nothing was "
                "changed. End that first (Ctrl-C where it runs), or choose another --home for this demo."
            )
        shutil.rmtree(home.root)
    prepare(home)
    # After `prepare`, which made the folder; a home without the mark is never thrown away.
    (home.root / DEMO).touch()


def _configure(home: Home, web: RunningNewsweb) -> None:
    declare_days(home, web.start.date(), (web.start + timedelta(days=web.days - 1)).date())
    write_registry(home.outlets)
    lines = ["# Written by the demo.", "[crawl]", "packaged_outlets = false", f'dev_hosts = "{web.proxy}"']
    home.settings.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _hours(morning: datetime) -> list[str]:
    """The day's polls: at the end of each hour, so that a day's crawl sees all of the day."""
    return [(morning + timedelta(hours=hour, minutes=55)).isoformat() for hour in range(24)]
