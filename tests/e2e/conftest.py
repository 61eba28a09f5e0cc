"""One demo for all end-to-end tests: run once, in a child process, as a user would."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from crawler.newsweb.truth import Revision, TrueNarrative, TrueRow
from pipelines.home import Home
from tests.e2e.children import run
from warehouse.connection import open_corpus


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that has ended: what it printed, its home, and the truth as it wrote it down."""

    ended: subprocess.CompletedProcess[str]
    given: Path
    home: Home
    rows: tuple[TrueRow, ...]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    given = tmp_path_factory.mktemp("demo")
    ended = run(given, "demo")
    assert ended.returncode == 0, ended.stderr
    home = Home(given / "demo")
    lines = (home.root / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return Demo(ended, given, home, tuple(map(true_row, lines)))


@pytest.fixture
def corpus(demo: Demo) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(open_corpus(demo.home.corpus)) as connection:
        yield connection


def true_row(line: str) -> TrueRow:
    """A row of `truth.jsonl`; JSON knows no tuples."""
    row = {key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(line).items()}
    if row["narratives"] is not None:
        row["narratives"] = tuple(TrueNarrative(**found) for found in row["narratives"])
    row["revisions"] = tuple(Revision(**revision) for revision in row["revisions"])
    return TrueRow(**row)
