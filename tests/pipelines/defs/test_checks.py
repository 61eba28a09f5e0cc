"""Tests of `pipelines/defs/checks.py`: each check run by Dagster on real landed files and parts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from crawler.landing.records import Fetch
from crawler.landing.writer import LandingWriter
from pipelines.defs import checks
from pipelines.defs.partitions import DAILY
from pipelines.defs.resources import Workspace
from pipelines.stages.versions import versions
from tests.warehouse.rows import capture, row
from warehouse.store import Store

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def poll(**given: object) -> Fetch:
    """A row of the ledger: by default a poll without an answer."""
    usual = {"crawl_id": "c", "outlet_id": "herald", "url": "https://herald.example/feed", "kind": "feed"}
    return Fetch(**{**usual, "requested_at": AT, **given})  # type: ignore[arg-type]


def landed(
    home: Path, day: date = DAY, fetches: Sequence[Fetch] = (), **tables: int | dict[str, int]
) -> None:
    """A crawl of a day with these requests, and parts of so many rows, or so many texts of each language."""
    with LandingWriter(home / "landing", day, f"crawl-{day}", user_agent="test") as writer:
        for fetch in fetches:
            writer.fetch(fetch)
    rows = {
        "captures": [capture(f"{n:016}", n) for n in range(int(tables.get("captures", 0)))],  # type: ignore[call-overload]
        "rejected": [
            row("rejected", outlet_id="herald", reason="no_text", stage="reading")
            for _ in range(int(tables.get("rejected", 0)))
        ],  # type: ignore[call-overload]
        "languages": [
            row("languages", revision_id=f"{language}{n}", language=language)
            for language, count in dict(tables.get("languages", {})).items()  # type: ignore[call-overload]
            for n in range(count)
        ],
    }
    with Store(home / "store").transaction() as parts:
        for table, found in rows.items():
            parts.put(table, day, f"crawl-{day}", versions()[table], found)


def evaluate(home: Path, check: dg.AssetChecksDefinition) -> dg.AssetCheckEvaluation:
    """Run one check for `DAY`, as Dagster does after its asset; the asset itself does nothing here."""
    (asset,) = {key.asset_key for key in check.check_keys}

    @dg.asset(key=asset, partitions_def=DAILY)
    def done() -> None:
        return

    result = dg.materialize(
        [done, check],
        partition_key=DAY.isoformat(),
        resources={"workspace": Workspace(root=str(home))},
        instance=dg.DagsterInstance.ephemeral(),
        raise_on_error=False,
    )
    (found,) = result.get_asset_check_evaluations()
    return found


@pytest.mark.parametrize(
    ("fetches", "passed"),
    [
        ([poll(status=200, listed=3)], True),
        ([poll(status=200, listed=0)], True),
        ([poll(status=304, not_modified=True)], True),
        ([poll(error="timeout"), poll(status=200, listed=1)], True),
        ([poll(error="timeout")], False),
        ([poll(status=503), poll(status=404)], False),
        ([poll(status=200, error="bad-content")], False),
        ([poll(verdict="robots-unreachable"), poll(kind="article", status=200)], False),
        ([], True),
        ([poll(kind="robots", status=200)], True),
    ],
)
def test_crawl_not_empty(tmp_path: Path, fetches: list[Fetch], passed: bool) -> None:
    """A crawl in which no source was due is idle, one in which every poll failed is empty."""
    landed(tmp_path, fetches=fetches)
    found = evaluate(tmp_path, checks.crawl_not_empty)
    assert found.passed is passed
    assert found.blocking
    assert found.metadata["polls_ok"].value + found.metadata["polls_failed"].value == sum(
        fetch.kind == "feed" for fetch in fetches
    )


def test_an_empty_crawl_names_outlets_and_reasons(tmp_path: Path) -> None:
    landed(tmp_path, fetches=[poll(status=503), poll(status=503), poll(error="timeout", outlet_id="courier")])
    description = str(evaluate(tmp_path, checks.crawl_not_empty).description)
    assert description.splitlines()[1:] == ["  herald: HTTP 503 (2 polls)", "  courier: timeout"]


def test_a_day_without_any_crawl_is_empty(tmp_path: Path) -> None:
    found = evaluate(tmp_path, checks.crawl_not_empty)
    assert not found.passed
    assert "fetches" in str(found.description)


@pytest.mark.parametrize(
    ("captures", "rejected", "passed", "share"),
    [
        (0, 0, True, None),
        (0, 19, True, 1.0),
        (10, 10, True, 0.5),
        (9, 11, False, 0.55),
        (0, 20, False, 1.0),
        (100, 3, True, 3 / 103),
    ],
)
def test_rejection_share(
    tmp_path: Path,
    captures: int,
    rejected: int,
    passed: bool,
    share: float | None,
) -> None:
    landed(tmp_path, captures=captures, rejected=rejected)
    found = evaluate(tmp_path, checks.rejection_share)
    assert found.passed is passed
    assert found.blocking
    assert (found.description or "").count(f"herald: no_text ({rejected} pages)") == (not passed)
    assert found.metadata["rejection_share"].value == (None if share is None else pytest.approx(share))


def test_an_import_may_hold_as_many_rejections_as_it_likes(tmp_path: Path) -> None:
    landed(tmp_path, captures=20, rejected=30)
    for ledger in (tmp_path / "landing").rglob("*.fetches.parquet"):
        ledger.unlink()
    found = evaluate(tmp_path, checks.rejection_share)
    assert found.passed
    assert found.metadata["rejection_share"].value is None


@pytest.mark.parametrize(
    ("before", "today", "passed", "undecided", "distance"),
    [
        ({}, {}, True, None, None),
        ({"de": 30}, {"und": 19}, True, None, None),
        ({}, {"de": 16, "und": 4}, True, 0.2, None),
        ({}, {"de": 15, "und": 5}, False, 0.25, None),
        ({"de": 30, "en": 10}, {"de": 30, "en": 10}, True, 0.0, 0.0),
        ({"de": 20, "en": 20}, {"en": 20}, True, 0.0, 0.5),
        ({"de": 30, "en": 10}, {"en": 20}, False, 0.0, 0.75),
        ({"de": 19}, {"en": 20}, True, 0.0, None),
    ],
)
def test_language_share(
    tmp_path: Path,
    before: dict[str, int],
    today: dict[str, int],
    *,
    passed: bool,
    undecided: float | None,
    distance: float | None,
) -> None:
    """Compared with the seven days before, of which each may hold a part; what lies further back doesn't count."""
    landed(tmp_path, DAY - timedelta(days=8), languages={"fr": 500})
    for back, language in zip((1, 7, 4), before, strict=False):
        landed(tmp_path, DAY - timedelta(days=back), languages={language: before[language]})
    landed(tmp_path, languages=today)
    found = evaluate(tmp_path, checks.language_share)
    assert found.passed is passed
    assert found.severity is dg.AssetCheckSeverity.WARN
    assert (found.metadata["undecided_share"].value, found.metadata["distance_to_week_before"].value) == (
        undecided,
        distance,
    )
