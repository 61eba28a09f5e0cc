"""Names in bylines of many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.encoding import clean_text
from pipelines.reading.names import clean_names, is_person, without_prefix


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By IMKE SAUTER and Jörn Hadler", ["IMKE SAUTER", "Jörn Hadler"]),
        ("Dr. Imke Sauter, Jörn Hadler", ["Dr. Imke Sauter", "Jörn Hadler"]),
        ("Prof. Dr. Dr. h.c. Jörn von Hadler, Imke Sauter", ["Prof. Dr. Dr. h.c. Jörn von Hadler", "Imke Sauter"]),
        ("Imke Sauter, Staff Writer", ["Imke Sauter"]),
        ("Lee, Ann; Aas, Tor", ["Ann Lee", "Tor Aas"]),
        ("van der Berg, Ludwig; Hadler-Ober, Jörn P.", ["Ludwig van der Berg", "Jörn P. Hadler-Ober"]),
        ("Sauter, Redakteurin; Hadler, Reporter", ["Sauter", "Hadler"]),
        ("Reuters, AFP; dpa", ["Reuters", "AFP", "dpa"]),
        ("Imke Sauter, Elif Tanır; Jörn Hadler", ["Imke Sauter", "Elif Tanır", "Jörn Hadler"]),
        ("Imke Sauter Senior Energy Reporter", ["Imke Sauter"]),
        ("Reporter Imke Sauter", ["Imke Sauter"]),
        ("Imke Sauter, Redakteurin", ["Imke Sauter"]),
        ("Imke Sauter | Reporter", ["Imke Sauter"]),
        ("Imke Sauter for the Pier Post", ["Imke Sauter"]),
        ("Imke Sauter in Sandvik", ["Imke Sauter"]),
        ("Imke Sauter, Sandvik", ["Imke Sauter"]),
        ("Pier staff reporter", ["Pier staff reporter"]),
        ("Redaktion", ["Redaktion"]),
        ("Reporter", ["Reporter"]),
        ("Imke Sauter sauter@quellbote.example", ["Imke Sauter"]),
        ("Imke Sauter @imkesauter", ["Imke Sauter"]),
        ("Imke Sauter March 12, 2026", ["Imke Sauter"]),
        ("Von Imke Sauter 12.03.2026, 10:00 Uhr", ["Imke Sauter"]),
        ("Imke Sauter, Published Mar 3, 2026 at 10:00", ["Imke Sauter"]),
        ("Autorin/Autor: Imke Sauter", ["Imke Sauter"]),
        ("Av Imke Sauter Publicerad 2 mars 2026 kl 10.15", ["Imke Sauter"]),
        ("Par Imke Sauter, publié le lundi 2 mars 2026", ["Imke Sauter"]),
        ("Imke Sauter poniedziałek, 2 marca 2026", ["Imke Sauter"]),
        ("كتبت: ليلى المينا الاثنين 2 مارس 2026", ["ليلى المينا"]),
        ("Инна Ветрова Опубликовано: 2 марта 2026", ["Инна Ветрова"]),
        ("Imke Sauter Published", ["Imke Sauter"]),
        ("Imke Sauter Thursday", ["Imke Sauter Thursday"]),
        ("Editor: Imke Sauter", []),
        ("admin", []),
        ("undefined", []),
        ("Yazan: Elif Tanır ve Deniz Oral", ["Elif Tanır", "Deniz Oral"]),
        ("Автор: Инна Ветрова", ["Инна Ветрова"]),
        ("Γράφει ο Πέτρος Λιμένας", ["Πέτρος Λιμένας"]),
        ("Penulis: Sari Pelabuhan", ["Sari Pelabuhan"]),
        ("كتب: سامي البحري، ليلى المينا", ["سامي البحري", "ليلى المينا"]),
        ("문하늘 기자", ["문하늘"]),
        ("문하늘·강바다 선임기자", ["문하늘", "강바다"]),
        ("(세종=바다통신) 문하늘 기자", ["문하늘"]),
        ("記者林海燕／臺南報導", ["林海燕"]),
        ("文／林海燕", ["林海燕"]),
        ("林海燕、陳大港", ["林海燕", "陳大港"]),
        ("本报记者 林海燕", ["林海燕"]),
        ("責任編輯：林海燕", []),
        ("【水野静】", ["水野静"]),
        ("水野静記者", ["水野静"]),
        ("取材・文＝水野静", ["水野静"]),
    ],
)  # fmt: skip
def test_a_byline_is_split_and_cleaned(text: str, names: list[str]) -> None:
    assert clean_names([text]) == names


def test_of_two_spellings_the_quieter_is_kept_in_place() -> None:
    assert clean_names(["IMKE SAUTER", "Jörn Hadler", "Imke Sauter"]) == ["Imke Sauter", "Jörn Hadler"]


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Imke Sauter", True),
        ("Dr. Sauter", False),
        ("Ludwig van der Berg", True),
        ("by the desk", False),
        ("Quellbote", False),
        ("林海燕", True),
        ("港灣新聞", False),
        ("港灣日報社", False),
        ("문하늘", True),
        ("ليلى المينا", True),
        ("Area 51", False),
    ],
)
def test_what_looks_like_a_person(name: str, person: bool) -> None:
    assert is_person(name) is person


@pytest.mark.parametrize(
    ("text", "rest"),
    [("Von Imke Sauter", "Imke Sauter"), ("Imke Sauter", "Imke Sauter"), ("文／林海燕", "林海燕")],
)
def test_the_prefix_of_a_byline(text: str, rest: str) -> None:
    assert without_prefix(text) == rest


@given(st.lists(st.text(max_size=60), max_size=4))
def test_names_are_clean_and_each_comes_once(texts: list[str]) -> None:
    names = clean_names(texts)
    assert names == [clean_text(name) for name in names]
    assert len({name.casefold() for name in names}) == len(names)
