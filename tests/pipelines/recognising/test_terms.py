"""The language taxonomy terms are written in, matched against real words."""

import pytest

from pipelines.recognising.lexicon import Lexicon
from pipelines.recognising.taxonomy import LanguageFile, Taxonomy, WordRule
from pipelines.recognising.terms import TermError, Writing, parse_terms


def _hits(terms: str, text: str, **words: object) -> list[str]:
    slots = {"ai": terms, "mask": words.pop("mask", "neverthere")}
    language = LanguageFile.model_validate(
        {"language": "xx", "words": WordRule.model_validate(words), "slots": slots}
    )
    taxonomy = Taxonomy(slots={"ai": "", "mask": ""}, topics={}, narratives={}, languages={"xx": language})
    return [text[hit.start : hit.end] for hit in Lexicon(taxonomy, "xx").scan(text)]


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        ("grid", "The grid, the grids, gridlock", ["grid"]),
        ("grid*", "The grid, the grids, gridlock", ["grid", "grids", "gridlock"]),
        ("*netz*", "Das Stromnetzentgelt", ["Stromnetzentgelt"]),
        ("=AI", "AI and ai", ["AI"]),
        ("data cent(er|re)", "a data center, a data-centre", ["data center", "data-centre"]),
        ("data cent(er|re)", "data. centre", []),
        ("wait .. grid", "wait four long years for grid", ["wait four long years for grid"]),
        ("wait .. grid", "wait one two three four five six grid", []),
        ("pow(er|)", "pow power", ["pow", "power"]),
        ("a(b|c(d|e))", "ab acd ace", ["ab", "acd", "ace"]),
        ("grid; power grid", "the power grid", ["power grid"]),
    ],
)
def test_matches(terms: str, text: str, expected: list[str]) -> None:
    assert _hits(terms, text) == expected


def test_endings_of_a_language() -> None:
    assert _hits("strom", "Strom Stroms Stromer", endings="s es") == ["Strom", "Stroms"]


def test_free_endings_are_bounded_and_can_be_forbidden() -> None:
    assert _hits("газ; уголь$", "газом газопровод уголь угольный", loose=3) == ["газом", "уголь"]


def test_particles_glued_before_a_word() -> None:
    assert _hits("كهرباء", "والكهرباء كهرباء", proclitics="وال") == ["والكهرباء", "كهرباء"]


def test_scripts_without_spaces_match_inside_but_not_inside_latin_words() -> None:
    assert _hits("=AI; 电网", "智能电网与AI，MAIN", spaced=False) == ["电网", "AI"]


def test_masks_take_away_what_lies_inside_them() -> None:
    assert _hits("power", "power of attorney and power", mask="power of attorney") == ["power"]


def test_what_covers_the_mask_stays() -> None:
    assert _hits("computing power", "computing power", mask="computing power") == ["computing power"]


@pytest.mark.parametrize("broken", ["grid(s", "grid)", "=", "* .."])
def test_broken_terms_are_named(broken: str) -> None:
    with pytest.raises(TermError, match="term"):
        parse_terms(broken, "en", Writing())
