"""Tests of `pipelines/ui.py`: what it does before Dagster's own UI starts."""

import socket
from pathlib import Path

import pytest

from crawler.landing.units import claimed
from pipelines.at_work import UI, at_work
from pipelines.home import Home, prepare
from tests.pipelines.command import wattwire


def test_a_port_in_use_ends_in_a_message(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        outcome = wattwire("ui", "--port", port, "--home", tmp_path)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert str(port) in outcome.err
    assert "--port" in outcome.err


@pytest.mark.parametrize("port", [0, -1, 65_536, 99_999])
def test_a_port_that_is_none_is_a_mistake_of_use(tmp_path: Path, port: int) -> None:
    outcome = wattwire("ui", "--port", port, "--home", tmp_path / "home")
    assert (outcome.code, outcome.raw) == (2, b"")
    assert "--port" in outcome.err
    assert not (tmp_path / "home").exists()


def test_a_second_ui_over_one_home_is_refused_and_the_first_is_named(tmp_path: Path) -> None:
    home = prepare(Home(tmp_path / "home"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with claimed(home.dagster / "ui"), at_work(home, UI, 3123):
        outcome = wattwire("ui", "--home", home.root, "--port", port)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "`wattwire ui` on port 3123" in outcome.err
    assert "Starting" not in outcome.err


def test_a_home_that_cannot_be_written_ends_in_a_message(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    outcome = wattwire("ui", "--home", tmp_path / "home")
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "--home" in outcome.err
