"""Declared languages: every spelling of a language gives one code, and what is no language gives none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.codes import LANGUAGES as OUTLET_LANGUAGES
from pipelines.reading.language import WATCHED
from pipelines.reading.language_codes import LANGUAGES, language_code


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("EN", "en"),
        (" de_DE.UTF-8 ", "de"),
        ("eng", "en"),
        ("ger", "de"),
        ("deu-AT", "de"),
        ("fre", "fr"),
        ("iw", "he"),
        ("nn", "no"),
        ("nob-NO", "no"),
        ("cmn-Hans", "zh"),
        ("yue", "zh"),
        ("fil", "tl"),
        ("jp", "ja"),
        ("cz", "cs"),
        ("sme", "se"),
        ("ast", "ast"),
    ],
)
def test_a_language_has_one_code_in_any_spelling(tag: str, code: str) -> None:
    assert language_code(tag) == code


@pytest.mark.parametrize(
    "tag", ["", "xx", "xx-DE", "und", "mul", "zxx", "qaa", "german", "e", "x-default", "en!"]
)
def test_what_names_no_language_has_none(tag: str) -> None:
    assert language_code(tag) is None


@pytest.mark.parametrize("code", sorted(WATCHED))
def test_what_the_corpus_follows_is_known(code: str) -> None:
    assert language_code(code) == code


def test_every_language_of_the_registry_is_known() -> None:
    assert {code for code in OUTLET_LANGUAGES if language_code(code) not in LANGUAGES} == set()


@pytest.mark.parametrize("code", sorted(LANGUAGES - {"se", "kr"}))
def test_a_code_stands_for_itself(code: str) -> None:
    assert language_code(code) == code


@given(st.text(max_size=12) | st.from_regex(r"[A-Za-z]{2,3}([-_].{0,5})?", fullmatch=True))
def test_any_tag_gives_a_known_code_or_none(tag: str) -> None:
    assert language_code(tag) in {None, *LANGUAGES}
