"""Reading page by page in one process, side by side with plain trafilatura on the same pages in the same run.

Belongs here: CPU time and memory of reading. Does not belong here: quality, which the floors hold.
"""

import gc
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import ParamSpec, TypeVar

import psutil
import trafilatura
from rich.console import Console
from rich.progress import Progress

from crawler.landing.reader import read_landed
from crawler.landing.records import Landed
from crawler.newsweb.answers import Newsweb
from crawler.newsweb.cascade import spread
from crawler.newsweb.sites import END
from pipelines.bench.dressing import dressed
from pipelines.bench.figures import Figure
from pipelines.reading import document
from pipelines.reading.body import cut_page, extract_text
from pipelines.reading.cuts import Cuts
from pipelines.reading.encoding import decode
from pipelines.reading.language import detect_language
from pipelines.reading.metadata import find_descriptions
from pipelines.reading.page import Page, Reading, read_page
from pipelines.reading.titles import find_title
from pipelines.tracking.signatures import signature

SEED = 1
ROUNDS = 3
"""Each page is read so often; the least time of each stage counts, since other work on the machine only adds."""

MEMORY_PAGES = 2_000
"""Pages read for the figure of memory, the same ones over and over if the file has fewer."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


class NoPagesError(ValueError):
    """A file holds no page that could be read; the message names it."""


def bench_reading(warc: Path | None = None, *, memory_pages: int = MEMORY_PAGES) -> list[Figure]:
    """CPU milliseconds a page, stage by stage; of these the ratios to trafilatura are the steadiest.

    Args:
        warc: pages of one's own; None: those of the synthetic news web, in the markup of real ones.
        memory_pages: how many pages are read to see whether memory grows.

    Raises:
        NoPagesError: the file has no page with status 200.
        OSError: the file can't be read.
    """
    pages = list(_landed(warc)) if warc else [dressed(page) for page in newsweb_pages()]
    if not pages:
        raise NoPagesError(f"{warc} holds no page with status 200. Give a WARC file of pages.")
    stages = _Stages()
    with Progress(console=Console(file=sys.stderr)) as progress:
        for page in progress.track(pages * ROUNDS, description="side by side"):
            _side_by_side(page, stages)
        ms = stages.milliseconds(len(pages))
        growth = _growth(
            progress.track(islice(cycle(pages), memory_pages), memory_pages, description="memory")
        )
    text = ms["decode"] + ms["parse"] + ms["title"] + ms["text"]
    whole = ms["read"] + ms["language"] + ms["signature"]
    plain = ms["trafilatura"]
    return [
        Figure(f"trafilatura.bare_extraction, {len(pages)} pages", plain, "ms CPU a page"),
        *(Figure(f"  {name}", ms[name], "ms CPU a page") for name in ("decode", "parse", "title", "text")),
        Figure("text", text, "ms CPU a page"),
        Figure("text ÷ trafilatura", text / plain, "ratio", "≤ 0.25"),
        Figure("  page with metadata, dates, gate", ms["read"], "ms CPU a page"),
        *(Figure(f"  {name}", ms[name], "ms CPU a page") for name in ("language", "signature")),
        Figure("all of reading", whole, "ms CPU a page"),
        Figure("all of reading ÷ trafilatura", whole / plain, "ratio", "≤ 0.40"),
        Figure(f"memory grown over {memory_pages} pages", growth, "MB"),
    ]


def newsweb_pages() -> list[Page]:
    """The articles of the synthetic news web, the same in every run."""
    web = Newsweb(SEED)
    pages = []
    for publication in spread(SEED):
        host, _, path = publication.url.removeprefix("http://").partition("/")
        answer = web.answer(host, f"/{path}", END)
        if answer.status == 200:
            pages.append(Page(publication.url, answer.body, None, "text/html", END))
    return pages


def _landed(warc: Path) -> Iterator[Page]:
    for record in read_landed(warc):
        if isinstance(record, Landed) and record.kind == "page" and record.status == 200:
            yield Page(record.url, record.payload, record.charset, record.content_type, record.fetched_at)


class _Stages:
    """The least CPU time of each stage on each page."""

    def __init__(self) -> None:
        self._least: dict[str, dict[str, float]] = defaultdict(dict)

    def time(
        self, stage: str, page: Page, work: Callable[Given, Result], *args: Given.args, **more: Given.kwargs
    ) -> Result:
        # CPU time and not wall time: other work on the machine must not count.
        begun = time.process_time()
        result = work(*args, **more)
        taken = time.process_time() - begun
        known = self._least[stage]
        known[page.url] = min(taken, known.get(page.url, taken))
        return result

    def milliseconds(self, pages: int) -> dict[str, float]:
        return {stage: sum(taken.values()) * 1000 / pages for stage, taken in self._least.items()}


def _side_by_side(page: Page, stages: _Stages) -> None:
    stages.time("trafilatura", page, trafilatura.bare_extraction, page.html, url=page.url)
    text, raw = stages.time("decode", page, _decode, page)
    parsed = stages.time("parse", page, document.parse, text, page.url, raw=raw)
    if parsed:
        title = stages.time("title", page, find_title, parsed)
        stages.time("text", page, _text, parsed, title)
    # Its memory is to be free before the next stage is timed.
    del parsed
    reading = stages.time("read", page, read_page, page)
    stages.time("language", page, _language, reading)
    stages.time("signature", page, signature, reading.body)


def _decode(page: Page) -> tuple[str, bytes]:
    decoded = decode(page.html, page.charset)
    return decoded.text, decoded.utf_8()


def _text(parsed: document.Document, title: str | None) -> None:
    cuts = Cuts(parsed.tree, title)
    extract_text(cuts, cut_page(cuts, title=title, descriptions=find_descriptions(parsed)), title=title)


def _language(reading: Reading) -> None:
    detect_language(reading.title, reading.body, page_language=reading.page_language)


def _growth(pages: Iterable[Page]) -> float:
    """Megabytes that the process holds more after all pages than after the first tenth, when caches are warm."""
    process, sizes = psutil.Process(), []
    for page in pages:
        _language(read_page(page))
        sizes.append(process.memory_info().rss)
    gc.collect()
    return (process.memory_info().rss - max(sizes[: len(sizes) // 10 + 1])) / 1e6
