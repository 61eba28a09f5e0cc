"""Tests of `crawler/politeness/opt_outs.py`."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness.opt_outs import TdmRepError, page_reserves, read_tdmrep

HOST = "https://nordpost.test"


@pytest.mark.parametrize(
    ("location", "path", "expected"),
    [
        ("/", "/news/1", True),
        ("/news/", "/news/1", True),
        ("news/", "/news/1", True),
        ("/news/", "/sport/1", False),
        ("/news/*/full", "/news/1/full?x=1", True),
        ("/news$", "/news", True),
        ("/news$", "/news/1", False),
        ("*.pdf", "/a/b.pdf", True),
        ("https://nordpost.test/news/", "/news/1", True),
        ("/a+b(", "/a+b(c", True),
    ],
)
def test_locations(location: str, path: str, expected: bool) -> None:
    rules = read_tdmrep(json.dumps([{"location": location, "tdm-reservation": 1}]).encode())
    assert rules.reserves(HOST + path) is expected


def test_the_first_matching_rule_counts() -> None:
    declared = [
        {"location": "/open/", "tdm-reservation": 0},
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://nordpost.test/policy.json"},
    ]
    rules = read_tdmrep(json.dumps(declared).encode())
    assert rules.reserves(f"{HOST}/open/1") is False
    assert rules.reserves(f"{HOST}/news/1") is True
    assert rules.reserves(HOST) is True


def test_a_single_rule_without_its_list() -> None:
    assert read_tdmrep(b'{"location": "/", "tdm-reservation": "1"}').reserves(HOST)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>not found</html>", b"[1]", b'"x"', b'[{"tdm-reservation": 1}]', b"[" * 100_000, b"\xff"],
)
def test_what_the_protocol_does_not_describe(body: bytes) -> None:
    with pytest.raises(TdmRepError, match=r"no JSON|list of rules|without a location"):
        read_tdmrep(body)


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ([("TDM-Reservation", "1")], b"", True),
        ([("tdm-reservation", " 1 ")], b"", True),
        ([("tdm-reservation", "0")], b"", False),
        ([], b'<head><meta name="tdm-reservation" content="1"></head>', True),
        ([], b"<META CONTENT='1' NAME='TDM-Reservation' />", True),
        ([], b"<meta name=tdm-reservation content=1>", True),
        ([], b'<meta name="tdm-reservation" content="0">', False),
        ([], b'<meta name="tdm-reservation" content="10">', False),
        ([], b'<meta name="robots" content="1"><p>tdm-reservation 1</p>', False),
        ([], b"<head>" + b" " * 900_000 + b'<meta name="tdm-reservation" content="1">', True),
        ([("tdm-reservation", "0")], b'<meta name="tdm-reservation" content="1">', True),
        ([], b"<p>nothing stated</p>", False),
    ],
)
def test_pages(headers: list[tuple[str, str]], body: bytes, expected: bool) -> None:
    assert page_reserves(headers, body) is expected


@given(st.binary(max_size=500))
def test_random_bytes_raise_nothing_else(body: bytes) -> None:
    assert page_reserves([], body) in {True, False}
    try:
        read_tdmrep(body)
    except TdmRepError as error:
        assert str(error)  # noqa: PT017 - bytes that happen to be valid are fine, too


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_location_can_be_asked(location: str, path: str) -> None:
    rules = read_tdmrep(json.dumps([{"location": location, "tdm-reservation": 1}]).encode())
    assert rules.reserves(f"{HOST}/x") in {True, False}
    assert read_tdmrep(b"[]").reserves(HOST + "/" + "".join(filter(str.isalnum, path))) is False
