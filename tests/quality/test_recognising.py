"""The recogniser against the gold development sets: no figure may fall below tests/quality/baseline.yaml.

The measures are those of the scoring tool beside the sets. Lowering a floor is a reviewed change with a reason.
"""

import gzip
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from functools import lru_cache
from typing import Any

import pytest

from crawler.landing.reader import read_landed
from crawler.landing.records import Landed
from pipelines.reading.language import detect_language
from pipelines.reading.page import Page, read_page
from pipelines.recognising.model import Text
from pipelines.recognising.recognise import recognise_narratives, recognise_topics
from tests.corpora import SHARED, needs
from tests.quality.floors import floors


def _tool() -> Any:  # noqa: ANN401 - the tool is a script without types
    assert SHARED is not None
    path = SHARED / "tools/score_recognising.py"
    spec = importlib.util.spec_from_file_location("score_recognising", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _f1(tally: Any) -> float:  # noqa: ANN401
    return float(2 * tally.tp / max(1, 2 * tally.tp + tally.fp + tally.fn))


@lru_cache(maxsize=4)
def measure(name: str) -> dict[str, float]:
    """Figures of one gold set, micro-averaged; `narratives_<language>` for each language, narratives by their ids."""
    assert SHARED is not None
    tool = _tool()
    tallies: dict[str, Any] = defaultdict(tool.Tally)
    count: Counter[str] = Counter()
    for line in (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text = Text(gold["title"], None, gold["body"], gold["language"])
        topics = recognise_topics(text)
        ours = {n.id: n for n in recognise_narratives(text)}
        truth = {entry["id"]: entry for entry in gold["narratives"]}
        tallies["topics"].add(set(gold["topics"]), {topic.id for topic in topics.topics})
        tallies["on_topic"].add({1} if gold["on_topic"] else set(), {1} if topics.on_topic else set())
        tallies["narratives"].add(set(truth), set(ours))
        tallies[f"narratives_{gold['language']}"].add(set(truth), set(ours))
        for either in truth.keys() | ours.keys():
            tallies[either].add({either} & truth.keys(), {either} & ours.keys())
        stances = {(k, n.stance) for k, n in ours.items()}
        tallies["stance"].add({(k, entry["stance"]) for k, entry in truth.items()}, stances)
        count["claimed_on_empty"] += bool(ours) and not truth
        whole = f"{gold['title']}\n\n{gold['body']}"
        for both in truth.keys() & ours.keys():
            count["both"] += 1
            count["evidence"] += tool.overlap(whole, truth[both]["evidence"], ours[both].evidence)
            count["speaker"] += tool.same_speaker(truth[both]["speaker"], ours[both].speaker)
    figures = {name: _f1(tally) for name, tally in tallies.items()}
    figures |= {key: count[key] / max(1, count["both"]) for key in ("evidence", "speaker")}
    return figures | {"claimed_on_empty": float(count["claimed_on_empty"])}


def _floors(gold: str) -> list[tuple[str, float]]:
    return list(floors("recognising")[gold].items())


@needs("gold")
@pytest.mark.parametrize(("figure", "floor"), _floors("narratives_dev"))
def test_articles(figure: str, floor: float) -> None:
    measured = measure("narratives_dev.jsonl")[figure]
    assert measured <= floor if figure == "claimed_on_empty" else measured >= floor


@needs("gold")
@pytest.mark.parametrize(("figure", "floor"), _floors("headlines_dev"))
def test_headlines(figure: str, floor: float) -> None:
    measured = measure("headlines_dev.jsonl")[figure]
    assert measured <= floor if figure == "claimed_on_empty" else measured >= floor


@needs("corpora/streams/world-headlines.jsonl.gz")
def test_few_narratives_are_claimed_on_the_news_of_the_world() -> None:
    assert SHARED is not None
    with gzip.open(SHARED / "corpora/streams/world-headlines.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for number, line in enumerate(lines) if number % 4 == 0]
    texts = [Text(row["title"], None, row["summary"], (row["language"] or "en")[:2]) for row in rows]
    assert (
        sum(len(recognise_narratives(text)) for text in texts)
        <= floors("recognising")["world_headlines_most"]
    )


@needs("corpora/pages/publishers.warc.gz")
def test_hardly_a_narrative_is_claimed_on_pages_about_everything() -> None:
    assert SHARED is not None
    claimed = 0
    for item in read_landed(SHARED / "corpora/pages/publishers.warc.gz"):
        if isinstance(item, Landed):
            page = Page(
                url=item.url, html=item.payload, charset=item.charset, content_type=None, fetched_at=None
            )
            reading = read_page(page)
            language = detect_language(
                reading.title, reading.body, page_language=reading.page_language
            ).language
            claimed += len(recognise_narratives(Text(reading.title, reading.lead, reading.body, language)))
    assert claimed <= floors("recognising")["publishers_most"]
