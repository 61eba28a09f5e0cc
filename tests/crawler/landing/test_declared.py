"""What is declared about an import: parsed, kept, read back."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.landing.declared import Declared, Observed, parse_observed, read_declared, write_declared
from crawler.landing.importing import land_rows
from crawler.landing.records import LandingError, Unit
from crawler.landing.recovery import recover
from crawler.landing.rows import read_jsonl
from crawler.landing.units import landed_units
from tests.crawler.landing.warcs import AT, DAY


def unit(folder: Path) -> Unit:
    return Unit(DAY, "import-0123456789abcdef", folder / "import-0123456789abcdef.warc.gz", None)


def test_nothing_declared(tmp_path: Path) -> None:
    assert read_declared(unit(tmp_path)) == Declared()


def test_a_declaration_comes_back_and_can_be_replaced(tmp_path: Path) -> None:
    for hours in (1, 2):
        declared = Declared(Observed(AT, AT + timedelta(hours=hours)), registered_only=hours == 2)
        write_declared(unit(tmp_path), declared)
        assert read_declared(unit(tmp_path)) == declared
    assert [path.name for path in tmp_path.iterdir()] == ["import-0123456789abcdef.declared.json"]


def test_declaring_nothing_takes_an_earlier_declaration_back(tmp_path: Path) -> None:
    write_declared(unit(tmp_path), Declared(registered_only=True))
    write_declared(unit(tmp_path), Declared())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-11-01..2026-11-23", datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-01..2026-11-01", datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)),
        (
            "2026-11-01T06:00..2026-11-01T07:00Z",
            datetime(2026, 11, 1, 6, tzinfo=UTC),
            datetime(2026, 11, 1, 7, tzinfo=UTC),
        ),
    ],
)
def test_spans(text: str, since: datetime, until: datetime) -> None:
    assert parse_observed(text) == Observed(since, until)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("2026-11-01", "no span of time"),
        ("a..b", "'a' is no ISO 8601 time"),
        ("2026-11-02..2026-10-01", "is not before"),
        ("2026-11-02..", "'' is no ISO"),
        ("2026-11-01..9999-12-31", "'9999-12-31' is no"),
    ],
)
def test_no_span(text: str, error: str) -> None:
    with pytest.raises(LandingError, match=error):
        parse_observed(text)


def test_times_need_a_zone() -> None:
    with pytest.raises(LandingError, match="has no zone"):
        Observed(AT.replace(tzinfo=None), AT)


@given(st.text(max_size=40).filter(lambda text: text != "{}"))
def test_an_altered_file_is_named(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("observed")
    path = folder / "import-0123456789abcdef.declared.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LandingError, match=r"import-0123456789abcdef\.declared\.json can't be read"):
        read_declared(unit(folder))


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-03-05", "2026-03-01"),
        ("2026-03-05T08:00Z", "2026-03-05T08:00Z"),
        ("2026-03-05T08:00+01:00", "2026-03-04"),
    ],
)
def test_a_span_turned_round_is_told_in_the_days_that_were_given(since: str, until: str) -> None:
    with pytest.raises(LandingError) as caught:
        parse_observed(f"{since}..{until}")
    assert str(caught.value) == (
        f"{since} is not before {until}; write the earlier one first: {until}..{since}."
    )


@pytest.mark.parametrize("call", range(1, 4))
def test_a_kill_at_any_rename_of_an_import_leaves_no_unit_without_its_declaration(
    tmp_path: Path, call: int
) -> None:
    """Two files are landed, each by two renames; the process dies instead of one of them."""
    code = (
        "import os, signal, sys\n"
        "from datetime import date\n"
        "from io import BytesIO\n"
        "from pathlib import Path\n"
        "from crawler.landing.declared import Declared\n"
        "from crawler.landing.importing import land_rows\n"
        "from crawler.landing.rows import read_jsonl\n"
        "landing, left, replace = Path(sys.argv[1]), [int(sys.argv[2])], Path.replace\n"
        "def dying(self, target):\n"
        "    left[0] -= 1\n"
        "    return replace(self, target) if left[0] else os.kill(os.getpid(), signal.SIGKILL)\n"
        "Path.replace = dying\n"
        "for line in (b'[1]', b'[2]'):\n"
        "    land_rows(read_jsonl(BytesIO(line)), landing, date(2026, 11, 23), 'r', Declared(registered_only=True))\n"
    )
    died = subprocess.run([sys.executable, "-c", code, str(tmp_path), str(call)], check=False)
    assert died.returncode == -9
    recover(tmp_path)
    landed = landed_units(tmp_path)
    assert len(landed) == (call - 1) // 2
    assert all(read_declared(one) == Declared(registered_only=True) for one in landed)
    again = land_rows(read_jsonl(BytesIO(b"[1]")), tmp_path, DAY, "r")
    assert read_declared(again) == Declared(registered_only=bool(landed)), (
        "what was left half counts for nothing"
    )
