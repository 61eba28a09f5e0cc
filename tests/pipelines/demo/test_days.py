"""The demo's daily table over small published corpora, and the arithmetic of its score on small truths."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.newsweb.sites import START
from crawler.newsweb.truth import TrueNarrative, TrueRow
from pipelines.at_work import DEMO as AT_WORK
from pipelines.at_work import RUN, UI, at_work, others_at_work
from pipelines.days import DEMO
from pipelines.demo.run import run_demo
from pipelines.demo.score import Measure, score
from pipelines.demo.view import CORE, STEPS_A_DAY, Board, Day, print_results, read_day
from pipelines.home import Home, HomeError, prepare
from pipelines.processing import STEPS
from tests.pipelines.demo.test_score import ROWS, capture, narratives, pair
from tests.pipelines.demo.test_score import put as put_what_is_known
from tests.pipelines.demo.test_view import shown
from tests.warehouse.rows import capture as captured
from tests.warehouse.rows import put, row
from warehouse.publish import publish
from warehouse.store import Store

MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def event(
    number: int, outlet: str, at: datetime, stance: str | None = "asserts", narrative: str = CORE
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An article of an outlet and its tag."""
    found = captured(
        f"{number:016}",
        number,
        at,
        outlet_id=outlet,
        title=f"T{number}",
        published_at=at,
        published_precision="second",
    )
    tag = row("narratives", revision_id=found["revision_id"], narrative=narrative, stance=stance)
    return found, [tag] if stance else []


def published(
    root: Path, *events: tuple[dict[str, Any], list[dict[str, Any]]], **tables: list[dict[str, Any]]
) -> Home:
    home = prepare(Home(root))
    store = Store(home.store)
    put(
        store,
        MONDAY,
        captures=[found for found, _ in events],
        narratives=[tag for _, tags in events for tag in tags],
        languages=[row("languages", revision_id=found["revision_id"]) for found, _ in events],
        **tables,
    )
    publish(store, home.corpus)
    return home


def counts(home: Home, day: date) -> tuple[int, ...]:
    """Articles, asserting, disputing, reporting, copying, adopted, observed, hours."""
    found = read_day(home, day)
    assert found.day == day
    return (
        found.articles, found.asserting, found.disputing, found.reporting,
        found.copying, found.adopted, found.observed, found.hours,
    )  # fmt: skip


def test_a_corpus_without_anything_has_days_of_nothing(tmp_path: Path) -> None:
    assert counts(published(tmp_path), MONDAY) == (0,) * 8


def test_outlets_are_counted_once_a_day_and_articles_each(tmp_path: Path) -> None:
    home = published(
        tmp_path,
        event(1, "a", NOON),
        event(2, "a", NOON + timedelta(hours=1)),
        event(3, "b", NOON, "disputes"),
        event(4, "c", NOON, "reports"),
        event(5, "d", NOON, None),
        event(6, "e", NOON, "asserts", "grid-queue"),
    )
    assert counts(home, MONDAY) == (6, 1, 1, 1, 0, 3, 0, 0)


def test_adopters_add_up_over_the_days_and_the_other_columns_do_not(tmp_path: Path) -> None:
    home = published(
        tmp_path,
        event(1, "a", NOON),
        event(2, "b", NOON + timedelta(days=1)),
        event(3, "a", NOON + timedelta(days=1), "disputes"),
        event(4, "c", NOON + timedelta(days=3), "reports"),
    )
    days = [counts(home, MONDAY + timedelta(days=n))[:6] for n in range(-1, 4)]
    assert days == [
        (0, 0, 0, 0, 0, 0),
        (1, 1, 0, 0, 0, 1),
        (2, 1, 1, 0, 0, 2),
        (0, 0, 0, 0, 0, 2),
        (1, 0, 0, 1, 0, 3),
    ]


def test_a_day_begins_and_ends_at_midnight_utc(tmp_path: Path) -> None:
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    home = published(
        tmp_path,
        event(1, "a", midnight - timedelta(seconds=1)),
        event(2, "b", midnight),
        event(3, "c", midnight + timedelta(hours=23, minutes=59, seconds=59)),
        event(4, "d", midnight + timedelta(days=1)),
    )
    assert [counts(home, MONDAY + timedelta(days=n))[:2] for n in (-1, 0, 1)] == [(1, 1), (2, 2), (1, 1)]


def test_a_copy_counts_as_a_copy_and_for_no_stance(tmp_path: Path) -> None:
    events = [event(1, "a", NOON), event(2, "b", NOON + timedelta(hours=2))]
    left, right = (found["article_id"] for found, _ in events)
    pairs = [row("near_duplicates", left_id=left, right_id=right, similarity=1.0)]
    assert counts(published(tmp_path, *events, near_duplicates=pairs), MONDAY)[:6] == (2, 1, 0, 0, 1, 1)


def test_hours_without_an_answer_are_hours_not_observed(tmp_path: Path) -> None:
    polls = [
        row("fetch_log", outlet_id=outlet, requested_at=NOON + timedelta(hours=hour), status=status)
        for outlet, hour, status in (("a", 0, 200), ("a", 1, 503), ("a", 3, 200), ("b", 3, 503))
    ]
    home = published(tmp_path, fetch_log=polls)
    # Of the hour without any poll nobody knows more than of the one that failed.
    assert counts(home, MONDAY)[6:] == (2, 5)


def test_the_board_grows_by_a_line_at_each_end_of_a_day(tmp_path: Path) -> None:
    home = published(tmp_path, event(1, "a", NOON))
    board = Board(home, total=2)
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        board.begin(day)
        for asset in ("crawl", "corpus"):
            board.step(asset)
            assert f"{day} {asset}" in shown(board)
        board.end(day)
    assert [(day.day, day.articles) for day in board.days] == [(MONDAY, 1), (MONDAY + timedelta(days=1), 0)]
    lines = [line.split()[:2] for line in shown(board).splitlines() if line.startswith("03-")]
    assert lines == [["03-02", "Mon"], ["03-03", "Tue"]]


def test_the_board_knows_how_many_steps_a_day_has() -> None:
    assert STEPS["crawl_and_process"] == STEPS_A_DAY


def test_bars_have_a_mark_for_each_outlet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days = [
        Day(MONDAY, 3, 0, 0, 0, 0, 0, 0, 0),
        Day(MONDAY + timedelta(days=1), 9, 1, 2, 3, 4, 6, 24, 24),
    ]
    print_results(Home(tmp_path), days, [])
    quiet, busy = [
        line.split()[2:] for line in capsys.readouterr().out.splitlines() if line.startswith("03-")
    ]
    assert quiet == ["3", "0", "0", "0", "0", "0", "0", "of", "0"]
    assert busy == ["9", "1", "2", "3", "4", "6", "24", "of", "24", "██████░░░░"]


@pytest.mark.parametrize(
    ("measure", "cells"),
    [
        (Measure("x", 0, 0, 0), ["0", "0", "0"]),
        (Measure("x", 0, 4, 0), ["0", "4", "0", "0.000"]),
        (Measure("x", 0, 0, 2), ["0", "0", "2", "0.000"]),
        (Measure("x", 2, 3, 2), ["2", "3", "2", "0.667", "1.000"]),
        (Measure("x", 1, 3), ["1", "3", "0.333"]),
    ],
)
def test_a_share_of_nothing_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], measure: Measure, cells: list[str]
) -> None:
    print_results(Home(tmp_path), [], [measure])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("x ")]
    assert line.split()[1:] == cells


BASE = next(
    one for one in ROWS if one.fate == "article" and not one.copy_of and not one.revisions and one.body
)


def true(name: str, hour: int, *, copy_of: str | None = None, **given: Any) -> TrueRow:  # noqa: ANN401
    """An article of the small truth: asserts the core narrative unless told otherwise."""
    at = (START + timedelta(hours=hour)).isoformat().replace("+00:00", "Z")
    tag = TrueNarrative(CORE, "asserts", "E", None)
    usual = {"outlet_id": name, "url": f"http://{name}.test/{hour}", "published_at": at, "narratives": (tag,)}
    return replace(BASE, **(usual | given), copy_of=copy_of)  # type: ignore[arg-type]


def scored(
    root: Path, truth: Sequence[TrueRow], claimed: Sequence[TrueRow]
) -> dict[str, tuple[int, int, int | None]]:
    """The measures of a corpus that holds exactly the claimed rows."""
    home = prepare(Home(root))
    store = Store(home.store)
    put_what_is_known(store, "captures", map(capture, claimed))
    put_what_is_known(store, "narratives", [tag for one in claimed for tag in narratives(one)])
    put_what_is_known(store, "near_duplicates", [pair(one) for one in claimed if one.copy_of])
    publish(store, home.corpus)
    return {m.name: (m.right, m.true, m.claimed) for m in score(home, truth)}


def test_an_empty_corpus_is_right_about_what_is_no_article_and_nothing_else(tmp_path: Path) -> None:
    stub = true("c", 3, fate="rejected", narratives=None)
    found = scored(tmp_path, [true("a", 1), true("b", 2), stub], [])
    del found["hours lost to outages"]
    assert found == {
        "articles": (0, 2, 0),
        "pages that are no article": (1, 1, None),
        "texts word for word": (0, 2, None),
        "copies": (0, 0, 0),
        "narratives": (0, 2, 0),
        "narratives with stance": (0, 2, 0),
        "first movers of a narrative": (0, 1, None),
    }


def test_what_is_claimed_beyond_the_truth_costs_precision_alone(tmp_path: Path) -> None:
    truth = [true("a", 1), true("b", 2, narratives=())]
    extra = TrueNarrative("grid-queue", "reports", "E", None)
    claimed = [truth[0], replace(truth[1], narratives=(extra,)), true("d", 4)]
    found = scored(tmp_path, truth, claimed)
    assert found["articles"] == (2, 2, 3)
    assert found["narratives"] == (1, 1, 3)
    assert found["narratives with stance"] == (1, 1, 3)
    assert found["texts word for word"] == (2, 2, None)


def test_a_wrong_stance_is_half_right(tmp_path: Path) -> None:
    truth = true("a", 1)
    turned = replace(truth, narratives=(TrueNarrative(CORE, "disputes", "E", None),))
    found = scored(tmp_path, [truth], [turned])
    assert (found["narratives"], found["narratives with stance"]) == ((1, 1, 1), (0, 1, 1))
    # Whatever its stance, it was the first.
    assert found["first movers of a narrative"] == (1, 1, None)


def test_a_copy_moves_nobody_first(tmp_path: Path) -> None:
    late = true("late", 9)
    early = true("early", 2)
    copy = true("copier", 3, copy_of=early.url)
    found = scored(tmp_path, [late, copy, early], [late, copy, early])
    assert (found["copies"], found["first movers of a narrative"]) == ((1, 1, 1), (1, 1, None))
    missed = scored(tmp_path / "missed", [late, copy, early], [late, copy])
    assert missed["first movers of a narrative"] == (0, 1, None)


@pytest.mark.parametrize(
    ("true_hours", "found_hours", "right"),
    [
        ({"a": 1, "z": 1}, {"a": 1, "z": 1}, 1),
        ({"a": 1, "z": 1}, {"z": 1}, 1),
        ({"a": 2, "z": 1}, {"a": 1, "z": 1}, 1),
        ({"a": 1, "z": 2}, {"a": 2, "z": 1}, 0),
        ({"a": 1, "b": 1, "z": 2}, {"z": 2}, 0),
    ],
)
def test_of_outlets_that_are_first_together_any_is_right(
    tmp_path: Path, true_hours: dict[str, int], found_hours: dict[str, int], right: int
) -> None:
    truth, claimed = (
        [true(outlet, hour) for outlet, hour in hours.items()] for hours in (true_hours, found_hours)
    )
    assert scored(tmp_path, truth, claimed)["first movers of a narrative"] == (right, 1, None)


def test_punctuation_and_spaces_make_no_other_text_but_a_word_does(tmp_path: Path) -> None:
    truth = true("a", 1, lead=None, body="Strom, nicht Chips.\n\n„Netz“ ﬁrst!")
    same = replace(truth, body="Strom nicht Chips Netz first")
    other = replace(truth, body="Strom nicht Chips Netz first more")
    measured = [
        scored(tmp_path / str(n), [truth], [one])["texts word for word"]
        for n, one in enumerate((same, other))
    ]
    assert measured == [(1, 1, None), (0, 1, None)]


def test_a_folder_that_no_demo_made_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(
        HomeError, match=r"holds something that no demo made\. Move it away or choose another --home"
    ):
        run_demo(Home(tmp_path), seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert not (tmp_path / DEMO).exists()


@pytest.mark.parametrize(
    ("what", "number", "who"),
    [
        (UI, 3001, r"`wattwire ui` on port 3001"),
        (AT_WORK, None, rf"`wattwire demo` \(process {os.getpid()}\)"),
        (RUN, None, rf"a command that runs its assets \(process {os.getpid()}\)"),
    ],
    # The ids must not name this process: all that run tests have to agree on them.
    ids=["ui", "demo", "run"],
)
def test_a_home_that_somebody_works_in_is_not_cleared(
    tmp_path: Path, what: str, number: int | None, who: str
) -> None:
    home = prepare(Home(tmp_path))
    (home.root / DEMO).touch()
    with (
        at_work(home, what, number),
        pytest.raises(HomeError, match=f"in use by {who}, .*Nothing was changed. End that first"),
    ):
        run_demo(home, seed=1)
    assert (home.dagster / "dagster.yaml").exists()
    assert others_at_work(home) == []
