"""Tests of `pipelines/amounts.py`."""

import pytest

from pipelines.amounts import amount, number


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (12345, "12\u202f345 pages")]
)
def test_one_is_singular_and_all_else_plural(value: int, written: str) -> None:
    assert amount(value, "page") == written


def test_a_plural_of_its_own() -> None:
    assert [amount(value, "page was", "pages were") for value in (1, 2)] == ["1 page was", "2 pages were"]


def test_number() -> None:
    assert number(1234567) == "1\u202f234\u202f567"
