"""Languages, topics and narratives of a unit: a row for each revision, priors heeded, counts and shifts over days."""

import json
from datetime import timedelta

import pytest

from pipelines.recognising.recognise import RECOGNISER_VERSION
from pipelines.stages.tags import (
    LanguageShift,
    detect_unit_languages,
    language_counts,
    language_shift,
    narrative_counts,
    on_topic_count,
    tag_unit_narratives,
    tag_unit_topics,
)
from tests.pipelines.homes import AGAIN, CAPTURES, FIRST, HEADLINE, LATER
from tests.pipelines.pages import BAKERY, QUEUE, STROM, changed
from tests.pipelines.stages.landed import DAY, Desk

NUMBERS = {"title": "2034: 7 GW, 12 MW", "body": "12 34 56 78 90 — 11 22 33 44."}


def test_each_revision_has_one_language_however_often_it_was_captured(desk: Desk) -> None:
    unit = desk.pages([(QUEUE, FIRST), (QUEUE, AGAIN), (changed(QUEUE), LATER)])
    desk.land(unit)
    assert detect_unit_languages(unit, desk.store, desk.registry) == 2
    captured = {row["revision_id"] for row in desk.read("captures", unit)}
    assert {row["revision_id"]: row["language"] for row in desk.read("languages", unit)} == dict.fromkeys(
        captured, "en"
    )


@pytest.mark.parametrize(
    ("url", "declared", "prior"),
    [
        ("https://nordwind-kurier.example/1", "de", "page+outlet"),
        ("https://nordwind-kurier.example/1", None, "outlet"),
        ("https://stranger.example/1", "de", "page"),
        ("https://stranger.example/1", None, "none"),
    ],
)
def test_the_row_names_what_was_known_beforehand(
    desk: Desk, url: str, declared: str | None, prior: str
) -> None:
    unit = desk.rows(STROM.row | {"url": url, "language": declared})
    desk.land(unit)
    detect_unit_languages(unit, desk.store, desk.registry)
    (row,) = desk.read("languages", unit)
    assert (row["language"], row["title_language"], row["prior"]) == ("de", "de", prior)
    assert 0.5 <= row["confidence"] <= 1.0


@pytest.mark.parametrize(
    ("host", "language", "prior"),
    [("nordwind-kurier.example", "de", "outlet"), ("stranger.example", "und", "none")],
)
def test_the_outlets_language_tips_a_headline_that_says_little(
    desk: Desk, host: str, language: str, prior: str
) -> None:
    unit = desk.rows({"url": f"https://{host}/1", "title": "Netz wartet"})
    desk.land(unit)
    detect_unit_languages(unit, desk.store, desk.registry)
    (row,) = desk.read("languages", unit)
    assert (row["language"], row["prior"]) == (language, prior)


def test_the_row_tells_a_second_language_and_the_variant(desk: Desk) -> None:
    german = (
        "Die Leitung am Hang ist fertig, und der Strom fließt seit Montag wieder in das ganze Tal hinunter."
    )
    portuguese = "A equipa registou perdas económicas, e o comboio está a parar em todas as estações do vale."
    mixed = "\n\n".join([portuguese, german, portuguese, german, portuguese])
    unit = desk.rows({"url": "https://stranger.example/m", "title": "O vale", "body": mixed})
    desk.land(unit)
    detect_unit_languages(unit, desk.store, desk.registry)
    (row,) = desk.read("languages", unit)
    assert (row["language"], row["variant"], row["second_language"]) == ("pt", "pt-PT", "de")
    assert row["second_share"] == pytest.approx(2 * len(german) / len(mixed), abs=0.05)


def test_a_text_of_numbers_is_undecided_and_carries_nothing(desk: Desk) -> None:
    unit = desk.rows({"url": "https://stranger.example/n", **NUMBERS})
    desk.tag(unit)
    (row,) = desk.read("languages", unit)
    assert (row["language"], row["confidence"], row["detector"], row["prior"]) == ("und", 0.0, "none", "none")
    assert desk.read("topics", unit) == desk.read("narratives", unit) == []
    assert [row["on_topic"] for row in desk.read("topicality", unit)] == [False]


def test_topics_are_rows_with_places_and_topicality_is_one_row_a_revision(desk: Desk) -> None:
    unit = desk.pages([(QUEUE, FIRST), (QUEUE, AGAIN), (BAKERY, FIRST)])
    desk.land(unit)
    detect_unit_languages(unit, desk.store, desk.registry)
    assert tag_unit_topics(unit, desk.store) == 1
    texts = {row["revision_id"]: row for row in desk.read("captures", unit)}
    topicality = {
        texts[row["revision_id"]]["title"]: row["on_topic"] for row in desk.read("topicality", unit)
    }
    assert topicality == {QUEUE.title: True, BAKERY.title: False}
    topics = desk.read("topics", unit)
    assert {texts[row["revision_id"]]["title"] for row in topics} == {QUEUE.title}
    assert {row["topic"] for row in topics} >= {"data-centers", "electricity-grid"}
    assert len({(row["revision_id"], row["topic"]) for row in topics}) == len(topics)
    named = [
        texts[row["revision_id"]][mention["field"]][mention["start"] : mention["end"]]
        for row in topics
        if row["topic"] == "data-centers"
        for mention in row["mentions"]
    ]
    assert named == ["Server halls", "data centers"]


def test_a_narrative_row_leads_back_to_its_sentence_and_speaker(desk: Desk) -> None:
    unit = desk.rows(STROM.row | {"title": "Am Fjord"}, BAKERY.row)
    desk.land(unit)
    detect_unit_languages(unit, desk.store, desk.registry)
    written = tag_unit_narratives(unit, desk.store)
    texts = {row["revision_id"]: row for row in desk.read("captures", unit)}
    rows = {row["narrative"]: row for row in desk.read("narratives", unit)}
    assert written == len(rows)
    row = rows["power-bottleneck"]
    text = texts[row["revision_id"]][row["evidence_field"]]
    assert row["evidence"] == text[row["evidence_start"] : row["evidence_end"]] == STROM.paragraphs[0]
    assert (row["stance"], row["recogniser_version"]) == ("asserts", RECOGNISER_VERSION)
    assert (row["speaker"], row["speaker_id"]) == ("Leiterin", "leiterin")


def test_an_empty_unit_has_empty_parts(desk: Desk) -> None:
    unit = desk.crawl("crawl-1")
    desk.tag(unit)
    tables = ["captures", "languages", "topics", "topicality", "narratives"]
    assert [(table, part.rows) for table in tables for part in desk.store.parts(table)] == [
        (table, 0) for table in tables
    ]


def test_counts_are_over_the_units_asked_for_and_most_frequent_first(desk: Desk) -> None:
    english = desk.pages(CAPTURES)
    german = desk.rows(STROM.row)
    for unit in (english, german):
        desk.tag(unit)
    assert list(language_counts([english, german], desk.store).items()) == [("en", 3), ("de", 1)]
    assert language_counts([german], desk.store) == {"de": 1}
    assert language_counts([], desk.store) == {}
    assert on_topic_count([english, german], desk.store) == 3
    assert on_topic_count([], desk.store) == 0
    counted = narrative_counts([english, german], desk.store)
    assert counted["power-bottleneck: asserts"] == 3
    assert list(counted.values()) == sorted(counted.values(), reverse=True)
    assert sum(counted.values()) == len(desk.read("narratives"))


def test_tagging_again_gives_the_same_rows(desk: Desk) -> None:
    unit = desk.pages(CAPTURES)
    desk.tag(unit)
    before = desk.everything()
    desk.tag(unit)
    assert desk.everything() == before


def english(number: int) -> dict[str, object]:
    """An article of its own in English; without a date, since it may land on any day."""
    text = {"title": BAKERY.title, "body": BAKERY.body, "lead": f"Part {number}."}
    return text | {"url": f"https://stranger.example/en/{number}"}


def german(number: int) -> dict[str, object]:
    """An article of its own in German, without a date as well."""
    text = {"title": STROM.title, "body": STROM.body, "lead": f"Teil {number}."}
    return text | {"url": f"https://stranger.example/de/{number}"}


def numbers(number: int) -> dict[str, object]:
    """A text of numbers."""
    return {"url": f"https://stranger.example/no/{number}", **NUMBERS, "lead": str(number)}


def test_the_shift_of_a_day_is_told_against_its_week(desk: Desk) -> None:
    """Yesterday half English and half German, today a quarter undecided, a quarter English and half German."""
    for day, given in (
        (DAY - timedelta(days=1), [english(1), german(1)]),
        (DAY - timedelta(days=7), [english(2), german(2)]),
        (DAY - timedelta(days=8), [numbers(n) for n in range(3, 9)]),
        (DAY, [english(10), german(11), german(12), numbers(13)]),
    ):
        desk.tag(desk.rows(*given, day=day))
    assert language_shift(desk.landing, desk.store, DAY, least=4) == LanguageShift(
        undecided=0.25, distance=0.25
    )


@pytest.mark.parametrize(
    ("today", "before", "shift"),
    [
        ([english(1)], [german(2), german(3)], LanguageShift(None, None)),
        ([english(1), english(2)], [german(3)], LanguageShift(0.0, None)),
        ([english(1), english(2)], [german(3), german(4)], LanguageShift(0.0, 1.0)),
        ([english(1), english(2)], [english(3), english(4)], LanguageShift(0.0, 0.0)),
        ([numbers(1), numbers(2)], [], LanguageShift(1.0, None)),
        ([], [], LanguageShift(None, None)),
    ],
)
def test_too_few_texts_are_no_measurement(
    desk: Desk, today: list[object], before: list[object], shift: LanguageShift
) -> None:
    for day, given in ((DAY, today), (DAY - timedelta(days=1), before)):
        if given:
            desk.tag(desk.rows(*given, day=day))
    assert language_shift(desk.landing, desk.store, DAY, least=2) == shift


def test_what_has_landed_and_is_not_processed_yet_counts_for_nothing(desk: Desk) -> None:
    unit = desk.rows(english(1), HEADLINE)
    assert language_counts([unit], desk.store) == {}
    assert language_shift(desk.landing, desk.store, DAY, least=1) == LanguageShift(None, None)


def test_lone_surrogates_and_control_characters_pass_through(desk: Desk) -> None:
    body = f"\x00\x1b {QUEUE.body} \ufeff\u202e 🙂"
    broken = json.dumps(QUEUE.row | {"url": "https://stranger.example/s", "title": "\ud800 Queue"}).encode()
    unit = desk.rows(QUEUE.row | {"body": body}, broken)
    desk.tag(unit)
    texts = {row["revision_id"]: row for row in desk.read("captures", unit)}
    assert [row["language"] for row in desk.read("languages", unit)] == ["en"] * len(texts)
    for row in desk.read("narratives", unit):
        text = texts[row["revision_id"]][row["evidence_field"]]
        assert row["evidence"] == text[row["evidence_start"] : row["evidence_end"]]
    assert len(texts) + len(desk.read("rejected", unit)) == 2
