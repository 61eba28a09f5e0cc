"""Tests of `pipelines/filters.py`: lines that are no row, what comes of them, and that the rest goes on."""

from typing import Any

import pytest

from tests.pipelines.command import lines, wattwire
from tests.pipelines.pages import QUEUE, THIN
from tests.pipelines.test_filters import PAGE, TAG_KEYS, TEXT, read, tag

BROKEN: list[tuple[bytes, str | int | None]] = [
    (b'{"id": 1, "url": "https', None),
    (b"[]", None),
    (b'"text"', None),
    (b"7", None),
    (b"null", None),
    (b"\xff\xfe\x00", None),
    (b'{"id": "bytes", "title": "\xff", "url": "https://a.example/", "html": "\xff"}', None),
    (b'{"id": {"a": 1}, "title": "x", "url": "u", "html": "h"}', None),
    (b'{"id": [1], "title": "x", "url": "u", "html": "h"}', None),
    (b'{"id": 1.5, "title": "x", "url": "u", "html": "h"}', None),
    (b"[" * 100_000, None),
]
"""Lines that are a row of neither filter."""

NO_PAGE: list[tuple[dict[str, Any], str]] = [
    ({"id": 1, "html": "<p>"}, "url"),
    ({"id": 1, "url": "https://a.example/"}, "html"),
    ({"id": 1, "url": "https://a.example/", "html": None}, "html"),
    ({"id": 1, "url": "https://a.example/", "html": 5}, "html"),
    ({"id": 1, "url": "https://a.example/", "html": ["<p>"]}, "html"),
    ({"id": 1, "url": 5, "html": "<p>"}, "url"),
    ({"id": 1, "url": "", "html": "<p>"}, "url"),
    ({"id": 1, "url": "https://a.example/", "html": "<p>", "fetched_at": "yesterday"}, "fetched_at"),
]

NO_TEXT: list[tuple[dict[str, Any], str]] = [
    ({"id": 1}, "none of title, lead and body"),
    ({"id": 1, "title": None, "body": None}, "none of title, lead and body"),
    ({"id": 1, "title": "", "lead": "", "body": ""}, "none of title, lead and body"),
    ({"id": 1, "title": 5}, "title"),
    ({"id": 1, "title": "x", "body": ["y"]}, "body"),
    ({"id": 1, "title": "x", "language": 3}, "language"),
]


def test_what_read_could_not_take_passes_through_tag_unchanged() -> None:
    given_ = wattwire("read", stdin=lines({"id": "e", "url": QUEUE.url}, b"{", PAGE))
    tagged = wattwire("tag", stdin=given_.raw)
    assert (tagged.code, tagged.err) == (0, "")
    assert tagged.rows[:2] == given_.rows[:2]
    assert [row.get("line") for row in tagged.rows] == [1, 2, None]


@pytest.mark.parametrize("html", ["<p></p>", THIN.html])
def test_tag_keeps_the_rejection_of_a_page_and_leaves_it_untagged(html: str) -> None:
    rejected = wattwire("read", stdin=lines({"id": "x", "url": THIN.url, "html": html}))
    (row,) = wattwire("tag", stdin=rejected.raw).rows
    assert list(row) == [*TAG_KEYS, "rejected"]
    assert (row["id"], row["rejected"]) == ("x", rejected.rows[0]["rejected"])
    assert (row["on_topic"], row["topics"], row["narratives"]) == (None, [], [])


@pytest.mark.parametrize(
    "other", [{"error": "a"}, {"error": "a", "line": 3}, {"rejected": None}, {"rejected": False}]
)
def test_keys_of_others_that_look_like_those_of_read_are_ignored(other: dict[str, Any]) -> None:
    assert tag(TEXT | other) == tag(TEXT)


def test_what_only_looks_like_an_error_row_is_an_error_of_its_own() -> None:
    (row,) = tag({"id": 1, "line": "two", "error": "three"})
    assert (row["line"], row["error"]) == (1, "the line has text in none of title, lead and body")


@pytest.mark.parametrize("command", ["read", "tag"])
@pytest.mark.parametrize(("line", "identity"), BROKEN, ids=lambda value: repr(value)[:30])
def test_a_broken_line_is_an_error_row_and_the_rest_goes_on(
    command: str, line: bytes, identity: str | int | None
) -> None:
    good = PAGE if command == "read" else TEXT
    outcome = wattwire(command, stdin=lines(good | {"id": "a"}, line, good | {"id": "b"}))
    assert (outcome.code, outcome.err) == (0, "")
    first, bad, last = outcome.rows
    assert (first["id"], last["id"]) == ("a", "b")
    assert (list(bad), bad["id"], bad["line"]) == (["id", "line", "error"], identity, 2)
    assert bad["error"]


@pytest.mark.parametrize(("row", "names"), NO_PAGE)
def test_a_row_that_is_no_page_keeps_its_id(row: dict[str, Any], names: str) -> None:
    assert read(row) == [{"id": 1, "line": 1, "error": read(row)[0]["error"]}]
    assert names in read(row)[0]["error"]


@pytest.mark.parametrize(("row", "names"), NO_TEXT)
def test_a_row_that_is_no_text_keeps_its_id(row: dict[str, Any], names: str) -> None:
    assert tag(row) == [{"id": 1, "line": 1, "error": tag(row)[0]["error"]}]
    assert names in tag(row)[0]["error"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"[]", "the line must be a JSON object"),
        (b'{"id": 1', "the line can't be read as JSON: it ends while parsing an object at character 8"),
        (b"{'id': 1}", "the line can't be read as JSON: key must be a string at character 2"),
        (b'{"id": [1], "html": "h"}', "id must be text in quotes or a whole number; url is missing"),
        (b'{"url": "", "html": 5}', "url is empty; html must be text in quotes"),
        (
            b'{"url": "u", "html": "h", "fetched_at": "now"}',
            "fetched_at must be a time as in 2026-11-20T08:30:00Z",
        ),
    ],
)
def test_an_error_says_in_plain_words_what_is_wrong_with_the_line(line: bytes, error: str) -> None:
    assert read(line)[0]["error"] == error


@pytest.mark.parametrize("identity", ["", "ä" * 100_000, 0, -1, 2**63, 10**1_000, True])
def test_an_id_comes_back_as_it_was_or_the_row_is_an_error(identity: object) -> None:
    for row in (*read(PAGE | {"id": identity}), *tag(TEXT | {"id": identity})):
        assert row["id"] == identity or "error" in row
