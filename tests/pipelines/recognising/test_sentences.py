"""Sentence boundaries in several scripts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.recognising.sentences import split_sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Mr. Reed waited.", "The grid did not.", '"Nothing works!"', "He left."]),
        ("de", ["Am 3. Dezember fiel der Strom aus.", "Dr. Sommer kam um 8 Uhr.", "Alles gut?"]),
        ("fr", ["Il a dit : « Non ! »", "Elle a ri."]),
        ("es", ["¿Hay luz?", "No la hay."]),
        ("zh", ["电不够。", "怎么办？", "“等。”", "他说。"]),
        ("ja", ["電気が来ない。", "「待つしかない」と話す。"]),
        ("hi", ["बिजली नहीं है।", "सब इंतजार में हैं।"]),
        ("ar", ["هل من كهرباء؟", "لا أحد يعرف."]),
        ("en", ["The U.S. grid is old.", "It costs 4.5 million."]),
    ],
)
def test_boundaries(language: str, sentences: list[str]) -> None:
    glue = "" if language in {"zh", "ja"} else " "
    text = glue.join(sentences)
    assert [text[s.start : s.end] for s in split_sentences(text, language)] == sentences


def test_a_line_break_ends_a_sentence_and_a_paragraph() -> None:
    parts = split_sentences("No stop here\n\nNext", "en")
    assert [(p.paragraph, p.start) for p in parts] == [(0, 0), (1, 14)]


@given(st.text(max_size=300), st.sampled_from(["en", "de", "ja", "zh", "und"]))
def test_sentences_hold_all_but_white_space(text: str, language: str) -> None:
    parts = split_sentences(text, language)
    inside = "".join("".join(text[p.start : p.end].split()) for p in parts)
    assert inside == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(parts))
