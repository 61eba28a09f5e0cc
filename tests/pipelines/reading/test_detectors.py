"""Both detectors answer in the codes of the corpus, the same each time."""

from collections.abc import Callable

import pytest

from pipelines.reading.detectors import by_langdetect, by_py3langid, known_to_langdetect, known_to_py3langid
from pipelines.reading.language import WATCHED


@pytest.mark.parametrize("detect", [by_py3langid, by_langdetect])
def test_a_sentence_has_its_language(detect: Callable[[str], dict[str, float]]) -> None:
    found = detect("de zoutpannen gaan na honderdtwintig jaar dicht")
    assert max(found, key=found.__getitem__) == "nl"


def test_followed_languages_are_known_to_both() -> None:
    assert known_to_langdetect() & known_to_py3langid() >= WATCHED


@pytest.mark.parametrize("variant", ["nb", "nn", "yue", "wuu", "arz"])
def test_variants_are_folded_into_their_language(variant: str) -> None:
    assert variant not in known_to_py3langid()


def test_the_arbiter_is_seeded() -> None:
    assert len({tuple(by_langdetect("vi går ut nu").items()) for _ in range(10)}) == 1


def test_without_letters_nothing_is_likely() -> None:
    assert max(by_py3langid("").values()) < 0.05
    assert by_langdetect("2026 – 18:40") == {}
