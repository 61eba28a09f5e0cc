"""Credits of news agencies: as author, in datelines, at the end; a mere mention is none."""

import re
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading import agencies
from pipelines.reading.agencies import find_agencies
from pipelines.reading.margins import Margins, find_margins
from pipelines.reading.walk import parse

PLAIN = "The pier closes for the winter because of a storm that broke its planks last week."


def credited(
    *paragraphs: str, stated: tuple[str, ...] = (), lead: str | None = None, language: str | None = "en"
) -> list[str]:
    body = "\n\n".join(paragraphs) or None
    return list(find_agencies(stated, lead=lead, body=body, margins=Margins(), language=language))


def beside(before: str = "", behind: str = "", language: str | None = "en") -> list[str]:
    tree = parse(f"<body><div>{before}</div><p>{PLAIN}</p><div>{behind}</div></body>")
    assert tree is not None
    lines = [block for block in tree.blocks if block.text == PLAIN]
    return list(
        find_agencies((), lead=None, body=PLAIN, margins=find_margins(tree.blocks, lines), language=language)
    )


@pytest.mark.parametrize(
    ("opening", "language", "agency"),
    [
        ("SANDVIK (dpa) – Der Steg", "de", "dpa"),
        ("Sandvik, 3. März (dpa/mh) - Der Steg", "de", "dpa"),
        ("Sandvik/dpa – Der Steg", "de", "dpa"),
        ("(Reuters) - The pier", "en", "reuters"),
        ("(Reuters) The pier", "en", "reuters"),
        ("SANDVIK, March 3 (Reuters) - The pier", "en", "reuters"),
        ("SANDVIK, Maine (AP) — The pier", "en", "ap"),
        ("SANDVIK, March 3, 2026 /PRNewswire/ -- The pier", "en", "prnewswire"),
        ("SANDVIK, Maine--(BUSINESS WIRE)--The pier", "en", "businesswire"),
        ("AFP - La jetée", "fr", "afp"),
        ("SANDVIK, 3 mars (AFP) - La jetée", "fr", "afp"),
        ("Sandvik, 3 mar (EFE).- El muelle", "es", "efe"),
        ("(ANSA) - SANDVIK, 12 MAR - Il molo", "it", "ansa"),
        ("Sandvik, 3 mar. (askanews) - Il molo", "it", "askanews"),
        ("SANDVİK (AA) - İskele", "tr", "aa"),
        ("SANDVIK (TT) – Bryggan", "sv", "tt"),
        ("САНДВИК, 3 марта. /ТАСС/. Пристань", "ru", "tass"),
        ("САНДВИК, 3 мар — РИА Новости. Пристань", "ru", "ria"),
        ("ساندفيك (رويترز) - قالت", "ar", "reuters"),
        ("新华社桑德维克3月3日电（记者林海燕）码头", "zh", "xinhua"),
        ("（中央社記者林海燕桑德維克3日電）碼頭", "zh", "cna"),
        ("【サンドビク時事】桟橋は", "ja", "jiji"),
        ("[サンドビク 3日 ロイター] - 桟橋は", "ja", "reuters"),
        ("【サンドビク共同】桟橋は", "ja", "kyodo"),
        ("(산드빅=연합뉴스) 문하늘 기자 = 부두는", "ko", "yonhap"),
        ("[산드빅=뉴시스] 문하늘 기자 = 부두는", "ko", "newsis"),
    ],
)
def test_a_dateline_names_the_agency(opening: str, language: str, agency: str) -> None:
    text = f"{opening} closes for the winter."
    assert credited(text, PLAIN, language=language) == [agency]
    assert credited(PLAIN, lead=text, language=language) == [agency]
    assert credited(PLAIN, PLAIN, PLAIN, text, PLAIN, PLAIN, PLAIN, language=language) == []


@pytest.mark.parametrize(
    ("ending", "language", "agencies_"),
    [
        ("The pier is closed. (dpa)", "de", ["dpa"]),
        ("The pier is closed. (APA/sda/red.)", "de", ["apa", "sda"]),
        ("(Quelle: APA/dpa)", "de", ["apa", "dpa"]),
        ("Mit Material von dpa und Reuters", "de", ["dpa", "reuters"]),
        ("Der Steg ist zu (mit dpa)", "de", ["dpa"]),
        ("© dpa-infocom, dpa:260303-99-123456/2", "de", ["dpa"]),
        ("With material from AFP", "en", ["afp"]),
        ("The pier is closed. (With inputs from PTI)", "en", ["pti"]),
        ("Additional reporting by PA", "en", ["pa"]),
        ("The Associated Press contributed to this report.", "en", ["ap"]),
        ("—Associated Press writer Imke Sauter in Sandvik contributed to this report.", "en", ["ap"]),
        ("© Copyright 2026 Associated Press. All rights reserved.", "en", ["ap"]),
        ("Copyright © AFP 2017-2026. Any use needs consent.", "en", ["afp"]),
        ("The pier is closed. - IANS", "en", ["ians"]),
        ("Avec AFP", "fr", ["afp"]),
        ("La jetée est fermée. (avec AFP)", "fr", ["afp"]),
        ("Con información de Reuters y AFP", "es", ["reuters", "afp"]),
        ("Com informações da Lusa", "pt", ["lusa"]),
        ("Fonte: ANSA", "it", ["ansa"]),
        ("Bron: Belga", "nl", ["belga"]),
        ("Źródło: PAP", "pl", ["pap"]),
        ("Zdroj: ČTK", "cs", ["ctk"]),
        ("Kilde: Ritzau", "da", ["ritzau"]),
        ("Källa: TT", "sv", ["tt"]),
        ("Источник: ТАСС", "ru", ["tass"]),
        ("来源：新华社", "zh", ["xinhua"]),
        ("碼頭關閉。（中央社）", "zh", ["cna"]),
        ("桟橋は閉まる。（共同）", "ja", ["kyodo"]),
    ],
)
def test_a_closing_line_names_the_agencies(ending: str, language: str, agencies_: list[str]) -> None:
    assert credited(PLAIN, PLAIN, PLAIN, PLAIN, ending, language=language) == agencies_
    assert credited(PLAIN, ending, PLAIN, PLAIN, PLAIN, PLAIN, language=language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Reuters said on Monday that the pier is closed.", "en"),
        ("The Associated Press (AP) said on Monday that the pier is closed.", "en"),
        ("The pier is closed, said a person who spoke with Reuters.", "en"),
        ("The pier is closed, as was reported by an agency (Reuters).", "en"),
        ("Bloomberg: the pier is closed.", "en"),
        ("Shares of the pier (AP: PIER) rose.", "en"),
        ("Der Betreiber sprach mit dpa.", "de"),
        ("Foto: dpa", "de"),
        ("Source: Sandvik town hall", "en"),
        ("共同通信社によると電力が足りない。", "ja"),
        ("据新华社报道，码头关闭。", "zh"),
        ("The pier is closed. (mh)", "en"),
        ("AA batteries light the pier.", "tr"),
    ],
)
def test_a_mention_is_no_credit(text: str, language: str) -> None:
    assert credited(text, language=language) == []


@pytest.mark.parametrize(
    ("author", "found"),
    [
        ("dpa", ["dpa"]),
        ("Reuters Staff", ["reuters"]),
        ("Imke Sauter, dpa", ["dpa"]),
        ("Von dpa und Imke Sauter", ["dpa"]),
        ("AFP Deutschland", ["afp"]),
        ("AFP, SANDVIK", ["afp"]),
        ("The Associated Press", ["ap"]),
        ("Agence France-Presse", ["afp"]),
        ("ассошиэйтед пресс", ["ap"]),
        ("Efe Yılmaz", []),
        ("EFE YILMAZ", []),
        ("Ap", []),
        ("Imke Sauter", []),
    ],
)
def test_an_agency_as_author(author: str, found: list[str]) -> None:
    assert credited(PLAIN, stated=(author,)) == found


def test_short_marks_count_in_their_languages_only() -> None:
    assert credited(PLAIN, stated=("AA",), language="tr") == ["aa"]
    assert credited(PLAIN, stated=("AA",), language="en") == []
    assert credited(PLAIN, stated=("AA",), language=None) == []


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("<p class='byline'>Reuters</p>", ["reuters"]),
        ("<p>Von dpa</p>", ["dpa"]),
        ("<p>Autor: PAP | 03-01-2026 19:51</p>", ["pap"]),
        ("<p>Associated Press in Sandvik</p>", ["ap"]),
        ("<p>AFP, SANDVIK</p>", ["afp"]),
        ("<p>The Associated Press March 3, 2026, 9:25AM</p>", ["ap"]),
        ("<p>Quelle: dpa</p>", ["dpa"]),
        ("<p>AFP</p>", []),
        ("<figure><figcaption>Source: AFP</figcaption></figure>", []),
        ("<p class='photo-credit'>By AFP</p>", []),
        ("<p>Foto: Imke Sauter, dpa</p>", []),
        ("<p>By Imke Sauter</p>", []),
    ],
)
def test_lines_above_the_text(before: str, found: list[str]) -> None:
    """A bare name there may credit the picture."""
    assert beside(before=before) == found


@pytest.mark.parametrize(
    ("behind", "found"),
    [
        ("<p>mh/Reuters</p>", ["reuters"]),
        ("<p>(SID)</p>", ["sid"]),
        ("<p>© 2026 The Canadian Press</p>", ["canadian-press"]),
        ("<p>With files from The Associated Press and Imke Sauter</p>", ["ap"]),
        ("<p>Topics</p><p>Share</p><p>Reuters</p>", []),
        ("<figure><figcaption>AFP</figcaption></figure>", []),
        ("<p>Read more</p>", []),
    ],
)
def test_lines_below_the_text(behind: str, found: list[str]) -> None:
    assert beside(behind=behind) == found


@pytest.mark.parametrize(
    ("line", "language", "found"),
    [
        ("<p class='byline'>IMKE SAUTER<br>Associated Press</p>", "en", ["ap"]),
        ("<p class='autore'>di Redazione ANSA</p>", "it", ["ansa"]),
        ("<div class='source'>来源：新华社</div>", "zh", ["xinhua"]),
        ("<div>2026-03-02 10:15 来源：新华社</div>", "zh", ["xinhua"]),
        ("<div>2026年3月2日 10時15分 時事通信社</div>", "ja", ["jiji"]),
        ("<p>Oprac. Imke Sauter, PAP</p>", "pl", ["pap"]),
        ("<p>Le Phare avec AFP</p>", "fr", ["afp"]),
        ("<p>EFE / Sandvik</p>", "es", ["efe"]),
        ("<div>Av Imke Sauter TT Publicerad 2 mars 2026 kl 10.15</div>", "sv", ["tt"]),
        ("<p>Imke EFE / Sandvik</p>", "es", []),
        ("<p class='byline'>Maria Rosa Lusa</p>", "pt", []),
        ("<p>Minister speaks with AFP reporters</p>", "en", []),
    ],
)
def test_credits_beside_names_dates_and_places(line: str, language: str, found: list[str]) -> None:
    assert beside(before=line, language=language) == found


def test_each_agency_comes_once_and_without_text_only_authors_count() -> None:
    assert credited("SANDVIK (AP) — The pier. (AP)", stated=("AP", "dpa")) == ["ap", "dpa"]
    assert credited(stated=("dpa",)) == ["dpa"]
    assert credited() == []


def test_the_data_name_each_spelling_once() -> None:
    data = agencies._DATA
    names = list(data["everywhere"]) + [a for listed in data["in_language"].values() for a in listed]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9-]+", name)] == []
    spellings = list(chain.from_iterable(data["everywhere"].values()))
    assert [s for s in set(spellings) if spellings.count(s) > 1 or not isinstance(s, str)] == []


@given(st.lists(st.text(max_size=60), max_size=3), st.text(max_size=30))
@settings(deadline=None)
def test_any_text_gives_known_agencies(paragraphs: list[str], author: str) -> None:
    known = set(agencies._DATA["everywhere"]).union(*agencies._DATA["in_language"].values())
    assert set(credited(*paragraphs, stated=(author,))) <= known


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Par Le Phare avec AFP", ["afp"]),
        ("Von Imke Sauter mit dpa", ["dpa"]),
        ("By the pier we met AFP", []),
    ],
)
def test_a_byline_that_stayed_in_the_text(line: str, agency: list[str]) -> None:
    assert credited(line, PLAIN) == agency
