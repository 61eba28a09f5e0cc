"""Notes by which an outlet corrects its article, verbatim.

Belongs here: recognising notes in structured data and in the text; the wordings are in `corrections.yaml`. Does not:
what a revision changed (`warehouse/views`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import yaml

from pipelines.reading.blocks import Block
from pipelines.reading.document import Document
from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import Json, strings
from pipelines.reading.margins import Margins

_DATA = yaml.safe_load((Path(__file__).parent / "corrections.yaml").read_text(encoding="utf-8"))
# "Correction, March 4: …", "Korrektur (4.3.):", "【訂正】…"; what stands between head and colon holds a number.
_HEAD = re.compile(
    rf"[\W_]{{0,3}}(?:{'|'.join(_DATA['heads'])})(?:[\s,(]+(?:[^\W\d_]+\.?\s){{0,2}}\d[^:：]{{0,30}}?)?"
    r"\s*(?P<end>[)\]】）]?\s*(?:[:：–—]|$)|[】）\]])",
    re.IGNORECASE,
)
_WORDINGS = {stem: re.compile(wording, re.IGNORECASE) for stem, wording in _DATA["wordings"].items()}
_LONGEST_NOTE, _MOST_NOTES, _MOST_COMPARED = 1200, 5, 20
_MARKS = re.compile(
    r"\b(?:corrections?|correctif|erratum|korrektur|rectific\w+|clarification)\b", re.IGNORECASE
)


def find_corrections(document: Document, body: str | None, margins: Margins) -> tuple[str, ...]:
    """Notes of correction in structured data, in the body, and in the blocks right before and behind it.

    Args:
        document: the page.
        body: text of the article, paragraphs separated by an empty line.
        margins: the blocks around it.
    """
    paragraphs = body.split("\n\n") if body else []
    found = chain(_stated(document), _among(paragraphs), _among_blocks([*margins.before, *margins.behind]))
    return _distinct(found)


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    """The first notes; each is compared with all others, so that of a row of hundreds only the first are looked at."""
    notes = dict.fromkeys(islice((note for note in found if 0 < len(note) <= _LONGEST_NOTE), _MOST_COMPARED))
    # Structured data and text often hold one note; of two, one inside the other, the longer is kept.
    return tuple(n for n in notes if not any(n != other and n in other for other in notes))[:_MOST_NOTES]


def _stated(document: Document) -> list[str]:
    value: Json = (document.structured.article or {}).get("correction")
    return [
        clean_text(text)
        for item in (value if isinstance(value, list) else [value])
        for text in strings(item.get("text") if isinstance(item, dict) and item.get("text") else item)
    ]


def _among(paragraphs: Sequence[str]) -> Iterator[str]:
    worded = _wordings("\n".join(paragraphs))
    for place, text in enumerate(paragraphs):
        if len(text) > _LONGEST_NOTE:
            continue
        head = _HEAD.match(text)
        if head and head.end() == len(text):
            # A heading of its own: the note is what follows.
            yield from paragraphs[place + 1 : place + 2]
        elif head or any(wording.search(text) for wording in worded):
            yield text


def _among_blocks(blocks: Sequence[Block]) -> Iterator[str]:
    texts = [block.text for block in blocks]
    yield from _among(texts)
    yield from (block.text for block in blocks if block.good and _MARKS.search(block.element.marks))


def _wordings(text: str) -> list[re.Pattern[str]]:
    folded = text.casefold()
    return [wording for stem, wording in _WORDINGS.items() if stem in folded]
