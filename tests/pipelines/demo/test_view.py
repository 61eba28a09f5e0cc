"""What the demo prints: a line a day while it runs, the table and the score at the end."""

from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from pipelines.demo.score import Measure
from pipelines.demo.view import Board, Day, print_results
from pipelines.home import Home

MONDAY = Day(date(2026, 3, 2), 11, 4, 1, 0, 2, 5, 16, 24)


def shown(board: Board) -> str:
    console = Console(width=120)
    with console.capture() as capture:
        console.print(board)
    return capture.get()


def test_the_board_names_the_day_and_the_asset_under_way(tmp_path: Path) -> None:
    board = Board(Home(tmp_path), total=10)
    assert "starting" in shown(board)
    board.begin(date(2026, 3, 2))
    board.step("article_topics")
    assert "2026-03-02 article_topics" in shown(board)


def test_a_line_tells_the_day_that_ended_where_there_is_no_terminal(tmp_path: Path) -> None:
    board = Board(Home(tmp_path), total=10)
    board.days.append(MONDAY)
    assert board.line() == (
        "2026-03-02 is done, 1 of 10 days: 11 articles, 5 outlets adopted “power-bottleneck” so far."
    )


def test_results_go_to_stdout_and_next_steps_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    print_results(
        Home(tmp_path), [MONDAY], [Measure("copies", 3, 4, 6), Measure("pages that are no article", 2, 2)]
    )
    out, err = capsys.readouterr()
    day = next(line for line in out.splitlines() if line.startswith("03-02 Mon"))
    assert day.split()[2:] == ["11", "4", "1", "0", "2", "5", "16", "of", "24", "█████░░"]
    assert [line.split()[-5:] for line in out.splitlines() if line.startswith("copies")] == [
        ["3", "4", "6", "0.750", "0.500"]
    ]
    assert "uv run wattwire sql --home" in err
    assert "Traceback" not in out + err
