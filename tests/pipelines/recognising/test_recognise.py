"""Whatever the text: no exception, offsets that hold, at most one entry for each narrative."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.recognising.model import Text
from pipelines.recognising.recognise import recognise_narratives, recognise_topics
from pipelines.recognising.taxonomy import load_taxonomy

LANGUAGES = [*sorted(load_taxonomy().languages), "und", "xx"]
PIECES = st.sampled_from(
    [
        "AI data centres", "power grid", "wait", "2034", "overload", "Strom", "Engpass", "KI", "电力", "瓶颈",
        "人工智能", "「", "」", "“", "”", "«", "»", '"', "said", "Anna Lind", ".", "?", "。", "\n\n", " ", ",", "not",
        "e\u0301", "\u00ad", "ﬁ", "İ", "كهرباء", "الذكاء الاصطناعي", "電力", "データセンター", "によると", "ने कहा", "–",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.none(), st.text(max_size=120), st.lists(PIECES, max_size=40).map(" ".join))


@settings(deadline=None)  # the first text of a language waits for its lexicon
@given(title=TEXTS, lead=TEXTS, body=TEXTS, language=st.sampled_from(LANGUAGES))
def test_any_text(title: str | None, lead: str | None, body: str | None, language: str) -> None:
    text = Text(title, lead, body, language)
    fields = {"title": title or "", "lead": lead or "", "body": body or ""}
    narratives = recognise_narratives(text)
    assert len({n.id for n in narratives}) == len(narratives)
    for n in narratives:
        assert n.evidence == fields[n.evidence_field][n.start : n.end] != ""
        assert 0 < n.confidence <= 1
        assert n.speaker is None or n.speaker in fields[n.evidence_field]
    topics = recognise_topics(text)
    groups = {load_taxonomy().topics[topic.id].group for topic in topics.topics}
    assert topics.on_topic == (groups == {"energy", "ai"})
    for topic in topics.topics:
        assert 0 < topic.score <= 1
        assert all(0 <= m.start < m.end <= len(fields[m.field]) for m in topic.mentions)


def test_a_language_without_lexicon_abstains() -> None:
    text = Text("AI overloads the power grid", None, "AI data centres overload the power grid.", "und")
    assert recognise_narratives(text) == ()
    assert recognise_topics(text).topics == ()
    assert not recognise_topics(text).on_topic


def test_an_empty_text_carries_nothing() -> None:
    assert recognise_narratives(Text(None, None, None, "en")) == ()


@pytest.mark.parametrize("field", ["title", "lead", "body"])
def test_evidence_may_stand_in_any_field(field: str) -> None:
    claim = "AI data centres overload the power grid."
    parts: dict[str, str | None] = {"title": None, "lead": None, "body": None, field: claim}
    (found,) = recognise_narratives(Text(**parts, language="en"))
    assert (found.evidence_field, found.evidence) == (field, claim)


def test_offsets_are_code_points_of_the_original() -> None:
    body = "🙂 Prelude.\u00a0AI data cen\u00adtres overload the power grid. End."
    (found,) = recognise_narratives(Text(None, None, body, "en"))
    assert body[found.start : found.end] == "AI data cen\u00adtres overload the power grid."


def test_traditional_and_simplified_han_are_read_alike() -> None:
    pair = ("数据中心等待电网接入，最快2034年。", "數據中心等待電網接入，最快2034年。")
    ids = [{n.id for n in recognise_narratives(Text(None, None, body, "zh"))} for body in pair]
    assert ids[0] == ids[1] != set()
