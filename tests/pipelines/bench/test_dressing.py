"""Dressed pages are as heavy as real ones and say the same."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.bench.dressing import dressed
from pipelines.bench.reading import newsweb_pages
from pipelines.reading.page import Page, read_page


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return newsweb_pages()


def test_every_page_has_the_furniture_of_a_median_real_one(pages: list[Page]) -> None:
    for page in map(dressed, pages):
        tree = LexborHTMLParser(page.html)
        assert 110_000 < len(page.html) < 140_000, page.url
        assert 850 < len(tree.css("*")) < 1_300, page.url
        assert len(tree.css("a")) > 140, page.url


def test_what_is_read_is_the_same(pages: list[Page]) -> None:
    for page in pages[::9]:
        plain, heavy = read_page(page), read_page(dressed(page))
        assert (heavy.title, heavy.body) == (plain.title, plain.body), page.url
        assert (heavy.rejected is None) == (plain.rejected is None), page.url
