"""Runs the invented web on loopback, in this process or as a child. What it answers is `app.py`'s matter."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import uvicorn

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.app import NewswebApp
from crawler.newsweb.clock import Clock
from crawler.newsweb.sites import DAYS, START

_LOOPBACK: Final = "127.0.0.1"
_BACKLOG: Final = 512
_CHILD: Final = (
    "import sys; from crawler.newsweb.server import serve_for_parent; serve_for_parent(int(sys.argv[1]))"
)
_PATIENCE_S: Final = 5.0  # the child needs milliseconds to end; after this it is killed


class NewswebError(RuntimeError):
    """The invented web can't run or be reached; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class RunningNewsweb:
    """A server that runs; `proxy` is host and port for the crawler's development switch."""

    proxy: str
    seed: int
    start: datetime = START
    days: int = DAYS

    def set_now(self, moment: datetime) -> None:
        """Put the server's clock, which counts for requests that name no moment of their own.

        Raises:
            NewswebError: the server does not answer.
        """
        self._console("/clock", urlencode({"now": moment.isoformat()}).encode())

    def requests(self) -> dict[str, int]:
        """How often each outlet address was asked for since the start.

        Raises:
            NewswebError: the server does not answer.
        """
        counts: dict[str, int] = json.loads(self._console("/requests.json", None))
        return counts

    def _console(self, path: str, data: bytes | None) -> bytes:
        # The empty handler keeps a proxy of the environment out of a loopback call.
        opener = build_opener(ProxyHandler({}))
        try:
            with opener.open(Request(f"http://{self.proxy}{path}", data), timeout=30) as response:
                body: bytes = response.read()
        except URLError as error:
            raise NewswebError(
                f"The news web at {self.proxy} does not answer: {error}; start it again"
            ) from error
        return body


def bound_socket(port: int) -> socket.socket:
    """A listening socket on loopback; port 0 takes a free one.

    Raises:
        NewswebError: the port is taken or not allowed.
    """
    listening = socket.socket()
    # Else the port of a server that has just ended would be refused for a minute or more.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_LOOPBACK, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise NewswebError(
            f"Port {port} on {_LOOPBACK} can't be used: {error}. Give another --port, or 0 for a free one"
        ) from error
    listening.listen(_BACKLOG)
    return listening


def server_for(app: NewswebApp) -> uvicorn.Server:
    """A server without logs and without headers of its own; its dates are those of the invented web."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            lifespan="off",
            log_level="error",
            access_log=False,
            date_header=False,
            server_header=False,
            # A crawler keeps its connections open, and the end would wait for them.
            timeout_graceful_shutdown=1,
        )
    )


def address_of(listening: socket.socket) -> str:
    """Host and port of a socket."""
    host, port = listening.getsockname()
    return f"{host}:{port}"


def serve_for_parent(seed: int) -> None:
    """Run until standard input ends, which it does however the parent process ends; says on stdout where."""
    listening = bound_socket(0)
    server = server_for(NewswebApp(Newsweb(seed), Clock(START)))

    def stop_with_parent() -> None:
        # A pipe ends however its writer dies, by a kill too, which sends a child no signal.
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=stop_with_parent, daemon=True).start()
    print(json.dumps({"proxy": address_of(listening)}), flush=True)
    server.run(sockets=[listening])


@contextmanager
def running_newsweb(seed: int = 1) -> Iterator[RunningNewsweb]:
    """The invented web in a child process with the clock at the start, until the block ends.

    Raises:
        NewswebError: the child did not come up; its own message is on stderr.
    """
    child = subprocess.Popen(  # noqa: S603 - own interpreter, own code
        [sys.executable, "-c", _CHILD, str(seed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A Ctrl-C is the parent's to handle; the child ends with it.
        start_new_session=True,
    )
    with child:
        line = child.stdout.readline() if child.stdout else b""
        try:
            if not line:
                raise NewswebError(
                    f"The news web did not start (exit code {child.wait()}); its message is above"
                )
            yield RunningNewsweb(proxy=json.loads(line)["proxy"], seed=seed)
        finally:
            if child.stdin:
                child.stdin.close()
            try:
                child.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                child.kill()
