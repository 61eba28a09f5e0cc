"""The figures of reading and tagging, on the first pages of the synthetic news web."""

import math

import pytest

from pipelines.bench import texts
from pipelines.bench.figures import Figure
from pipelines.reading.page import Page, read_page

FEW = 3


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """All pages that the bench would read."""
    return texts._pages()


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch, pages: list[Page]) -> dict[str, Figure]:
    """The figures over a few pages."""
    monkeypatch.setattr(texts, "_pages", lambda: pages[:FEW])
    return {figure.name: figure for figure in texts.bench_texts()}


def test_the_figures_and_their_units(figures: dict[str, Figure]) -> None:
    assert {name: figure.unit for name, figure in figures.items()} == {
        f"reading, {FEW} pages": "ms CPU a page",
        "the same by trafilatura alone": "ms CPU a page",
        "reading ÷ trafilatura": "ratio",
        "language": "ms CPU a page",
        "topics and narratives": "ms CPU a page",
        "signature": "ms CPU a page",
    }
    assert {figure.asked for figure in figures.values()} == {""}


def test_every_figure_is_a_measured_number(figures: dict[str, Figure]) -> None:
    assert [
        name for name, figure in figures.items() if not (math.isfinite(figure.value) and figure.value > 0)
    ] == []


def test_the_ratio_is_that_of_the_two_figures_beside_it(figures: dict[str, Figure]) -> None:
    reading, plain = figures[f"reading, {FEW} pages"], figures["the same by trafilatura alone"]
    assert figures["reading ÷ trafilatura"].value == reading.value / plain.value


def test_the_pages_are_the_same_in_every_run(pages: list[Page]) -> None:
    assert texts._pages() == pages
    assert len({page.url for page in pages}) == len(pages) > 100


def test_most_pages_can_be_read(pages: list[Page]) -> None:
    """A bench over rejections would measure nothing."""
    rejected = [page.url for page in pages[:20] if read_page(page).rejected]
    assert len(rejected) <= 2


def test_results_come_in_order_one_an_item_and_the_warm_up_is_not_among_them() -> None:
    seen: list[int] = []

    def work(item: int) -> int:
        seen.append(item)
        return item * item

    results, milliseconds = texts._timed(work, range(7))
    assert results == [0, 1, 4, 9, 16, 25, 36]
    assert seen == [0, 1, 2, 3, 4, *range(7)]
    assert milliseconds >= 0
