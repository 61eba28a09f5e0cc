"""A crawl killed at any moment: its pages and its ledger come back, a living one is left alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from crawler.landing.ledger import JOURNAL, damaged_lines, read_ledger
from crawler.landing.members import Form, loose_end, next_record
from crawler.landing.recovery import recover
from crawler.landing.units import landed_units
from crawler.landing.writer import LandingWriter
from tests.crawler.landing.warcs import AGENT, AT, DAY, HTML, SOURCE, damages, discovery, fetch, pages

CRAWL = """
import sys
from pathlib import Path
from crawler.landing.writer import LandingWriter
from tests.crawler.landing.warcs import AGENT, AT, DAY, HTML, SOURCE, discovery, fetch
with LandingWriter(Path(sys.argv[1]), DAY, SOURCE, user_agent=AGENT) as writer:
    for n in range(10_000):
        url = f"https://nordpost.test/{n}"
        body, how = b"x" * 999, discovery()
        writer.response(url, fetched_at=AT, status=200, http_headers=HTML, body=body, discovery=how)
        writer.fetch(fetch(n))
        print(n, flush=True)
"""


def unfinished(landing: Path, count: int) -> Path:
    """What a killed writer of some pages leaves; the WARC file."""
    writer = LandingWriter(landing / "alive", DAY, SOURCE, user_agent=AGENT)
    for n in range(count):
        url = f"https://nordpost.test/{n}"
        writer.response(
            url, fetched_at=AT, status=200, http_headers=HTML, body=b"<p>a", discovery=discovery()
        )
        writer.fetch(fetch(n))
    copytree(landing / "alive", landing / "dead")
    writer.close()
    return landing / "dead" / DAY.isoformat() / f"{SOURCE}.warc.gz.open"


@pytest.mark.parametrize("after", [0, 7, 40])
def test_kill_9_loses_no_page_that_was_reported(tmp_path: Path, after: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CRAWL, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        while int(child.stdout.readline()) < after:
            continue
        assert recover(tmp_path) == []
        os.kill(child.pid, signal.SIGKILL)
        reported = [int(line) for line in child.stdout]
    last = reported[-1] if reported else after
    assert [path.name for path in recover(tmp_path)] == [f"{SOURCE}.warc.gz"]
    (unit,) = landed_units(tmp_path)
    read = pages(unit.path)
    assert damages(unit.path) == []
    assert len(read) >= last + 1
    assert [page.url for page in read] == [f"https://nordpost.test/{n}" for n in range(len(read))]
    assert {page.payload for page in read} == {b"x" * 999}
    assert unit.ledger is not None
    assert len(list(read_ledger(unit.ledger))) >= last + 1
    assert sorted(path.name for path in unit.path.parent.iterdir()) == [unit.ledger.name, unit.path.name]
    assert recover(tmp_path) == []


def test_a_crawl_cut_off_anywhere_keeps_its_whole_records(tmp_path: Path) -> None:
    left = unfinished(tmp_path, 2)
    whole = left.read_bytes()
    journal = left.with_name(f"{SOURCE}{JOURNAL}").read_bytes()
    counts = []
    for cut in range(0, len(whole), 5):
        landing = tmp_path / f"cut{cut}"
        folder = landing / DAY.isoformat()
        folder.mkdir(parents=True)
        (folder / left.name).write_bytes(whole[:cut])
        (folder / f"{SOURCE}{JOURNAL}").write_bytes(journal[: len(journal) * cut // len(whole)])
        recovered = recover(landing)
        assert all(damages(path) == [] for path in recovered)
        assert all(loose_end(path, Form.GZIP, 0) is None for path in recovered)
        counts.append(sum(len(pages(path)) for path in recovered) if recovered else -1)
        assert not list(folder.glob("*.open"))
    assert counts == sorted(counts)
    assert set(counts) == {-1, 0, 1, 2}


def test_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    with LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT) as writer:
        writer.response(
            "https://a.test/", fetched_at=AT, status=200, http_headers=HTML, body=b"a", discovery=None
        )
        assert recover(tmp_path) == []
        writer.response(
            "https://b.test/", fetched_at=AT, status=200, http_headers=HTML, body=b"b", discovery=None
        )
    assert [page.payload for page in pages(landed_units(tmp_path)[0].path)] == [b"a", b"b"]


def test_killed_between_renaming_and_clearing(tmp_path: Path) -> None:
    left = unfinished(tmp_path, 1)
    dead = tmp_path / "dead"
    left.rename(left.with_name(f"{SOURCE}.warc.gz"))
    assert recover(dead) == []
    assert [unit.source for unit in landed_units(dead)] == [SOURCE]
    assert not list(left.parent.glob(f"*{JOURNAL}"))


def test_what_a_killed_import_left_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / DAY.isoformat()
    folder.mkdir()
    (folder / "import-1-abc.part").write_bytes(b"half")
    (folder / "import-1-abc.part.claim").touch()
    assert recover(tmp_path) == []
    assert list(folder.iterdir()) == []


def test_nothing_to_recover(tmp_path: Path) -> None:
    assert recover(tmp_path / "none") == []


def test_damage_in_the_middle_costs_its_record_and_its_line_alone(tmp_path: Path) -> None:
    left = unfinished(tmp_path, 4)
    whole, journal = left.read_bytes(), left.with_name(f"{SOURCE}{JOURNAL}")
    at = 0
    for _ in range(3):  # behind the file's description, the first page and how it was found
        at = next_record(left, Form.GZIP, at) or 0
    left.write_bytes(whole[: at + 30] + bytes(20) + whole[at + 50 : -7])
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0] + b"{torn" + lines[1] + lines[2] + lines[3])
    (path,) = recover(tmp_path / "dead")
    (unit,) = landed_units(tmp_path / "dead")
    assert unit.ledger is not None
    assert [row.url for row in read_ledger(unit.ledger)] == [fetch(n).url for n in (0, 2, 3)]
    assert len(list(damaged_lines(unit.ledger))) == 1
    assert [page.url for page in pages(path)] == [f"https://nordpost.test/{n}" for n in (0, 2, 3)]
    assert [damage.reason for damage in damages(path)] == ["unreadable"]
    assert recover(tmp_path / "dead") == []
