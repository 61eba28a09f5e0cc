"""How an address came to be known, written as fields of a WARC record and read back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.landing.discovery_fields import from_fields, to_fields
from crawler.landing.records import Discovery
from tests.crawler.landing.test_writer import DISCOVERIES
from tests.crawler.landing.warcs import AT, discovery

LEAST = b"discovery-kind: hub\r\ndiscovery-first-seen-at: 2026-11-23T10:15:00+00:00\r\n"


@given(DISCOVERIES)
def test_what_is_written_comes_back_and_each_field_is_one_line(found: Discovery) -> None:
    block = to_fields(found)
    assert from_fields(block) == found
    known = [name for name in Discovery.__dataclass_fields__ if getattr(found, name) is not None]
    assert block.count(b"\n") == block.count(b"\r\n") == len(known)


def test_the_fields_stay_readable_for_people() -> None:
    title = "100 % Strom: 电网\r\nEvil: header"
    assert to_fields(replace(discovery(title), poll_id=None)).decode() == (
        "discovery-kind: feed\r\n"
        "discovery-source-url: https://nordpost.test/rss\r\n"
        "discovery-listed-at: 2026-11-23T10:15:00.123456+00:00\r\n"
        "discovery-listed-title: 100 %25 Strom: 电网%0D%0AEvil: header\r\n"
        "discovery-first-seen-at: 2026-11-23T10:15:00.123456+00:00\r\n"
        "discovery-not-seen-at: 2026-11-23T09:15:00.123456+00:00\r\n"
    )


def test_times_are_written_in_utc() -> None:
    tokyo = AT.astimezone(timezone(timedelta(hours=9)))
    assert to_fields(replace(discovery(), first_seen_at=tokyo)) == to_fields(discovery())


def test_the_least_that_makes_a_discovery() -> None:
    assert from_fields(LEAST) == Discovery(
        kind="hub", first_seen_at=datetime(2026, 11, 23, 10, 15, tzinfo=UTC)
    )
    lines = LEAST.splitlines(keepends=True)
    assert [from_fields(line) for line in lines] == [None, None]


@pytest.mark.parametrize(
    "line",
    [
        b"discovery-kind: rumour\r\n",
        b"discovery-first-seen-at: yesterday\r\n",
        b"discovery-listed-at: 2026-11-23\r\n",
        b"discovery-not-seen-at: 2026-11-23T10:15:00\r\n",
        b"discovery-first-seen-at: 2026-11-23T10:15:00\r\n",
        b"discovery-colour: red\r\n",
    ],
)
def test_one_field_that_cannot_be_right_makes_the_whole_unknown(line: bytes) -> None:
    """Half a discovery would look like a whole one, and a time without a zone like an instant."""
    assert from_fields(LEAST + line) is None


def test_fields_of_others_beside_ours_are_passed_over() -> None:
    mixed = b"via: https://other.test/\r\n" + LEAST + b"fetchTimeMs: 12\r\n\r\nno field\r\n"
    assert from_fields(mixed) == from_fields(LEAST)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_discovery_or_none(block: bytes) -> None:
    for fields in (block, LEAST + block, b"discovery-" + block):
        found = from_fields(fields)
        assert found is None or found.first_seen_at.tzinfo is not None
