"""Texts that consist of teasers, and articles that look a little like them."""

import pytest

from tests.pipelines.reading.stories import ENGLISH
from tests.pipelines.reading.test_gate import DATED, verdict

SUMMARY = (
    "In one sentence this tells the reader of Brannish what happened, where it did and why it matters ({})."
)
LINKED = "<div><h3><a href='{}'>Headline number {} of this long day</a></h3><p>{}</p></div>"
CLICKABLE = "<div {}><h3>Headline number {} of this long day</h3><p>{}</p></div>"


def linked(count: int, link: str = "/s/{}") -> str:
    return "".join(LINKED.format(link.format(n), n, SUMMARY.format(n)) for n in range(count))


def test_a_few_linked_teasers_are_a_section_page() -> None:
    assert verdict(f"<h1>Energy</h1>{linked(6)}") == "section_page"
    assert verdict(f"{DATED}<h1>Energy</h1>{linked(6)}") is None


@pytest.mark.parametrize("mark", ["onclick=\"go('/s/1')\"", "data-href='/s/1'", "role='link' tabindex='0'"])
def test_teasers_without_links_are_told_by_what_makes_them_clickable(mark: str) -> None:
    cards = "".join(CLICKABLE.format(mark, n, SUMMARY.format(n)) for n in range(14))
    assert verdict(f"<h1>Energy</h1>{cards}") == "section_page"
    assert verdict(f"<h1>Energy</h1>{cards.replace(mark, '')}") is None


@pytest.mark.parametrize(
    "link",
    ["#post-{}", "https://e.example/news/pier#post-{}", "?post={}", "https://shop.example/mug-{}"],
)
def test_posts_that_link_to_themselves_and_lists_of_products_are_no_teasers(link: str) -> None:
    assert verdict(f"<h1>Energy</h1>{linked(6, link)}") is None


def test_an_article_with_links_between_its_paragraphs_is_none() -> None:
    text = "".join(
        f"<p>{paragraph}</p><p>{paragraph}</p><p><a href='/s/{n}'>Read also: how it began</a></p><p>{paragraph}</p>"
        for n, paragraph in enumerate(ENGLISH.paragraphs)
    )
    assert verdict(f"<h1>Cottage</h1>{text}") is None


def test_one_click_for_the_whole_page_makes_no_teasers() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    assert verdict(f"<h1>Cottage</h1><div onclick='count()'>{text}</div>") is None
