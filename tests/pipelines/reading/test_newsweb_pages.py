"""Every page of the synthetic news web through the reader: what stands beside an article must never reach its text."""

from collections.abc import Iterator

import pytest

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.pages import article_page
from crawler.newsweb.publications import Publication
from crawler.newsweb.sites import END, Site
from crawler.newsweb.texts import LanguageTexts, load_library
from crawler.newsweb.truth import TrueRow, true_row
from pipelines.reading.language import detect_language
from pipelines.reading.page import Page, Reading, read_page

WEB = Newsweb(1)
WORDS = load_library()
READABLE = {"plain", "corrected", "moved", "flaky", "reserved"}
# One page a test would be 170 tests of a tenth of a second; an outlet a test still names what broke.
OUTLETS = sorted(WEB.sites)


def published(outlet: str) -> Iterator[tuple[Site, Publication, TrueRow, Reading]]:
    site = WEB.sites[outlet]
    for publication in WEB.publications:
        if publication.outlet_id == outlet and publication.way not in {"gone", "disallowed"}:
            html = article_page(site, WORDS[publication.language], publication, END)
            page = Page(
                url=publication.url,
                html=html,
                charset=site.charset if site.declared else None,
                content_type="text/html",
                fetched_at=END,
            )
            yield site, publication, true_row(publication), read_page(page)


@pytest.fixture(scope="module", params=OUTLETS)
def readings(request: pytest.FixtureRequest) -> list[tuple[Site, Publication, TrueRow, Reading]]:
    return list(published(request.param))


def strangers(words: LanguageTexts) -> list[str]:
    """Texts of a language that stand beside articles: teasers, comments, the consent layer."""
    beside = [teaser.title for teaser in words.teasers] + [teaser.text for teaser in words.teasers]
    return [*beside, *words.comments, words.cookie]


def test_nothing_from_beside_the_article_reaches_its_text(
    readings: list[tuple[Site, Publication, TrueRow, Reading]],
) -> None:
    for _, publication, row, reading in readings:
        text = f"{reading.lead or ''}\n{reading.body or ''}"
        own = f"{publication.title}\n{publication.lead or ''}\n{row.body or ''}"
        leaked = [s for s in strangers(WORDS[publication.language]) if s in text and s not in own]
        assert not leaked, publication.url


def test_the_whole_article_is_read(readings: list[tuple[Site, Publication, TrueRow, Reading]]) -> None:
    for _, publication, row, reading in readings:
        if publication.way in READABLE and row.body:
            whole = f"{reading.lead or ''}\n\n{reading.body or ''}"
            missing = [part for part in row.body.split("\n\n") if part not in whole]
            assert not missing, publication.url


def test_titles_and_verdicts_are_right(readings: list[tuple[Site, Publication, TrueRow, Reading]]) -> None:
    for _, publication, row, reading in readings:
        if row.fate == "rejected":
            assert reading.rejected is not None, publication.url
        elif row.body:
            assert reading.rejected is None, publication.url
            assert reading.title == publication.title


def test_days_are_right(readings: list[tuple[Site, Publication, TrueRow, Reading]]) -> None:
    for site, publication, row, reading in readings:
        if publication.way in READABLE and row.body:
            assert reading.published is not None, publication.url
            assert reading.published.at.date() == publication.published_at.astimezone(site.zone).date()


def test_languages_are_right(readings: list[tuple[Site, Publication, TrueRow, Reading]]) -> None:
    for site, publication, row, reading in readings:
        if publication.way in READABLE and row.body:
            found = detect_language(reading.title, reading.body, outlet_languages=site.languages)
            assert found.language == publication.language, publication.url
