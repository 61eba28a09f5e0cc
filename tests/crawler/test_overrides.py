"""Overrides in the registry: what an entry may say, on which days it holds, and what is told of a bad one."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crawler.overrides import Override, digest, one_at_a_time, override_at
from crawler.registry import PACKAGED, check_registry, load_registry

OUTLET = """\
tidepost:
  name: Tidepost
  domain: tidepost.test
  country: nl
  languages: [nl]
  time_zone: Europe/Amsterdam
  feeds:
    - {kind: rss, url: "https://tidepost.test/rss"}
  overrides:
    - since: 2025-04-01
      until: 2026-02-28
      why: the text stands in a box that is called related
      page: pages/tidepost-2025.html
      body: "div.related > p"
      drop: [".offer", "aside"]
    - {since: 2026-03-01, why: relaunch, page: pages/tidepost-2026.html, published: .stamp, published_attribute: data-t}
"""
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def entry(since: str = "2026-03-01", until: str | None = None, **given: object) -> Override:
    whole: dict[str, Any] = {"since": since, "until": until, "why": "x", "page": "p", "body": "main"}
    return Override.model_validate(whole | given)


def problems(folder: Path, text: str) -> list[str]:
    (folder / "nl.yaml").write_text(text, encoding="utf-8")
    return [f"{problem.line} {problem.key}: {problem.message}" for problem in check_registry([folder])]


def test_entries_of_an_outlet_are_read(tmp_path: Path) -> None:
    assert problems(tmp_path, OUTLET) == []
    old, new = load_registry([tmp_path])["tidepost"].overrides
    assert (old.since, old.until, new.until) == (date(2025, 4, 1), date(2026, 2, 28), None)
    assert old.selectors() == {"body": "div.related > p", "drop": (".offer", "aside")}
    assert new.selectors() == {"published": ".stamp", "published_attribute": "data-t"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("      body:", "      text:", "14 tidepost.overrides.0.text: unknown key; known are author, body, drop"),
        ("div.related > p", "div[", "14 tidepost.overrides.0.body: 'div[' is no CSS selector"),
        ("div.related > p", "p::text", "14 tidepost.overrides.0.body: 'p::text' is no CSS selector"),
        ("div.related > p", "", "14 tidepost.overrides.0.body: '' is no CSS selector"),
        ('"aside"]', '"a:contains(x)"]', "15 tidepost.overrides.0.drop.1: 'a:contains(x)' is no CSS"),
        ("2025-04-01", "2026-04-01", "10 tidepost.overrides.0: since 2026-04-01 is later than until 2026-02-28"),
        ("2025-04-01", "2025-02-30", "10 tidepost.overrides.0.since: 2025-02-30 is no day of the calendar"),
        ("2025-04-01", "2025", "10 tidepost.overrides.0.since: 2025 is no day; write it like 2026-03-01"),
        ("    - since: 2025-04-01\n      until", "    - until", "10 tidepost.overrides.0.since: missing; add it"),
        ("until: 2026-02-28", "until: 2026-03-01", "9 tidepost.overrides: the entries since 2025-04-01 and since"),
        ("      until: 2026-02-28\n", "", "9 tidepost.overrides: the entries since 2025-04-01 and since"),
        ("why: relaunch, ", "", "16 tidepost.overrides.1.why: missing; add it"),
        ("why: relaunch", "why: ''", "16 tidepost.overrides.1.why: String should have at least 1 character"),
        ("page: pages/tidepost-2026.html, ", "", "16 tidepost.overrides.1.page: missing; add it"),
        ("published: .stamp, published_attribute: data-t", "", "16 tidepost.overrides.1: it names nothing; give one"),
        ("published: .stamp", "title: h1", "16 tidepost.overrides.1: published_attribute without published"),
    ],
)  # fmt: skip
def test_a_problem_names_file_line_and_entry(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in OUTLET
    (found,) = problems(tmp_path, OUTLET.replace(old, new, 1))
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "  feeds:\n    - {link: x, ",
            "8 tidepost.feeds.0.link: unknown key; known are every_minutes, kind, url",
        ),
        ("  feed: x\n  feeds:\n    - {", "7 tidepost.feed: unknown key; known are country, delay_s"),
    ],
)
def test_an_unknown_key_is_answered_with_those_of_its_place(tmp_path: Path, key: str, expected: str) -> None:
    (found,) = problems(tmp_path, OUTLET.replace("  feeds:\n    - {", key, 1))
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2025, 3, 31, 23, 59, tzinfo=UTC), None),
        (datetime(2025, 4, 1, tzinfo=UTC), "2025-04-01"),
        (datetime(2026, 2, 28, 23, 59, tzinfo=UTC), "2025-04-01"),
        (datetime.fromisoformat("2026-03-01T01:00:00+02:00"), "2025-04-01"),
        (datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01"),
        (datetime(2031, 1, 1, tzinfo=UTC), "2026-03-01"),
        (None, "2026-03-01"),
    ],
)
def test_a_page_is_read_by_the_entry_of_its_day(moment: datetime | None, expected: str | None) -> None:
    entries = [entry("2026-03-01"), entry("2025-04-01", "2026-02-28")]
    for order in (entries, entries[::-1]):
        found = override_at(order, moment)
        assert (str(found.since) if found else None) == expected


def test_a_page_of_a_gap_is_read_without() -> None:
    entries = [entry("2025-01-01", "2025-01-31"), entry("2025-03-01")]
    assert override_at(entries, datetime(2025, 2, 1, tzinfo=UTC)) is None
    assert override_at([], None) is None


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 900)), max_size=6), DAYS)
def test_no_day_has_two_entries(periods: list[tuple[date, int | None]], day: date) -> None:
    entries = [entry(str(s), None if n is None else str(s + timedelta(days=n))) for s, n in periods]
    holding = [e for e in entries if e.since <= day and (e.until is None or day <= e.until)]
    try:
        one_at_a_time(entries)
    except ValueError:
        assert len(entries) > 1
    else:
        assert len(holding) <= 1
        found = override_at(entries, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        assert found is (holding[0] if holding else None)


@given(st.text(min_size=1, max_size=30))
def test_any_text_is_a_selector_or_refused(text: str) -> None:
    try:
        kept = entry(body=text).body
    except ValidationError:
        return
    assert kept == text


def test_the_digest_changes_with_what_is_read_and_with_nothing_else() -> None:
    one = {"a": (entry(),), "b": ()}
    same = [{"a": (entry(why="because", page="q"),)}, {"b": (), "a": (entry(),)}]
    other = [
        {"a": (entry(body="article"),)},
        {"a": (entry(drop=["nav"]),)},
        {"a": (entry("2026-03-02"),)},
        {"a": (entry(until="2027-01-01"),)},
        {"b": (entry(),)},
        {"a": (entry(), entry("2020-01-01", "2020-02-01"))},
    ]
    assert all(digest(given) == digest(one) for given in same)
    assert len({digest(given) for given in [one, *other]}) == 1 + len(other)
    assert digest({}) == digest({"a": ()}) == ""


def test_each_shipped_override_has_its_page() -> None:
    found = [o for outlet in load_registry([PACKAGED]).values() for o in outlet.overrides]
    assert found
    for override in found:
        assert (PACKAGED.parent.parent / override.page).is_file(), override
