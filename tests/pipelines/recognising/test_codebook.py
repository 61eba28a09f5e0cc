"""One test for each rule of the codebook, on sentences written for it. Quality on whole texts is in tests/quality."""

import pytest

from tests.pipelines.recognising.reading_aloud import entry, found, on_topic, topics

CLAIMS = [
    (
        "power-bottleneck",
        "en",
        "AI has money and chips; electricity is the bottleneck that decides how fast it grows.",
    ),
    (
        "power-bottleneck",
        "de",
        "Nicht Chips, sondern der Strom ist der Engpass, der die künstliche Intelligenz ausbremst.",
    ),
    (
        "power-bottleneck",
        "fr",
        "Le manque d'électricité freine l'intelligence artificielle plus que les puces.",
    ),
    (
        "power-bottleneck",
        "es",
        "La electricidad es el cuello de botella de la inteligencia artificial, no los chips.",
    ),
    (
        "power-bottleneck",
        "it",
        "La corrente elettrica è il collo di bottiglia dell'intelligenza artificiale.",
    ),
    ("power-bottleneck", "pt", "A energia elétrica é o gargalo da inteligência artificial no país."),
    ("power-bottleneck", "nl", "Stroom is het knelpunt voor kunstmatige intelligentie, niet de chips."),
    ("power-bottleneck", "pl", "Prąd stał się wąskim gardłem sztucznej inteligencji."),
    ("power-bottleneck", "zh", "电力已成为人工智能发展的瓶颈。"),
    ("power-bottleneck", "ja", "電力が人工知能の普及を左右するボトルネックになっている。"),
    ("power-bottleneck", "ru", "Электроэнергия стала узким местом развития искусственного интеллекта."),
    ("power-bottleneck", "tr", "Elektrik, yapay zekânın önündeki en büyük darboğaz haline geldi."),
    ("power-bottleneck", "ko", "전력이 인공지능 확산의 병목이 되고 있다."),
    ("power-bottleneck", "ar", "أصبحت الكهرباء عنق الزجاجة أمام الذكاء الاصطناعي."),
    (
        "chips-outrun-power",
        "en",
        "Thousands of GPUs sit idle in warehouses because there is no electricity to plug them into.",
    ),
    (
        "chips-outrun-power",
        "de",
        "Tausende Grafikprozessoren liegen ungenutzt im Lager, weil der Stromanschluss fehlt.",
    ),
    (
        "china-power-lead",
        "en",
        "China adds so much electricity that its AI companies are ahead of those in the United States.",
    ),
    (
        "china-power-lead",
        "fr",
        "La Chine dispose d'une avance en électricité qui profite à ses modèles d'intelligence artificielle.",
    ),
    (
        "tariffs-choke-supply",
        "en",
        "Import duties on solar panels and transformers delay the electricity that AI data centres need.",
    ),
    (
        "tariffs-choke-supply",
        "es",
        "Los aranceles a los paneles solares encarecen la electricidad de los centros de datos.",
    ),
    ("grid-queue", "en", "Data centres wait seven years for a grid connection."),
    ("grid-queue", "nl", "Datacenters staan op de wachtlijst: een aansluiting komt op zijn vroegst in 2033."),
    ("grid-queue", "sv", "Datacentren får vänta åtta år på anslutning till elnätet."),
    (
        "nuclear-for-ai",
        "en",
        "Only nuclear reactors can supply the data centres of artificial intelligence around the clock.",
    ),
    (
        "nuclear-for-ai",
        "pl",
        "Bez elektrowni jądrowych centra danych sztucznej inteligencji nie będą miały zasilania.",
    ),
    ("gas-for-ai", "en", "The utility will build three natural gas plants to power AI data centers."),
    (
        "gas-for-ai",
        "it",
        "Tre nuove centrali a gas saranno costruite per alimentare i data center dell'intelligenza artificiale.",
    ),
    ("ai-strains-grid", "en", "AI data centres overload the power grid and raise the risk of blackouts."),
    (
        "ai-strains-grid",
        "fi",
        "Tekoälyn datakeskukset ylikuormittavat sähköverkkoa ja uhkaavat aiheuttaa sähkökatkoja.",
    ),
    ("ai-raises-bills", "en", "Data centers drive up the electricity bills of households."),
    ("ai-raises-bills", "pt", "Os data centers encarecem a conta de luz das famílias."),
    (
        "orbital-compute",
        "en",
        "Data centres move into orbit: the sun always shines there, the grid on the ground is short of power.",
    ),
    (
        "energy-cooperation",
        "en",
        "The hunger of AI for electricity is a reason for China and the United States to cooperate on energy.",
    ),
    (
        "efficiency-answer",
        "en",
        "More efficient chips and leaner models will tame the electricity demand of AI.",
    ),
    (
        "ai-helps-grid",
        "en",
        "By pausing training at peak hours, flexible data centres help to stabilise the power grid.",
    ),
    (
        "not-power",
        "en",
        "Memory, not money, is the bottleneck that limits artificial intelligence, analysts say.",
    ),
    (
        "not-power",
        "de",
        "Der Mangel an Fachkräften bremst die künstliche Intelligenz, er ist ihr wahrer Flaschenhals.",
    ),
]


@pytest.mark.parametrize(("narrative", "language", "text"), CLAIMS)
def test_each_claim_is_asserted(narrative: str, language: str, text: str) -> None:
    assert found(language, text).get(narrative) == "asserts"


def test_denial_in_favour_of_another_bottleneck_is_two_entries() -> None:
    body = (
        "Electricity is not the bottleneck of AI, she said. The shortage of memory chips is what limits AI."
    )
    assert found("en", body) == {"power-bottleneck": "disputes", "not-power": "asserts"}


def test_a_denial_beside_the_claim_disputes_it() -> None:
    body = "Data centres drive up household electricity bills, a petition claims. The regulator rejects this as a myth."
    assert found("en", body)["ai-raises-bills"] == "disputes"


def test_a_title_that_denies_disputes() -> None:
    body = "Data centres have driven up electricity bills of households, a post on social media says."
    assert (
        found("en", body, "No, data centres did not raise your power bill")["ai-raises-bills"] == "disputes"
    )


def test_two_camps_are_reported() -> None:
    body = "Supporters say that AI data centres overload the power grid; critics reply that it can take more."
    assert found("en", body)["ai-strains-grid"] == "reports"


def test_a_question_is_reported() -> None:
    assert found("en", "Will AI data centres overload the power grid?")["ai-strains-grid"] == "reports"


def test_pledges_that_data_centres_pay_presuppose_the_bills_claim() -> None:
    body = "Data centers must pledge to pay the increases, so that household electricity bills do not rise."
    assert found("en", body)["ai-raises-bills"] == "reports"


def test_mere_facts_carry_nothing() -> None:
    assert found("en", "Data centres use 4 percent of the electricity of the United States.") == {}


def test_capacity_news_is_a_topic_only() -> None:
    body = "The company builds a data centre campus of one gigawatt near Dallas."
    assert found("en", body) == {}
    assert "data-centers" in topics("en", body)


def test_not_power_needs_no_energy_topic() -> None:
    body = "Memory, not money, is the bottleneck of artificial intelligence, says an analyst."
    assert found("en", body) == {"not-power": "asserts"}
    assert not on_topic("en", body)


def test_a_mere_shortage_of_chips_carries_nothing() -> None:
    assert found("en", "Gamers complain that graphics cards are sold out until spring.") == {}


def test_waiting_without_a_date_for_idle_chips_is_no_queue() -> None:
    body = "The GPUs lie unused in a warehouse because the substation has no power for them."
    assert "grid-queue" not in found("en", body)
    assert "chips-outrun-power" in found("en", body)


def test_data_centres_suffice_without_the_word_ai() -> None:
    assert "grid-queue" in found("en", "Data centres wait for a grid connection until 2034.")


def test_coal_belongs_to_gas_for_ai() -> None:
    assert "gas-for-ai" in found("en", "The coal plant is kept open to power AI data centers.")


def test_orbital_compute_needs_the_reason() -> None:
    assert found("en", "The start-up wants to launch data centres into orbit next year.") == {}


def test_tariffs_on_chips_do_not_count() -> None:
    assert "tariffs-choke-supply" not in found(
        "en", "Tariffs on AI chips make servers dearer, makers complain."
    )


def test_two_subjects_side_by_side_carry_nothing() -> None:
    body = "Shares of a gas company rose by two percent. A maker of AI software lost three percent."
    assert found("en", body) == {}


def test_electricity_use_of_data_centres_is_power_generation() -> None:
    body = "Data centres consume ever more electricity. Their electricity demand doubled in five years."
    assert {"power-generation", "data-centers"} <= topics("en", body)


def test_a_passing_word_is_no_topic() -> None:
    body = (
        "The museum opens a new wing on Saturday. " * 8 + "Visitors may charge their batteries in the lobby."
    )
    assert topics("en", body) == set()


def test_roll_ups_are_no_topics() -> None:
    body = "Artificial intelligence needs electricity from the power grid. The grid feeds the data centres."
    assert topics("en", body).isdisjoint({"energy", "AI group"})
    assert on_topic("en", body)


def test_evidence_is_the_sentence_of_the_claim() -> None:
    claim = "AI data centres overload the power grid and cause blackouts."
    body = f"The council met on Monday. {claim} A school will be painted blue."
    assert entry("en", body, "ai-strains-grid").evidence == claim


def test_a_teaser_for_another_article_carries_nothing() -> None:
    body = "The club won the derby.\n\nRead also: AI data centres overload the power grid and cause blackouts"
    assert found("en", body) == {}


TAIWAN = {
    "制約人工智慧的不是晶片，而是電力": "power-bottleneck",
    "資料中心等候併網要等七年": "grid-queue",
    "AI資料中心讓電網不堪負荷": "ai-strains-grid",
    "資料中心推高了居民電費": "ai-raises-bills",
    "科技巨頭重啟核電廠為資料中心供電": "nuclear-for-ai",
}


@pytest.mark.parametrize(("title", "narrative"), TAIWAN.items())
def test_chinese_is_read_in_traditional_letters_and_the_words_of_taiwan(title: str, narrative: str) -> None:
    one = entry("zh", title, narrative)
    assert (one.stance, one.evidence) == ("asserts", title)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Power, not chips, limits AI"), ("nl", "Stroom, niet chips, is het knelpunt van AI")],
)
def test_a_title_that_says_what_ai_lacks_is_about_the_supply_of_power(language: str, title: str) -> None:
    assert "power-generation" in topics(language, "", title=title)


def test_gigawatts_as_a_size_of_chips_are_no_energy_topic() -> None:
    title = "Chip maker and lab forge alliance for 10 gigawatts of AI datacenters"
    assert topics("en", "", title=title) == {"ai", "data-centers"}
    assert not on_topic("en", "", title=title)
