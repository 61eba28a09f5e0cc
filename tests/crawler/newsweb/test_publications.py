"""Addresses of articles, and how an outlet words a text that it took over."""

from datetime import UTC, datetime

import pytest

from crawler.newsweb.publications import address, copied_wording, number, original_wording, slug
from crawler.newsweb.sites import load_sites
from crawler.newsweb.texts import Narrative, Stance, Text

SITES = load_sites()
PARAGRAPHS = (
    "The grid is full.",
    "Computing halls wait for power, said the agency.",
    "A hall in Oslo waits.",
    "The report comes out yearly.",
)


def text(
    *,
    stance: Stance = "asserts",
    evidence: str = PARAGRAPHS[1],
    body: tuple[str, ...] = PARAGRAPHS,
    credit: str | None = "WPD",
    text_id: str = "en-99",
) -> Text:
    return Text(
        id=text_id,
        form="agency",
        subject="grid",
        event=None,
        title="Power first",
        lead=None,
        body=body,
        section="Energy",
        authors=("Ann Example",),
        topics=frozenset({"electricity-grid", "data-centers"}),
        on_topic=True,
        narratives=(Narrative(id="grid-queue", stance=stance, evidence=evidence, speaker=None),),
        credit=credit,
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Größter Speicher: 106 MWh!", "grosster-speicher-106-mwh"),
        ("Łódź czeka na prąd", "lodz-czeka-na-prad"),
        ("L’énergie, d’abord", "lenergie-dabord"),
        ("电力先行", ""),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"),
    ],
)
def test_slug(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_numbers_have_seven_digits_and_depend_on_the_key_alone() -> None:
    drawn = [number("nordpost", str(n)) for n in range(500)]
    assert all(1_000_000 <= n <= 9_999_999 for n in drawn)
    assert len(set(drawn)) == 500
    assert number("nordpost", "1") == drawn[1]


def test_an_address_holds_the_local_day_of_the_outlet() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    path = address(SITES["nordpost"], key="de-01", title="Strom fehlt", section="Energie", published_at=late)
    assert path == "/2026/03/03/strom-fehlt.html"
    path = address(SITES["meseta"], key="es-01", title="电力", section="x", published_at=late)
    assert path == f"/2026/03/03/{number('meseta', 'es-01')}/"


def test_the_original_is_printed_as_written() -> None:
    words = original_wording(text())
    assert (words.title, words.body, words.authors) == ("Power first", PARAGRAPHS, ("Ann Example",))


def test_a_copy_has_its_own_headline_a_credit_and_no_last_paragraph() -> None:
    words = copied_wording(SITES["harbourledger"], text())
    assert words.title == "Energy: Power first"
    assert words.body == ("(WPD) The grid is full.", *PARAGRAPHS[1:3])
    assert words.authors == ("WPD",)
    assert words.narratives == text().narratives


def test_a_credit_that_stands_in_the_text_is_not_repeated() -> None:
    body = ("OSLO (WPD) - The grid is full.", *PARAGRAPHS[1:])
    assert copied_wording(SITES["harbourledger"], text(body=body)).body[0] == body[0]


def test_a_chinese_credit_has_wide_brackets() -> None:
    assert copied_wording(SITES["jianghe"], text(text_id="zh-99")).body[0] == "（WPD）The grid is full."


@pytest.mark.parametrize(
    "kept", [text(evidence=PARAGRAPHS[3]), text(stance="reports"), text(stance="disputes")]
)
def test_a_last_paragraph_that_may_carry_the_stance_stays(kept: Text) -> None:
    assert copied_wording(SITES["harbourledger"], kept).body[-1] == PARAGRAPHS[3]


def test_a_short_text_is_not_cut() -> None:
    assert len(copied_wording(SITES["harbourledger"], text(body=PARAGRAPHS[:3])).body) == 3


def test_a_text_without_credit_is_copied_without_one() -> None:
    words = copied_wording(SITES["coralcourier"], text(credit=None))
    assert (words.title, words.body[0], words.authors) == ("Power first", PARAGRAPHS[0], ())
