"""Places in the stored text: evidence and mentions are code points of it, whatever stands around and inside them."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.recognising.model import Text
from pipelines.recognising.recognise import recognise_narratives, recognise_topics

CLAIMS = {
    "en": "AI data centres overload the power grid.",
    "de": "KI-Rechenzentren überlasten das Stromnetz.",
    "fr": "Les centres de données saturent le réseau électrique.",
    "pl": "Centra danych przeciążają sieć energetyczną.",
    "ru": "Дата-центры перегружают электросеть.",
    "ar": "مراكز البيانات ترهق شبكة الكهرباء.",
    "zh": "数据中心使电网不堪重负。",
    "ja": "データセンターが送電網に過負荷をかけている。",
    "ko": "데이터센터가 전력망에 과부하를 주고 있다.",
}
LANGUAGES = st.sampled_from(sorted(CLAIMS))
# Of one code point or several, of one UTF-16 unit or two, folded to more or fewer letters, or to none.
PIECES = [
    "🙂",
    "👩\u200d🔬",
    "🇦🇹",
    "e\u0301",
    "ﬁ",
    "ß",
    "İ",
    "\u00ad",
    "\u200b",
    "𠮷",
    "電",
    "ﷺ",
    "½",
    "한",
    "\u1112\u1161",
]
AROUND = st.lists(st.sampled_from([*PIECES, " "])).map("".join)


@settings(deadline=None)
@given(LANGUAGES, AROUND, AROUND)
@example("en", "🇦🇹", "\u00ad")
@example("zh", "ﷺ", "𠮷")
def test_the_evidence_is_cut_out_of_the_body_as_stored(language: str, before: str, behind: str) -> None:
    claim = CLAIMS[language]
    body = f"{before}\n{claim}\n{behind}"
    (found,) = recognise_narratives(Text(None, None, body, language))
    assert (found.start, found.end) == (len(before) + 1, len(before) + 1 + len(claim))
    assert found.evidence == body[found.start : found.end] == claim


@settings(deadline=None)
@given(LANGUAGES, st.data())
def test_invisible_marks_inside_the_claim_stay_in_the_evidence(language: str, data: st.DataObject) -> None:
    claim = CLAIMS[language]
    at = data.draw(st.integers(1, len(claim) - 1))
    mark = data.draw(st.sampled_from(["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200d"]))
    body = claim[:at] + mark + claim[at:]
    (found,) = recognise_narratives(Text(None, None, body, language))
    assert (found.start, found.end, found.evidence) == (0, len(claim) + 1, body)


@pytest.mark.parametrize("language", ["de", "fr", "pl", "ru", "ko"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_are_read_alike(language: str, form: Literal["NFC", "NFD"]) -> None:
    body = unicodedata.normalize(form, CLAIMS[language])
    (found,) = recognise_narratives(Text(None, None, body, language))
    assert (found.id, found.evidence) == ("ai-strains-grid", body)


@pytest.mark.parametrize(
    ("body", "topic", "written"),
    [
        ("🙂 So\u00adlar panels. Solar panels.", "solar", ["So\u00adlar panels", "Solar panels"]),
        ("Ｓｏｌａｒ　ｐａｎｅｌｓ. Solar panels.", "solar", ["Ｓｏｌａｒ　ｐａｎｅｌｓ", "Solar panels"]),
        ("A data\u00a0centre, data‑centres.", "data-centers", ["data\u00a0centre", "data‑centres"]),
    ],
)
def test_mentions_are_as_written(body: str, topic: str, written: list[str]) -> None:
    found = {t.id: t for t in recognise_topics(Text(None, None, body, "en")).topics}
    assert [body[m.start : m.end] for m in found[topic].mentions] == written


def test_each_field_counts_from_its_own_beginning() -> None:
    text = Text("🙂 Solar panels", "🙂🙂 Solar panels", "Solar panels. Solar panels.", "en")
    (topic,) = recognise_topics(text).topics
    assert [(m.field, m.start, m.end) for m in topic.mentions] == [
        ("title", 2, 14),
        ("lead", 3, 15),
        ("body", 0, 12),
        ("body", 14, 26),
    ]


def test_one_claim_in_two_sentences_is_evidence_from_the_first_to_the_last() -> None:
    body = "🙂 Hello. Data centres wait.  The grid connection comes in 2034. Bye."
    (found,) = recognise_narratives(Text(None, None, body, "en"))
    assert body[found.start : found.end] == found.evidence
    assert found.evidence.endswith("The grid connection comes in 2034.")


def test_two_sentences_of_two_paragraphs_are_no_evidence() -> None:
    body = "Engineers wait for the kettle.\nThe grid connection of the data centre is new."
    assert recognise_narratives(Text(None, None, body, "en")) == ()


def test_the_body_is_the_better_place_in_a_long_text() -> None:
    claim = CLAIMS["en"]
    filler = " ".join(["The council met and went home."] * 7)
    (found,) = recognise_narratives(Text(claim, None, f"{filler} {claim}", "en"))
    assert (found.evidence_field, found.start) == ("body", len(filler) + 1)


def test_the_title_is_as_good_a_place_in_a_short_one() -> None:
    claim = CLAIMS["en"]
    (found,) = recognise_narratives(Text(claim, None, claim, "en"))
    assert found.evidence_field == "title"


def test_where_somebody_says_it_is_the_better_place() -> None:
    body = f"{CLAIMS['en']} Trees are green. AI data centres overload the power grid, said Anna Lind."
    (found,) = recognise_narratives(Text(None, None, body, "en"))
    assert (found.speaker, found.start) == ("Anna Lind", body.rindex("AI data"))


@pytest.mark.parametrize(
    ("written_in", "read_as"),
    [("zh", "en"), ("ru", "de"), ("ja", "zh"), ("ar", "he"), ("de", "und"), ("en", "de")],
)
def test_a_wrong_label_finds_less_and_never_breaks(written_in: str, read_as: str) -> None:
    body = CLAIMS[written_in]
    assert recognise_narratives(Text(None, None, body, read_as)) == ()


@settings(deadline=None)
@given(st.text(st.characters(categories=["Cc", "Cf", "Co", "Cn", "Mn"]), max_size=60), LANGUAGES)
def test_text_without_a_letter_carries_nothing(body: str, language: str) -> None:
    text = Text(body, body, body, language)
    assert recognise_narratives(text) == ()
    assert recognise_topics(text).topics == ()
