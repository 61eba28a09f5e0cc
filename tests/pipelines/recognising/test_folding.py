"""Folding: what counts as the same text, and the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.recognising.folding import fold


@pytest.mark.parametrize(
    ("language", "written", "folded"),
    [
        ("en", "Data Centre", "data centre"),
        ("fr", "l’électricité", "l'électricité"),
        ("ja", "ＡＩ　２０３０", "ai 2030"),
        ("zh", "變電站", "变电站"),
        ("tr", "İşlem Işık", "işlem işik"),
        ("el", "Ρεύμα", "ρευμα"),
        ("ru", "чёрный", "черный"),
        ("fa", "داده‌ها", "دادهها"),
        ("ar", "أَزْمة", "ازمه"),
        ("de", "Strom\u00adnetz", "stromnetz"),
    ],
)
def test_one_form_of_each_letter(language: str, written: str, folded: str) -> None:
    assert fold(written, language).text == folded


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("制約發展的是電力", "制约发展的是电力"),
        ("鑽探與龜裂", "钻探与龟裂"),
        ("臺灣憂慮缺電", "台湾忧虑缺电"),
    ],
)
def test_traditional_han_is_folded_letter_by_letter(traditional: str, simplified: str) -> None:
    assert fold(traditional, "zh").text == fold(simplified, "zh").text == simplified
    assert fold(traditional, "zh").span(1, 3) == (1, 3)


def test_no_han_letter_is_folded_to_one_that_would_be_folded_again() -> None:
    every = "".join(map(chr, range(0x4E00, 0xA000)))
    once = fold(every, "zh").text
    assert fold(once, "zh").text == once


def test_traditional_han_is_kept_outside_chinese() -> None:
    assert fold("變", "ja").text == "變"


def test_offsets_lead_back_over_dropped_and_composed_letters() -> None:
    written = "Stro\u00adm für e\u0301nergie"
    folded = fold(written, "de")
    at = folded.text.index("énergie")
    start, end = folded.span(at, at + len("énergie"))
    assert written[start:end] == "e\u0301nergie"


@given(st.text(max_size=200), st.sampled_from(["en", "zh", "tr", "ar", "ja", "und"]))
def test_every_folded_letter_has_a_place_in_the_original(text: str, language: str) -> None:
    folded = fold(text, language)
    last = 0
    for i in range(len(folded.text)):
        start, end = folded.span(i, i + 1)
        assert last <= start < end <= len(text)
        last = start


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text, "en").text
    assert fold(once, "en").text == fold(fold(once, "en").text, "en").text
