"""One pass over an article: sentences of its fields with the slots found in them. No rule about meaning here."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import accumulate
from operator import or_
from typing import TYPE_CHECKING

from pipelines.recognising.contrast import contrast_of
from pipelines.recognising.lexicon import Hit, lexicon_of
from pipelines.recognising.sentences import Sentence, split_sentences
from pipelines.recognising.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from pipelines.recognising.model import Text

TEASER = "teaser"
VAGUE = "vague"


@lru_cache(maxsize=1)
def slot_bits() -> dict[str, int]:
    """A bit for each slot, so that a sentence's slots are one number."""
    return {slot: 1 << i for i, slot in enumerate(load_taxonomy().slots)}


def bits_of(slots: tuple[str, ...]) -> int:
    """The bits of several slots together."""
    bits = slot_bits()
    return sum(bits[slot] for slot in set(slots))


@dataclass(frozen=True, slots=True)
class Scanned:
    """A sentence of a field with what was found in it.

    Attributes:
        hits: all mentions, in order of their place.
        bits: the slots of the hits.
        kept: the slots that are left without what the sentence rules out ("not chips but power").
        plain: the slots of hits that no word of everyday meaning covers.
        question: whether it asks.
    """

    field: str
    start: int
    end: int
    paragraph: int
    number: int
    hits: tuple[Hit, ...]
    bits: int
    kept: int
    plain: int
    question: bool


@dataclass(frozen=True, slots=True)
class Article:
    """A scanned text: its fields, sentences in reading order, and in how many sentences each slot occurs.

    `head`: the slots that title and lead name by plain words.
    """

    fields: dict[str, str]
    language: str
    sentences: tuple[Scanned, ...]
    bits: int
    head: int = 0
    spread: Counter[str] = field(default_factory=Counter)

    def text(self, first: Scanned, last: Scanned) -> str:
        """Verbatim text from one sentence to another of the same field."""
        return self.fields[first.field][first.start : last.end]


def _asks(sentence: str, field: str) -> bool:
    """Whether a sentence is a question; in titles the outlet's name may follow the mark."""
    marks = ("?", "？", "؟")
    if field == "title":
        return any(mark in sentence for mark in marks)
    return sentence.rstrip("\"'”’»“‘«‹›」』）) ").endswith(marks)


def _scanned(content: str, name: str, sentence: Sentence, number: int, hits: list[Hit]) -> Scanned:
    ruled_out = contrast_of(content, sentence.start, sentence.end, hits)
    hits = [hit for hit in hits if hit not in ruled_out.spent]
    kept = [hit for hit in hits if hit not in ruled_out.denied]
    return Scanned(
        field=name,
        start=sentence.start,
        end=sentence.end,
        paragraph=sentence.paragraph,
        number=number,
        hits=tuple(hits),
        bits=_bits(hits),
        kept=_bits(kept),
        plain=_bits(_plain(hits)),
        question=_asks(content[sentence.start : sentence.end], name),
    )


def _plain(hits: list[Hit]) -> list[Hit]:
    """The hits that no hit of the slot `vague` covers."""
    vague = [hit for hit in hits if hit.slot == VAGUE]
    starts = [hit.start for hit in vague]
    reached = list(accumulate((hit.end for hit in vague), max))
    plain = []
    for hit in hits:
        before = bisect_right(starts, hit.start)
        if not before or reached[before - 1] < hit.end:
            plain.append(hit)
    return plain


def _bits(hits: list[Hit]) -> int:
    return bits_of(tuple(hit.slot for hit in hits))


@lru_cache(maxsize=2)
def scan(text: Text) -> Article:
    """Scans once: topics and narratives of the same text share the result."""
    lexicon = lexicon_of(text.language)
    fields = {"title": text.title or "", "lead": text.lead or "", "body": text.body or ""}
    sentences: list[Scanned] = []
    spread: Counter[str] = Counter()
    everything = 0
    for name, content in fields.items():
        hits = lexicon.scan(content) if lexicon else []
        place = 0
        teaser = -1
        for sentence in split_sentences(content, text.language):
            inside: list[Hit] = []
            while place < len(hits) and hits[place].start < sentence.end:
                if hits[place].start >= sentence.start:
                    inside.append(hits[place])
                place += 1
            if any(hit.slot == TEASER for hit in inside[:1]):
                teaser = sentence.paragraph
            if sentence.paragraph == teaser:
                inside = []
            scanned = _scanned(content, name, sentence, len(sentences), inside)
            spread.update({hit.slot for hit in scanned.hits})
            everything |= scanned.bits
            sentences.append(scanned)
    head = reduce(or_, (one.plain for one in sentences if one.field != "body"), 0)
    return Article(fields, text.language, tuple(sentences), everything, head, spread)
