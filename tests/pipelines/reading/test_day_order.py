"""Whether a page writes the day or the month first."""

import pytest

from pipelines.reading.day_order import DayOrder
from pipelines.reading.document import parse


@pytest.mark.parametrize(
    ("url", "attributes", "text", "expected"),
    [
        ("https://e.example/", "", "", None),
        ("https://e.example/", "lang='en'", "", None),
        ("https://e.example/", "lang='en_US'", "", False),
        ("https://e.example/", "lang='en-Latn-PH'", "", False),
        ("https://e.example/", "lang='fr'", "", True),
        ("https://e.example/", "lang='ja'", "", None),
        ("https://e.example/", "lang='fr-CA'", "", True),
        ("https://e.co.uk/", "lang='en-US'", "", True),
        ("https://e.gov/", "lang='es'", "", False),
        ("https://e.io/", "lang='en-US'", "", False),
        ("https://e.co.uk/", "", "04/25/2025", False),
        ("https://e.gov/", "", "25/04/25", True),
        ("https://e.gov/", "", "25/04/2025 and 04/25/2025", False),
        ("http://[broken", "", "", None),
    ],
)
def test_evidence_in_its_order(url: str, attributes: str, text: str, expected: bool | None) -> None:
    page = parse(f"<html {attributes}><body><p>{text}</p></body></html>", url)
    assert page is not None
    assert DayOrder(page).is_day_first("on 03/09/2026") is expected
    assert DayOrder(page).is_day_first("on 3 September 2026") is None
