"""Texts that break off at a sentence for subscribers: the sentence goes, the page says that it is paid or is a stub."""

import pytest

from pipelines.reading.page import Reading
from pipelines.reading.paywall import says_cut_short
from tests.pipelines.reading.stories import ENGLISH, STORIES
from tests.pipelines.reading.test_teaser_layouts import read

WALLS = {
    "en": [
        "To continue reading this article, subscribe now.",
        "This article is for subscribers only.",
        "Sign in to read the full article.",
    ],
    "de": [
        "Weiterlesen mit Tagblatt Plus",
        "Dieser Artikel ist nur für Abonnenten.",
        "Registrieren Sie sich, um den ganzen Artikel zu lesen.",
    ],
    "fr": ["Il vous reste 85 % de cet article à lire.", "La suite est réservée aux abonnés."],
    "es": [
        "Contenido exclusivo para suscriptores",
        "Para seguir leyendo, suscríbase.",
        "Regístrate gratis para leer la noticia.",
    ],
    "it": [
        "Questo contenuto è riservato agli abbonati.",
        "Per continuare a leggere, accedi.",
        "Registrati per leggere tutto.",
    ],
    "pt": [
        "Conteúdo exclusivo para assinantes",
        "Para continuar a ler, faça login.",
        "Cadastre-se grátis para ler.",
    ],
    "nl": ["Dit artikel is alleen voor abonnees.", "Om verder te lezen heeft u een abonnement nodig."],
    "pl": ["Artykuł dostępny tylko dla prenumeratorów", "Pozostało jeszcze 85% artykułu"],
    "zh": ["本文为付费内容", "订阅后继续阅读全文", "还剩 85% 内容"],
    "ja": ["この記事は有料記事です。残り1234文字", "会員登録すると続きをお読みいただけます。"],
    "ko": ["이 기사는 유료 회원 전용입니다", "로그인하시면 전문을 읽을 수 있습니다"],
    "ru": ["Материал доступен только по подписке", "Чтобы читать дальше, войдите на сайт."],
    "uk": ["Щоб читати далі, увійдіть."],
    "tr": ["Okumaya devam etmek için abone olun."],
    "ar": ["لمواصلة القراءة يرجى الاشتراك"],
    "sv": ["För att läsa vidare behöver du logga in."],
    "da": ["Artiklen er kun for abonnenter."],
    "no": ["For å lese videre må du logge inn."],
    "fi": ["Artikkeli on vain tilaajille."],
    "el": ["Διαθέσιμο μόνο για συνδρομητές"],
    "cs": ["Článek je jen pro předplatitele."],
    "hu": ["A cikk csak előfizetőknek érhető el."],
    "ro": ["Acest articol este disponibil doar pentru abonați."],
}
SENTENCES = [sentence for sentences in WALLS.values() for sentence in sentences]


def page(*paragraphs: str, below: str = "") -> Reading:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = "A cottage moves uphill"
    return read(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{text}{below}</div></body></html>"
    )


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize(
    "frame", ["<p>{}</p>", "<div class='x'><h2>{}</h2><p>Four weeks for one crown</p></div>"]
)
def test_a_beginning_alone_is_a_stub(sentence: str, frame: str) -> None:
    reading = page(ENGLISH.paragraphs[0], below=frame.format(sentence))
    assert reading.rejected is not None
    assert reading.rejected.reason == "paywall_stub"
    assert sentence in reading.rejected.evidence
    assert reading.body == ENGLISH.paragraphs[0]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_several_paragraphs_are_an_article_that_is_paid(sentence: str) -> None:
    reading = page(*ENGLISH.paragraphs, below=f"<p>{sentence}</p><p>Already a reader? Log in here.</p>")
    assert (reading.kind, reading.access) == ("article", "paid")
    assert reading.body == "\n\n".join(ENGLISH.paragraphs)


def test_a_long_text_says_nothing_about_its_price() -> None:
    reading = page(*ENGLISH.paragraphs * 3, below=f"<p>{SENTENCES[0]}</p>")
    assert (reading.kind, reading.access) == ("article", None)


def test_a_sentence_with_paragraphs_below_it_stays() -> None:
    inside = "The paper said its archive was for members only, and to keep reading one had to join."
    reading = page(ENGLISH.paragraphs[0], inside, *(f"{text} {text}" for text in ENGLISH.paragraphs[1:]))
    assert inside in (reading.body or "")
    assert reading.access is None


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_sentences_of_articles_break_nothing_off(story: object) -> None:
    assert not any(map(says_cut_short, getattr(story, "paragraphs", ())))


@pytest.mark.parametrize(
    "line",
    [
        "Subscribers of the paper rose to 40,000, the publisher said.",
        "Die Zahl der Abonnenten stieg auf 40.000, teilte der Verlag mit.",
        "Le journal compte 40 000 abonnés, selon son éditeur.",
        "这家报纸的订阅用户达到四万。",
        "Read more about the cottage",
        "Members-only clubs were among the first to close their bars.",
        "Pour lire la suite du dossier, le juge a demandé deux jours.",
        "Los alumnos se quedan una hora para seguir leyendo en clase.",
        "Wer spart, kann im Abo weiterlesen, sagt der Verleger.",
    ],
)
def test_news_about_subscribers_is_no_wall(line: str) -> None:
    assert not says_cut_short(line)
