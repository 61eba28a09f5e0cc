"""The recogniser's score is earned: no run of words of what it is scored on stands in what it knows.

Belongs here: comparing texts with rules and training data. Does not belong here: any score (`tests/quality`).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.corpora import SHARED, needs

PROJECT = Path(__file__).resolve().parent.parent
KNOWLEDGE = PROJECT / "pipelines" / "recognising"
"""Rules, word lists and training data; code counts, too, since a rule may hide in it."""

SCORED_KEYS = {"title", "lead", "body", "text", "teasers", "texts", "quote", "evidence"}
"""Keys of the news web's files below which text stands that the recogniser gets to read."""

WORDS = 8
CHARACTERS = 24
"""Of scripts without spaces; about eight words of Chinese or Japanese."""

UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"

Run = tuple[str, ...] | str


def runs(text: str) -> set[Run]:
    """Every run of `WORDS` words, and of `CHARACTERS` characters of scripts without spaces, folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[^\W_]+", folded)
    characters = "".join(re.findall(UNSPACED, folded))
    return {tuple(words[n : n + WORDS]) for n in range(len(words) - WORDS + 1)} | {
        characters[n : n + CHARACTERS] for n in range(len(characters) - CHARACTERS + 1)
    }


def strings(value: object) -> Iterator[str]:
    """Every string in a value of YAML or JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def scored(value: object) -> Iterator[str]:
    """The strings below the keys of `SCORED_KEYS`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner) if key in SCORED_KEYS else scored(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scored(inner)


def newsweb() -> dict[str, str]:
    """The strings of the synthetic news web's articles and teasers, by the file they stand in."""
    files = sorted((PROJECT / "crawler" / "newsweb" / "texts").glob("*.yaml"))
    return {
        text: file.name for file in files for text in scored(yaml.safe_load(file.read_text(encoding="utf-8")))
    }


def gold() -> dict[str, str]:
    """The strings of the gold sets, by the file they stand in."""
    assert SHARED is not None
    return {
        text: file.name
        for file in sorted((SHARED / "gold").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        for text in strings(json.loads(line))
    }


def phrases(file: Path) -> Iterator[str]:
    """What a file of the recogniser says, phrase by phrase: of a list in a string each entry is one."""
    text = file.read_text(encoding="utf-8")
    found: Iterable[str] = strings(yaml.safe_load(text)) if file.suffix == ".yaml" else [text]
    for whole in found:
        yield from re.split(r"[;；]", whole)


@pytest.fixture(scope="module")
def known() -> dict[Run, str]:
    """Every run in what the recogniser knows, with the file it stands in."""
    files = [file for file in KNOWLEDGE.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    assert any(file.suffix == ".yaml" for file in files)
    return {
        run: str(file.relative_to(PROJECT)) for file in files for text in phrases(file) for run in runs(text)
    }


def shared(texts: dict[str, str], known: dict[Run, str]) -> list[str]:
    """Each run of a text that the recogniser knows."""
    return [
        f"{file} and {known[run]}: {run if isinstance(run, str) else ' '.join(run)}"
        for text, file in texts.items()
        for run in runs(text)
        if run in known
    ]


def test_no_run_of_the_news_web_is_known(known: dict[Run, str]) -> None:
    texts = newsweb()
    assert len(set(texts.values())) >= 6
    assert sum(len(runs(text)) for text in texts) > 10_000
    assert shared(texts, known) == []


@needs("gold")
def test_no_run_of_the_gold_sets_is_known(known: dict[Run, str]) -> None:
    texts = gold()
    assert sum(len(runs(text)) for text in texts) > 10_000
    assert shared(texts, known) == []


def test_every_text_of_the_news_web_is_compared() -> None:
    """Titles, leads, bodies and teasers of each file are among the strings."""
    texts = newsweb()
    for file in sorted((PROJECT / "crawler" / "newsweb" / "texts").glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for teaser in content["teasers"]:
            assert set(strings(teaser)) <= set(texts)
        for article in content["texts"]:
            wanted = [article[key] for key in ("title", "lead", "body") if article.get(key)]
            assert set(strings(wanted)) <= set(texts), article["id"]


@pytest.mark.parametrize(
    "text",
    [
        "Developers on the east coast say the network company has offered them dates.",
        "开发商说电网公司给出的并网日期已经排到下一个十年而且没有任何一家得到例外",
    ],
)
def test_a_run_that_is_shared_is_found_whatever_stands_between_its_words(text: str) -> None:
    planted = dict.fromkeys(runs(f"x; {text.upper().replace(' ', ', ')} y"), "rules")
    assert shared({text: "texts"}, planted)
    assert not shared(
        {"Another text altogether, in which none of those words stand in that order.": "texts"}, planted
    )
