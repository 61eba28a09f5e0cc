"""Narratives of a scanned article: which frames of the taxonomy hold where, and the sentence that shows it best.

Stance is `stance`, speakers are `speakers`; no words of any language stand here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING

from pipelines.recognising.scan import Article, Scanned, bits_of, slot_bits
from pipelines.recognising.topics import group_bits

if TYPE_CHECKING:
    from pipelines.recognising.taxonomy import Frame, NarrativeRule, Taxonomy

# Measured on the odd half of the development set, November 2026.
_TWO_SENTENCES = 0.04  # what a claim spread over two sentences loses
_TITLE = 0.3  # what a title loses as evidence in a text with a body of its own
_ATTRIBUTED = 0.05  # what a place gains as evidence where somebody says it
_SUBJECT = 2.0  # sentences that must name the context before it is a subject of the text
_SHORT_TEXT = 6  # sentences up to which the title is as good a place for evidence as any
# Measured on the development set and on 190 long texts of the technology press, November 2026.
_ALL_ALONG, _SHARE = 2, 0.1
_HINTS = ("ai_hint", "compute", "chip_any")  # words that alone do not show that AI is the subject


@dataclass(frozen=True, slots=True)
class Found:
    """A claim in a window of one or two sentences, with the strength of its reading."""

    rule: NarrativeRule
    first: Scanned
    last: Scanned
    score: float
    counter: bool


@dataclass(frozen=True, slots=True)
class _Subjects:
    """What a whole text names by plain words: taken once, since each window of it is asked for.

    Attributes:
        ai, energy: bits of the slots of either.
        names_ai: AI is named anywhere.
        all_along: both are named all along, so that not each sentence need name them.
    """

    ai: int
    energy: int
    names_ai: bool
    all_along: bool


@dataclass(frozen=True, slots=True)
class _Compiled:
    groups: tuple[int, ...]
    plain: tuple[int, ...]
    without: int
    weight: float
    span: int
    context: int
    counter: bool


@lru_cache(maxsize=256)
def _compiled(frame: Frame, context: tuple[str, ...], *, counter: bool) -> _Compiled:
    groups = tuple(bits_of(group) for group in frame.all)
    own = bits_of(frame.context if frame.context is not None else context)
    plain = tuple(group for group in groups if group & bits_of(frame.plain))
    return _Compiled(groups, plain, bits_of(frame.without), frame.weight, frame.span, own, counter)


def narratives_in(article: Article, taxonomy: Taxonomy) -> list[Found]:
    """The best place of each narrative whose score reaches its threshold, special claims before general ones."""
    found: list[Found] = []
    taken: frozenset[int] = frozenset()
    subjects = _subjects(article, taxonomy)
    for rule in sorted(taxonomy.narratives.values(), key=lambda rule: rule.beside):
        place = _best(article, subjects, rule, taken if rule.beside else frozenset())
        if place and place.score >= rule.threshold:
            found.append(place)
            taken |= {place.first.number, place.last.number}
    return found


def _best(article: Article, subjects: _Subjects, rule: NarrativeRule, taken: frozenset[int]) -> Found | None:
    frames = [_compiled(f, rule.context, counter=False) for f in rule.frames]
    frames += [_compiled(f, rule.context, counter=True) for f in rule.frames_counter]
    subject = _is_subject(article, rule.context)
    best: Found | None = None
    best_place = 0.0
    for frame in frames:
        if not all(group & article.bits for group in frame.groups):
            continue
        for first, last in _windows(article, frame.span):
            bits = first.bits | last.bits
            if bits & frame.without or not all(group & bits for group in frame.groups):
                continue
            if not (subject or not rule.context or _names_context(bits, frame)):
                continue
            if not (rule.anywhere or _plainly_near(article, subjects, first, last)):
                continue
            if not all(group & _plain(first, last) for group in frame.plain):
                continue
            if len(frame.groups) > 1 and not _apart(frame, first, last):
                continue
            ruled_out = rule.ruled_out is not None and not frame.groups[0] & (first.kept | last.kept)
            if ruled_out and rule.ruled_out == "none":
                continue
            score = _score(rule, frame, first, last, bits)
            if first.number in taken or last.number in taken:
                score -= rule.beside
            place = score + _telling(article, first, bits)
            if best is None or place > best_place:
                best, best_place = Found(rule, first, last, score, frame.counter or ruled_out), place
    return best


def _subjects(article: Article, taxonomy: Taxonomy) -> _Subjects:
    ai, energy = group_bits(taxonomy, "ai") | bits_of(("compute",)), group_bits(taxonomy, "energy")
    named = [sum(bool(one.plain & group) for one in article.sentences) for group in (ai, energy)]
    enough = max(_ALL_ALONG, len(article.sentences) * _SHARE)
    return _Subjects(ai, energy, names_ai=named[0] > 0, all_along=min(named) >= enough)


def _plainly_near(article: Article, subjects: _Subjects, first: Scanned, last: Scanned) -> bool:
    """Whether AI and energy are both named by plain words in the window, beside it, or at the head of the text.

    A contrast counts as a plain word: in "power, not chips, is the bottleneck" power is electricity.
    """
    if subjects.all_along:
        return True
    plain = article.head
    for sentence in article.sentences[max(0, first.number - 1) : last.number + 2]:
        if sentence.field == first.field or sentence.number in (first.number, last.number):
            plain |= sentence.plain
            if sentence.bits != sentence.kept:
                plain |= sentence.bits
    return subjects.names_ai and bool(plain & subjects.energy)


def _plain(first: Scanned, last: Scanned) -> int:
    """What a window names by plain words; in a contrast every word is plain ("power, not chips")."""
    return reduce(or_, (s.plain | (s.bits if s.bits != s.kept else 0) for s in (first, last)))


def _telling(article: Article, first: Scanned, bits: int) -> float:
    """What makes a place the better evidence among several: somebody says it, and not in the headline."""
    said = _ATTRIBUTED if bits & bits_of(("say", "according")) else 0.0
    return said - (_TITLE if first.field == "title" and len(article.sentences) > _SHORT_TEXT else 0.0)


def _apart(frame: _Compiled, first: Scanned, last: Scanned) -> bool:
    """Whether the groups stand in two words at least: one ambiguous word is no claim."""
    wanted = 0
    for group in frame.groups:
        wanted |= group
    bits = slot_bits()
    hits = first.hits if first is last else first.hits + last.hits
    return len({hit.start for hit in hits if bits[hit.slot] & wanted}) > 1


def _names_context(bits: int, frame: _Compiled) -> bool:
    return bool(bits & frame.context & ~bits_of(_HINTS))


def _windows(article: Article, span: int) -> list[tuple[Scanned, Scanned]]:
    single = [(sentence, sentence) for sentence in article.sentences]
    if span == 1:
        return single
    pairs = zip(article.sentences, article.sentences[1:], strict=False)
    return single + [(a, b) for a, b in pairs if a.field == b.field and a.paragraph == b.paragraph]


def _is_subject(article: Article, context: tuple[str, ...]) -> bool:
    """Whether the text is about what the claim is about, wherever it says so; mere hints count half."""
    spread = sum(article.spread[slot] * (0.5 if slot in _HINTS else 1.0) for slot in context)
    if spread >= _SUBJECT:
        return True
    firm = bits_of(tuple(slot for slot in context if slot not in _HINTS))
    return any(s.bits & firm for s in article.sentences if s.field == "title")


def _score(rule: NarrativeRule, frame: _Compiled, first: Scanned, last: Scanned, bits: int) -> float:
    score = frame.weight + (rule.context_weight if frame.context & bits else 0.0)
    score += sum(weight for slot, weight in rule.boosts.items() if bits_of((slot,)) & bits)
    if first is not last:
        score -= _TWO_SENTENCES
    return min(score, 0.99)
