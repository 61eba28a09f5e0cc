"""Narratives of a scanned article: which frames of the taxonomy hold where, and the sentence that shows it best.

Stance is `stance`, speakers are `speakers`; no words of any language stand here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipelines.recognising.scan import Article, Scanned, bits_of
from pipelines.recognising.taxonomy import Frame, NarrativeRule, Taxonomy

# Measured on the odd half of the development set, November 2026.
_TWO_SENTENCES = 0.04  # what a claim spread over two sentences loses
_TITLE = 0.05  # what a title loses in a text with a body of its own: evidence is rather in the body
_SUBJECT = 2  # sentences that must name a slot before it is a subject of the text


@dataclass(frozen=True, slots=True)
class Found:
    """A claim in a window of one or two sentences, with the strength of its reading."""

    rule: NarrativeRule
    first: Scanned
    last: Scanned
    score: float
    counter: bool


@dataclass(frozen=True, slots=True)
class _Compiled:
    groups: tuple[int, ...]
    without: int
    weight: float
    span: int
    context: int
    counter: bool


@lru_cache(maxsize=256)
def _compiled(frame: Frame, context: tuple[str, ...], counter: bool) -> _Compiled:  # noqa: FBT001
    groups = tuple(bits_of(group) for group in frame.all)
    own = bits_of(frame.context if frame.context is not None else context)
    return _Compiled(groups, bits_of(frame.without), frame.weight, frame.span, own, counter)


def narratives_in(article: Article, taxonomy: Taxonomy) -> list[Found]:
    """The best place of each narrative whose score reaches its threshold."""
    found = (_best(article, rule) for rule in taxonomy.narratives.values())
    return [place for place in found if place and place.score >= place.rule.threshold]


def _best(article: Article, rule: NarrativeRule) -> Found | None:
    frames = [_compiled(f, rule.context, False) for f in rule.frames]  # noqa: FBT003
    frames += [_compiled(f, rule.context, True) for f in rule.frames_counter]  # noqa: FBT003
    subjects = _subjects(article, rule.context)
    best: Found | None = None
    for frame in frames:
        if not all(group & article.bits for group in frame.groups):
            continue
        for first, last in _windows(article, frame.span):
            bits = first.bits | last.bits
            if bits & frame.without or not all(group & bits for group in frame.groups):
                continue
            score = _score(article, rule, frame, first, last, bits, subjects)
            if best is None or score > best.score:
                best = Found(rule, first, last, score, frame.counter)
    return best


def _windows(article: Article, span: int) -> list[tuple[Scanned, Scanned]]:
    single = [(sentence, sentence) for sentence in article.sentences]
    if span == 1:
        return single
    pairs = zip(article.sentences, article.sentences[1:], strict=False)
    return single + [(a, b) for a, b in pairs if a.field == b.field and a.paragraph == b.paragraph]


def _subjects(article: Article, context: tuple[str, ...]) -> bool:
    """Whether the text is about what the claim is about, wherever it says so."""
    if not context:
        return True
    bits = bits_of(context)
    if sum(article.spread[slot] for slot in context) >= _SUBJECT:
        return True
    return any(s.bits & bits for s in article.sentences if s.field == "title")


def _score(
    article: Article, rule: NarrativeRule, frame: _Compiled, first: Scanned, last: Scanned, bits: int, subject: bool  # noqa: FBT001
) -> float:
    near = bool(frame.context & bits)
    if rule.context and not near and not subject:
        return 0.0
    score = frame.weight + (rule.context_weight if near else 0.0)
    score += sum(weight for slot, weight in rule.boosts.items() if bits_of((slot,)) & bits)
    if first is not last:
        score -= _TWO_SENTENCES
    if first.field == "title" and len(article.sentences) > 6:
        score -= _TITLE
    return min(score, 0.99)
