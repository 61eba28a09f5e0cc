"""Where a sentence ends and where it doesn't: marks, shortened words, ordinals and quotations, script by script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.recognising.sentences import Sentence, split_sentences


def cut(text: str, language: str) -> list[str]:
    """The sentences of a text, verbatim."""
    return [text[one.start : one.end] for one in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", " One.  Two? ", [Sentence(1, 5, 0), Sentence(7, 11, 0)]),
        ("en", "🙂🙂 One. Two.", [Sentence(0, 7, 0), Sentence(8, 12, 0)]),
        ("fr", "E\u0301te\u0301. Hiver.", [Sentence(0, 6, 0), Sentence(7, 13, 0)]),
        ("zh", "电。𠮷野。", [Sentence(0, 2, 0), Sentence(2, 5, 0)]),
        ("ja", "電力。\n不足。", [Sentence(0, 3, 0), Sentence(4, 7, 1)]),
        ("ko", "전력이 없다. 기다린다.", [Sentence(0, 7, 0), Sentence(8, 13, 0)]),
        ("hi", "बिजली नहीं। सब रुके।", [Sentence(0, 11, 0), Sentence(12, 20, 0)]),
        ("ar", "أين؟ هنا.", [Sentence(0, 4, 0), Sentence(5, 9, 0)]),
        ("fa", "برق نیست۔ صبر.", [Sentence(0, 9, 0), Sentence(10, 14, 0)]),
        ("he", "אין חשמל. חכו.", [Sentence(0, 9, 0), Sentence(10, 14, 0)]),
        ("ru", "Тока нет! Ждём…", [Sentence(0, 9, 0), Sentence(10, 15, 0)]),
        ("el", "Δεν έχει ρεύμα. Τέλος.", [Sentence(0, 15, 0), Sentence(16, 22, 0)]),
    ],
)
def test_offsets_are_code_points(language: str, text: str, expected: list[Sentence]) -> None:
    assert split_sentences(text, language) == expected


@pytest.mark.parametrize("language", ["de", "cs", "da", "no", "fi", "hu", "pl", "tr"])
def test_a_full_stop_after_a_small_number_is_an_ordinal_where_ordinals_have_one(language: str) -> None:
    assert cut("Am 3. Mai. Am 17. Mai.", language) == ["Am 3. Mai.", "Am 17. Mai."]


@pytest.mark.parametrize("language", ["en", "fr", "es", "it", "pt", "nl", "ru", "und"])
def test_a_full_stop_after_a_number_ends_a_sentence_elsewhere(language: str) -> None:
    assert cut("It was 17. May came.", language) == ["It was 17.", "May came."]


def test_a_year_is_no_ordinal() -> None:
    assert cut("Es geschah 2031. Mai war es.", "de") == ["Es geschah 2031.", "Mai war es."]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mrs. Hale and Prof. Ito met St. John."),
        ("en", "J. R. Okafor of the U.S. Senate spoke at 9 a.m. Eastern time."),
        ("en", "Grid Inc. Holdings, e.g. Volt Co. Ltd. Partners, grew."),
        ("de", "Das Werk, d.h. Block A, und ca. Hundert Leute, bzw. Dr. Kern."),
        ("fr", "M. Roux et Mme. Petit ont vu M. Blanc, av. Foch."),
        ("es", "El Sr. Prado y la Sra. Luz viven en EE. UU. Juntos."),
        ("it", "Il dott. Neri e l'avv. Costa."),
        ("pl", "Zakład im. Kopernika, ul. Polna, inż. Lis."),
        ("ru", "На ул. Лесной, им. Попова, в 2030 г. Тверь."),
        ("tr", "Enerji şirketi vb. Kurumlar ve Doç. Dr. Aydın."),
        ("nl", "Ing. Bakker en drs. Mulder, enz. Alles."),
    ],
)
def test_a_shortened_word_ends_no_sentence(language: str, text: str) -> None:
    assert cut(text, language) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is it so? yes, it is.", ["Is it so? yes, it is."]),
        ("Wait... and see.", ["Wait... and see."]),
        ("Wait... And see.", ["Wait...", "And see."]),
        ("What?! Never!!", ["What?!", "Never!!"]),
        ("4.5 of 10.000 at www.grid.example today.", ["4.5 of 10.000 at www.grid.example today."]),
        ("Yahoo! , they said.", ["Yahoo! , they said."]),
        ("The plan (see No. 4.) holds.", ["The plan (see No. 4.) holds."]),
        ("End.Next", ["End.Next"]),
        ("He left.) She stayed.", ["He left.)", "She stayed."]),
        ("No stop at the end", ["No stop at the end"]),
        ("...", ["..."]),
        ("a. b. c.", ["a. b. c."]),
    ],
)
def test_marks_within_a_sentence(text: str, expected: list[str]) -> None:
    assert cut(text, "en") == expected


@pytest.mark.parametrize(
    ("language", "sentences", "glue"),
    [
        ("en", ["“Stop!”", "She left."], " "),
        ("en", ["‘Stop.’", "She left."], " "),
        ("de", ["„Halt!“", "Sie ging."], " "),
        ("de", ["Er kam.", "»Halt!«", "Sie ging."], " "),
        ("da", ["Han kom.", "»Stop.«", "Hun gik."], " "),
        ("de", ["Er kam.", "‚Halt!‘", "Sie ging."], " "),
        ("de", ["Er kam.", "›Halt!‹", "Sie ging."], " "),
        ("fr", ["« Stop. »", "Elle part."], " "),
        ("fr", ["«\u202fStop\u202f!\u202f»", "Elle part."], " "),
        ("sv", ["”Stopp!”", "Hon gick."], " "),
        ("pl", ["„Stop!”", "Wyszła."], " "),
        ("zh", ["“停。”", "她走了。"], ""),
        ("zh", ["「停！」", "她走了。"], ""),
        ("ja", ["「止まれ。」", "「行け。」"], ""),
        ("ja", ["（停電した。）", "寒い。"], " "),
        ("ko", ["“멈춰!”", "그는 떠났다."], " "),
    ],
)
def test_closing_marks_belong_to_the_sentence_they_close(
    language: str, sentences: list[str], glue: str
) -> None:
    assert cut(glue.join(sentences), language) == sentences


def test_a_japanese_quotation_goes_on_to_the_verb_that_follows_it() -> None:
    assert cut("「足りない。」と彼は言う。次。", "ja") == ["「足りない。」と彼は言う。", "次。"]


def test_a_chinese_opening_mark_begins_the_next_sentence() -> None:
    assert cut("他说：“等。”她说：“不等。”", "zh") == ["他说：“等。”", "她说：“不等。”"]


@pytest.mark.parametrize("separator", ["\n", "\r", "\r\n", "\n\n", "\u2028", "\u2029"])
def test_every_line_separator_ends_a_paragraph(separator: str) -> None:
    parts = split_sentences(f"One{separator}Two. Three", "en")
    assert [part.paragraph for part in parts] == [0, 1, 1]


@pytest.mark.parametrize("blank", ["", " ", "\n \n", "\u3000", "\u00a0\n", "\u2028"])
def test_white_space_holds_no_sentence(blank: str) -> None:
    assert split_sentences(blank, "ja") == []


def test_a_paragraph_of_white_space_is_counted_and_holds_nothing() -> None:
    assert split_sentences("A\n \nB", "en") == [Sentence(0, 1, 0), Sentence(4, 5, 2)]


def test_control_characters_stay_inside_their_sentence() -> None:
    assert cut("Vo\x00lt. A\x1bmp.\x7f", "en") == ["Vo\x00lt.", "A\x1bmp.\x7f"]


def test_the_next_sentence_is_looked_for_behind_few_spaces_only() -> None:
    """Seven white spaces are looked through; behind more, a full stop ends the sentence whatever follows."""
    assert cut("Wait." + " " * 7 + "and see.", "en") == ["Wait." + " " * 7 + "and see."]
    assert cut("Wait." + " " * 8 + "and see.", "en") == ["Wait.", "and see."]


WORDS = st.sampled_from(["Volt", "Ampere", "Ohm", "電力", "Ток", "القدرة", "बिजली"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(
    st.lists(SENTENCES, min_size=1, max_size=6),
    st.sampled_from([". ", "! ", "? ", "… ", "。", "！", "؟ ", "। "]),
)
def test_joined_sentences_come_apart_again(sentences: list[str], mark: str) -> None:
    text = "".join(sentence + mark for sentence in sentences).rstrip()
    assert cut(text, "und") == [sentence + mark.strip() for sentence in sentences]


@given(st.lists(SENTENCES, min_size=1, max_size=6))
def test_paragraphs_are_numbered_in_order(paragraphs: list[str]) -> None:
    found = split_sentences("\n".join(paragraphs), "en")
    assert [(one.paragraph, one.end - one.start) for one in found] == [
        (number, len(paragraph)) for number, paragraph in enumerate(paragraphs)
    ]
