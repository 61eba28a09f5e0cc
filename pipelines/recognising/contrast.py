"""What a sentence rules out: "not chips but power", "power, not chips", "chips are not the bottleneck".

Belongs here: which mentions are named only to be denied. Does not: the words that open and close a denial (`not_x`,
`but_y`, `not_only`, `rather_than`, `x_not` are data), and what follows for a claim (`narratives`, `stance`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.recognising.lexicon import Hit

# What can stand in each other's place as the thing that limits AI.
POWER = frozenset(
    {"electricity", "power_word", "plug", "grid", "grid_kit", "connection", "demand", "energy", "plant"}
)
OTHERS = frozenset({"chip_any", "chips", "talent", "money", "permit", "data_as_limit", "compute", "ai_hint"})
_RIVALS = POWER | OTHERS
_DENIALS = frozenset({"deny", "enough"})
_CUES = ("not_x", "rather_than", "x_not")
_BREAK = re.compile(r"[,;:()–—|\n،؛，；：。、！？]| - ")
_WORD = re.compile(r"[^\W_]+")
# Characters between "not" and its "but", and words between "not" and what it denies: a longer way is another clause.
_FAR = 100
_NEAR = 3
_SPACELESS_NEAR = 4
_LIST = 300  # mentions above which a sentence is a table without full stops


@dataclass(frozen=True, slots=True)
class Contrast:
    """Mentions that a sentence names only to deny them, and words of denial that thereby say nothing else."""

    denied: frozenset[Hit] = frozenset()
    spent: frozenset[Hit] = frozenset()


_NONE = Contrast()


def contrast_of(text: str, start: int, end: int, hits: Sequence[Hit]) -> Contrast:
    """The contrast that the sentence `text[start:end]` draws; its hits come in order of their place."""
    if len(hits) > _LIST or not any(hit.slot in _CUES for hit in hits):
        return _NONE
    sentence = _Sentence(text, start, end, hits)
    denied: set[Hit] = set()
    spent = sentence.undone()
    for left, right, ruled_out in sentence.denials():
        denied |= ruled_out
        # "Not chips but power" denies no claim about power, whatever the words of denial in it.
        if not any(hit.slot in POWER for hit in ruled_out):
            spent |= {h for h in hits if h.slot in _DENIALS and h.start < right and left < h.end}
    return Contrast(frozenset(denied), frozenset(spent))


class _Sentence:
    """One sentence with its rivals, limits and cues."""

    def __init__(self, text: str, start: int, end: int, hits: Sequence[Hit]) -> None:
        self._text, self._start, self._end = text, start, end
        self._hits = hits
        self._rivals = [hit for hit in hits if hit.slot in _RIVALS]
        self._limits = [hit for hit in hits if hit.slot == "limit"]
        self._buts = [hit for hit in hits if hit.slot == "but_y"]
        self._only = [hit for hit in hits if hit.slot == "not_only"]

    def denials(self) -> Iterator[tuple[int, int, set[Hit]]]:
        """Stretches of denial, cue included, each with the rivals it rules out."""
        for cue in self._hits:
            if any(only.start <= cue.start < only.end for only in self._only):
                continue
            zone = None
            if cue.slot == "not_x":
                zone = self._after_not(cue)
            elif cue.slot == "rather_than":
                zone = self._directly_after(cue)
            elif cue.slot == "x_not":
                zone = self._before(cue.start), cue.start, cue.end
            if zone is None:
                continue
            inside = {hit for hit in self._rivals if zone[0] <= hit.start and hit.end <= zone[1]}
            if cue.slot == "x_not" and inside:
                last = max(hit.end for hit in inside)
                inside = {hit for hit in inside if hit.end == last}
            if inside:
                yield min(zone[0], cue.start), max(zone[1], zone[2]), inside

    def undone(self) -> set[Hit]:
        """Words for "enough" that a "not" before them turns round: "does not have enough power" denies no lack."""
        nots = [hit for hit in self._hits if hit.slot == "not_x"]
        return {
            hit
            for hit in self._hits
            if hit.slot == "enough"
            and any(
                cue.end < hit.start
                and not _BREAK.search(self._text, cue.end, hit.start)
                and self._words(cue.end, hit.start) < _NEAR
                for cue in nots
            )
        }

    def _after_not(self, cue: Hit) -> tuple[int, int, int] | None:
        """From where to where a "not" rules out rivals, and how far its words of denial reach."""
        limit = next((hit for hit in self._limits if hit.start >= cue.end), None)
        first = next((hit for hit in self._rivals if hit.start >= cue.end), None)
        if (
            limit
            and (first is None or limit.start <= first.start)
            and self._words(cue.end, limit.start) <= _NEAR
        ):
            return self._before(cue.start), cue.start, limit.end
        if first is None:
            return None
        but = next((hit for hit in self._buts if first.end <= hit.start <= cue.end + _FAR), None)
        if but and self._words(cue.end, first.start) <= _NEAR:
            return cue.end, but.start, but.start
        before = self._text[self._start : cue.start].rstrip()
        opens = (
            not before
            or _BREAK.match(before[-1])
            or any(hit.end == self._start + len(before) for hit in self._rivals)
        )
        return self._directly_after(cue) if opens else None

    def _directly_after(self, cue: Hit) -> tuple[int, int, int] | None:
        """The rivals that follow a cue at once, articles apart, up to the next mark or limit."""
        first = next((hit for hit in self._rivals if hit.start >= cue.end), None)
        if first is None or not self._only_articles(cue.end, first.start):
            return None
        mark = _BREAK.search(self._text, first.end, self._end)
        limit = next((hit.start for hit in self._limits if hit.start >= first.end), self._end)
        stop = min(mark.start() if mark else self._end, limit)
        return cue.end, stop, stop

    def _before(self, stop: int) -> int:
        """Where the clause before a place begins."""
        lead = self._text[self._start : stop].rstrip(" ,，、")
        marks = list(_BREAK.finditer(lead))
        return self._start + (marks[-1].end() if marks else 0)

    def _words(self, start: int, stop: int) -> int:
        between = self._text[start:stop]
        words = _WORD.findall(between)
        # Scripts without spaces: characters, a word being about two.
        wide = len(between) if between and not between.isascii() and len(words) == 1 else 0
        return wide * _NEAR // _SPACELESS_NEAR if wide > 8 else len(words)

    def _only_articles(self, start: int, stop: int) -> bool:
        articles = {hit.start for hit in self._hits if hit.slot == "article"}
        return all(word.start() in articles for word in _WORD.finditer(self._text, start, stop))
