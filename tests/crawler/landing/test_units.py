"""Claims, names and places of landed files, while several processes write, recover and list at once."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from crawler.landing import units as units_module
from crawler.landing.declared import Declared, Observed, parse_observed, read_declared, write_declared
from crawler.landing.importing import PART, land_file
from crawler.landing.ledger import JOURNAL, Journal, read_ledger, write_ledger
from crawler.landing.records import OPEN, Fetch, LandingError, Unit
from crawler.landing.recovery import recover
from crawler.landing.units import CLAIM, LEDGER, claimed, day_folder, find_unit, landed_units, settle
from crawler.landing.writer import LandingWriter
from tests.crawler.landing.warcs import (
    AGENT,
    AT,
    DAY,
    HTML,
    SOURCE,
    crawl,
    discovery,
    fetch,
    foreign,
    message,
    pages,
)

HOLD = """
import sys
from pathlib import Path
from crawler.landing.units import claimed
with claimed(Path(sys.argv[1])) as free:
    print(free, flush=True)
    sys.stdin.read()
"""
WRITE = """
import sys
from datetime import date
from pathlib import Path
from crawler.landing.records import LandingError
from crawler.landing.writer import LandingWriter
from tests.crawler.landing.warcs import AGENT, AT, HTML
landing, source, number = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
try:
    with LandingWriter(landing, date(2026, 11, 23), source, user_agent=AGENT) as writer:
        writer.response(f"https://a.test/{number}", fetched_at=AT, status=200, http_headers=HTML,
            body=number.encode(), discovery=None)
        print("writing", flush=True)
        sys.stdin.readline()
except LandingError as error:
    print(error, flush=True)
"""


def child(code: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_claim_is_held_by_one_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz.open"
    with claimed(path) as first, claimed(path) as second, claimed(tmp_path / "y") as other:
        assert (first, second, other) == (True, False, True)
        assert {left.name for left in tmp_path.iterdir()} == {path.name + CLAIM, "y" + CLAIM}
    assert list(tmp_path.iterdir()) == []
    with claimed(path) as again:
        assert again


def test_a_claim_of_another_process_holds_until_that_process_dies(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with child(HOLD, path) as process:
        assert line(process) == "True"
        with claimed(path) as free:
            assert not free
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with claimed(path) as free:
            assert free
    assert list(tmp_path.iterdir()) == []


def test_a_claim_is_given_back_by_an_exception(tmp_path: Path) -> None:
    def fail() -> None:
        with claimed(tmp_path / "x"):
            raise RuntimeError("crawl")

    with pytest.raises(RuntimeError, match="crawl"):
        fail()
    with claimed(tmp_path / "x") as free:
        assert free


def test_of_two_processes_with_one_source_the_second_is_told(tmp_path: Path) -> None:
    with child(WRITE, tmp_path, SOURCE, 1) as first:
        assert line(first) == "writing"
        with child(WRITE, tmp_path, SOURCE, 2) as second:
            assert line(second) == (
                f"{SOURCE} is being written by another process. Give the crawl an id of its own."
            )
        first.communicate("\n")
    with child(WRITE, tmp_path, SOURCE, 3) as third:
        assert line(third).startswith(f"{SOURCE} has landed already in ")
    assert [page.payload for page in pages(landed_units(tmp_path)[0].path)] == [b"1"]


def test_two_processes_with_a_source_each_land_both(tmp_path: Path) -> None:
    with child(WRITE, tmp_path, "crawl-a", 1) as first, child(WRITE, tmp_path, "crawl-b", 2) as second:
        assert (line(first), line(second)) == ("writing", "writing")
        assert recover(tmp_path) == []
        second.communicate("\n")
        first.communicate("\n")
    found = {unit.source: [page.payload for page in pages(unit.path)] for unit in landed_units(tmp_path)}
    assert found == {"crawl-a": [b"1"], "crawl-b": [b"2"]}


def test_a_killed_writers_place_is_free_after_recovery_only(tmp_path: Path) -> None:
    with child(WRITE, tmp_path, SOURCE, 1) as process:
        assert line(process) == "writing"
        os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(
        LandingError, match=r"File exists\. If a killed crawl left .* recover the landing zone"
    ):
        LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT)
    (recovered,) = recover(tmp_path)
    assert [page.payload for page in pages(recovered)] == [b"1"]
    with pytest.raises(LandingError, match="has landed already"):
        LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT)


def test_a_refused_writer_gives_its_claim_back(tmp_path: Path) -> None:
    folder = day_folder(tmp_path, DAY)
    (folder / f"{SOURCE}.warc.gz{OPEN}").write_bytes(b"")
    with pytest.raises(LandingError, match="File exists"):
        LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT)
    with claimed(folder / f"{SOURCE}.warc.gz{OPEN}") as free:
        assert free


def test_a_ledger_under_way_is_not_cleared_away_by_a_recovery(tmp_path: Path) -> None:
    """Another command recovers the landing zone while a long crawl is put in place."""
    crawl(tmp_path, [b"<p>a"])
    (unit,) = landed_units(tmp_path)

    def rows() -> Iterator[Fetch]:
        yield fetch(1)
        assert recover(tmp_path) == []
        yield fetch(2)

    assert unit.ledger is not None
    assert write_ledger(unit.ledger, rows()) == 2
    assert list(read_ledger(unit.ledger)) == [fetch(1), fetch(2)]
    assert {path.name for path in unit.path.parent.iterdir()} == {unit.path.name, unit.ledger.name}


def test_a_declaration_under_way_is_not_cleared_away_by_a_recovery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = Unit(
        DAY, "import-0123456789abcdef", day_folder(tmp_path, DAY) / "import-0123456789abcdef.warc", None
    )

    def recover_first(part: Path, final: Path) -> None:
        assert recover(tmp_path) == []
        settle(part, final)

    monkeypatch.setattr(units_module, "settle", recover_first)
    write_declared(unit, Declared(registered_only=True))
    assert read_declared(unit) == Declared(registered_only=True)
    assert [path.name for path in unit.path.parent.iterdir()] == ["import-0123456789abcdef.declared.json"]


@pytest.mark.parametrize(
    "name",
    [f"import-1-ab{PART}", f"{SOURCE}{LEDGER}{PART}", f"import-0123456789abcdef.declared.json.7{PART}"],
)
def test_what_killed_processes_left_half_written_is_cleared(tmp_path: Path, name: str) -> None:
    folder = day_folder(tmp_path, DAY)
    (folder / name).write_bytes(b"half")
    (folder / (name + CLAIM)).touch()
    assert recover(tmp_path) == []
    assert list(folder.iterdir()) == []


def test_a_writer_killed_behind_its_ledger_has_it_written_again(tmp_path: Path) -> None:
    """The ledger is in place, the WARC file not yet: the journal still knows everything."""
    folder = day_folder(tmp_path, DAY)
    finished = crawl(tmp_path / "other", [b"<p>a"])
    finished.rename(folder / f"{SOURCE}.warc.gz{OPEN}")
    write_ledger(folder / f"{SOURCE}{LEDGER}", [fetch(0)])
    with Journal(folder / f"{SOURCE}{JOURNAL}") as journal:
        journal.append(fetch(0))
        journal.append(fetch(1))
    assert landed_units(tmp_path) == []
    assert recover(tmp_path) == [folder / f"{SOURCE}.warc.gz"]
    (unit,) = landed_units(tmp_path)
    assert unit.ledger is not None
    assert list(read_ledger(unit.ledger)) == [fetch(0), fetch(1)]


def test_recovery_keeps_to_the_folders_of_days(tmp_path: Path) -> None:
    strange = tmp_path / "backup" / DAY.isoformat()
    strange.mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "backup", strange):
        (folder / f"x{PART}").write_bytes(b"mine")
        (folder / f"x{JOURNAL}").write_bytes(b"")
    assert recover(tmp_path) == []
    for folder in (tmp_path, tmp_path / "backup", strange):
        assert (folder / f"x{PART}").read_bytes() == b"mine"
        assert (folder / f"x{JOURNAL}").exists()


def test_crawls_of_several_days_are_recovered_in_their_order(tmp_path: Path) -> None:
    for day, source in ((24, "crawl-b"), (23, "crawl-c"), (23, "crawl-a")):
        writer = LandingWriter(tmp_path / "alive", DAY.replace(day=day), source, user_agent=AGENT)
        writer.fetch(replace(fetch(), crawl_id=source))
        for left in (tmp_path / "alive" / f"2026-11-{day}").glob(f"{source}*"):
            if not left.name.endswith(CLAIM):
                to = day_folder(tmp_path / "dead", DAY.replace(day=day)) / left.name
                to.write_bytes(left.read_bytes())
        writer.close()
    names = [path.parent.name + "/" + path.name for path in recover(tmp_path / "dead")]
    assert names == [
        "2026-11-23/crawl-a.warc.gz",
        "2026-11-23/crawl-c.warc.gz",
        "2026-11-24/crawl-b.warc.gz",
    ]
    ledgers = [unit.ledger for unit in landed_units(tmp_path / "dead")]
    assert [[row.crawl_id for row in read_ledger(path)] for path in ledgers if path] == [
        ["crawl-a"], ["crawl-c"], ["crawl-b"],
    ]  # fmt: skip


def test_a_ledger_belongs_to_the_source_of_its_name_alone(tmp_path: Path) -> None:
    crawl(tmp_path, [b"<p>a"], "crawl-1")
    crawl(tmp_path, [b"<p>a"], "crawl-10")
    (tmp_path / DAY.isoformat() / f"crawl-1{LEDGER}").unlink()
    ledgers = {unit.source: unit.ledger and unit.ledger.name for unit in landed_units(tmp_path)}
    assert ledgers == {"crawl-1": None, "crawl-10": f"crawl-10{LEDGER}"}


def test_the_same_file_imported_by_two_days_is_one_unit_and_another_is_another(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(foreign([("response", message(b"<p>1"))]))
    two.write_bytes(one.read_bytes() * 2)
    landing = tmp_path / "landing"
    first = land_file(one, landing, date(2026, 11, 23))
    assert land_file(one, landing, date(2026, 11, 30)) == first
    second = land_file(two, landing, date(2026, 11, 30))
    assert [unit.day.day for unit in landed_units(landing)] == [23, 30]
    assert find_unit(landing, second.source) == second
    assert len(first.source) == len(second.source) == len("import-") + 16


def test_a_folder_is_no_file_to_import(tmp_path: Path) -> None:
    with pytest.raises(LandingError, match=r"can't be imported: Is a directory.*Nothing was landed"):
        land_file(tmp_path, tmp_path / "landing", DAY)
    assert not (tmp_path / "landing").exists()


def test_an_address_cannot_end_its_header(tmp_path: Path) -> None:
    evil = "https://a.test/x\r\nWARC-Target-URI: https://evil.test/\ud800"
    with LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT) as writer:
        writer.response(evil, fetched_at=AT, status=200, http_headers=HTML, body=b"a", discovery=discovery())
        writer.revisit(evil, fetched_at=AT, status=304, http_headers=HTML, discovery=discovery())
    found = pages(landed_units(tmp_path)[0].path)
    assert [(page.url, page.kind, page.discovery) for page in found] == [
        ("https://a.test/xWARC-Target-URI: https://evil.test/?", kind, discovery())
        for kind in ("page", "revisit")
    ]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2026-11-23..2026-11-23", 24),
        ("20261123..20261123", 24),
        ("2026-W48-1..2026-11-24", 48),
        ("2026-11-23T00:00..2026-11-23", 24),
        ("2026-11-23..20261123T08", 8),
        ("2026-11-23T02:00+02:00..2026-11-23T00:30", 0.5),
    ],
)  # fmt: skip
def test_a_last_day_counts_whole_however_it_is_written(text: str, hours: float) -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC)
    assert parse_observed(text) == Observed(start, start + timedelta(hours=hours))


def test_a_declared_span_survives_in_a_form_that_people_can_read(tmp_path: Path) -> None:
    unit = Unit(DAY, "import-1", tmp_path / "import-1.warc", None)
    write_declared(unit, Declared(parse_observed("2026-11-01..2026-11-02T06:00+01:00")))
    text = (tmp_path / "import-1.declared.json").read_text(encoding="utf-8")
    assert json.loads(text) == {
        "observed": {"since": "2026-11-01T00:00:00Z", "until": "2026-11-02T06:00:00+01:00"},
        "registered_only": False,
    }
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    "observed",
    [
        {"since": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"},
        {"since": "2026-11-01T00:00:00", "until": "2026-11-02T00:00:00"},
        {"since": "2026-11-01T00:00:00Z"},
    ],
)
def test_an_altered_span_is_refused_like_a_given_one(tmp_path: Path, observed: dict[str, str]) -> None:
    (tmp_path / "import-1.declared.json").write_text(json.dumps({"observed": observed}))
    with pytest.raises(
        LandingError, match=r"(?s)import-1\.declared\.json can't be read: .*Import the file again"
    ):
        read_declared(Unit(DAY, "import-1", tmp_path / "import-1.warc", None))
