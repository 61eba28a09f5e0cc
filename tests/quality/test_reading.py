"""Quality of the reader on real pages and sentences, against the floors of `baseline.yaml`.

The metrics are those of the scoring tool that lies with the corpora. To stay under 40 s on one core, only
every third page of the mixed web, every second of the old multilingual pages and every third sentence are read; of the
publishers' pages all.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.reading.language import WATCHED, detect_language
from pipelines.reading.page import Page, read_page
from tests.corpora import SHARED, needs
from tests.quality.floors import floors
from tests.quality.publishers import Figures, halves, measure, publishers, read, scoring, text

FLOORS = floors("reading")
pages = needs("corpora/pages")


def rows(path: str) -> list[dict[str, Any]]:
    assert SHARED is not None
    with gzip.open(Path(SHARED) / path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


@cache
def figures() -> Figures:
    return measure(publishers())


@pages
@pytest.mark.parametrize("figure", ["body_f1", "titles", "authors", "days", "minutes"])
def test_publishers(figure: str) -> None:
    assert getattr(figures(), figure) >= FLOORS[f"publishers_{figure}"]


@pages
def test_halves_of_the_publishers_share_no_outlet() -> None:
    tuned, checked = halves(publishers())
    assert len(tuned) + len(checked) == len(publishers())
    assert not {truth["outlet"] for truth, _ in tuned} & {truth["outlet"] for truth, _ in checked}


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
