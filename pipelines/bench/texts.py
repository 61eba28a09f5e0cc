"""Reading and tagging, text by text in one process, beside plain trafilatura on the same pages in the same run.

Belongs here: CPU time over the pages of the synthetic news web. Does not belong here: quality, which the floors hold.
"""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import trafilatura

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.cascade import spread
from crawler.newsweb.sites import END
from pipelines.bench.figures import Figure
from pipelines.reading.language import detect_language
from pipelines.reading.page import Page, Reading, read_page
from pipelines.recognising.model import Text
from pipelines.recognising.recognise import recognise_narratives, recognise_topics
from pipelines.tracking.signatures import signature

SEED = 1

Item = TypeVar("Item")
Result = TypeVar("Result")


def bench_texts() -> list[Figure]:
    """CPU milliseconds for each page, stage by stage; of these the ratio to trafilatura is the steadiest."""
    pages = _pages()
    read, reading_ms = _timed(read_page, pages)
    _, plain_ms = _timed(lambda page: trafilatura.bare_extraction(page.html, url=page.url), pages)
    _, language_ms = _timed(_language, read)
    _, tags_ms = _timed(_tag, read)
    _, signature_ms = _timed(lambda reading: signature(reading.body), read)
    return [
        Figure(f"reading, {len(pages)} pages", reading_ms, "ms CPU a page"),
        Figure("the same by trafilatura alone", plain_ms, "ms CPU a page"),
        Figure("reading ÷ trafilatura", reading_ms / plain_ms, "ratio"),
        Figure("language", language_ms, "ms CPU a page"),
        Figure("topics and narratives", tags_ms, "ms CPU a page"),
        Figure("signature", signature_ms, "ms CPU a page"),
    ]


def _pages() -> list[Page]:
    web = Newsweb(SEED)
    pages = []
    for publication in spread(SEED):
        host, _, path = publication.url.removeprefix("http://").partition("/")
        answer = web.answer(host, f"/{path}", END)
        if answer.status == 200:
            pages.append(Page(publication.url, answer.body, None, "text/html", END))
    return pages


def _language(reading: Reading) -> None:
    detect_language(reading.title, reading.body, page_language=reading.page_language)


def _tag(reading: Reading) -> None:
    language = (reading.page_language or "en")[:2]
    text = Text(title=reading.title, lead=reading.lead, body=reading.body, language=language)
    recognise_topics(text)
    recognise_narratives(text)


def _timed(work: Callable[[Item], Result], items: Sequence[Item]) -> tuple[list[Result], float]:
    """Results, and CPU milliseconds for each item, after a warm-up over the first ones."""
    for item in items[:5]:
        work(item)
    # CPU time and not wall time: other work on the machine must not count.
    begun = time.process_time()
    results = [work(item) for item in items]
    return results, (time.process_time() - begun) * 1000 / len(items)
