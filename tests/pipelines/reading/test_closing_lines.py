"""Lines that close an article: invitations to follow the outlet elsewhere, and who wrote it."""

import pytest

from pipelines.reading.page import Page, read_page

TITLE = "The bridge stays closed"
SENTENCES = [f"The council spoke for two hours about the old bridge, point {n} of the day." for n in range(8)]
INVITATIONS = [
    "Subscribe to our Telegram channel to get the latest news.",
    "👉 Follow The Herald on Google News.",
    "Sign up for our daily newsletter.",
    "Download our app for all the news of the river.",
    "Have a tip? Email us at tips@herald.example.",
    "Folgen Sie uns auf WhatsApp.",
    "Abonnieren Sie unseren Newsletter.",
    "Suivez-nous sur WhatsApp et Telegram.",
    "Síguenos en Facebook.",
    "Suscríbete a nuestro boletín.",
    "Seguici su Instagram.",
    "Siga o canal do jornal no WhatsApp.",
    "Volg ons op Facebook.",
    "Obserwuj nas na Google News.",
    "关注我们的微信公众号。",
    "Подписывайтесь на наш канал в Telegram.",
    "Підписуйтесь на наш Telegram-канал.",
    "Telegram kanalımıza katılın.",
    "Přihlaste se k odběru našeho newsletteru.",
    "Ακολουθήστε μας στο Google News.",
    "Dapatkan berita terbaru di kanal WhatsApp kami.",
    "Theo dõi chúng tôi trên Google News.",
]
SAID = [
    "Like Facebook, the company follows users of its app across the web.",
    "The mayor asked the town to follow the council on Telegram.",
    "She wrote on Twitter that the bridge will open in May.",
    "Le maire a écrit sur Facebook que le pont restera fermé.",
    "Der Verein sammelt über WhatsApp Geld für die Brücke.",
    "Мэр написал в Telegram, что мост закрыт до весны.",
]


def body(*lines: str, author: str = "") -> list[str]:
    head = f'<title>{TITLE}</title><meta name=author content="{author}">'
    text = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<html><head>{head}</head><body><article><h1>{TITLE}</h1>{text}</article>"
    reading = read_page(Page("https://river.example/notes/x", html.encode(), None, "text/html", None))
    return (reading.body or "").split("\n\n")


@pytest.mark.parametrize("line", INVITATIONS)
def test_an_invitation_at_the_end_is_no_text(line: str) -> None:
    assert body(*SENTENCES, line) == SENTENCES


@pytest.mark.parametrize("line", SAID)
def test_what_is_said_of_such_channels_is_text(line: str) -> None:
    assert body(*SENTENCES, line) == [*SENTENCES, line]


@pytest.mark.parametrize("line", INVITATIONS[:3])
def test_an_invitation_in_the_beginning_may_be_meant(line: str) -> None:
    assert body(SENTENCES[0], line, *SENTENCES[1:])[1] == line


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee-Moor covers energy for the Herald and lives in Riverbend.",
        "Ann Lee-Moor ist Korrespondentin in Oslo.",
        "Ann Lee-Moor est journaliste au Phare.",
    ],
)
def test_who_wrote_it_is_no_text_at_the_end(line: str) -> None:
    assert body(*SENTENCES, line, author="Ann Lee-Moor") == SENTENCES
    assert line in body(*SENTENCES, line, SENTENCES[0].replace("old", "new"), author="Ann Lee-Moor")
    assert body(*SENTENCES, line, author="Tor Aas") == [*SENTENCES, line]
