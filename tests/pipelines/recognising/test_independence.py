"""The taxonomy is written from knowledge of the press, not from the texts it is scored on: no long run in common."""

import re
from collections.abc import Iterable, Iterator

import pytest

from pipelines.recognising.taxonomy import FOLDER, load_taxonomy
from tests.corpora import SHARED, needs

WORDS, WIDE = 8, 12  # words in common that count as copied; characters in scripts without spaces
NEWSWEB = FOLDER.parents[2] / "crawler" / "newsweb"
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    yield from (" ".join(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1))
    for stretch in _HAN.findall(text):
        yield from (stretch[i : i + WIDE] for i in range(len(stretch) - WIDE + 1))


def _taxonomy_runs() -> set[str]:
    blocks = [block for language in load_taxonomy().languages.values() for block in language.slots.values()]
    texts = [form for block in blocks for form in (block, block.replace(";", " "), *block.split(";"))]
    texts += [rule.claim for rule in load_taxonomy().narratives.values()]
    return {run for text in texts for run in _runs(text)}


def _copied(texts: Iterable[str]) -> set[str]:
    mine = _taxonomy_runs()
    return {run for text in texts for run in _runs(text) if run in mine}


def test_a_copied_run_would_be_seen() -> None:
    claim = next(
        rule.claim for rule in load_taxonomy().narratives.values() if len(rule.claim.split()) > WORDS
    )
    assert _copied([f"Somebody wrote: {claim}"])


@needs("gold")
@pytest.mark.parametrize("name", ["narratives_dev.jsonl", "headlines_dev.jsonl"])
def test_nothing_is_copied_from_the_gold_texts(name: str) -> None:
    assert SHARED is not None
    assert _copied([(SHARED / "gold" / name).read_text(encoding="utf-8")]) == set()


def test_nothing_is_copied_from_the_newsweb() -> None:
    files = [path for path in NEWSWEB.rglob("*") if path.suffix in {".yaml", ".json", ".jsonl", ".txt"}]
    if not files:
        pytest.skip("the newsweb's texts are not there")
    assert _copied(path.read_text(encoding="utf-8") for path in files) == set()
