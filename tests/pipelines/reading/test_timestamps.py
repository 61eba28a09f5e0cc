"""Date strings as pages write them."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.timestamps import looks_like_stamp, parse_stamp, stamps_in


@pytest.mark.parametrize(
    ("text", "iso", "precision", "offset"),
    [
        ("2024-05-03T15:47:42.389Z", "2024-05-03T15:47:42.389000+00:00", "second", 0),
        ("2023-04-28T19:50:30+0200", "2023-04-28T19:50:30+02:00", "second", 120),
        ("2024-04-30 16:00:34 +02:00", "2024-04-30T16:00:34+02:00", "second", 120),
        ("2025-02-04T13:41:03.0000000Z", "2025-02-04T13:41:03+00:00", "second", 0),
        ("2024-08-08T08:00Z", "2024-08-08T08:00:00+00:00", "minute", 0),
        ("2024-05-03T17:47\n", "2024-05-03T17:47:00+00:00", "minute", None),
        ("2023-04-28 20:15:23", "2023-04-28T20:15:23+00:00", "second", None),
        ("2024-04-30", "2024-04-30T00:00:00+00:00", "day", None),
        ("2024/4/3", "2024-04-03T00:00:00+00:00", "day", None),
        ("20240430", "2024-04-30T00:00:00+00:00", "day", None),
        ("20240430T101530Z", "2024-04-30T10:15:30+00:00", "second", 0),
        ("2024-10-16T00:00:00+08:00", "2024-10-16T00:00:00+08:00", "day", 480),
        ("Mon, 05 Aug 2024 12:47:21 GMT", "2024-08-05T12:47:21+00:00", "second", 0),
        ("Fri May 03 2024 10:20:30 GMT+0200 (CEST)", "2024-05-03T10:20:30+02:00", "second", 120),
        ("Fri May  3 10:20:30 CEST 2024", "2024-05-03T10:20:30+02:00", "second", 120),
        ("May 3, 2024 3:47 PM EDT", "2024-05-03T15:47:00-04:00", "minute", -240),
        ("3 May 2024", "2024-05-03T00:00:00+00:00", "day", None),
        ("03.05.2024 15:47 Uhr", "2024-05-03T15:47:00+00:00", "minute", None),
        ("25/12/2024 08:05", "2024-12-25T08:05:00+00:00", "minute", None),
        ("2026年3月2日 17:04", "2026-03-02T17:04:00+00:00", "minute", None),
        ("2025년 1월 9일", "2025-01-09T00:00:00+00:00", "day", None),
        ("1714751262", "2024-05-03T15:47:42+00:00", "second", 0),
        ("1714751262389", "2024-05-03T15:47:42+00:00", "second", 0),
    ],
)
def test_formats(text: str, iso: str, precision: str, offset: int | None) -> None:
    stamp = parse_stamp(text)
    assert stamp is not None
    assert (stamp.at.isoformat(), stamp.precision, stamp.offset_minutes) == (iso, precision, offset)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "PT2M53S",
        "18:41",
        "2024-13-40",
        "31.02.2024",
        "03/05/2024",
        "12",
        "Mai",
        "99999999999999",
    ],
)
def test_what_is_no_certain_date_is_none(text: str) -> None:
    assert parse_stamp(text) is None


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_iso_round_trip(at: datetime) -> None:
    stamp = parse_stamp(at.isoformat())
    assert stamp is not None
    assert stamp.at == at


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    stamp = parse_stamp(text)
    assert stamp is None or stamp.at.tzinfo is not None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12:00 PM", None),
        ("May 3, 2024 12:30 AM", "2024-05-03T00:30:00+00:00"),
        ("May 3, 2024 12:30 p.m.", "2024-05-03T12:30:00+00:00"),
        ("Sept. 3rd, 2024 at 1:05 pm", "2024-09-03T13:05:00+00:00"),
        ("3rd Dec 2024, 23.59", "2024-12-03T23:59:00+00:00"),
        ("2024-05-03T10:20:30,5+05:30", "2024-05-03T10:20:30.500000+05:30"),
        ("2024-05-03T10:20-03", "2024-05-03T10:20:00-03:00"),
        ("2024-05-03 10:20 MEZ", "2024-05-03T10:20:00+01:00"),
        ("2024-05-03 10:20 (CEST)", "2024-05-03T10:20:00+02:00"),
        ("2024-05-03 10:20 IST", "2024-05-03T10:20:00+00:00"),
        ("202405031020", "2024-05-03T10:20:00+00:00"),
        ("2024年5月3日 10時20分", "2024-05-03T10:20:00+00:00"),
        ("2024년 5월 3일 10시 20분", "2024-05-03T10:20:00+00:00"),
        ("'2024-05-03'", "2024-05-03T00:00:00+00:00"),
        ("2024-05-03T10:20:30+99:00", None),
        ("0000-01-01", None),
        ("13-05-2024", "2024-05-13T00:00:00+00:00"),
        ("12-05-2024", None),
    ],
)
def test_clocks_and_zones(text: str, iso: str | None) -> None:
    stamp = parse_stamp(text)
    assert (stamp.at.isoformat() if stamp else None) == iso


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 1, 1)),  # noqa: DTZ001
    st.sampled_from(
        ["%d.%m.%Y %H:%M", "%Y/%m/%d %H:%M", "%d %B %Y %H:%M", "%B %d, %Y %I:%M %p", "%Y%m%d%H%M"]
    ),
)
def test_every_written_form_of_a_minute_means_the_same(at: datetime, form: str) -> None:
    stamp = parse_stamp(at.strftime(form))
    assert stamp is not None
    assert stamp.at == at.replace(second=0, microsecond=0, tzinfo=UTC)
    assert stamp.precision == ("minute" if at.hour or at.minute else "day")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("13. Mai 2026 um 15:44 Uhr", "2026-05-13T15:44:00+00:00"),
        ("Mittwoch, 3. März 2026, 10:00 Uhr", "2026-03-03T10:00:00+00:00"),
        ("1er juillet 2026 à 10h05", "2026-07-01T10:05:00+00:00"),
        ("3 juin 2026", "2026-06-03T00:00:00+00:00"),
        ("martes, 13 de mayo de 2026 16:51 h", "2026-05-13T16:51:00+00:00"),
        ("12 lipca 2026 10:00", "2026-07-12T10:00:00+00:00"),
        ("5. července 2026", "2026-07-05T00:00:00+00:00"),
        ("5. června 2026", "2026-06-05T00:00:00+00:00"),
        ("3. marraskuuta 2026 klo 9.05", "2026-11-03T09:05:00+00:00"),
        ("13 Mayıs 2026 15:44", "2026-05-13T15:44:00+00:00"),
        ("3 июня 2026, 12:00", "2026-06-03T12:00:00+00:00"),
        ("3 червня 2026 о 12:00", "2026-06-03T12:00:00+00:00"),
        ("14 Ιουνίου 2026", "2026-06-14T00:00:00+00:00"),
        ("3 مايو 2026", "2026-05-03T00:00:00+00:00"),
        ("3 Advent 2026", None),
        ("31 avril 2026", None),
    ],
)
def test_months_by_their_names_in_many_languages(text: str, iso: str | None) -> None:
    found = parse_stamp(text)
    assert (found.at.isoformat() if found else None) == iso


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("March 3, 2026 at 10:15 a.m. ET", -300),
        ("July 3, 2026 at 10:15 a.m. ET", -240),
        ("March 3, 2026, 10:15 AM PT", -480),
        ("March 3, 2026, 10:15 AM Eastern Time", -300),
        ("3 Maret 2026 10.15 WIB", 420),
        ("3 марта 2026, 10:15 (МСК)", 180),
        ("3 марта 2026, 10:15 по московскому времени", 180),
        ("3 mars 2026 à 10h15, heure de Paris", 60),
        ("3 juillet 2026 à 10h15 (heure de Paris)", 120),
        ("3 de marzo de 2026 10:15 hora peninsular", 60),
        ("2026年3月3日 10:15 北京时间", 480),
        ("3 March 2026 10:15 AEDT", 660),
        ("3 March 2026 10:15 IST", None),
        ("PUBLIÉ LE 3 MARS 2026 À 10H15 ET MIS À JOUR", None),
        ("3 mars 2026 à 10h15 et plus", None),
        ("3 mars 2026 à 10h15 est la date", None),
        ("3 March 2026 10:15 BST", None),
    ],
)
def test_zones_by_their_names(text: str, offset: int | None) -> None:
    found = next(stamps_in(text)).stamp
    assert found is not None
    assert (found.at.hour, found.at.minute, found.offset_minutes) == (10, 15, offset)


@pytest.mark.parametrize(
    ("text", "looks"),
    [("2026-02-31", True), ("31 avril 2026", True), ("soon", False), ("3/5/2026", False), ("", False)],
)
def test_what_has_the_form_of_a_date(text: str, looks: bool) -> None:
    assert looks_like_stamp(text) is looks


@pytest.mark.parametrize(
    "text",
    [
        "3 marca 2026, 14:05",
        "3. ožujka 2026. 14:05",
        "2026. március 3. 14:05",
        "2026. 03. 03. 14:05",
        "2026 m. kovo 3 d. 14:05",
        "3 de març del 2026 14:05",
        "terça-feira, 3 de março de 2026, 14h05",
        "úterý 3. března 2026, 14:05",
        "3 Mart 2026 Salı 14:05",
        "3 Mart 2026, Salı - 14:05",
        "3 Maret 2026 14.05",
        "3 tháng 3, 2026 14:05",
        "3 марта 2026 года в 14:05",
        "3 март 2026, 14:05",
        "3 березня 2026, 14:05",
        "Τρίτη, 3 Μαρτίου 2026, 14:05",
        "3 Μαρτίου 2026 2:05 μ.μ.",
        "3 במרץ 2026, 14:05",
        "٣ مارس ٢٠٢٦ ١٤:٠٥",
        "3 مارس 2026 - 2:05 م",
        "3 آذار 2026 14:05",
        "12 اسفند 1404 - 14:05",
        "۱۴۰۴/۱۲/۱۲ - ۱۴:۰۵",
        "3 मार्च 2026, 14:05 IST",
        "3 มีนาคม 2569 เวลา 14:05 น.",
        "3 มี.ค. 2569 14:05",
        "2026年3月3日(火) 午後2時5分",
        "2026年03月03日14:05",
        "2026.03.03. 오후 2:05",
        "2026년 3월 3일 오후 2시 5분",
    ],
)
def test_dates_with_their_time_in_many_scripts_and_calendars(text: str) -> None:
    found = parse_stamp(text)
    assert found is not None
    assert (found.at.isoformat(), found.precision) == ("2026-03-03T14:05:00+00:00", "minute")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1 فروردین 1403", "2024-03-20"),
        ("1404/1/1", "2025-03-21"),
        ("30 اسفند 1399", "2021-03-20"),
        ("3 May 1404", "1404-05-03"),
        ("32 آذر 1404", None),
    ],
)
def test_persian_years(text: str, iso: str | None) -> None:
    found = parse_stamp(text)
    assert (found and found.at.date().isoformat()) == iso


@pytest.mark.parametrize(
    ("text", "day_first", "iso"),
    [
        ("03/09/2026 4:35 PM", None, "2026-03-09T16:35:00+00:00"),
        ("03/09/2026 4:35 PM", True, "2026-09-03T16:35:00+00:00"),
        ("03/09/2026 16:35", None, None),
        ("03/09/2026", False, "2026-03-09T00:00:00+00:00"),
        ("03/03/2026", None, "2026-03-03T00:00:00+00:00"),
        ("03/23/2026", True, "2026-03-23T00:00:00+00:00"),
        ("23/03/2026", False, "2026-03-23T00:00:00+00:00"),
    ],
)
def test_the_order_of_day_and_month(text: str, day_first: bool | None, iso: str | None) -> None:
    found = parse_stamp(text, day_first)
    assert (found.at.isoformat() if found else None) == iso


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Publicado el 3 de marzo de 2026 a las 14:05", ["2026-03-03T14:05:00+00:00"]),
        ("14:05, 3 марта 2026", ["2026-03-03T14:05:00+00:00"]),
        ("Published 4:05 PM EST, Tue March 3, 2026", ["2026-03-03T16:05:00-05:00"]),
        ("14:05 - 1404/12/12", ["2026-03-03T14:05:00+00:00"]),
        ("Thứ ba, 3/3/2026, 14:05 (GMT+7)", ["2026-03-03T14:05:00+07:00"]),
        ("3. März 2026, 14:05 Uhr | Lesezeit 3:20", ["2026-03-03T14:05:00+00:00"]),
        ("3. März 2026 | Lesezeit 3:20", ["2026-03-03T00:00:00+00:00"]),
        ("03.03.2026 – Stand 4.3.2026, 9:00", ["2026-03-03T00:00:00+00:00", "2026-03-04T09:00:00+00:00"]),
        ("Le 03/09/2026", [None]),
        ("Room 2026, 3 chairs, version 1.2.20264", []),
        ("in 2026", []),
    ],
)
def test_dates_within_a_text(text: str, found: list[str | None]) -> None:
    assert [p.stamp and p.stamp.at.isoformat() for p in stamps_in(text)] == found


@given(st.text(max_size=200), st.none() | st.booleans())
def test_dates_within_a_text_stand_in_order(text: str, day_first: bool | None) -> None:
    found = list(stamps_in(f"3 May 2026 {text} 2026-03-03", day_first))
    assert all(0 <= p.start < p.end for p in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "iso"), [("17.03.26 | 14.05 Uhr", "2026-03-17T14:05:00+00:00"), ("1.10.24.7", None)]
)
def test_years_of_two_digits(text: str, iso: str | None) -> None:
    found = [p.stamp and p.stamp.at.isoformat() for p in stamps_in(f"Stand {text}")]
    assert found == ([iso] if iso else [])
