"""Printed dates and set phrases."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.newsweb.phrases import load_phrases
from crawler.newsweb.sites import load_sites

AT = datetime(2026, 3, 5, 7, 4, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("de", "5. März 2026, 07:04 Uhr"),
        ("en", "5 March 2026, 07:04"),
        ("es", "5 de marzo de 2026, 07:04"),
        ("fr", "5 mars 2026 à 07:04"),
        ("it", "5 marzo 2026, ore 07:04"),
        ("ja", "2026年3月5日 07:04"),
        ("pl", "5 marca 2026, 07:04"),
        ("pt", "5 de março de 2026, 07:04"),
        ("zh", "2026年3月5日 07:04"),
    ],
)
def test_dates_are_printed_as_readers_expect(language: str, printed: str) -> None:
    assert load_phrases()[language].printed_date(AT) == printed


def test_every_language_of_an_outlet_has_its_phrases() -> None:
    languages = {language for site in load_sites().values() for language in site.languages}
    assert languages <= set(load_phrases())
    assert all(len(phrases.months) in (0, 12) for phrases in load_phrases().values())
