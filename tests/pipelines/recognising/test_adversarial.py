"""Two hundred thousand characters of almost: what comes back is sound and small, whatever is repeated.

Each of these was made so that work done again at every place would grow with the square of the length.
"""

import pytest

from pipelines.recognising.model import Narrative, Text, Topics
from pipelines.recognising.recognise import recognise_narratives, recognise_topics
from pipelines.recognising.sentences import split_sentences

LENGTH = 200_000
CLAIM = "AI data centres overload the power grid."
CLAIMS = {
    "en": CLAIM,
    "de": "KI-Rechenzentren überlasten das Stromnetz.",
    "zh": "数据中心使电网不堪重负。",
    "ja": "データセンターが送電網に過負荷をかけている。",
    "ko": "데이터센터가 전력망에 과부하를 주고 있다.",
}

NEARLY = [
    ("en", "a", "one word of a single letter"),
    ("en", "ai", "one word of a known term"),
    ("de", "strompreis", "one compound without an end"),
    ("en", "wait ", "beginnings of terms with a gap"),
    ("en", "power of ", "beginnings of a mask"),
    ("en", "said Anna Lind, ", "speakers without a claim"),
    ("en", "“ ", "quotations that never close"),
    ("en", "»«", "quotations within quotations"),
    ("en", "according to ", "attributions without a name"),
    ("en", "A. ", "initials"),
    ("en", "... ", "full stops"),
    ("en", "e\u0301", "combining marks"),
    ("en", "\u00ad", "soft hyphens"),
    ("en", "\x00", "control characters"),
    ("en", "🙂", "emoji"),
    ("en", "2034 ", "years"),
    ("zh", "等", "gaps without spaces"),
    ("zh", "“", "wide quotations"),
    ("ja", "は、", "topic particles"),
    ("ko", "\u1160", "vowels without a consonant"),
    ("hi", "ने ", "postpositions"),
    ("ar", "\u064b", "vowel points"),
]
IDS = [f"{language}: {name}" for language, _, name in NEARLY]


def filled(piece: str) -> str:
    """A piece again and again."""
    return (piece * (LENGTH // len(piece) + 1))[:LENGTH]


def read(language: str, body: str) -> tuple[Topics, tuple[Narrative, ...]]:
    """Topics and narratives of a body."""
    text = Text(None, None, body, language)
    return recognise_topics(text), recognise_narratives(text)


@pytest.mark.parametrize(("language", "piece", "name"), NEARLY, ids=IDS)
def test_almost_is_nothing(language: str, piece: str, name: str) -> None:
    found, narratives = read(language, filled(piece))
    assert narratives == (), name
    assert found.on_topic is False


@pytest.mark.parametrize(("language", "piece", "name"), NEARLY, ids=IDS)
def test_the_sentences_still_hold_everything(language: str, piece: str, name: str) -> None:
    body = filled(piece)
    kept = "".join(body[one.start : one.end] for one in split_sentences(body, language))
    assert "".join(kept.split()) == "".join(body.split()), name


@pytest.mark.parametrize("piece", ["wait ", "“ ", "A. ", "power of ", "🙂", "\u00ad", "a"])
def test_a_claim_behind_it_is_found_at_its_place(piece: str) -> None:
    body = f"{filled(piece)}\n{CLAIM}"
    _, narratives = read("en", body)
    assert {n.id: (n.start, n.end, n.evidence) for n in narratives} == {
        "ai-strains-grid": (LENGTH + 1, len(body), CLAIM)
    }


@pytest.mark.parametrize(("language", "claim"), CLAIMS.items())
def test_a_claim_repeated_is_one_entry_with_one_sentence_as_evidence(language: str, claim: str) -> None:
    times = LENGTH // len(claim)
    found, narratives = read(language, " ".join([claim] * times))
    assert [(n.id, n.start, n.evidence) for n in narratives] == [("ai-strains-grid", 0, claim)]
    topics = {topic.id: topic for topic in found.topics}
    assert 0.9 < topics["data-centers"].score <= 1.0
    assert len(topics["data-centers"].mentions) == times


def test_a_claim_without_an_end_is_evidence_as_long_as_it_is() -> None:
    body = filled(CLAIM.replace(".", ", "))
    _, narratives = read("en", body)
    assert [(n.id, n.start, n.end) for n in narratives] == [("ai-strains-grid", 0, len(body.rstrip()))]


def test_a_thousand_fields_of_nothing() -> None:
    body = "\n" * LENGTH
    assert read("en", body) == (Topics(on_topic=False, topics=()), ())
