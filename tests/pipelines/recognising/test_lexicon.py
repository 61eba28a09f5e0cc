"""The lexicon on real words: exact, open and forbidden endings, capitals, gaps, masks and places, script by script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.recognising.lexicon import SHARED, Hit, Lexicon, lexicon_of
from pipelines.recognising.taxonomy import LanguageFile, Taxonomy, WordRule
from pipelines.recognising.terms import Tokens, Writing, parse_terms


def lexicon(language: str = "xx", shared: dict[str, str] | None = None, **slots: str) -> Lexicon:
    """A lexicon of a few slots, written as the language is (Latin letters without endings for `xx`)."""
    rules = {
        "zh": {"spaced": False},
        "ja": {"spaced": False},
        "hi": {"spaced": False},
        "ru": {"loose": 3},
        "de": {"endings": "s es en"},
        "ar": {"loose": 3, "proclitics": "ال و وال"},
        "he": {"loose": 3, "proclitics": "ה ב ל"},
    }
    words = WordRule.model_validate(rules.get(language, {}))
    languages = {language: LanguageFile(language=language, words=words, slots=slots)}
    if shared:
        languages[SHARED] = LanguageFile(language=SHARED, slots=shared)
    named = dict.fromkeys([*slots, *(shared or {})], "")
    return Lexicon(Taxonomy(slots=named, topics={}, narratives={}, languages=languages), language)


def words(text: str, terms: str, language: str = "xx", mask: str = "neverthere") -> list[str]:
    """The hits of one slot, verbatim."""
    return [text[hit.start : hit.end] for hit in lexicon(language, grid=terms, mask=mask).scan(text)]


@pytest.mark.parametrize(
    ("language", "terms", "text", "expected"),
    [
        ("de", "netz", "Netz, Netzes, Netze, Stromnetz", ["Netz", "Netzes"]),
        ("de", "*netz", "Netz, Netzes, Stromnetzes, Netzwerk", ["Netz", "Netzes", "Stromnetzes"]),
        ("de", "netz*", "Netz, Netzwerk, Stromnetz", ["Netz", "Netzwerk"]),
        ("de", "*netz*", "Netz, Stromnetzentgelte, Satz", ["Netz", "Stromnetzentgelte"]),
        ("de", "netz$", "Netz, Netzes", ["Netz"]),
        ("ru", "сеть", "сеть сетью сетями сетевой", ["сеть", "сетью"]),
        ("ru", "сет*", "сеть сетями электросеть", ["сеть", "сетями"]),
        ("ru", "*сет*", "электросетями", ["электросетями"]),
        ("ru", "ток$", "ток токи", ["ток"]),
        ("ar", "شبکه", "الشبكة والشبكة شبكات", ["الشبكة", "والشبكة"]),
        ("ar", "شبک*", "شبكات شبكة مشبك", ["شبكات", "شبكة"]),
        ("he", "רשת", "הרשת ברשת רשתות מרשת", ["הרשת", "ברשת", "רשתות"]),
        ("zh", "电网", "智能电网改造，電網", ["电网", "電網"]),
        ("zh", "电 网", "电 网 电网 电，网", ["电 网", "电网"]),
        ("zh", "等 .. 电", "等三年才有电。等。电", ["等三年才有电"]),
        ("ja", "送電網", "送電網の送電", ["送電網"]),
        ("ja", "=AI", "AIとCHAIとｱ AIは", ["AI", "AI"]),
        ("hi", "बिजली ग्रिड", "बिजली ग्रिड और बिजलीग्रिड", ["बिजली ग्रिड", "बिजलीग्रिड"]),
        ("ko", "전력망", "전력망 전력망이", ["전력망"]),
        ("tr", "elektrik", "ELEKTRİK Elektrık elektrik", ["ELEKTRİK", "Elektrık", "elektrik"]),
        ("el", "ρευμα", "Ρεύμα ΡΕΥΜΑ ρεύματος", ["Ρεύμα", "ΡΕΥΜΑ"]),
        ("fr", "l'électricité", "L’électricité, l' électricité", ["L’électricité", "l' électricité"]),
        ("vi", "lưới điện", "Lưới điện, lưới\u00a0điện, lươi điện", ["Lưới điện", "lưới\u00a0điện"]),
        (
            "en",
            "data cent(er|re)",
            "data-center, “data” centre, data/center",
            ["data-center", "data” centre"],
        ),
    ],
)
def test_forms_that_match(language: str, terms: str, text: str, expected: list[str]) -> None:
    assert words(text, terms, language) == expected


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        ("=AI", "AI, A.I., ai, AIs, Ai", ["AI"]),
        ("=AIs", "AIs AIS", ["AIs"]),
        ("=GE Vernova", "GE Vernova, Ge Vernova, GE-Vernova", ["GE Vernova"]),
        ("=X-energy", "X-energy and x-energy", ["X-energy"]),
        ("=50Hertz", "50Hertz 50hertz", ["50Hertz"]),
        ("=GPU*", "GPU GPUs gpu", ["GPU", "GPUs"]),
    ],
)
def test_capitals_are_insisted_on(terms: str, text: str, expected: list[str]) -> None:
    assert words(text, terms) == expected


@pytest.mark.parametrize("between", range(8))
def test_a_gap_holds_five_words_at_most(between: int) -> None:
    text = " ".join(["wait", *["word"] * between, "grid"])
    assert words(text, "wait .. grid") == ([text] if between <= 5 else [])


@pytest.mark.parametrize("between", [0, 1, 12, 13])
def test_a_gap_holds_twelve_characters_where_no_spaces_are_written(between: int) -> None:
    text = "等" + "很" * between + "电"
    assert words(text, "等 .. 电", "zh") == ([text] if between <= 12 else [])


def test_a_gap_never_crosses_the_end_of_a_wide_sentence() -> None:
    assert words("等。电 等！电 等？电 等\n电 等，电", "等 .. 电", "zh") == ["等，电"]


@pytest.mark.parametrize("letters", [19, 20, 21])
def test_an_open_ending_has_twenty_letters_at_most(letters: int) -> None:
    text = "grid" + "x" * letters
    assert words(text, "grid*") == ([text] if letters <= 20 else [])


@pytest.mark.parametrize("mark", [". ", ", ", "; ", " / ", "\n\n\n", " (", "..."])
def test_a_mark_between_two_words_parts_them(mark: str) -> None:
    assert words(f"power{mark}grid", "power grid") == []


@pytest.mark.parametrize("mark", [" ", "-", "‑", "\u00a0", "’ ", "“ ", "\n"])
def test_a_space_hyphen_or_quote_joins_them(mark: str) -> None:
    assert words(f"power{mark}grid", "power grid") == [f"power{mark}grid"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("power of attorney", []),
        ("the power of attorney and the power", ["power"]),
        ("power power of attorney power", ["power", "power"]),
        ("powers of attorney", []),
        ("POWER OF ATTORNEY", []),
        ("power of an attorney", ["power"]),
    ],
)
def test_a_mask_denies_what_lies_in_it(text: str, expected: list[str]) -> None:
    assert words(text, "power; powers", mask="power of attorney; powers of attorney") == expected


def test_a_mask_denies_what_reaches_into_it_from_outside() -> None:
    assert words("more power of attorney", "more power", mask="power of attorney") == []
    assert words("more power", "more power", mask="power of attorney") == ["more power"]


def test_a_mask_in_a_script_without_spaces() -> None:
    assert words("权力电力，电力", "电力", "zh", mask="力电力") == ["电力"]


def test_each_slot_keeps_its_longest_hits() -> None:
    found = lexicon(grid="grid; power grid; grid operator", plug="grid").scan("The power grid operator.")
    assert found == [Hit("grid", 4, 14), Hit("grid", 10, 23), Hit("plug", 10, 14)]


def test_terms_of_every_language_are_written_as_the_reading_language_writes() -> None:
    """A shared term takes no ending in Latin letters alone, and is found within a text without spaces."""
    assert [hit.slot for hit in lexicon("zh", {"ai": "=OpenAI"}, grid="电网").scan("OpenAI的电网")] == [
        "ai",
        "grid",
    ]
    assert lexicon("xx", {"ai": "=OpenAI"}, grid="grid").scan("OpenAIs") == []


@pytest.mark.parametrize("language", ["any", "und", "xx", "", "EN", "en-GB", "zh-Hant"])
def test_other_labels_have_no_lexicon(language: str) -> None:
    assert lexicon_of(language) is None


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("a", ["a"]),
        ("a; b;;  ; c", ["a", "b", "c"]),
        ("(a|b) c", ["a c", "b c"]),
        ("x(|y|yz)", ["x", "xy", "xyz"]),
        ("(a|) b", ["a b", "b"]),
        ("(a|a) b", ["a b"]),
        ("  wide   space ", ["wide space"]),
    ],
)
def test_alternatives_are_written_out(written: str, forms: list[str]) -> None:
    terms = parse_terms(written, "en", Writing())
    assert [" ".join(word.stem for word in term.words) for term in terms] == forms


def test_the_longest_word_is_what_the_automaton_looks_for() -> None:
    (term,) = parse_terms("to the grid operator", "en", Writing())
    assert term.words[term.anchor].stem == "operator"


def test_words_are_numbered_by_place() -> None:
    tokens = Tokens.of("a-b  c, d")
    assert (tokens.starts, tokens.ends) == ((0, 2, 5, 8), (1, 3, 6, 9))
    assert [tokens.joined(i) for i in range(3)] == [True, True, False]


PIECES = st.lists(
    st.sampled_from(["power", "grid", "operator", "of", "the", ", ", " ", "-", "🙂", "e\u0301", "\u00ad"])
)


@given(PIECES)
def test_hits_are_in_order_and_none_lies_in_another_of_its_slot(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = lexicon(grid="grid; power grid; grid operator; the .. operator", mask="of grid").scan(text)
    assert found == sorted(found, key=lambda hit: (hit.start, -hit.end))
    ends = [hit.end for hit in found]
    assert ends == sorted(set(ends))
    assert all(text[hit.start : hit.end].strip() == text[hit.start : hit.end] != "" for hit in found)
