"""What decides the stance: negation, questions, hypotheticals, arm's length, two camps and the last word."""

import pytest

from tests.pipelines.recognising.reading_aloud import entry, found

STATED_AND_DENIED = [
    ("en", "Electricity is the bottleneck of AI.", "Electricity is not the bottleneck of AI."),
    ("de", "Der Strom ist der Engpass der KI.", "Der Strom ist nicht der Engpass der KI."),
    (
        "fr",
        "L'électricité est le goulet d'étranglement de l'IA.",
        "L'électricité n'est pas le goulet d'étranglement de l'IA.",
    ),
    (
        "es",
        "La electricidad es el cuello de botella de la inteligencia artificial.",
        "La electricidad no es el cuello de botella de la inteligencia artificial.",
    ),
    (
        "it",
        "L'elettricità è il collo di bottiglia dell'intelligenza artificiale.",
        "L'elettricità non è il collo di bottiglia dell'intelligenza artificiale.",
    ),
    (
        "pt",
        "A eletricidade é o gargalo da inteligência artificial.",
        "A eletricidade não é o gargalo da inteligência artificial.",
    ),
    (
        "nl",
        "Stroom is het knelpunt voor kunstmatige intelligentie.",
        "Stroom is niet het knelpunt voor kunstmatige intelligentie.",
    ),
    (
        "pl",
        "Prąd jest wąskim gardłem sztucznej inteligencji.",
        "Prąd nie jest wąskim gardłem sztucznej inteligencji.",
    ),
    ("zh", "电力是人工智能发展的瓶颈。", "电力不是人工智能发展的瓶颈。"),
    ("ja", "電力は人工知能のボトルネックだ。", "電力は人工知能のボトルネックではない。"),
    (
        "ru",
        "Электроэнергия является узким местом искусственного интеллекта.",
        "Электроэнергия не является узким местом искусственного интеллекта.",
    ),
    (
        "uk",
        "Електроенергія є вузьким місцем штучного інтелекту.",
        "Електроенергія не є вузьким місцем штучного інтелекту.",
    ),
    ("tr", "Elektrik yapay zekânın darboğazı.", "Elektrik yapay zekânın darboğazı değil."),
    (
        "ar",
        "الكهرباء هي عنق الزجاجة أمام الذكاء الاصطناعي.",
        "الكهرباء ليست عنق الزجاجة أمام الذكاء الاصطناعي.",
    ),
    ("ko", "전력은 인공지능의 병목이다.", "전력은 인공지능의 병목이 아니다."),
    (
        "cs",
        "Elektřina je úzkým hrdlem umělé inteligence.",
        "Elektřina není úzkým hrdlem umělé inteligence.",
    ),
    (
        "sv",
        "El är flaskhalsen för artificiell intelligens.",
        "El är inte flaskhalsen för artificiell intelligens.",
    ),
    (
        "da",
        "Strøm er flaskehalsen for kunstig intelligens.",
        "Strøm er ikke flaskehalsen for kunstig intelligens.",
    ),
    (
        "no",
        "Strøm er flaskehalsen for kunstig intelligens.",
        "Strøm er ikke flaskehalsen for kunstig intelligens.",
    ),
    ("fi", "Sähkö on tekoälyn pullonkaula.", "Sähkö ei ole tekoälyn pullonkaula."),
    (
        "el",
        "Το ρεύμα είναι το εμπόδιο για την τεχνητή νοημοσύνη.",
        "Το ρεύμα δεν είναι το εμπόδιο για την τεχνητή νοημοσύνη.",
    ),
    (
        "hu",
        "Az áram a mesterséges intelligencia szűk keresztmetszete.",
        "Nem az áram a mesterséges intelligencia szűk keresztmetszete.",
    ),
    (
        "ro",
        "Electricitatea este blocajul inteligenței artificiale.",
        "Electricitatea nu este blocajul inteligenței artificiale.",
    ),
    (
        "id",
        "Listrik adalah hambatan utama kecerdasan buatan.",
        "Listrik bukan hambatan utama kecerdasan buatan.",
    ),
    ("vi", "Điện là nút thắt của trí tuệ nhân tạo.", "Điện không phải là nút thắt của trí tuệ nhân tạo."),
    ("hi", "बिजली कृत्रिम बुद्धिमत्ता की अड़चन है।", "बिजली कृत्रिम बुद्धिमत्ता की अड़चन नहीं है।"),
    ("fa", "برق گلوگاه هوش مصنوعی است.", "برق گلوگاه هوش مصنوعی نیست."),
    ("he", "החשמל הוא צוואר הבקבוק של הבינה המלאכותית.", "החשמל אינו צוואר הבקבוק של הבינה המלאכותית."),
]


@pytest.mark.parametrize(
    ("language", "stated", "denied"), STATED_AND_DENIED, ids=[row[0] for row in STATED_AND_DENIED]
)
def test_a_plain_negation_turns_the_claim_in_every_language(language: str, stated: str, denied: str) -> None:
    assert found(language, stated)["power-bottleneck"] == "asserts"
    assert found(language, denied)["power-bottleneck"] == "disputes"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Is electricity the bottleneck of AI?"),
        ("de", "Ist der Strom der Engpass der künstlichen Intelligenz?"),
        ("fr", "L'électricité est-elle le goulet d'étranglement de l'intelligence artificielle\u202f?"),
        ("es", "¿Es la electricidad el cuello de botella de la inteligencia artificial?"),
        ("it", "L'elettricità è il collo di bottiglia dell'intelligenza artificiale?"),
        ("pt", "A eletricidade é o gargalo da inteligência artificial?"),
        ("nl", "Is stroom het knelpunt voor kunstmatige intelligentie?"),
        ("pl", "Czy prąd jest wąskim gardłem sztucznej inteligencji?"),
        ("zh", "电力是人工智能发展的瓶颈吗？"),
        ("ja", "電力は人工知能のボトルネックなのか？"),
        ("ru", "Станет ли электроэнергия узким местом искусственного интеллекта?"),
        ("ar", "هل أصبحت الكهرباء عنق الزجاجة أمام الذكاء الاصطناعي؟"),
        ("ko", "전력이 인공지능의 병목인가?"),
        ("en", "“Is electricity the bottleneck of AI?”"),
        ("de", "»Ist der Strom der Engpass der künstlichen Intelligenz?«"),
        ("ja", "「電力は人工知能のボトルネックなのか？」"),
    ],
)
def test_a_question_holds_the_claim_open(language: str, question: str) -> None:
    assert found(language, question)["power-bottleneck"] == "reports"


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Not chips but electricity is the bottleneck of AI."),
        ("de", "Nicht die Chips, sondern der Strom ist der Engpass der künstlichen Intelligenz."),
        ("fr", "Ce ne sont pas les puces mais l'électricité qui est le goulet d'étranglement de l'IA."),
        ("es", "No son los chips sino la electricidad el cuello de botella de la inteligencia artificial."),
        ("it", "Non i chip ma l'elettricità è il collo di bottiglia dell'intelligenza artificiale."),
        ("nl", "Niet de chips maar de stroom is het knelpunt voor kunstmatige intelligentie."),
        ("pl", "Nie chipy, lecz prąd jest wąskim gardłem sztucznej inteligencji."),
        ("zh", "制约人工智能发展的瓶颈不是芯片而是电力。"),
        ("ja", "人工知能のボトルネックは半導体ではなく電力だ。"),
    ],
)
def test_not_chips_but_power_asserts_power_and_nothing_else_as_the_limit(language: str, body: str) -> None:
    stances = found(language, body)
    assert stances["power-bottleneck"] == "asserts"
    assert "not-power" not in stances


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Not electricity but talent is the bottleneck of AI."),
        ("de", "Nicht der Strom, sondern Fachkräfte sind der Engpass der künstlichen Intelligenz."),
    ],
)
def test_not_power_but_talent_is_two_entries(language: str, body: str) -> None:
    stances = found(language, body)
    assert (stances["power-bottleneck"], stances["not-power"]) == ("disputes", "asserts")


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "AI data centres could overload the power grid."),
        ("en", "Whether AI data centres overload the power grid is unclear."),
        ("en", "A rumour that AI data centres overload the power grid is circulating online."),
        ("en", "AI data centres supposedly overload the power grid."),
        ("de", "Ob KI-Rechenzentren das Stromnetz überlasten, ist umstritten."),
        ("de", "Das Gerücht, KI-Rechenzentren überlasteten das Stromnetz, macht die Runde."),
        ("de", "Angeblich überlasten KI-Rechenzentren das Stromnetz."),
        ("fr", "La question de savoir si les centres de données saturent le réseau électrique fait débat."),
        ("es", "Se debate si los centros de datos saturan la red eléctrica."),
        ("it", "È controverso se i data center sovraccarichino la rete elettrica."),
    ],
)
def test_what_is_open_or_held_at_arms_length_is_reported(language: str, body: str) -> None:
    assert found(language, body)["ai-strains-grid"] == "reports"


LAST_WORDS = [
    ("en", "AI data centres overload the power grid, a blogger wrote.", "The grid operator rejected this as false."),
    ("de", "KI-Rechenzentren überlasten das Stromnetz, schreibt ein Blogger.", "Der Netzbetreiber dementiert."),
    ("fr", "Les centres de données saturent le réseau électrique, écrit un blogueur.", "Le gestionnaire dément."),
    ("es", "Los centros de datos saturan la red eléctrica, escribe un bloguero.", "El operador lo desmiente."),
    ("it", "I data center sovraccaricano la rete elettrica, scrive un blogger.", "Il gestore smentisce."),
    ("pt", "Os data centers sobrecarregam a rede elétrica, escreve um blogueiro.", "O operador desmente."),
    ("nl", "Datacenters overbelasten het stroomnet, schrijft een blogger.", "De netbeheerder spreekt dat tegen."),
    ("pl", "Centra danych przeciążają sieć energetyczną, pisze bloger.", "Operator temu zaprzecza."),
    ("zh", "数据中心使电网不堪重负，一位博主写道。", "电网公司否认这一说法。"),
    ("ja", "データセンターが送電網に過負荷をかけている、と住民は言う。", "電力会社はこれを否定した。"),
    ("ru", "Дата-центры перегружают электросеть, пишет блогер.", "Оператор это опровергает."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "claim", "answer"), LAST_WORDS, ids=[row[0] for row in LAST_WORDS])
def test_a_denial_in_the_next_sentence_is_the_last_word_and_part_of_the_evidence(
    language: str, claim: str, answer: str
) -> None:
    body = claim + ("" if language in {"zh", "ja"} else " ") + answer
    one = entry(language, body, "ai-strains-grid")
    assert (one.stance, one.evidence) == ("disputes", body)


@pytest.mark.parametrize(("language", "claim", "answer"), LAST_WORDS, ids=[row[0] for row in LAST_WORDS])
def test_the_claim_alone_is_asserted(language: str, claim: str, answer: str) -> None:
    one = entry(language, claim, "ai-strains-grid")
    assert (one.stance, one.evidence) == ("asserts", claim)


def test_a_denial_two_sentences_on_is_about_something_else() -> None:
    body = "AI data centres overload the power grid. A school was painted. A singer rejected an offer."
    assert found("en", body)["ai-strains-grid"] == "asserts"


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Supporters say that AI data centres overload the power grid; critics reply that it can take more."),
        ("de", "Befürworter sagen, KI-Rechenzentren überlasten das Stromnetz; Kritiker halten dagegen."),
        ("fr", "Pour les partisans, les centres de données saturent le réseau électrique ; les critiques en doutent."),
    ],
)  # fmt: skip
def test_two_camps_in_one_sentence_are_reported(language: str, body: str) -> None:
    assert found(language, body)["ai-strains-grid"] == "reports"


def test_two_camps_in_two_sentences_are_reported_with_both_as_evidence() -> None:
    body = (
        "Supporters say that AI data centres overload the power grid. Critics counter that it can take more."
    )
    one = entry("en", body, "ai-strains-grid")
    assert (one.stance, one.evidence) == ("reports", body)


@pytest.mark.parametrize("mark", [",", ":", " –", ".", "!"])
def test_a_plain_no_in_the_title_disputes_the_claim_it_names(mark: str) -> None:
    title = f"No{mark} AI data centres do not overload the power grid"
    body = "AI data centres overload the power grid, posts say."
    assert found("en", body, title)["ai-strains-grid"] == "disputes"


def test_a_no_that_goes_on_is_no_denial() -> None:
    title = "No end in sight: data centres and the power grid"
    assert found("en", "AI data centres overload the power grid.", title)["ai-strains-grid"] == "asserts"


def test_a_question_in_the_title_answered_with_a_no_is_reported() -> None:
    title = "Do AI data centres strain the power grid? | Riverbend Herald"
    body = "AI data centres overload the power grid, say residents. The utility rejects this."
    assert found("en", body, title)["ai-strains-grid"] == "reports"


def test_the_answer_in_an_opening_no_counts_like_a_denial() -> None:
    body = "AI data centres overload the power grid, residents say. No, the engineer answers."
    one = entry("en", body, "ai-strains-grid")
    assert (one.stance, one.evidence) == ("disputes", body)


def test_a_denial_aimed_at_power_leaves_the_other_bottleneck_asserted() -> None:
    body = "It is false that electricity limits AI. The lack of skilled engineers is what limits AI."
    stances = found("en", body)
    assert (stances["power-bottleneck"], stances["not-power"]) == ("disputes", "asserts")
