"""Variants of a language by letters and words."""

import pytest

from pipelines.reading.language import detect_language
from pipelines.reading.variants import variant_of


@pytest.mark.parametrize(
    ("text", "language", "variant"),
    [
        ("佢哋話今日嘅電費貴咗好多，唔知點算好。", "zh", "yue"),
        ("這家公司說電網還沒有準備好。", "zh", "zh-Hant"),
        ("这家公司说电网还没有准备好。", "zh", "zh-Hans"),
        ("ingeniørene sier at det ikke ble noe av det, og jeg vet ikke hva som skjer.", "no", "nb"),
        ("ingeniørane seier at det ikkje vart noko av det, og eg veit ikkje kva som skjer.", "no", "nn"),
        ("a equipe registrou um bilhão em perdas econômicas, e o trem está parando.", "pt", "pt-BR"),
        ("a equipa registou mil milhões em perdas económicas, e o comboio está a parar.", "pt", "pt-PT"),
        ("o porto fecha.", "pt", None),
        ("the port closes.", "en", None),
    ],
)
def test_variants(text: str, language: str, variant: str | None) -> None:
    assert variant_of(text, language) == variant


@pytest.mark.parametrize(
    ("text", "language", "variant"),
    [
        ("佢哋話今日嘅電費貴咗好多，唔知點算好。", "zh", "yue"),
        ("O comboio está a parar, e a equipa registou perdas económicas de mil milhões.", "pt", "pt-PT"),
    ],
)
def test_a_variant_is_told_beside_the_language(text: str, language: str, variant: str) -> None:
    found = detect_language(None, text)
    assert (found.language, found.variant) == (language, variant)


def test_a_quotation_in_cantonese_makes_no_cantonese_article() -> None:
    text = "這家公司說電網還沒有準備好，明年才會開始建設新的變電站。" * 5 + "有人說：「唔係咁。」"
    assert variant_of(text, "zh") == "zh-Hant"
