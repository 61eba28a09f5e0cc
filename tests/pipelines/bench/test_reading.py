"""The figures of reading and tagging, on the first pages of the synthetic news web."""

import math
from pathlib import Path

import pytest

from pipelines.bench import reading, tagging
from pipelines.bench.figures import Figure
from pipelines.reading.page import Page, read_page
from tests.pipelines.command import wattwire
from tests.pipelines.pages import STROM, warc

FEW = 3


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """All pages that the bench would read."""
    return reading.newsweb_pages()


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch, pages: list[Page]) -> dict[str, Figure]:
    """The figures over a few pages."""
    monkeypatch.setattr(reading, "newsweb_pages", lambda: pages[:FEW])
    return {figure.name.strip(): figure for figure in reading.bench_reading(memory_pages=20)}


def test_the_figures_and_their_units(figures: dict[str, Figure]) -> None:
    stages = ("decode", "parse", "title", "text", "page with metadata, dates, gate", "language", "signature")
    assert {name for name, figure in figures.items() if figure.unit == "ms CPU a page"} == {
        f"trafilatura.bare_extraction, {FEW} pages", "all of reading", *stages,
    }  # fmt: skip
    asked = {name: figure.asked for name, figure in figures.items() if figure.unit == "ratio"}
    assert asked == {"text ÷ trafilatura": "≤ 0.25", "all of reading ÷ trafilatura": "≤ 0.40"}
    assert figures["memory grown over 20 pages"].unit == "MB"


def test_every_figure_is_a_measured_number(figures: dict[str, Figure]) -> None:
    timed = {name: figure.value for name, figure in figures.items() if figure.unit != "MB"}
    assert [name for name, value in timed.items() if not (math.isfinite(value) and value > 0)] == []


def test_the_ratio_is_that_of_its_parts(figures: dict[str, Figure]) -> None:
    whole = figures["all of reading"].value / figures[f"trafilatura.bare_extraction, {FEW} pages"].value
    assert figures["all of reading ÷ trafilatura"].value == pytest.approx(whole)


def test_the_pages_are_the_same_in_every_run(pages: list[Page]) -> None:
    assert reading.newsweb_pages() == pages
    assert len({page.url for page in pages}) == len(pages) > 100


def test_most_pages_can_be_read(pages: list[Page]) -> None:
    """A bench over rejections would measure nothing."""
    rejected = [page.url for page in pages[:20] if read_page(page).rejected]
    assert len(rejected) <= 2


def test_pages_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "pages.warc.gz"
    file.write_bytes(warc([(STROM, "2026-03-02T08:00:00Z")]))
    figures = reading.bench_reading(file, memory_pages=10)
    assert figures[0].name == "trafilatura.bare_extraction, 1 pages"


def test_a_file_without_a_page_is_named(tmp_path: Path) -> None:
    file = tmp_path / "none.warc"
    file.write_bytes(b"")
    outcome = wattwire("bench", "read", file)
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "holds no page" in outcome.err
    assert "No such file" in wattwire("bench", "read", tmp_path / "missing.warc").err


def test_tagging_is_timed_on_the_same_pages(monkeypatch: pytest.MonkeyPatch, pages: list[Page]) -> None:
    monkeypatch.setattr(tagging, "newsweb_pages", lambda: pages[:FEW])
    names = [(figure.name, figure.value > 0) for figure in tagging.bench_tagging()]
    assert names == [(f"topics, {FEW} texts", True), ("narratives", True)]
