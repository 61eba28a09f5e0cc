"""Tests of `crawler/politeness/robots.py`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness.robots import MAX_ROBOTS_BYTES, Verdict, read_robots

PAGE = "https://nordpost.test/news/1"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", Verdict.ALLOWED),
        ("User-agent: *\nDisallow: /", Verdict.ROBOTS_DISALLOWED),
        ("User-agent: *\nDisallow: /archiv/", Verdict.ALLOWED),
        ("User-agent: wattwire\nDisallow: /\n\nUser-agent: *\nAllow: /", Verdict.ROBOTS_DISALLOWED),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Wattwire\nAllow: /", Verdict.ALLOWED),
        ("User-agent: GPTBot\nDisallow: /", Verdict.ALLOWED),
        ("User-agent: *\nDisallow: /news/\nAllow: /news/1$", Verdict.ALLOWED),
        ("\ufeffUser-agent: *\r\nDisallow: /news", Verdict.ROBOTS_DISALLOWED),
        ("<html>we have no robots.txt</html>", Verdict.ALLOWED),
    ],
)
def test_rules(body: str, expected: Verdict) -> None:
    assert read_robots(200, body.encode()).verdict(PAGE) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, Verdict.ALLOWED),
        (403, Verdict.ALLOWED),
        (401, Verdict.ALLOWED),
        (429, Verdict.ROBOTS_UNREACHABLE),
        (500, Verdict.ROBOTS_UNREACHABLE),
        (503, Verdict.ROBOTS_UNREACHABLE),
        (None, Verdict.ROBOTS_UNREACHABLE),
    ],
)
def test_a_missing_file_allows_an_unreachable_one_forbids(status: int | None, expected: Verdict) -> None:
    assert read_robots(status, b"User-agent: *\nDisallow: /").verdict(PAGE) is expected


def test_only_the_first_500_kib_count_and_no_half_rule() -> None:
    filler = b"# " + b"x" * (MAX_ROBOTS_BYTES - 30) + b"\n"
    head = b"User-agent: *\n"
    robots = read_robots(200, head + filler + b"Disallow: /archive/pages\nDisallow: /news\n")
    assert robots.verdict(PAGE) is Verdict.ALLOWED
    assert robots.verdict("https://nordpost.test/arc") is Verdict.ALLOWED, "the rule is cut in its middle"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nRequest-rate: 1/10", 10.0),
        ("User-agent: *\nRequest-rate: 1/10\nCrawl-delay: 30", 30.0),
        ("User-agent: other\nCrawl-delay: 9", None),
        ("", None),
    ],
)
def test_crawl_delay(body: str, expected: float | None) -> None:
    assert read_robots(200, body.encode()).crawl_delay() == expected


def test_no_delay_without_a_file() -> None:
    assert read_robots(404, b"").crawl_delay() is None
    assert read_robots(None, b"").crawl_delay() is None


@given(st.binary(max_size=1_000), st.one_of(st.none(), st.integers(100, 599)))
def test_random_bytes_never_raise(body: bytes, status: int | None) -> None:
    robots = read_robots(status, body)
    assert robots.verdict(PAGE) in Verdict
    delay = robots.crawl_delay()
    assert delay is None or delay >= 0
