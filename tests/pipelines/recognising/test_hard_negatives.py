"""Texts that look like the subject and are not: each must stay without a narrative and off topic."""

import pytest

from tests.pipelines.recognising.reading_aloud import found, on_topic

HARD_NEGATIVES = [
    (
        "en",
        "AI power is growing: a handful of firms decides what billions read, and politicians fear it.",
    ),
    (
        "en",
        "Researchers complain about a shortage of computing power for artificial intelligence at the faculty.",
    ),
    ("en", "She signed a power of attorney after an AI chatbot had explained the form to her."),
    ("en", "The course teaches Power BI, PowerPoint and the use of AI assistants in the office."),
    ("en", "The midfield was the bottleneck of the team, which ran out of energy in the last minutes."),
    ("en", "Blackouts hit the island for the third day; the grid operator blames a storm."),
    ("en", "Bitcoin miners use as much electricity as a small country, a study finds."),
    (
        "en",
        "Charging stations for electric cars wait years for a grid connection; the bottleneck is the cable.",
    ),
    ("en", "A lack of tankers is the bottleneck for liquefied natural gas this winter."),
    ("en", "The retired engineer, who died on Sunday, had energy for three and a smile for everybody."),
    ("en", "Quiz: which language model wrote this poem? The winner gets a power bank."),
    ("de", "Die KI-Macht weniger Konzerne wirft Machtfragen auf, sagt die Philosophin."),
    ("de", "An der Hochschule fehlt Rechenleistung für künstliche Intelligenz, die Warteliste ist lang."),
    ("de", "Der Mannschaft fehlte im zweiten Satz die Energie, der Zuspieler war der Engpass."),
    (
        "fr",
        "La puissance de calcul manque aux laboratoires d'intelligence artificielle, regrette un chercheur.",
    ),
    ("fr", "Le concert fut électrique, la cheffe a mis le courant dans la salle."),
    ("es", "España quiere ser una potencia en inteligencia artificial y presenta su modelo de lenguaje."),
    ("it", "La potenza di calcolo serve ai ricercatori di intelligenza artificiale dell'ateneo."),
    ("pt", "O poder da inteligência artificial nas eleições preocupa os juízes."),
    ("nl", "De spits zat zonder stroom en het middenveld was de flessenhals van de ploeg."),
    ("pl", "Brakuje mocy obliczeniowej dla studentów sztucznej inteligencji."),
    ("zh", "高校算力紧张，学生排队等待显卡训练大模型。"),
    ("ja", "打線のボトルネックが解消し、チームは電源が入ったように打った。"),
    ("ru", "Вычислительных мощностей для искусственного интеллекта в университете не хватает студентам."),
    ("sv", "Beräkningskraft saknas för studenterna i artificiell intelligens."),
    ("tr", "Yapay zekâ öğrencileri için işlem gücü yetmiyor."),
    ("ko", "대학 연구실은 인공지능 연산 능력이 모자라 순번을 정해 쓴다."),
    ("id", "Daya komputasi untuk kecerdasan buatan di kampus itu kurang."),
]


@pytest.mark.parametrize(("language", "text"), HARD_NEGATIVES)
def test_no_narrative_about_power(language: str, text: str) -> None:
    # a shortage of computing may at most be read as another bottleneck than power
    assert set(found(language, text)) <= {"not-power"}


@pytest.mark.parametrize(("language", "text"), HARD_NEGATIVES)
def test_not_on_topic(language: str, text: str) -> None:
    assert not on_topic(language, text)


def test_ai_in_an_energy_firm_without_a_limit_carries_nothing() -> None:
    body = "The utility lets an AI assistant answer the phone. It takes down meter readings and explains the tariff."
    assert found("en", body) == {}


EVERYDAY = [
    ("en", "The chatbot suffers an outage", "The AI assistant was cut off from its users for an hour."),
    ("en", "A growing disconnect between AI insiders and shoppers", None),
    ("en", "Constellation of AI start-ups draws solar investors", None),
    (
        "en",
        "Sailors report a bottleneck at the harbour",
        "Their AI logbook names a broken mast as the limit.",
    ),
    ("en", "Insurers use AI to reduce operating costs for customers", "Rates rise where claims do."),
    (
        "de",
        "Schulen setzen auf KI",
        "Am Ende entscheidet das Geld über die Ausstattung mit Geräten, sagt die Lehrerin.",
    ),
    (
        "fr",
        "Le robot de l'usine",
        "Les commandes d'automates restent sous pression, malgré l'intelligence artificielle.",
    ),
]


@pytest.mark.parametrize(("language", "title", "body"), EVERYDAY)
def test_words_with_an_everyday_meaning_claim_nothing_alone(
    language: str, title: str, body: str | None
) -> None:
    assert found(language, body or "", title=title) == {}


def test_the_same_words_claim_beside_plain_ones() -> None:
    title = "Data centre outage warning"
    assert found("en", "AI data centres could cause an outage of the power grid.", title=title) == {
        "ai-strains-grid": "reports"
    }
