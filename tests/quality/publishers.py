"""Figures of the reader on the publishers' pages, of all and of two halves of the outlets.

`uv run python -m tests.quality.publishers` prints what docs/methods/reading.md has. Belongs here: measuring on these
pages. Does not: floors (`test_reading`), the metrics, which are those of the scoring tool beside the corpora.
"""

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from pipelines.reading.page import Page, Reading, read_page
from tests.corpora import SHARED

Read = tuple[dict[str, Any], Reading]
"""Truth and reading of one page."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Body F1 is a macro average over pages; the others are counts of pages, `named` those with an author."""

    pages: int
    body_f1: float
    titles: int
    authors: int
    named: int
    days: int
    minutes: int
    rejected: int


@cache
def scoring() -> ModuleType:
    """The scoring tool beside the corpora."""
    assert SHARED is not None
    spec = importlib.util.spec_from_file_location("score_reading", SHARED / "tools" / "score_reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(url: str, html: str, fetched_at: str | None = None) -> Reading:
    """Read a page that is text already."""
    return read_page(
        Page(
            url=url,
            html=html.encode("utf-8", "replace"),
            charset="utf-8",
            content_type="text/html",
            fetched_at=scoring().minutes(fetched_at),
        )
    )


def text(reading: Reading) -> str:
    """Lead and body."""
    return "\n\n".join(part for part in (reading.lead, reading.body) if part)


@cache
def publishers() -> list[Read]:
    """Truth and reading of each publisher's page; of two fetches of one address the later counts, as in the tool."""
    fetched, truth = scoring().publishers()
    by_url = {page["url"]: page for page in fetched}
    return [(truth[url], read(url, page["html"], page["fetched_at"])) for url, page in by_url.items()]


def halves(pages: Sequence[Read]) -> tuple[list[Read], list[Read]]:
    """Pages of the outlets that rules were tuned on, and of those that they were only checked on.

    Every other outlet by name, the first is of the tuned half. An outlet's pages stay together: they share a layout.
    """
    tuned = set(sorted({truth["outlet"] for truth, _ in pages})[::2])
    return (
        [page for page in pages if page[0]["outlet"] in tuned],
        [page for page in pages if page[0]["outlet"] not in tuned],
    )


def measure(pages: Sequence[Read]) -> Figures:
    """Compare readings with the truth."""
    tool = scoring()
    scores = [tool.f1(tool.tokens(t["body"]), tool.tokens(text(r)))[0] for t, r in pages]
    apart = [_seconds_apart(truth, reading) for truth, reading in pages]
    return Figures(
        pages=len(pages),
        body_f1=sum(scores) / len(scores),
        titles=sum(tool.norm(t["title"]) == tool.norm(r.title) for t, r in pages),
        authors=sum(set(t["authors"]) == set(r.authors) for t, r in pages if t["authors"]),
        named=sum(bool(t["authors"]) for t, _ in pages),
        days=sum(same_day for same_day, _ in apart),
        minutes=sum(seconds < 60 for _, seconds in apart),
        rejected=sum(r.rejected is not None for _, r in pages),
    )


def _seconds_apart(truth: dict[str, Any], reading: Reading) -> tuple[bool, float]:
    """Whether two dates of a page share their day as stated, and the seconds between them; infinite without a zone."""
    wanted = scoring().minutes(truth["published_at"])
    got = scoring().minutes(reading.published.stated() if reading.published else None)
    if not wanted or not got:
        return False, float("inf")
    same_kind = (wanted.tzinfo is None) == (got.tzinfo is None)
    seconds = abs((wanted - got).total_seconds()) if same_kind else float("inf")
    return wanted.date() == got.date(), seconds


def main() -> None:
    """Print the figures, a line for all pages and one for each half."""
    pages = publishers()
    for name, some in zip(("all", "tuned", "checked"), (pages, *halves(pages)), strict=True):
        figures = measure(some)
        outlets = len({truth["outlet"] for truth, _ in some})
        sys.stdout.write(
            f"{name:<8} {figures.pages} pages of {outlets} outlets: body F1 {figures.body_f1:.4f}, "
            f"titles {figures.titles}, authors {figures.authors} of {figures.named}, days {figures.days}, "
            f"minutes {figures.minutes}, rejected {figures.rejected}\n"
        )


if __name__ == "__main__":
    main()
