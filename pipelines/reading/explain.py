"""What became of each block of a page, for people who want to know why a sentence is in the text or not.

Belongs here: putting together what the steps of reading left behind. Does not: the steps, showing it
(`pipelines/explaining.py`).
"""

from dataclasses import dataclass
from itertools import islice

from pipelines.reading.blocks import Block
from pipelines.reading.body import Stretch, Text
from pipelines.reading.cuts import Cuts
from pipelines.reading.tree import Element


@dataclass(frozen=True, slots=True)
class Fate:
    """One block of a page.

    Attributes:
        text: all of its text.
        where: the elements around it, outermost first, at most four, as `div.related > ul > li`.
        kind: lead, headline, or that of its stretch of the body; None where it is in neither.
        why: the reason that it was cut for, None where it is kept.
        start: code point of the body at which it begins, or None.
    """

    text: str
    where: str
    kind: str | None
    why: str | None
    start: int | None


_LEVELS = 4


def fates(page: Cuts, text: Text) -> tuple[Fate, ...]:
    """The fate of each block, in page order; call it after the text of the page was extracted."""
    kept = {line.place: stretch for line, stretch in zip(text.lines, text.stretches, strict=False)}
    blocks = sorted((*page.tree.blocks, *page.tree.dropped), key=lambda block: block.place)
    return tuple(_fate(block, page, text, kept.get(block.place)) for block in blocks)


def _fate(block: Block, page: Cuts, text: Text, stretch: Stretch | None) -> Fate:
    where = _where(block.element)
    if stretch:
        return Fate(block.text, where, stretch.kind, None, stretch.start)
    if block.element is page.heading:
        return Fate(block.text, where, "headline", None, None)
    why = page.why(block)
    is_lead = why is None and block.text == text.lead
    return Fate(block.text, where, "lead" if is_lead else None, None if is_lead else why or "unused", None)


def _where(element: Element) -> str:
    path = [element, *islice(element.ancestors(), _LEVELS - 1)]
    return " > ".join(
        f"{one.tag}.{one.first_class}" if one.first_class else one.tag for one in reversed(path)
    )
