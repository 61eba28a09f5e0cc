"""Who says it, in the ways the press of several languages writes it."""

import pytest

from pipelines.recognising.speakers import speaker_id
from tests.pipelines.recognising.reading_aloud import entry

SAID = [
    ("en", '"AI data centres overload the power grid," said Anna Lind, who runs a substation.', "Anna Lind"),
    ("en", "According to Nordgrid, AI data centres overload the power grid.", "Nordgrid"),
    ("en", "AI data centres overload the power grid, engineers warned.", "engineers"),
    ("en", "AI data centres overload the power grid.", None),
    ("de", "„KI-Rechenzentren überlasten das Stromnetz“, sagt Jutta Brandt.", "Jutta Brandt"),
    ("de", "KI-Rechenzentren überlasten laut Bundesnetzagentur das Stromnetz.", "Bundesnetzagentur"),
    ("fr", "« Les centres de données saturent le réseau électrique », avertit Paul Mercier.", "Paul Mercier"),
    ("es", "Los centros de datos saturan la red eléctrica, advierte Lucía Prado.", "Lucía Prado"),
    ("it", "I data center sovraccaricano la rete elettrica, avverte Carla Neri.", "Carla Neri"),
    ("pt", "Os data centers sobrecarregam a rede elétrica, alerta Rui Vaz.", "Rui Vaz"),
    ("nl", "Volgens Koen Bakker overbelasten datacenters het stroomnet.", "Koen Bakker"),
    ("pl", "Centra danych przeciążają sieć energetyczną, ostrzega Jan Nowak.", "Jan Nowak"),
    ("ja", "中部送電によると、データセンターが送電網に過負荷をかけている。", "中部送電"),
    ("zh", "工程师李明表示，数据中心使电网不堪重负。", "工程师李明"),
    ("ko", "북부전력에 따르면 데이터센터가 전력망에 과부하를 주고 있다.", "북부전력"),
    ("ru", "Дата-центры перегружают электросеть, предупреждает Ирина Белова.", "Ирина Белова"),
    ("sv", "Datacenter överbelastar elnätet, varnar Eva Berg.", "Eva Berg"),
]


@pytest.mark.parametrize(("language", "body", "speaker"), SAID)
def test_speaker(language: str, body: str, speaker: str | None) -> None:
    assert entry(language, body, "ai-strains-grid").speaker == speaker


def test_the_speaker_of_a_denial_is_who_denies() -> None:
    body = "Data centres drive up household power bills, says Tom Hale. Regulator Mia Frost rejected this."
    found = entry("en", body, "ai-raises-bills")
    assert (found.stance, found.speaker) == ("disputes", "Mia Frost")


@pytest.mark.parametrize(
    ("speaker", "identifier"),
    [
        ("Íñigo Labarta", "inigo-labarta"),
        ("ČEPS", "ceps"),
        ("J. R. O'Neil", "j-r-o-neil"),
        ("郑砚秋", "郑砚秋"),
        ("…", None),
        (None, None),
    ],
)
def test_speaker_id(speaker: str | None, identifier: str | None) -> None:
    assert speaker_id(speaker) == identifier


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        (
            "de",
            "Es fehlen Transformatoren. Damit wird Strom zum Engpass der KI, sagte der Analyst Hans Meyer.",
            "Hans Meyer",
        ),
        (
            "en",
            "Electricity is the bottleneck of AI, said Jane Roe of MIT. Data centres wait for power.",
            "Jane Roe of MIT",
        ),
        (
            "zh",
            "电力是人工智能的瓶颈，研究所所长卡琳·林德奎斯特在记者会上说：“我们缺电。”",
            "研究所所长卡琳·林德奎斯特",
        ),
    ],
)
def test_a_speaker_ends_with_the_sentence_and_holds_no_place(language: str, body: str, speaker: str) -> None:
    assert entry(language, body, "power-bottleneck").speaker == speaker


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Because electricity is the bottleneck of AI, warns nobody."),
        ("de", "Damit wird Strom zum Engpass der künstlichen Intelligenz, so heißt es."),
        ("fr", "Ce manque d'électricité freine l'intelligence artificielle plus que les puces, dit-on."),
        ("es", "Hay quien dice que la electricidad es el cuello de botella de la inteligencia artificial."),
        ("en", "Data centres say that electricity is the bottleneck of AI."),
    ],
)
def test_a_word_that_opens_a_sentence_is_no_speaker(language: str, body: str) -> None:
    assert entry(language, body, "power-bottleneck").speaker is None


@pytest.mark.parametrize(
    ("speaker", "identity"),
    [
        ("Dr. Jane Roe", "jane-roe"),
        ("Prof. Dr. Hans Meyer", "hans-meyer"),
        ("Mme Durand", "durand"),
        ("Drew Dr", "drew-dr"),
        ("Dr.", "dr"),
    ],
)
def test_titles_are_no_part_of_the_id(speaker: str, identity: str) -> None:
    assert speaker_id(speaker) == identity
