"""`wattwire ui`: Dagster's own UI and daemon over one home.

Belongs here: starting `dagster dev` with this home's instance. Does not belong here: definitions.
"""

import os
import socket
import subprocess
import sys

from rich.console import Console

from crawler.landing.units import claimed
from pipelines.home import PROJECT, Home
from pipelines.settings import load_settings
from warehouse.publish import ensure_published
from warehouse.store import Store

console = Console(stderr=True)


class PortInUseError(RuntimeError):
    """The port is taken; the message names a way out."""


def serve_ui(home: Home, port: int) -> int:
    """Run the UI on loopback until Ctrl-C; the exit code of Dagster.

    Raises:
        PortInUseError: something else listens there.
    """
    from pipelines.defs.killed_runs import end_runs_of_killed_ui  # noqa: PLC0415 - loads Dagster

    _check_free(port)
    if home.corpus.is_symlink():
        ensure_published(Store(home.store), home.corpus)
    console.print(f"Dagster UI over {home.root}: http://127.0.0.1:{port} (Ctrl-C ends it)", highlight=False)
    if not load_settings(home).crawl.contact:
        console.print(
            "Schedules are off until a contact is set: nobody crawls anonymously. "
            f'Put `contact = "mailto:you@example.org"` under [crawl] in {home.settings}.',
            highlight=False,
            markup=False,
        )
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-m",
        "pipelines.definitions",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    environment = os.environ | {"DAGSTER_HOME": str(home.dagster), "WATTWIRE_HOME": str(home.root)}
    with claimed(home.dagster / "ui") as is_alone:
        if is_alone:
            end_runs_of_killed_ui(home)
        process = subprocess.Popen(command, cwd=PROJECT, env=environment)  # noqa: S603 - our own interpreter and module
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The terminal sent Ctrl-C to Dagster too; it stops its daemon and code server before it ends.
            return process.wait()


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortInUseError(
                f"Port {port} on 127.0.0.1 can't be used: {error.strerror}. Choose another with --port."
            ) from error
