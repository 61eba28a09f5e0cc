"""Who is at work in a home: each says so by a claim, which its process loses however it ends.

Belongs here: names of these claims, and telling the user whose they are. Does not belong here: the locks of a
single file (`crawler/landing/units.py`, `warehouse/store.py`).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from crawler.landing.units import CLAIM, claimed
from pipelines.home import Home

UI, DEMO, RUN = "ui", "demo", "run"

WHO = {
    UI: "`wattwire ui` on port {number}",
    DEMO: "`wattwire demo` (process {number})",
    RUN: "a command that runs its assets (process {number})",
}


@contextmanager
def at_work(home: Home, what: str, number: int | None = None) -> Iterator[str]:
    """Be known as at work in a home while the block runs; the name of the claim, which no other one has had.

    Args:
        home: a home that is prepared.
        what: one of `WHO`.
        number: by which a user finds it: a port, else this process.
    """
    name = f"{what}-{number or os.getpid()}-{uuid4().hex}"
    with claimed(home.dagster / name):
        yield name


def others_at_work(home: Home) -> list[str]:
    """Who is at work in a home now, in words for a message; claims that killed processes left are cleared away."""
    found = []
    for path in sorted(home.dagster.glob(f"*-*-*{CLAIM}")):
        what, number, _ = path.name.split("-")
        with claimed(path.with_name(path.name.removesuffix(CLAIM))) as is_left:
            if not is_left:
                found.append(WHO[what].format(number=number))
    return found
