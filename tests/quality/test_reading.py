"""Quality of the reader on real pages and sentences, against the floors of `baseline.yaml`.

The metrics are those of the scoring tool that lies with the corpora. To stay under 40 s on one core, only
every third page of the mixed web, every second of the old multilingual pages and every third sentence are read; of the
publishers' pages all.
"""

import gzip
import importlib.util
import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipelines.reading.language import WATCHED, detect_language
from pipelines.reading.page import Page, Reading, read_page
from tests.corpora import SHARED, needs
from tests.quality.floors import floors

FLOORS = floors("reading")
pages = needs("corpora/pages")


@cache
def scoring() -> ModuleType:
    assert SHARED is not None
    spec = importlib.util.spec_from_file_location("score_reading", SHARED / "tools" / "score_reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: str) -> list[dict[str, Any]]:
    assert SHARED is not None
    with gzip.open(Path(SHARED) / path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read(url: str, html: str, fetched_at: str | None = None) -> Reading:
    return read_page(
        Page(
            url=url,
            html=html.encode("utf-8", "replace"),
            charset="utf-8",
            content_type="text/html",
            fetched_at=scoring().minutes(fetched_at),
        )
    )


def text(reading: Reading) -> str:
    return "\n\n".join(part for part in (reading.lead, reading.body) if part)


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


@cache
def publishers() -> list[tuple[dict[str, Any], Reading]]:
    """Truth and reading of each publisher's page; of two fetches of one address the later counts, as in the tool."""
    fetched, truth = scoring().publishers()
    by_url = {page["url"]: page for page in fetched}
    return [(truth[url], read(url, page["html"], page["fetched_at"])) for url, page in by_url.items()]


@pages
def test_body_of_publishers() -> None:
    tool = scoring()
    scores = [tool.f1(tool.tokens(t["body"]), tool.tokens(text(r)))[0] for t, r in publishers()]
    assert mean(scores) >= FLOORS["publishers_body_f1"]


@pages
def test_titles_of_publishers() -> None:
    right = sum(scoring().norm(t["title"]) == scoring().norm(r.title) for t, r in publishers())
    assert right >= FLOORS["publishers_titles"]


@pages
def test_authors_of_publishers() -> None:
    right = sum(set(t["authors"]) == set(r.authors) for t, r in publishers() if t["authors"])
    assert right >= FLOORS["publishers_authors"]


@pages
def test_dates_of_publishers() -> None:
    days = exact = 0
    for truth, reading in publishers():
        wanted = scoring().minutes(truth["published_at"])
        got = scoring().minutes(reading.published.stated() if reading.published else None)
        if wanted and got:
            same_kind = (wanted.tzinfo is None) == (got.tzinfo is None)
            days += wanted.date() == got.date()
            exact += same_kind and abs((wanted - got).total_seconds()) < 60
    assert days >= FLOORS["publishers_days"]
    assert exact >= FLOORS["publishers_minutes"]


@pages
def test_no_publisher_s_article_is_rejected() -> None:
    rejected = [(t["id"], r.rejected) for t, r in publishers() if r.rejected]
    assert len(rejected) <= FLOORS["publishers_rejected_most"], rejected


@pages
def test_section_pages_are_rejected() -> None:
    from warcio.archiveiterator import ArchiveIterator

    assert SHARED is not None
    verdicts = []
    with (SHARED / "corpora/pages/hubs-de.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                url, html = record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read()
                reading = read_page(
                    Page(url=url, html=html, charset=None, content_type=None, fetched_at=None)
                )
                verdicts.append(reading.rejected is not None)
    assert sum(verdicts) >= FLOORS["hubs_rejected"]


@pages
def test_wanted_and_unwanted_strings_of_the_mixed_web() -> None:
    norm, found, missed, leaked = scoring().norm, 0, 0, 0
    for truth in rows("corpora/pages/web-mixed.jsonl.gz")[::3]:
        body = norm(text(read(truth["url"], truth["html"])))
        hits = [norm(wanted) in body for wanted in truth.get("with") or []]
        found, missed = found + sum(hits), missed + len(hits) - sum(hits)
        leaked += sum(norm(avoided) in body for avoided in truth.get("without") or [])
    assert 2 * found / (2 * found + missed + leaked) >= FLOORS["web_mixed_f1"]


@pages
def test_body_of_old_pages_in_five_languages() -> None:
    tool = scoring()
    scores = defaultdict(list)
    for truth in rows("corpora/pages/multilingual-2012.jsonl.gz")[::2]:
        got = text(read("https://" + truth["id"], truth["html"]))
        scores[truth["language"]].append(tool.f1(tool.tokens(truth["body"]), tool.tokens(got))[0])
    means = {language: round(mean(values), 4) for language, values in scores.items()}
    floor = FLOORS["multilingual_f1"]
    short = {language: found for language, found in means.items() if found < floor[language]}
    assert not short


@needs("corpora/language")
@pytest.mark.parametrize("length", ["whole", "40", "20"])
def test_languages_of_sentences(length: str) -> None:
    """Without any prior; an abstention is not right, and not wrong either."""
    right = wrong = count = 0
    for row in rows("corpora/language/sentences.jsonl.gz")[::3]:
        expected = {"nb": "no", "nn": "no"}.get(row["language"], row["language"])
        if expected in WATCHED:
            sentence = row["text"] if length == "whole" else row["text"][: int(length)]
            found = detect_language(None, sentence).language
            count += 1
            right += found == expected
            wrong += found not in {expected, "und"}
    assert right / count >= FLOORS["language_right"][length]
    assert wrong / (count or 1) <= FLOORS["language_wrong_most"][length]
