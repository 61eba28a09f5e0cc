"""What became of each block of a page, for people who want to know why a sentence is in the text or not.

Belongs here: putting together what the steps of reading left behind. Does not: the steps, showing it
(`pipelines/explaining.py`).
"""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from pipelines.reading.blocks import Block
from pipelines.reading.body import Stretch, Text
from pipelines.reading.cuts import Cuts
from pipelines.reading.tree import NOWHERE, Element, Tree


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


def with_dropped(read: Sequence[Fate], whole: Tree, dropped: Iterable[Element]) -> tuple[Fate, ...]:
    """Fates of a page that was read without what its outlet's override drops, and of that, each where it stood.

    Args:
        read: fates of the blocks that were left.
        whole: the page with all of its blocks.
        dropped: the elements of it that the override drops, in page order; of words in a line the line is left.
    """
    gone: set[int] = set()
    words: deque[Element] = deque()
    for element in dropped:
        if element is not whole.body and element.place not in gone:
            gone.update(range(element.place, element.end))
            if element.first == NOWHERE and whole.text_of(element):
                words.append(element)
    left, ahead = deque(read), Counter(fate.text for fate in read)
    shown: list[Fate] = []
    for block in whole.blocks:
        while words and words[0].place < block.element.place:
            shown.append(_dropped(whole.text_of(words[0]), words.popleft()))
        if block.element.place in gone:
            shown.append(_dropped(block.text, block.element))
            continue
        text = None
        while text != block.text and ahead[block.text]:
            shown.append(left.popleft())
            text = shown[-1].text
            ahead[text] -= 1
    return (*shown, *(_dropped(whole.text_of(element), element) for element in words), *left)


def _dropped(text: str, element: Element) -> Fate:
    return Fate(text, _where(element), None, "override", None)


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
