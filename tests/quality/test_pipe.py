"""The published contract of `wattwire read | wattwire tag`, held by real processes on pages nobody made up for it.

Belongs here: order, keys, bad rows and offsets. Does not belong here: how well they are read and tagged
(`test_reading.py`, `test_recognising.py`), and single rows (`tests/pipelines/test_filters.py`).
"""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from crawler.landing.reader import read_landed
from crawler.landing.records import Landed
from crawler.newsweb.answers import Newsweb
from crawler.newsweb.pages import article_page
from crawler.newsweb.sites import END
from crawler.newsweb.texts import load_library
from tests.corpora import SHARED, needs
from tests.pipelines.command import PROJECT, WATTWIRE, lines
from tests.pipelines.test_filters import NARRATIVE_KEYS, READ_KEYS, TAG_KEYS

EVERY = 4
"""Of the pages every fourth: 45 from 17 outlets of the synthetic web, 32 of publishers; all would take a minute."""

BAD: tuple[bytes, ...] = (
    b"{",
    b'{"id": "no page", "url": "https://a.example/"}',
    b'{"id": [], "url": "", "html": 1}',
)


@dataclass(frozen=True, slots=True)
class Piped:
    """What went in, what was between both commands, and what came out."""

    given: list[dict[str, Any]]
    read: list[dict[str, Any]]
    tagged: list[dict[str, Any]]
    errors: str


def newsweb() -> Iterator[dict[str, Any]]:
    """Pages of the synthetic web, stubs and walls included."""
    web, words = Newsweb(1), load_library()
    for publication in web.publications:
        site = web.sites[publication.outlet_id]
        html = article_page(site, words[publication.language], publication, END)
        yield {"id": publication.url, "url": publication.url, "html": html.decode(site.charset, "replace")}


def publishers() -> Iterator[dict[str, Any]]:
    """Real pages of publishers."""
    assert SHARED is not None
    for item in read_landed(SHARED / "corpora/pages/publishers.warc.gz"):
        if isinstance(item, Landed):
            yield {
                "id": item.url,
                "url": item.url,
                "html": item.payload.decode(item.charset or "utf-8", "replace"),
            }


@pytest.fixture(
    scope="module",
    params=[newsweb, pytest.param(publishers, marks=needs("corpora/pages/publishers.warc.gz"))],
)
def piped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Piped:
    """Pages through both commands, a bad row before, among and behind them."""
    pages = list(request.param())[::EVERY]
    between = tmp_path_factory.mktemp("pipe") / "read.jsonl"
    command = " ".join(WATTWIRE)
    middle = len(pages) // 2
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} read | tee {between} | {command} tag"],
        cwd=PROJECT,
        input=lines(BAD[0], *pages[:middle], BAD[1], *pages[middle:], BAD[2]),
        capture_output=True,
        check=True,
    )
    read, tagged = (
        [json.loads(line) for line in raw.splitlines()] for raw in (between.read_bytes(), ended.stdout)
    )
    return Piped(pages, read, tagged, ended.stderr.decode())


def test_each_page_gives_one_row_in_order_and_nothing_is_complained_of(piped: Piped) -> None:
    ids = [page["id"] for page in piped.given]
    for rows in (piped.read, piped.tagged):
        assert [row["id"] for row in rows if "error" not in row] == ids
    assert piped.errors == ""


def test_a_bad_row_becomes_an_error_object_in_its_place_and_passes_unchanged(piped: Piped) -> None:
    total = len(piped.given) + len(BAD)
    errors = [(place, row) for place, row in enumerate(piped.read, 1) if "error" in row]
    assert [place for place, _ in errors] == [1, 2 + len(piped.given) // 2, total]
    assert [(list(row), row["line"]) for _, row in errors] == [
        (["id", "line", "error"], place) for place, _ in errors
    ]
    assert [(row["id"]) for _, row in errors] == [None, "no page", None]
    assert [(place, row) for place, row in enumerate(piped.tagged, 1) if "error" in row] == errors


def test_rows_have_their_keys_and_a_rejected_page_keeps_its_reason_untagged(piped: Piped) -> None:
    rejected = 0
    for read, tagged in zip(piped.read, piped.tagged, strict=True):
        if "error" in read:
            continue
        assert list(read) == READ_KEYS
        if read["rejected"]:
            rejected += 1
            assert list(tagged) == [*TAG_KEYS, "rejected"]
            assert tagged["rejected"] == read["rejected"]
            assert (tagged["on_topic"], tagged["topics"], tagged["narratives"]) == (None, [], [])
        else:
            assert list(tagged) == TAG_KEYS
            assert read["title"] or read["body"]
            assert isinstance(tagged["on_topic"], bool)
            assert tagged["language"] == read["language"]
    assert rejected < len(piped.given) / 4


def test_evidence_stands_verbatim_where_its_offsets_say(piped: Piped) -> None:
    for read, tagged in zip(piped.read, piped.tagged, strict=True):
        for narrative in tagged.get("narratives", ()):
            assert list(narrative) == NARRATIVE_KEYS
            text = read[narrative["evidence_field"]]
            assert narrative["evidence"] == text[narrative["start"] : narrative["end"]]
            assert narrative["speaker"] is None or narrative["speaker"] in text
