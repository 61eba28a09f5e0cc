"""What counts as a unit of text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.tracking.shingles import shingles, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Power, not chips: the grid's limit.", ["power", "not", "chips", "the", "grid", "s", "limit"]),
        ("电力不足AI", ["电", "力", "不", "足", "ai"]),
        ("データ12", ["デ", "ー", "タ", "12"]),
        ("ﬁx Ｇｒｉｄ", ["fix", "grid"]),
        ("전력망 부족", ["전력망", "부족"]),
        ("พลังงาน", [*unicodedata.normalize("NFC", "พลงงาน")]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize("word", ["café", "İstanbul", "Überlast", "電力ガス", "한국", "مُدَرِّس"])
def test_composed_and_decomposed_spellings_agree(word: str) -> None:
    assert tokens(unicodedata.normalize("NFD", word)) == tokens(unicodedata.normalize("NFC", word))


def test_words_in_runs_of_three_and_characters_in_runs_of_five() -> None:
    assert shingles("one two three four") == {"one two three", "two three four"}
    assert shingles("一二三四五六") == {"一 二 三 四 五", "二 三 四 五 六"}


def test_script_of_most_tokens_decides() -> None:
    assert shingles("AI GPU CPU 電") == {"ai gpu cpu", "gpu cpu 電"}
    assert shingles("AI 電力不足") == {"ai 電 力 不 足"}


def test_text_shorter_than_a_run_has_none() -> None:
    assert shingles("two words") == set()


@given(st.text())
def test_case_and_spacing_do_not_matter(text: str) -> None:
    assert shingles(f"\n{text}\t") == shingles(text)
    assert all(tokens(token) == [token] for token in tokens(text) if token.isascii())
