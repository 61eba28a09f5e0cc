"""`wattwire ui` as a child process: when it names its address, who gets a port, and that nothing outlives it."""

import json
import signal
import socket
from pathlib import Path
from urllib.request import urlopen

import pytest

from pipelines.days import DEMO
from pipelines.home import Home, prepare
from tests.e2e.children import free_port, marked, run, started, wait_for

pytestmark = pytest.mark.e2e


def logs(folder: Path, name: str) -> Path:
    """A folder for what a child prints."""
    (folder / name).mkdir()
    return folder / name


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_to_the_command_alone_ends_all_of_dagster(tmp_path: Path, number: signal.Signals) -> None:
    """The address is named once it is served; nothing else is said that is not about this home."""
    port = free_port()
    with started(tmp_path / "home", "ui", "--port", str(port), logs=tmp_path) as child:
        wait_for(lambda: "Ctrl-C ends it" in child.messages(), child)
        with urlopen(f"http://127.0.0.1:{port}/server_info") as answer:
            assert "dagster_version" in json.load(answer)
        assert any("dagster_webserver" in command for command in marked(str(tmp_path / "home")).values())
        child.process.send_signal(number)
        assert child.process.wait() == (-number if number is signal.SIGKILL else 0)
        wait_for(lambda: not marked(str(tmp_path / "home")))
    said = child.messages()
    for noise in ("Aborted!", "Warning", "WARNING", "Traceback", "Errno"):
        assert noise not in said
    assert f"http://127.0.0.1:{port} " in said


def test_a_signal_while_it_starts_ends_it_too(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path / "home", "ui", "--port", str(port), logs=tmp_path) as child:
        wait_for(lambda: any("defs.dev" in one for one in marked(str(tmp_path / "home")).values()), child)
        child.process.send_signal(signal.SIGINT)
        assert child.process.wait() == 0
        wait_for(lambda: not marked(str(tmp_path / "home")))
    assert f":{port}" not in child.messages(), "what was never served is not named"
    assert "Aborted!" not in child.messages()


def test_a_demo_does_not_clear_the_home_of_a_ui(tmp_path: Path) -> None:
    port, home = str(free_port()), prepare(Home(tmp_path / "demo"))
    (home.root / DEMO).touch()
    with started(home.root, "ui", "--port", port, logs=logs(tmp_path, "logs")) as child:
        wait_for(lambda: list(home.dagster.glob(f"ui-{port}-*")), child)
        ended = run(tmp_path, "demo")
        assert ended.returncode == 1
        assert f"{home.root} is in use by `wattwire ui` on port {port}" in ended.stderr
        assert home.dagster.exists()
        child.process.send_signal(signal.SIGINT)
        assert child.process.wait() == 0


def test_of_two_that_want_a_port_the_second_ends_at_once(tmp_path: Path) -> None:
    port = str(free_port())
    with started(tmp_path / "one", "ui", "--port", port, logs=logs(tmp_path, "logs")) as first:
        wait_for(lambda: "Starting" in first.messages(), first)
        second = run(tmp_path / "two", "ui", "--port", port)
        assert second.returncode == 1
        assert f"Port {port} on 127.0.0.1 can't be used" in second.stderr
        assert "http://" not in second.stderr
        assert first.process.poll() is None


def test_a_port_taken_while_dagster_starts_ends_in_a_message(tmp_path: Path) -> None:
    port = free_port()
    with (
        socket.socket() as other,
        started(tmp_path / "home", "ui", "--port", str(port), logs=tmp_path) as child,
    ):
        wait_for(lambda: "Starting" in child.messages(), child)
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        assert child.process.wait() == 1
        wait_for(lambda: not marked(str(tmp_path / "home")))
    assert f"Port {port} on 127.0.0.1 can't be used" in child.messages()
    assert "Ctrl-C ends it" not in child.messages()
