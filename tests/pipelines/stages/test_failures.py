"""Tests of `pipelines/stages/failures.py`: what is said of polls that failed, read from real ledgers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.landing.records import Fetch
from crawler.landing.units import landed_units
from crawler.landing.writer import LandingWriter
from pipelines.stages.failures import failure_lines

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def poll(outlet: str, **given: object) -> Fetch:
    """A row of the ledger: a poll of an outlet's feed, without an answer unless told otherwise."""
    usual = {"crawl_id": "c", "outlet_id": outlet, "url": f"https://{outlet}.example/", "kind": "feed"}
    return Fetch(**{**usual, "requested_at": AT, **given})  # type: ignore[arg-type]


def lines(folder: Path, fetches: Sequence[Fetch]) -> list[str]:
    with LandingWriter(folder, date(2026, 11, 20), "crawl-1", user_agent="test") as writer:
        for fetch in fetches:
            writer.fetch(fetch)
    return failure_lines(landed_units(folder))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"status": 503}, ["herald: HTTP 503"]),
        ({"error": "timeout"}, ["herald: timeout"]),
        ({"status": 200, "error": "bad-content"}, ["herald: bad-content"]),
        ({"verdict": "robots-unreachable"}, ["herald: robots-unreachable"]),
        ({"status": 200, "listed": 0}, []),
        ({"status": 304, "not_modified": True}, []),
        ({"status": 301, "redirect_url": "https://herald.example/new"}, []),
        ({"status": 404, "kind": "article"}, []),
        ({"status": 404, "kind": "robots"}, []),
    ],
)
def test_a_poll_that_failed_is_named_with_its_reason(
    tmp_path: Path, given: dict[str, object], said: list[str]
) -> None:
    assert lines(tmp_path, [poll("herald", **given)]) == said


def test_the_worst_come_first_and_equal_reasons_are_counted(tmp_path: Path) -> None:
    fetches = [
        poll("courier", status=404),
        poll("herald", error="dns"),
        poll("herald", status=503),
        poll("herald", status=503),
    ]
    assert lines(tmp_path, fetches) == ["herald: HTTP 503 (2 polls), dns", "courier: HTTP 404"]


@pytest.mark.parametrize(("outlets", "last"), [(10, "o09: timeout"), (12, "and 2 more outlets")])
def test_ten_outlets_are_named_and_the_rest_counted(tmp_path: Path, outlets: int, last: str) -> None:
    said = lines(tmp_path, [poll(f"o{n:02}", error="timeout") for n in range(outlets)])
    assert said[9] == "o09: timeout"
    assert (len(said), said[-1]) == (min(outlets, 11), last)
