"""How figures are printed: a table for people, an array for programs."""

import json
import math

import pytest

from pipelines.bench.figures import Figure, print_figures

READING = Figure("reading, 2 pages", 12.3456, "ms CPU a page")
DEMO = Figure("demo", 61.5, "s", "≤ 120")


def test_json_is_one_array_with_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    print_figures([READING, DEMO], as_json=True)
    printed = capsys.readouterr()
    assert json.loads(printed.out) == [
        {"name": "reading, 2 pages", "value": 12.3456, "unit": "ms CPU a page", "asked": ""},
        {"name": "demo", "value": 61.5, "unit": "s", "asked": "≤ 120"},
    ]
    assert printed.out.endswith("]\n")
    assert "≤" in printed.out, "letters are not escaped"
    assert printed.err == ""


def test_no_figure_is_an_empty_array(capsys: pytest.CaptureFixture[str]) -> None:
    print_figures([], as_json=True)
    assert json.loads(capsys.readouterr().out) == []


def test_the_table_has_a_row_a_figure_under_its_headings(capsys: pytest.CaptureFixture[str]) -> None:
    print_figures(iter([READING, DEMO]), as_json=False)
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split() == ["measured", "unit", "asked"]
    assert [" ".join(row.split()) for row in rows] == [
        "reading, 2 pages 12.3 ms CPU a page",
        "demo 61.5 s ≤ 120",
    ]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.0, "0"),
        (0.01234, "0.0123"),
        (1.0, "1"),
        (99.94, "99.9"),
        (99.96, "100"),
        (100.4, "100"),
        (999.6, "1000"),
        (1234567.0, "1234567"),
    ],
)
def test_values_have_three_digits_and_no_exponent(
    capsys: pytest.CaptureFixture[str], value: float, printed: str
) -> None:
    print_figures([Figure("x", value, "u")], as_json=False)
    assert capsys.readouterr().out.splitlines()[1].split() == ["x", printed, "u"]


def test_json_keeps_the_value_as_measured(capsys: pytest.CaptureFixture[str]) -> None:
    print_figures([Figure("x", math.pi * 1000, "u")], as_json=True)
    assert json.loads(capsys.readouterr().out)[0]["value"] == math.pi * 1000
