"""Languages of titles and texts: scripts, statistics, priors, abstention."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.language import detect_language
from pipelines.reading.scripts import by_script

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
    assert detect_language("Netz wartet", None, page_language="de-DE").language == "de"
    assert detect_language("Netz wartet", None).language == "und"


def test_declared_language_does_not_overrule_a_text() -> None:
    found = detect_language(None, TEXTS["de"] * 2, page_language="en", outlet_languages=("en",))
    assert (found.language, found.prior) == ("de", "page+outlet")


def test_chinese_characters_only_may_be_a_japanese_headline() -> None:
    assert detect_language("首相辞任表明", None).language == "zh"
    assert detect_language("首相辞任表明", None, page_language="ja").language == "ja"
    assert detect_language("首相辞任表明", TEXTS["ja"] * 10).title_language == "ja"


def test_a_language_no_detector_knows_is_taken_from_the_page() -> None:
    low_german = "De Stadt kriggt en nee Umspannwark vör den Harvst."
    found = detect_language(None, low_german, page_language="nds")
    assert (found.language, found.confidence, found.detector) == ("nds", 0.5, "declared")


def test_a_language_nobody_follows_is_told_where_the_text_is_plain() -> None:
    basque = "Hiriak udazkena baino lehen azpiestazio berria izango duela agindu dute ingeniariek."
    assert detect_language(None, basque).language == "eu"


@pytest.mark.parametrize("declared", ["xx", "und", "eng", "qaa", "!"])
def test_a_declared_code_never_comes_back_as_it_is(declared: str) -> None:
    assert detect_language(None, TEXTS["en"], page_language=declared).language == "en"
    assert detect_language("1, 2, 3", None, page_language=declared).language == "und"


@pytest.mark.parametrize(
    ("text", "page", "detector"),
    [
        (TEXTS["ko"], None, "script"),
        (TEXTS["en"] * 2, None, "py3langid"),
        ("Byen får ny stasjon", "de", "langdetect"),
        ("", "de", "none"),
    ],
)
def test_the_answer_names_who_decided(text: str, page: str | None, detector: str) -> None:
    assert detect_language(None, text, page_language=page).detector == detector


def article(*codes: str) -> str:
    """A paragraph in each language given."""
    return "\n\n".join(f"{TEXTS[code]} {TEXTS[code]}" for code in codes)


def test_a_second_language_is_told_with_its_share() -> None:
    text = article("de", "de", "en", "de", "en", "de")
    found = detect_language("Die Störche sind zurück", text)
    english = 2 * len(f"{TEXTS['en']} {TEXTS['en']}") / len(text)
    assert (found.language, found.title_language, found.second_language) == ("de", "de", "en")
    assert found.second_share == pytest.approx(english, abs=0.05)


def test_a_second_script_counts_as_a_second_language() -> None:
    found = detect_language(None, article("pl", "uk", "pl", "uk", "pl"))
    assert (found.language, found.second_language) == ("pl", "uk")


@pytest.mark.parametrize("code", ["de", "es", "pt", "zh", "ru"])
def test_a_text_in_one_language_has_no_second(code: str) -> None:
    found = detect_language(None, article(*[code] * 6))
    assert (found.language, found.second_language, found.second_share) == (code, None, 0.0)


def test_a_short_text_does_not_tell_whether_it_is_mixed() -> None:
    found = detect_language(None, article("de"))
    assert (found.second_language, found.second_share) == (None, None)


def test_addresses_say_nothing_about_a_language() -> None:
    line = (
        "Kontakt: https://the-very-english-address.example/with/words/of/the/press redaktion@example.example"
    )
    assert detect_language(None, f"{line} {TEXTS['de']}").language == "de"


def test_threads_that_come_first_at_once_agree() -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = set(threads.map(lambda _: detect_language(None, TEXTS["nl"]), range(8)))
    assert len(answers) == 1


def test_codes_are_normalised() -> None:
    assert detect_language(None, TEXTS["no"], page_language="nb").language == "no"
    assert detect_language(None, TEXTS["he"], page_language="iw").language == "he"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("қазақстан жаңалықтары", "kk"),
        ("ўлада паведаміла", "be"),
        ("ђачка књига", "sr"),
        ("шинэ дэд станц їйлдвэр өөр өнгөөр өргөн", "mn"),
        ("សួស្តី\u200bពិភពលោក", "km"),
        ("plain text", None),
    ],
)
def test_scripts(text: str, code: str | None) -> None:
    assert by_script(text, set()) == code


@given(st.text(max_size=200), st.none() | st.text(max_size=8))
@settings(deadline=None)
def test_any_text_has_an_answer(text: str, declared: str | None) -> None:
    found = detect_language(text, text, page_language=declared)
    assert (found.language == "und") == (found.confidence == 0.0)
    assert (found.second_share or 0.0) <= 0.5 + 1e-9 or found.second_language
