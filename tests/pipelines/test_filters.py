"""Tests of `pipelines/filters.py`: `wattwire read` and `wattwire tag` as a user pipes rows through them."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.filters import read_rows, tag_rows
from tests.pipelines.command import PROJECT, WATTWIRE, lines, start, wattwire
from tests.pipelines.pages import BAKERY, QUEUE, STROM, THIN

READ_KEYS = [
    "id",
    "title",
    "lead",
    "body",
    "authors",
    "published_at",
    "published_source",
    "published_precision",
]
READ_KEYS += ["language", "rejected"]
READ_KEYS += [
    "published_zone",
    "dates_disagree",
    "dates_refused",
    "modified_at",
    "canonical_url",
    "page_language",
    "mended",
]
READ_KEYS += ["section", "keywords", "agencies", "access", "corrections", "kind", "override"]
READ_KEYS += ["stretches", "posts", "captions", "teasers"]
TAG_KEYS = ["id", "language", "on_topic", "topics", "narratives"]
NARRATIVE_KEYS = [
    "id",
    "stance",
    "confidence",
    "evidence",
    "evidence_field",
    "start",
    "end",
    "speaker",
    "speaker_id",
]
NARRATIVES = PROJECT / "pipelines" / "recognising" / "taxonomy" / "narratives"

PAGE = {"id": "p", "url": QUEUE.url, "html": QUEUE.html}
TEXT = {"id": "t", "title": QUEUE.title, "body": QUEUE.body}


def read(*rows: object) -> list[dict[str, Any]]:
    """Pages through the filter."""
    return list(read_rows(lines(*rows).splitlines(keepends=True)))


def tag(*rows: object) -> list[dict[str, Any]]:
    """Texts through the filter."""
    return list(tag_rows(lines(*rows).splitlines(keepends=True)))


@pytest.mark.parametrize(
    "url", ["hard::page.html", "/news/1", "a.example/news", "https://", "http://[", "新闻"]
)
def test_a_page_is_read_whatever_it_is_named_by(url: str) -> None:
    (row,) = read(PAGE | {"url": url})
    assert (row["title"], row["body"], row["rejected"]) == (QUEUE.title, QUEUE.body, None)


def test_read_gives_the_article_and_nothing_around_it() -> None:
    (row,) = wattwire("read", stdin=lines(PAGE)).rows
    assert list(row) == READ_KEYS
    assert (row["id"], row["title"], row["body"]) == ("p", QUEUE.title, QUEUE.body)
    assert (row["lead"], row["authors"], row["language"], row["rejected"]) == (None, [], "en", None)


@pytest.mark.parametrize(
    ("stated", "published_at", "precision"),
    [
        ("2026-11-20T08:30:00+01:00", "2026-11-20T08:30:00+01:00", "second"),
        ("2026-11-20T08:30:00Z", "2026-11-20T08:30:00+00:00", "second"),
        ("2026-11-20T08:30:00", "2026-11-20T08:30:00", "second"),
        ("2026-11-20", "2026-11-20", "day"),
        (None, None, None),
        ("some day", None, None),
    ],
)
def test_read_states_times_as_the_page_does(
    stated: str | None, published_at: str | None, precision: str | None
) -> None:
    (row,) = read({"url": QUEUE.url, "html": replace(QUEUE, published=stated).html})
    assert (row["published_at"], row["published_precision"]) == (published_at, precision)
    assert (row["published_source"] is None) == (published_at is None)


def test_read_says_why_a_page_is_no_article() -> None:
    (row,) = read({"url": THIN.url, "html": THIN.html})
    assert list(row) == READ_KEYS
    assert isinstance(row["rejected"], str)
    assert row["id"] is None


@pytest.mark.parametrize("html", ["", " ", "\0", "<", "no markup at all", "\ud800", "<p>" * 5_000])
def test_read_takes_any_string_for_a_page(html: str) -> None:
    (row,) = read(json.dumps({"id": 0, "url": QUEUE.url, "html": html}).encode())
    assert row["id"] == 0
    assert "error" in row or row["rejected"]


def test_tag_gives_topics_and_narratives_with_evidence_in_place() -> None:
    (row,) = wattwire("tag", stdin=lines(TEXT)).rows
    assert list(row) == TAG_KEYS
    assert (row["id"], row["language"], row["on_topic"]) == ("t", "en", True)
    assert {"data-centers", "electricity-grid"} <= set(row["topics"])
    assert {"power-bottleneck", "grid-queue"} <= {n["id"] for n in row["narratives"]}
    for narrative in row["narratives"]:
        assert list(narrative) == NARRATIVE_KEYS
        field = TEXT[narrative["evidence_field"]]
        assert narrative["evidence"] == field[narrative["start"] : narrative["end"]]
        assert narrative["evidence"].strip()


def test_tag_leaves_out_what_is_not_there() -> None:
    (row,) = tag({"id": 2, "title": BAKERY.title, "body": BAKERY.body})
    assert (row["on_topic"], row["topics"], row["narratives"]) == (False, [], [])


@pytest.mark.parametrize("field", ["title", "lead", "body"])
def test_tag_works_on_any_field_alone_and_counts_code_points(field: str) -> None:
    text = f"🔌🔌 {QUEUE.paragraphs[0]}"
    (row,) = tag({"id": None, field: text})
    (found,) = [n for n in row["narratives"] if n["id"] == "power-bottleneck"]
    assert found["evidence_field"] == field
    assert found["evidence"] == text[found["start"] : found["end"]]


@pytest.mark.parametrize(
    ("given_", "used"), [("de", "de"), ("und", "de"), (None, "de"), ("", "de"), ("en", "en")]
)
def test_tag_heeds_a_given_language_and_detects_it_otherwise(given_: str | None, used: str) -> None:
    (row,) = tag({"title": STROM.title, "body": STROM.body, "language": given_})
    assert row["language"] == used


@pytest.mark.parametrize(
    ("given_", "used"),
    [
        ("EN", "en"),
        ("en-US", "en"),
        ("en_GB.UTF-8", "en"),
        (" en ", "en"),
        ("klingon", "en"),
        ("xx", "en"),
        ("eng", "en"),
        ("UND", "en"),
    ],
)
def test_a_language_in_any_spelling_finds_its_word_lists(given_: str, used: str) -> None:
    (row,) = tag({"title": QUEUE.title, "body": QUEUE.body, "language": given_})
    assert (row["language"], row["on_topic"]) == (used, True)
    assert "power-bottleneck" in {narrative["id"] for narrative in row["narratives"]}


@pytest.mark.parametrize(
    ("given_", "used"), [("nb", "no"), ("nn-NO", "no"), ("iw", "he"), ("zh-TW", "zh"), ("zh-Hant-HK", "zh")]
)
def test_variants_of_a_language_are_reported_under_one_code(given_: str, used: str) -> None:
    (row,) = tag({"title": "1, 2, 3", "language": given_})
    assert row["language"] == used


@pytest.mark.parametrize("given_", ["xx", "klingon", "und", "ga"])
def test_a_language_nobody_follows_is_unknown_where_the_text_does_not_tell(given_: str) -> None:
    (row,) = tag({"title": "Oslo 2026", "language": given_})
    assert row["language"] == "und"


def test_read_feeds_tag() -> None:
    pages = lines(*({"id": n, "url": a.url, "html": a.html} for n, a in enumerate((QUEUE, BAKERY, STROM))))
    tagged = wattwire("tag", stdin=wattwire("read", stdin=pages).raw).rows
    assert [(row["id"], row["language"], row["on_topic"]) for row in tagged] == [
        (0, "en", True),
        (1, "en", False),
        (2, "de", True),
    ]


def test_blank_lines_are_passed_over_and_counted() -> None:
    rows = tag(b"", TEXT, b"   \t", b"{", b"\r")
    assert [(row["id"], row.get("line")) for row in rows] == [("t", None), (None, 4)]


def test_the_last_line_needs_no_end() -> None:
    assert [row["id"] for row in tag_rows([json.dumps(TEXT).encode()])] == ["t"]


@pytest.mark.parametrize("command", ["read", "tag"])
def test_nothing_in_gives_nothing_out(command: str) -> None:
    outcome = wattwire(command)
    assert (outcome.code, outcome.raw, outcome.err) == (0, b"", "")


def test_half_a_surrogate_pair_does_not_end_the_stream() -> None:
    escaped = b'{"id": "s", "title": "Power \\ud83d limits AI"}'
    outcome = wattwire("tag", stdin=lines(escaped, TEXT))
    assert outcome.code == 0
    assert len(outcome.rows) == 2
    assert outcome.rows[1]["id"] == "t"


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"") or b"x"),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.text(max_size=8),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from(["id", "url", "html", "title", "body", "lead"]), inner)
                ),
                max_leaves=8,
            ).map(lambda value: json.dumps(value).encode()),
        ).filter(lambda line: bool(line.strip())),
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None)
def test_each_line_gives_one_row_in_order(given_: list[bytes]) -> None:
    whole = b"".join(line + b"\n" for line in given_).splitlines(keepends=True)
    asked = [line for line in whole if line.strip()]
    for filtered in (read_rows(whole), tag_rows(whole)):
        rows = list(filtered)
        assert len(rows) == len(asked)
        assert all(whole[row["line"] - 1] in asked for row in rows if "error" in row)
        json.dumps(rows)


def test_read_of_one_file(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(STROM.html.replace('<meta charset="utf-8">', "").encode("iso-8859-1"))
    (row,) = wattwire("read", page, "--url", STROM.url).rows
    assert (row["id"], row["title"], row["body"], row["language"]) == (
        STROM.url,
        STROM.title,
        STROM.body,
        "de",
    )


def test_read_of_one_file_needs_its_address(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(STROM.html)
    outcome = wattwire("read", page)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "--url" in outcome.err


@pytest.mark.parametrize("name", ["missing.html", "."])
def test_read_of_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    outcome = wattwire("read", tmp_path / name, "--url", STROM.url)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert str(tmp_path / name) in outcome.err


def test_a_pipe_of_processes_whose_reader_leaves() -> None:
    """`wattwire read < pages | wattwire tag | head -1`: one row arrives, nobody complains."""
    pages = lines(*({"id": n, "url": QUEUE.url, "html": QUEUE.html} for n in range(150)))
    pipe = f"{WATTWIRE[0]} -m pipelines.cli read | {WATTWIRE[0]} -m pipelines.cli tag | head -1"
    ended = subprocess.run(["sh", "-c", pipe], cwd=PROJECT, input=pages, capture_output=True, check=True)
    assert json.loads(ended.stdout)["id"] == 0
    assert ended.stderr == b""


def test_a_reader_that_left_before_the_first_row() -> None:
    process = start("tag")
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    process.stdin.write(lines(TEXT))
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait() == 1


@pytest.mark.parametrize("url", ["foo", "/news/1", "riverbend.example/news", "https://", "file:///page.html"])
def test_a_page_in_a_file_needs_a_whole_address(tmp_path: Path, url: str) -> None:
    (tmp_path / "page.html").write_text(QUEUE.html, encoding="utf-8")
    outcome = wattwire("read", tmp_path / "page.html", "--url", url)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert outcome.err.startswith("Error: ")
    assert repr(url) in " ".join(outcome.err.split())


def test_read_tells_what_the_page_says_about_itself() -> None:
    head = (
        '2026-11-20T08:30:00"><meta property="article:modified_time" content="2026-11-20T09:30:00Z">'
        '<meta name="date" content="2026-11-22">'
        '<meta property="article:content_tier" content="free"><meta property="article:section" content="Grid">'
        '<meta name="author" content="AFP"><meta name="news_keywords" content="grid, valley'
    )
    (row,) = read({"url": QUEUE.url, "html": replace(QUEUE, published=head).html})
    assert (row["published_at"], row["published_zone"]) == ("2026-11-20T08:30:00", None)
    assert row["dates_disagree"] == [{"source": "meta", "stated": "2026-11-22", "by": "day"}]
    assert row["dates_refused"] == []
    assert row["modified_at"] == "2026-11-20T09:30:00+00:00"
    assert (row["section"], row["keywords"], row["agencies"]) == ("Grid", ["grid", "valley"], ["afp"])
    assert (row["access"], row["corrections"], row["canonical_url"]) == ("free", [], None)
    (row,) = read({"url": QUEUE.url, "html": QUEUE.html, "fetched_at": "2026-11-01T00:00:00Z"})
    assert (row["published_at"], row["published_zone"]) == (None, None)
    assert row["dates_refused"] == [
        {
            "field": "published",
            "source": "open-graph",
            "value": "2026-11-20T08:30:00+01:00",
            "reason": "future",
        }
    ]
