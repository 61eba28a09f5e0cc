"""The word lists of one language as an automaton: a folded text in, hits of slots out.

Masks (the slot `mask`) take away what lies inside them: "power of attorney" is no electricity. A hit that covers
the whole mask stays, so that "computing power" can still be read as computing.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pipelines.recognising.folding import Folded, fold
from pipelines.recognising.taxonomy import Taxonomy, load_taxonomy, terms_of
from pipelines.recognising.terms import Term, Tokens, Writing, spaced_match, wide_match

MASK = "mask"
SHARED = "any"


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of a slot in a text, in code points of the original."""

    slot: str
    start: int
    end: int


class Lexicon:
    """All terms of a language (and those of every language) behind one automaton."""

    def __init__(self, taxonomy: Taxonomy, language: str) -> None:
        self.language = language
        self._writing: Writing = taxonomy.writing(language)
        by_anchor: dict[str, list[tuple[str, Term]]] = {}
        for slot, terms in _terms(taxonomy, language).items():
            for term in terms:
                by_anchor.setdefault(term.words[term.anchor].stem, []).append((slot, term))
        self._candidates = tuple(by_anchor.values())
        # Standard: the only kind that reports overlapping matches, and terms overlap.
        self._automaton = AhoCorasick(list(by_anchor), matchkind=MatchKind.Standard)

    def scan(self, text: str) -> list[Hit]:
        """Hits in order of their place; none inside a mask, none inside another hit of the same slot."""
        if not text:
            return []
        folded = fold(text, self.language)
        raw = self._automaton.find_matches_as_indexes(folded.text, overlapping=True)
        found = self._spaced(folded, text, raw) if self._writing.spaced else self._wide(folded, text, raw)
        return _outermost(found)

    def _spaced(self, folded: Folded, text: str, raw: list[tuple[int, int, int]]) -> set[Hit]:
        tokens = Tokens.of(folded.text)
        hits = set()
        for index, at, _ in raw:
            token = bisect_right(tokens.starts, at) - 1
            for slot, term in self._candidates[index]:
                span = spaced_match(term, tokens, token, at, self._writing)
                if span:
                    hits |= _hit(slot, term, folded.span(*span), text)
        return hits

    def _wide(self, folded: Folded, text: str, raw: list[tuple[int, int, int]]) -> set[Hit]:
        hits = set()
        for index, at, _ in raw:
            for slot, term in self._candidates[index]:
                span = wide_match(term, folded.text, at)
                if span:
                    hits |= _hit(slot, term, folded.span(*span), text)
        return hits


def _hit(slot: str, term: Term, span: tuple[int, int], text: str) -> set[Hit]:
    start, end = span
    # Asked of the original: the folded text has lost its capitals, by which AI is told from Italian "ai".
    if term.cased is not None and term.cased not in text[start:end]:
        return set()
    return {Hit(slot, start, end)}


def _outermost(hits: set[Hit]) -> list[Hit]:
    ordered = sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.slot))
    masks = [hit for hit in ordered if hit.slot == MASK]
    kept: list[Hit] = []
    reached: dict[str, int] = {}
    passed = 0
    for hit in ordered:
        while passed < len(masks) and masks[passed].end <= hit.start:
            passed += 1
        if hit.slot == MASK or hit.end <= reached.get(hit.slot, -1) or _masked(hit, masks, passed):
            continue
        reached[hit.slot] = hit.end
        kept.append(hit)
    return kept


def _masked(hit: Hit, masks: list[Hit], first: int) -> bool:
    """Whether a mask from the `first` on overlaps a hit that does not cover it."""
    for number in range(first, len(masks)):
        mask = masks[number]
        if mask.start >= hit.end:
            return False
        if hit.start < mask.end and not _covers(hit, mask):
            return True
    return False


def _covers(hit: Hit, mask: Hit) -> bool:
    return hit.start <= mask.start and mask.end <= hit.end


def _terms(taxonomy: Taxonomy, language: str) -> dict[str, list[Term]]:
    own = terms_of(taxonomy, language)
    shared = taxonomy.languages.get(SHARED)
    if shared is None or language == SHARED:
        return own
    # Terms of every language take the endings of the one they stand in: German declines "GPU" as well.
    borrowed = shared.model_copy(update={"words": taxonomy.languages[language].words})
    for slot, terms in terms_of(
        taxonomy.model_copy(update={"languages": {language: borrowed}}), language
    ).items():
        own.setdefault(slot, []).extend(terms)
    return own


@lru_cache(maxsize=64)
def lexicon_of(language: str) -> Lexicon | None:
    """The lexicon of a language of the installed taxonomy; None where there is none."""
    taxonomy = load_taxonomy()
    if language not in taxonomy.languages or language == SHARED:
        return None
    return Lexicon(taxonomy, language)
