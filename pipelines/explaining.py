"""`wattwire read --explain`: what became of each block of a page, in the terminal or as one HTML file in colours.

Belongs here: showing it. Does not belong here: finding it out (`pipelines/reading/explain.py`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.console import Console
from rich.text import Text

from crawler.registry import Outlet
from pipelines.amounts import amount
from pipelines.reading.explain import Fate
from pipelines.reading.page import Page, Reading, explain_page
from pipelines.registry import selectors_at

_COLOURS = {"headline": "bold cyan", "lead": "green", "heading": "bold green"}
_LONGEST = 160
"""Characters of a block that a line of the terminal shows; the HTML view has all of them."""


def print_explanation(html: bytes, url: str, outlet: Outlet | None = None) -> None:
    """Print a line for each block on stdout: `+` kept or `-` cut, what it is or why, and how it begins."""
    reading, blocks = _explained(html, url, outlet)
    # Wide: a line that is wrapped can't be searched by grep. The terminal wraps it for people.
    out = Console(width=_LONGEST + 60, soft_wrap=True, highlight=False)
    for block in blocks:
        mark, name = ("-", block.why or "") if block.why else ("+", block.kind or "")
        style = "dim red" if block.why else _COLOURS.get(name, "green")
        text = block.text if len(block.text) <= _LONGEST else f"{block.text[:_LONGEST]}…"
        out.print(Text(f"{mark} {name:<20} {text}", style=style))
    out.print(Text(_verdict(reading, blocks)))


def write_explanation(html: bytes, url: str, path: Path, outlet: Outlet | None = None) -> None:
    """Write the page's blocks as one HTML file: kept ones on green, cut ones on red with their reason."""
    reading, blocks = _explained(html, url, outlet)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    page = environment.get_template("explaining.html").render(
        url=url, reading=reading, blocks=blocks, verdict=_verdict(reading, blocks), reasons=_reasons(blocks)
    )
    path.write_text(page, encoding="utf-8")


def _explained(html: bytes, url: str, outlet: Outlet | None) -> tuple[Reading, tuple[Fate, ...]]:
    return explain_page(Page(url, html, None, None, fetched_at=None, selectors=selectors_at(outlet, None)))


def _verdict(reading: Reading, blocks: Sequence[Fate]) -> str:
    kept = sum(block.why is None for block in blocks)
    verdict = f"{kept} of {amount(len(blocks), 'block')} kept, {amount(reading.word_count, 'word')}"
    if reading.override:
        found, missed = (", ".join(names) or "nothing" for names in asdict(reading.override).values())
        verdict += f"; the outlet's override found {found}, missed {missed}"
    if reading.rejected:
        return f"{verdict}; rejected: {reading.rejected.reason} ({reading.rejected.evidence})"
    return f"{verdict}; an article"


def _reasons(blocks: Sequence[Fate]) -> list[tuple[str, int]]:
    return Counter(block.why for block in blocks if block.why).most_common()
