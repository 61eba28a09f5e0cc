"""Languages of titles and texts: scripts, statistics, priors, abstention."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.language import detect_language
from pipelines.reading.scripts import by_script, by_spelling

TEXTS = {
    "de": "Auf dem Schornstein der alten Molkerei brütet zum ersten Mal seit dreißig Jahren wieder ein Storchenpaar.",
    "en": "The port will shut its northern basin for eleven weeks while divers replace the wooden piles.",
    "fr": "Le pont suspendu restera fermé aux voitures jusqu’à l’automne, a décidé mardi le conseil municipal.",
    "es": "El ayuntamiento apagará la mitad de las farolas entre la una y las cinco de la madrugada.",
    "it": "Gli alveari sul tetto del conservatorio hanno prodotto trenta chili di miele, il doppio del previsto.",
    "pt": "A neblina fechou por três dias o aeródromo e deixou quarenta paraquedistas sem saltar.",
    "nl": "De zoutpannen gaan na honderdtwintig jaar dicht, want de laatste zoutzieder vond geen opvolger.",
    "pl": "Huta szkła po raz pierwszy od wojny wygasi na miesiąc piec z powodu wymiany wyściółki.",
    "zh": "今年第一批春茶比去年早上市九天，茶农说原因是暖冬。",
    "ja": "会社は除雪にかかる費用を年間千二百万円減らせると説明している。",
    "ko": "시는 가을까지 새 변전소를 짓겠다고 발표했다.",
    "ru": "Город получит новую подстанцию к осени, обещают инженеры сети.",
    "uk": "Місто отримає нову підстанцію до осені, обіцяють інженери мережі.",
    "el": "Η πόλη θα αποκτήσει νέο υποσταθμό έως το φθινόπωρο, λένε οι μηχανικοί.",
    "he": "העיר תקבל תחנת משנה חדשה עד הסתיו, מבטיחים המהנדסים.",
    "ar": "ستحصل المدينة على محطة فرعية جديدة بحلول الخريف كما وعد المهندسون.",
    "tr": "Kent sonbahara kadar yeni bir trafo merkezine kavuşacak, diyor şebeke mühendisleri.",
    "cs": "Město dostane do podzimu novou rozvodnu, slibují inženýři, kteří řídí síť v regionu.",
    "da": "Byen får en ny transformerstation inden efteråret, lover ingeniørerne, efter at den gamle blev lukket.",
    "no": "Byen får en ny transformatorstasjon før høsten, lover ingeniørene, etter at den gamle ble lukket.",
    "sv": "Staden får en ny transformatorstation före hösten, lovar ingenjörerna som sköter nätet.",
    "fi": "Kaupunki saa uuden sähköaseman syksyyn mennessä, lupaavat verkon insinöörit.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_languages_without_any_prior(code: str) -> None:
    found = detect_language(None, TEXTS[code])
    assert (found.language, found.prior) == (code, "none")
    assert 0.5 < found.confidence <= 1.0


@pytest.mark.parametrize("code", TEXTS)
def test_capitals_change_nothing(code: str) -> None:
    assert detect_language(None, TEXTS[code].upper()).language == code


def test_the_same_input_gives_the_same_answer() -> None:
    answers = {detect_language("Nya", "Staden får en ny station i dag") for _ in range(20)}
    assert len(answers) == 1


@pytest.mark.parametrize("text", [None, "", "   ", "2026 – 18:40", "!!!", "OK"])
def test_too_little_is_undecided(text: str | None) -> None:
    found = detect_language(None, text)
    assert (found.language, found.confidence, found.detector) == ("und", 0.0, "none")


def test_declared_language_settles_a_short_line() -> None:
    assert detect_language("Was nun, Herr Meier?", None, page_language="de-DE").language == "de"
    assert detect_language("Was nun, Herr Meier?", None).language == "und"


def test_declared_language_does_not_overrule_a_text() -> None:
    found = detect_language(None, TEXTS["de"] * 2, page_language="en", outlet_languages=("en",))
    assert (found.language, found.prior) == ("de", "page+outlet")


def test_chinese_characters_only_may_be_a_japanese_headline() -> None:
    assert detect_language("首相辞任表明", None).language == "zh"
    assert detect_language("首相辞任表明", None, page_language="ja").language == "ja"
    assert detect_language("首相辞任表明", TEXTS["ja"] * 10).title_language == "ja"


def test_a_language_no_detector_knows_is_taken_from_the_page_or_left_open() -> None:
    basque = "Hiriak udazkena baino lehen azpiestazio berria izango duela agindu dute ingeniariek."
    found = detect_language(None, basque, page_language="eu")
    assert found.language in {"eu", "und"} or found.confidence >= 0.9


def test_codes_are_normalised() -> None:
    assert detect_language(None, TEXTS["no"], page_language="nb").language == "no"
    assert detect_language(None, TEXTS["he"], page_language="iw").language == "he"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("қазақстан жаңалықтары", "kk"),
        ("ўлада паведаміла", "be"),
        ("ђачка књига", "sr"),
        ("សួស្តី\u200bពិភពលោក", "km"),
        ("plain text", None),
    ],
)
def test_scripts(text: str, code: str | None) -> None:
    assert by_script(text, set()) == code


def test_spelling_tells_close_relatives_apart_only_among_themselves() -> None:
    assert by_spelling("říká, že ministři přijdou", "sk") == "cs"
    assert by_spelling("říká, že ministři přijdou", "pl") == "pl"
    assert by_spelling("ingen tegn", "da") == "da"


@given(st.text(max_size=200), st.none() | st.text(max_size=8))
@settings(deadline=None)
def test_any_text_has_an_answer(text: str, declared: str | None) -> None:
    found = detect_language(text, text, page_language=declared)
    assert (found.language == "und") == (found.confidence == 0.0)
