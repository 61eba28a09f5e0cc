"""The article library: what it must cover, and that a contradiction in a file is met with a clear message."""

from __future__ import annotations

import copy
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crawler.newsweb import texts
from crawler.newsweb.texts import (
    AI_TOPICS,
    ENERGY_TOPICS,
    NARRATIVES,
    TOPICS,
    TextError,
    all_texts,
    load_file,
    load_library,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.newsweb.texts import LanguageTexts, Text

# Wanted texts a language: enough for each outlet of a language to have its own besides the copies.
AT_LEAST = {"en": 16, "de": 16, "fr": 11, "es": 11, "zh": 11, "ja": 10, "it": 5, "pt": 5, "pl": 5}
UNSPACED = {"zh", "ja"}
# Letters that get lost first when a text is typed or stored without its own orthography.
OWN_LETTERS = {
    "de": "äöüßÖÜ»«",
    "fr": "éèêàçùôîœ«»",
    "es": "áéíóúñ¿«»",
    "it": "àèéìòù«»",
    "pt": "ãõçáéíóêâ«»",
    "pl": "ąćęłńóśźż„”",
    "zh": "，。“”：",
    "ja": "、。「」（）",
}

LIBRARY = load_library()
TEXTS = all_texts(LIBRARY)


def length(text: Text) -> int:
    """Words, or characters where words are not spaced."""
    body = "\n".join(text.body)
    return len("".join(body.split())) if text.id[:2] in UNSPACED else len(body.split())


def by_id() -> list[Any]:
    return [pytest.param(text, id=text.id) for text in TEXTS]


def by_language() -> list[Any]:
    return [pytest.param(content, id=language) for language, content in LIBRARY.items()]


RAW: dict[str, Any] = yaml.safe_load(
    (Path(texts.__file__).parent / "texts" / "en.yaml").read_text(encoding="utf-8")
)


def write(folder: Path, content: dict[str, Any], name: str = "en") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_languages_have_enough_texts() -> None:
    counted = {language: len(content.texts) for language, content in LIBRARY.items()}
    assert {
        language: number for language, number in AT_LEAST.items() if counted.get(language, 0) < number
    } == {}
    assert len(TEXTS) >= 90


def test_two_in_five_are_off_topic() -> None:
    on_topic = sum(text.on_topic for text in TEXTS) / len(TEXTS)
    assert 0.55 <= on_topic <= 0.65


def test_topics_are_those_of_the_codebook() -> None:
    assert len(TOPICS) == 15
    assert not ENERGY_TOPICS & AI_TOPICS
    assert {topic for text in TEXTS for topic in text.topics} == TOPICS


def test_every_narrative_is_covered_twice() -> None:
    found = Counter(label.id for text in TEXTS for label in text.narratives)
    assert {narrative for narrative in NARRATIVES if found[narrative] < 2} == set()


def test_every_stance_of_the_main_narrative_occurs_often() -> None:
    found = Counter(
        label.stance for text in TEXTS for label in text.narratives if label.id == "power-bottleneck"
    )
    assert found["asserts"] >= 15
    assert found["disputes"] >= 8
    assert found["reports"] >= 4


def test_some_off_topic_texts_carry_a_narrative_and_some_on_topic_texts_none() -> None:
    assert any(text.narratives for text in TEXTS if not text.on_topic)
    assert any(not text.narratives for text in TEXTS if text.on_topic)


def test_events_join_languages() -> None:
    languages: dict[str, set[str]] = {}
    for text in TEXTS:
        if text.event:
            languages.setdefault(text.event, set()).add(text.id[:2])
    assert sum(len(found) >= 2 for found in languages.values()) >= 6
    assert languages["observatory-report"] == set(LIBRARY)


def test_rebuttals_answer_a_text_of_the_same_event_with_a_denial() -> None:
    known = {text.id: text for text in TEXTS}
    rebuttals = [text for text in TEXTS if text.rebuts]
    assert len(rebuttals) >= 6
    for text in rebuttals:
        assert text.rebuts is not None
        stated = {label.id for label in known[text.rebuts].narratives}
        assert stated & {label.id for label in text.narratives if label.stance == "disputes"}, text.id


def test_no_two_texts_share_a_long_run_of_words() -> None:
    # The cascade makes the copies; texts that agree by themselves would be copies the truth does not know.
    owners: dict[tuple[str, ...], str] = {}
    for text in TEXTS:
        written = "\n".join([text.title, text.lead or "", *text.body]).lower()
        units, run = (list(written), 24) if text.id[:2] in UNSPACED else (written.split(), 8)
        for start in range(len(units) - run + 1):
            window = tuple(units[start : start + run])
            assert owners.setdefault(window, text.id) == text.id, (window, text.id)


@pytest.mark.parametrize("text", by_id())
def test_length_suits_the_form(text: Text) -> None:
    spaced = text.id[:2] not in UNSPACED
    if text.form == "brief":
        low, high = (50, 70) if spaced else (100, 200)
    else:
        low, high = (120, 350) if spaced else (250, 700)
        assert len(text.body) >= 4
    assert low <= length(text) <= high


@pytest.mark.parametrize("text", by_id())
def test_evidence_is_short(text: Text) -> None:
    for label in text.narratives:
        assert len(label.evidence) <= len("\n".join(text.body)) * (1 if text.form == "brief" else 0.5)


@pytest.mark.parametrize("text", by_id())
def test_marks_of_the_draft_are_gone(text: Text) -> None:
    for piece in (text.title, text.lead or "", *text.body):
        assert piece == piece.strip()
        assert "  " not in piece
        assert "\n" not in piece
        assert not set(piece) & set("{}[]<>")


@pytest.mark.parametrize("content", by_language())
def test_each_language_asserts_and_doubts(content: LanguageTexts) -> None:
    stances = {
        label.stance for text in content.texts for label in text.narratives if label.id == "power-bottleneck"
    }
    assert "asserts" in stances
    assert stances & {"disputes", "reports"}


@pytest.mark.parametrize("content", by_language())
def test_each_language_has_a_credited_agency_text(content: LanguageTexts) -> None:
    agency = [text for text in content.texts if text.form == "agency"]
    assert len(agency) >= (3 if len(content.texts) > 10 else 1)
    assert all(text.credit for text in agency)


@pytest.mark.parametrize("content", by_language())
def test_surroundings_are_complete_and_never_part_of_a_text(content: LanguageTexts) -> None:
    assert len(content.teasers) >= 12
    assert len(content.comments) >= 8
    assert len(content.navigation) >= 8
    bodies = "\n".join("\n".join([text.title, *text.body]) for text in content.texts)
    around = [content.cookie, *content.comments]
    around += [part for teaser in content.teasers for part in (teaser.title, teaser.text)]
    assert [piece for piece in around if piece in bodies] == []


@pytest.mark.parametrize("language", sorted(OWN_LETTERS))
def test_native_orthography(language: str) -> None:
    written = "".join("".join([text.title, *text.body]) for text in LIBRARY[language].texts)
    assert [letter for letter in OWN_LETTERS[language] if letter not in written] == []


@pytest.mark.parametrize("language", sorted(UNSPACED))
def test_unspaced_scripts_have_no_stray_spaces_or_half_width_commas(language: str) -> None:
    stray = re.compile(r"[、。，」”] | [、。，」”]|(?<=[\u3040-\u9fff])[,;?!]")
    written = [paragraph for text in LIBRARY[language].texts for paragraph in text.body]
    assert [paragraph for paragraph in written if stray.search(paragraph)] == []


def unknown_topic(text: dict[str, Any]) -> None:
    text["topics"] = [*text["topics"], "cheese"]


def unknown_narrative(text: dict[str, Any]) -> None:
    text["narratives"][0]["id"] = "chips-are-tasty"


def same_narrative_twice(text: dict[str, Any]) -> None:
    text["narratives"].append(dict(text["narratives"][0]))


def contradicted_topicality(text: dict[str, Any]) -> None:
    text["on_topic"] = not text["on_topic"]


def missing_evidence(text: dict[str, Any]) -> None:
    text["narratives"][0]["evidence"] = "A sentence nobody wrote in this text."


def evidence_over_three_paragraphs(text: dict[str, Any]) -> None:
    text["narratives"][0]["evidence"] = "\n\n".join(text["body"][:3])


def missing_speaker(text: dict[str, Any]) -> None:
    text["narratives"][0]["speaker"] = "Nobody Atall"


def unknown_field(text: dict[str, Any]) -> None:
    text["mood"] = "gloomy"


def foreign_id(text: dict[str, Any]) -> None:
    text["id"] = "fi-01"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (unknown_topic, "not in the codebook: cheese"),
        (unknown_narrative, "not in the codebook: chips-are-tasty"),
        (same_narrative_twice, "labelled twice"),
        (contradicted_topicality, "on_topic contradicts the topics"),
        (missing_evidence, "evidence of power-bottleneck is not in the text"),
        (evidence_over_three_paragraphs, "evidence of power-bottleneck is not in the text"),
        (missing_speaker, "speaker of power-bottleneck is not in the text"),
        (unknown_field, "mood"),
        (foreign_id, "must start with en-"),
    ],
)
def test_contradiction_is_named(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], message: str
) -> None:
    content = copy.deepcopy(RAW)
    spoil(content["texts"][0])
    with pytest.raises(TextError, match=message) as caught:
        load_file(write(tmp_path, content))
    assert "en.yaml" in str(caught.value)


def test_evidence_over_two_paragraphs_is_accepted(tmp_path: Path) -> None:
    content = copy.deepcopy(RAW)
    evidence = "\n\n".join(content["texts"][0]["body"][:2])
    content["texts"][0]["narratives"][0]["evidence"] = evidence
    assert load_file(write(tmp_path, content)).texts[0].narratives[0].evidence == evidence


def test_same_id_twice_is_named(tmp_path: Path) -> None:
    content = copy.deepcopy(RAW)
    content["texts"].append(copy.deepcopy(content["texts"][0]))
    write(tmp_path, content)
    with pytest.raises(TextError, match="en-01 occurs twice"):
        load_library(tmp_path)


@pytest.mark.parametrize("target", ["en-99", "en-04"])
def test_rebuttal_of_nothing_or_of_itself_is_named(tmp_path: Path, target: str) -> None:
    content = copy.deepcopy(RAW)
    next(text for text in content["texts"] if text["id"] == "en-04")["rebuts"] = target
    write(tmp_path, content)
    with pytest.raises(TextError, match=f"en-04: rebuts {target}"):
        load_library(tmp_path)


def test_file_named_after_another_language_is_named(tmp_path: Path) -> None:
    write(tmp_path, copy.deepcopy(RAW), name="nl")
    with pytest.raises(TextError, match=r"nl\.yaml: says language en"):
        load_library(tmp_path)


def test_broken_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text("texts: [", encoding="utf-8")
    with pytest.raises(TextError, match=r"en\.yaml"):
        load_file(path)


@given(
    st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3))
)
def test_any_other_yaml_is_refused_not_crashed_on(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "odd.yaml"
    path.write_text(yaml.safe_dump(value), encoding="utf-8")
    with pytest.raises(TextError):
        load_file(path)


def test_texts_keep_their_order() -> None:
    assert [text.id for text in TEXTS] == sorted(text.id for text in TEXTS)
