"""What is ruled out: "not chips but power", "power, not chips", "chips are not the bottleneck", both ways round.

Every language of the first tier, each with the openings that its press uses.
"""

import pytest

from pipelines.recognising.contrast import contrast_of
from pipelines.recognising.lexicon import Hit
from tests.pipelines.recognising.reading_aloud import found, on_topic

POWER_IT_IS = [
    ("de", "Nicht Chips, sondern Strom bremst die KI"),
    ("de", "Strom statt Chips bremst die KI"),
    ("de", "Chips sind nicht der Engpass der KI, es ist der Strom"),
    ("en", "Not chips but electricity is the bottleneck of AI"),
    ("en", "Power, not chips, is the bottleneck of AI"),
    ("en", "The bottleneck of AI is electricity rather than chips"),
    ("en", "Chips are not the bottleneck of AI, electricity is"),
    ("fr", "Ce ne sont pas les puces mais l'électricité qui freine l'IA"),
    ("fr", "L'électricité, et non les puces, freine l'IA"),
    ("es", "No son los chips, sino la electricidad lo que frena la IA"),
    ("es", "La electricidad, no los chips, frena la IA"),
    ("it", "Non i chip ma l'elettricità frena l'IA"),
    ("it", "L'elettricità, non i chip, frena l'intelligenza artificiale"),
    ("pt", "Não são os chips, mas a eletricidade que trava a IA"),
    ("pt", "A eletricidade, e não os chips, trava a inteligência artificial"),
    ("nl", "Niet chips maar stroom remt AI"),
    ("nl", "Stroom, niet chips, is het knelpunt van AI"),
    ("pl", "Nie chipy, lecz prąd hamuje sztuczną inteligencję"),
    ("pl", "Prąd, a nie chipy, hamuje sztuczną inteligencję"),
    ("zh", "制约人工智能的不是芯片，而是电力"),
    ("zh", "人工智能的瓶颈是电力，而非芯片"),
    ("ja", "AIのボトルネックはチップではなく電力だ"),
    ("ja", "チップではなく電力がAIの足かせだ"),
]
CHIPS_IT_IS = [
    ("de", "Nicht Strom, sondern Chips bremsen die KI"),
    ("de", "Chips statt Strom bremsen die KI"),
    ("de", "Strom ist nicht der Engpass der KI, es sind die Chips"),
    ("en", "Not electricity but chips are the bottleneck of AI"),
    ("en", "Chips, not power, are the bottleneck of AI"),
    ("en", "The bottleneck of AI is chips rather than electricity"),
    ("en", "Electricity is not the bottleneck of AI, chips are"),
    ("fr", "Ce n'est pas l'électricité mais les puces qui freinent l'IA"),
    ("fr", "Les puces, et non l'électricité, freinent l'IA"),
    ("es", "No es la electricidad, sino los chips lo que frena la IA"),
    ("es", "Los chips, no la electricidad, frenan la IA"),
    ("it", "Non l'elettricità ma i chip frenano l'IA"),
    ("it", "I chip, non l'elettricità, frenano l'intelligenza artificiale"),
    ("pt", "Não é a eletricidade, mas os chips que travam a IA"),
    ("pt", "Os chips, e não a eletricidade, travam a inteligência artificial"),
    ("nl", "Niet stroom maar chips remmen AI"),
    ("nl", "Chips, niet stroom, zijn het knelpunt van AI"),
    ("pl", "Nie prąd, lecz chipy hamują sztuczną inteligencję"),
    ("pl", "Chipy, a nie prąd, hamują sztuczną inteligencję"),
    ("zh", "制约人工智能的不是电力，而是芯片"),
    ("zh", "人工智能的瓶颈是芯片，而非电力"),
    ("ja", "AIのボトルネックは電力ではなくチップだ"),
    ("ja", "電力ではなくチップがAIの足かせだ"),
]


@pytest.mark.parametrize(("language", "sentence"), POWER_IT_IS)
def test_power_put_in_place_of_chips_is_the_claim_and_nothing_else(language: str, sentence: str) -> None:
    assert found(language, sentence) == {"power-bottleneck": "asserts"}
    assert found(language, "", title=sentence) == {"power-bottleneck": "asserts"}
    assert on_topic(language, "", title=sentence)


@pytest.mark.parametrize(("language", "sentence"), CHIPS_IT_IS)
def test_chips_put_in_place_of_power_dispute_it_and_assert_the_other(language: str, sentence: str) -> None:
    assert found(language, sentence) == {"power-bottleneck": "disputes", "not-power": "asserts"}


def test_a_text_that_says_it_twice_carries_it_once() -> None:
    body = (
        "Strom ist der Engpass der künstlichen Intelligenz, sagt die Analystin Ute Brandner. "
        "Nicht die Chips, sondern das Stromnetz begrenzt den Ausbau der Rechenzentren."
    )
    assert found("de", body, title="Nicht Chips, sondern Strom bremst die KI") == {
        "power-bottleneck": "asserts"
    }


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "AI is limited not only by chips but by electricity."),
        ("de", "Nicht nur Chips, sondern auch Strom bremst die KI."),
        ("fr", "Non seulement les puces mais aussi l'électricité freinent l'IA."),
        ("en", "AI does not have enough electricity, and that is its bottleneck."),
    ],
)
def test_not_only_and_not_enough_rule_nothing_out(language: str, sentence: str) -> None:
    assert found(language, sentence)["power-bottleneck"] == "asserts"


def cut(sentence: str, *named: tuple[str, str]) -> list[Hit]:
    """Hits of slots on words of a sentence, in order."""
    return sorted(
        (Hit(slot, at, at + len(word)) for slot, word in named for at in [sentence.index(word)]),
        key=lambda hit: hit.start,
    )


def test_the_ruled_out_mention_is_named_and_the_word_of_denial_is_spent() -> None:
    sentence = "The limit is not chips but power."
    hits = cut(
        sentence,
        ("limit", "limit"),
        ("not_x", "not"),
        ("enough", "not chips"),
        ("chip_any", "chips"),
        ("but_y", "but"),
        ("power_word", "power"),
    )
    contrast = contrast_of(sentence, 0, len(sentence), hits)
    assert {sentence[hit.start : hit.end] for hit in contrast.denied} == {"chips"}
    assert {hit.slot for hit in contrast.spent} == {"enough"}


def test_a_denial_of_power_is_not_spent() -> None:
    sentence = "The limit is chips, not power."
    hits = cut(
        sentence, ("chip_any", "chips"), ("not_x", "not"), ("enough", "not power"), ("power_word", "power")
    )
    contrast = contrast_of(sentence, 0, len(sentence), hits)
    assert {hit.slot for hit in contrast.denied} == {"power_word"}
    assert contrast.spent == frozenset()


def test_a_but_in_another_clause_far_away_answers_nothing() -> None:
    sentence = "They did not buy chips because of" + " a very long story" * 8 + ", but power is dear."
    hits = cut(sentence, ("not_x", "not"), ("chip_any", "chips"), ("but_y", "but"), ("power_word", "power"))
    assert contrast_of(sentence, 0, len(sentence), hits).denied == frozenset()
