"""The invented web of seed 1, in memory and behind a real socket, shared by the tests of this folder."""

from collections.abc import Iterator

import pytest

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.server import RunningNewsweb, running_newsweb


@pytest.fixture(scope="session")
def newsweb() -> Newsweb:
    return Newsweb(1)


@pytest.fixture(scope="session")
def running() -> Iterator[RunningNewsweb]:
    with running_newsweb(seed=1) as web:
        yield web
