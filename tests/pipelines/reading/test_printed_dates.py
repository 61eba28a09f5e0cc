"""Printed dates: which of those in the visible text is the article's."""

from datetime import UTC, datetime

import pytest

from pipelines.reading.dates import Dates, RefusedDate, find_dates
from pipelines.reading.document import parse
from tests.pipelines.reading.trees import surroundings_of

FETCHED = datetime(2026, 9, 20, 12, tzinfo=UTC)
TEXT = (
    "<p>The pier closes for the winter, since the storm of 28 April 2025 broke its planks, the town says.</p>"
)


def dates(body: str, attributes: str = "", url: str = "https://e.example/a/b") -> Dates:
    page = parse(f"<html {attributes}><body>{body}</body></html>", url)
    assert page is not None
    return find_dates(page, surroundings_of(page), fetched_at=FETCHED)


def stated(body: str, attributes: str = "", url: str = "https://e.example/a/b") -> str | None:
    found = dates(body, attributes, url).published
    return found.stated() if found else None


@pytest.mark.parametrize(
    "line",
    [
        "Publicado el 3 de marzo de 2026 a las 14:05",
        "Por Ana Ruiz | Madrid | 3 de marzo de 2026 - 14:05 · 5 min de lectura",
        "Pubblicato il 3 marzo 2026 alle 14:05",
        "Publicado em 3 de março de 2026 às 14h05 | Atualizado em 4 de março de 2026 às 9h00",
        "3 maart 2026 om 14:05",
        "3 marca 2026, 14:05",
        "14:05, 3 марта 2026",
        "3 Μαρτίου 2026, 14:05",
        "发布时间：2026年3月3日 14:05",
        "2026年3月3日 14時05分 配信",
        "입력 2026.03.03 14:05",
        "3 Mart 2026 Salı 14:05",
        "3 مارس 2026 - 14:05",
        "03 मार्च 2026, 14:05",
        "3 มีนาคม 2569 เวลา 14:05 น.",
        "۱۲ اسفند ۱۴۰۴ - ۱۴:۰۵",
    ],
)
def test_a_line_below_the_headline_in_any_language(line: str) -> None:
    assert stated(f"<h1>The pier closes</h1><div>{line}</div>{TEXT}") == "2026-03-03T14:05:00"


def test_a_date_right_behind_a_name_that_only_style_parts_from_it() -> None:
    line = "<div><span>By Ann Lee</span><span>March 3, 2026</span></div>"
    assert stated(f"<h1>The pier closes</h1>{line}{TEXT}") == "2026-03-03"


def test_a_sentence_about_another_day_is_no_date_of_the_article() -> None:
    lead = "<p>The storm of 28 April 2025 was strong.</p>"
    assert stated(f"<h1>The pier closes</h1>{lead}<p>3 March 2026</p>{TEXT}") == "2026-03-03"


def test_an_update_counts_only_where_nothing_else_is_printed() -> None:
    update = "<p>Updated 4 March 2026, 9:00</p>"
    assert stated(f"<h1>x</h1>{update}<p>3 March 2026, 14:05</p>{TEXT}") == "2026-03-03T14:05:00"
    assert stated(f"<h1>x</h1>{update}{TEXT}") == "2026-03-04T09:00:00"


@pytest.mark.parametrize(
    "line",
    [
        "Published 3 March 2026, 14:05 | Updated 4 March 2026, 9:00",
        "Publié le 3 mars 2026 à 14h05 - Mis à jour le 4 mars 2026 à 09h00",
        "Le 3 mars 2026 à 14h05, modifié le 4 mars 2026 à 09h00",
        "Veröffentlicht: 03.03.2026, 14:05 Uhr · Aktualisiert: 04.03.2026, 09:00 Uhr",
        "Actualizado a 4 de marzo de 2026 09:00 · Publicado 3 de marzo de 2026 14:05",
        "Pubblicato il 3 marzo 2026 alle 14:05, aggiornato il 4 marzo 2026 alle 9:00",
        "Giriş: 03.03.2026 - 14:05 Güncelleme: 04.03.2026 - 09:00",
        "입력 2026.03.03 14:05 수정 2026.03.04 09:00",
        "3 марта 2026, 14:05 Обновлено 4 марта 2026, 9:00",
        "公開 2026年3月3日 14時05分 更新 2026年3月4日 9時00分",
    ],
)
def test_a_change_is_printed_beside_the_publication(line: str) -> None:
    found = dates(f"<h1>The pier closes</h1><div>{line}</div>{TEXT}")
    assert found.published is not None
    assert found.published.stated() == "2026-03-03T14:05:00"
    assert found.modified_at == datetime(2026, 3, 4, 9)  # noqa: DTZ001 - no offset is printed


@pytest.mark.parametrize(
    "line",
    [
        "<p>3 March 2026, 14:05</p><p>Updated 2 March 2026</p>",
        "<p>3 March 2026, 14:05</p><p>Updated 2 March 2027</p>",
        "<p>3 March 2026, 14:05</p><p>The town updated its plan of the old pier on 4 March 2026, it says.</p>",
    ],
)
def test_other_dates_are_no_change(line: str) -> None:
    assert dates(f"<h1>The pier closes</h1>{line}{TEXT}").modified_at is None


def test_a_date_at_the_foot_needs_a_word_that_says_what_it_is() -> None:
    foot = "<div>{} 3 March 2026</div>"
    body = f"<h1>The pier closes</h1>{TEXT * 6}<p>Seen on 2 March 2026</p>"
    assert stated(body + foot.format("Published")) == "2026-03-03"
    assert stated(body + f"<div class='related-teaser'>{foot.format('Published')}</div>") != "2026-03-03"


def test_the_headline_is_the_title_not_the_first_heading() -> None:
    logo = "<h1>Pier Post</h1>" + "<li>Sea</li>" * 20
    page = f"{logo}<h1>The old pier closes for good</h1><p>3 March 2026</p>{TEXT}"
    assert stated(f"<p>1 March 2026</p>{page}") == "2026-03-03"


def test_dates_ahead_of_the_fetch_are_passed_over() -> None:
    assert stated(f"<h1>x</h1><p>3 March 2027</p><p>3 March 2026</p>{TEXT}") == "2026-03-03"


def test_the_time_printed_elsewhere_is_taken_along() -> None:
    line = "<p>3 March 2026</p>"
    assert (
        stated(f"<h1>x</h1>{line}{TEXT}<p>Last seen 3 March 2026, 14:05 here.</p>") == "2026-03-03T14:05:00"
    )


SLASHED = "<h1>The pier closes</h1><p>03/09/2026 4:35 PM</p>" + TEXT


@pytest.mark.parametrize(
    ("attributes", "url", "expected"),
    [
        ("", "https://e.example/a", "2026-03-09T16:35:00"),
        ("lang='en-US'", "https://e.example/a", "2026-03-09T16:35:00"),
        ("lang='en-GB'", "https://e.example/a", "2026-09-03T16:35:00"),
        ("lang='en-US'", "https://www.e.in/a", "2026-09-03T16:35:00"),
        ("lang='el'", "https://e.example/a", "2026-09-03T16:35:00"),
    ],
)
def test_day_and_month_with_slashes(attributes: str, url: str, expected: str) -> None:
    assert stated(SLASHED, attributes, url) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [("Seen 04/25/2025", "2026-03-09"), ("Seen 25/04/2025", "2026-09-03")],
)
def test_other_dates_of_the_page_tell_the_order(other: str, expected: str) -> None:
    page = f"<h1>The pier closes</h1><p>03/09/2026</p>{TEXT}<p>{other}</p>"
    assert stated(page, "lang='en-CA'") == expected


def test_a_date_that_can_be_two_days_is_refused_and_no_other_guessed() -> None:
    found = dates(f"<h1>The pier closes</h1><p>03/09/2026, 16:35</p>{TEXT}", "lang='en-CA'")
    assert found.published is None
    assert found.refused == (RefusedDate("published", "text", "03/09/2026, 16:35", "unreadable"),)


def test_htmldate_is_given_dates_that_mean_one_day() -> None:
    page = f"<h1>The pier closes</h1>{TEXT.replace('28 April 2025', 'spring')}<p>Seen here 03/09/2026</p>"
    assert stated(page, "lang='en-US'") == "2026-03-09"
    assert stated(page, "lang='en-CA'") is None


def test_the_headline_may_have_a_kicker_and_pictures_their_own_dates() -> None:
    head = "<title>The old pier closes for good</title>"
    picture = "<figure><figcaption>The pier, 1 March 2026</figcaption></figure>"
    lines = (
        "<p>2 March 2026</p>" + "<li>Sea</li>" * 9 + "<h3>Harbour<br><br>The old pier closes for good</h3>"
    )
    assert stated(f"{head}{lines}{picture}<p>03.03.26 | 14:05 Uhr</p>{TEXT}") == "2026-03-03T14:05:00"


def test_of_hostile_rows_of_dates_a_part_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    monkeypatch.setattr(
        "pipelines.reading.timestamps._stamp", lambda part, order=None: read.append((part, order))
    )

    def work(rows: int) -> int:
        read.clear()
        dates("<h1>x</h1>" + "<p>posted 1.1.2026 1.1.2026</p>" * rows)
        return len(read)

    assert work(4000) == work(2000) > 0
