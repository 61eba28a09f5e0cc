"""Text made comparable: lower case, NFKC, one form of each letter, with the way back to code points.

Both texts and taxonomy terms pass through `fold`, so that a term matches whatever the typography. No words,
no languages but the script variants that the press mixes (Han traditional and simplified, Arabic and Persian letters).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TAXONOMY = Path(__file__).parent / "taxonomy"

# One-to-one replacements, so that the common case needs no offset map.
_SAME = {
    **{ord(a): ord("'") for a in "’‘ʼ′`´"},
    **{ord(a): ord(" ") for a in "\u00a0\u202f\u2007\u2009\u3000"},
    **{ord(a): ord("-") for a in "‐‑"},
    **{0xFF01 + i: 0x21 + i for i in range(94)},
    ord("…"): ord("."),
    ord("İ"): ord("i"),
    ord("ı"): ord("i"),
    ord("ς"): ord("σ"),
    ord("ё"): ord("е"),
    ord("Ё"): ord("е"),
    **dict(zip(map(ord, "ΆΈΉΊΌΎΏάέήίόύώϊϋΐΰ"), map(ord, "αεηιουωαεηιουωιυιυ"), strict=True)),
    **dict(zip(map(ord, "أإآٱىيكةؤئ"), map(ord, "اااایی\u06a9هوی"), strict=True)),
}
# Marks that carry no meaning for matching: soft hyphens, joiners, Arabic and Hebrew vowel points.
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u064b-\u0652\u0640\u0591-\u05bd\u05bf-\u05c7]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `starts`/`ends` map its code points to the original, None where they are the same."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original code points of a non-empty folded span."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=1)
def _han() -> dict[int, int]:
    """Traditional to simplified, one letter for one, so that places stay.

    Source: all of CJK that OpenCC 1.4.2 (Apache-2.0, profile t2s) turns into one other letter, and the pairs 帳账,
    樽瓶 and 甦苏, which it leaves alone; 3,400 pairs do not change often enough to need the library at run time.
    """
    pairs = (_TAXONOMY / "han.txt").read_text(encoding="utf-8").split()
    return {ord(pair[0]): ord(pair[1]) for pair in pairs if len(pair) == 2}


def fold(text: str, language: str) -> Folded:
    """The text in lower case and one form of each letter.

    Length is kept wherever Unicode allows; else the offsets say where each folded code point came from.
    """
    same = text.translate(_SAME)
    if language == "zh":
        same = same.translate(_han())
    if not _DROPPED.search(same) and unicodedata.is_normalized("NFKC", same):
        lowered = same.lower()
        if len(lowered) == len(text):
            return Folded(lowered)
    return _fold_with_offsets(same)


def _fold_with_offsets(text: str) -> Folded:
    """The slow way: cluster by cluster (a letter and its combining marks)."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    i = 0
    while i < len(text):
        j = i + 1
        while j < len(text) and (unicodedata.combining(text[j]) or "\u1160" <= text[j] <= "\u11ff"):
            j += 1
        cluster = _DROPPED.sub("", unicodedata.normalize("NFKC", text[i:j]).lower()).translate(_SAME)
        out.append(cluster)
        starts.extend([i] * len(cluster))
        ends.extend([j] * len(cluster))
        i = j
    return Folded("".join(out), tuple(starts), tuple(ends))
