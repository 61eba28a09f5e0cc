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
# Legal notices longer than other closing lines, in the languages whose outlets print them below each article.
NOTICES = [
    "При использовании материалов сайта ссылка на «Речной вестник» обязательна, при перепечатке она открыта.",
    "При передруку матеріалів посилання на «Річковий вісник» обов'язкове не нижче другого абзацу.",
    "免责声明：本文观点仅代表作者本人，与本网无关。其原创性以及文中陈述内容未经本站证实，请读者仅作参考，并自行核实相关内容。",
    "凡本网注明来源的作品，版权均属于本网，未经书面授权不得转载、摘编或利用其它方式使用上述作品。",
    "Disclaimer: the views in this article are those of its author alone and not of the Herald.",
    "Wszelkie prawa zastrzeżone. Kopiowanie i rozpowszechnianie bez zgody redakcji jest zabronione.",
    "© River Herald 2026. This text may be printed by whoever names the Herald and its author.",
]
NO_NOTICES = [
    "The Copyright Act of 1976 protects the drawings of the bridge, says the surveyor.",
    "外交部发言人发表声明：大桥将在秋天之前重新开放，市民可以放心。",
    "При использовании старого моста грузовики теряли по два часа в день, говорит мэр.",
    "Risk warning: the dam holds no more than two weeks of rain, says the engineer.",
    "Die Verwertung von Klärschlamm braucht seit Januar eine Genehmigung des Landes.",
    "本站所有列车从下月起将减少停靠时间，市民出行更加方便。",
    "Использование новых материалов удешевит мост, говорит инженер.",
    "Legal advice came from a friend of the mayor who had built bridges himself.",
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


@pytest.mark.parametrize("line", NOTICES)
def test_a_legal_notice_at_the_end_is_no_text_however_long(line: str) -> None:
    assert body(*SENTENCES, line) == SENTENCES
    assert body(*SENTENCES, f"{line} {' '.join(SENTENCES[:5])}") == SENTENCES


def test_a_legal_notice_below_two_paragraphs_is_no_text() -> None:
    assert body(*SENTENCES[:2], NOTICES[2], SENTENCES[2]) == SENTENCES[:3]


@pytest.mark.parametrize("line", NO_NOTICES)
def test_a_sentence_about_rights_or_statements_is_text(line: str) -> None:
    assert body(*SENTENCES, line) == [*SENTENCES, line]


@pytest.mark.parametrize("line", ["Foto: Ann Lee", "Fot. Jan Kowalski", "Photo credit: Ann Lee/River Herald"])
@pytest.mark.parametrize("place", [3, 8])
def test_who_took_a_picture_is_no_text(line: str, place: int) -> None:
    assert body(*SENTENCES[:place], line, *SENTENCES[place:]) == SENTENCES


@pytest.mark.parametrize("line", ["(al)", "(al/mk)", "（李明）"])
def test_the_mark_of_who_wrote_it_is_no_text(line: str) -> None:
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
