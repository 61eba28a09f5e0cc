"""Names and groups around a verb of saying, in scripts with spaces.

Which words say, open an "according to" or name a group is data (`say`, `according`, `group`, `article`); what a
name looks like is here. Whose name is wanted, and in which sentence, is `speakers`.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.recognising.lexicon import Hit

Span = tuple[int, int]

# What these name may open a sentence with a capital, and says nothing.
_THINGS = frozenset(
    (
        *(
            "dc",
            "grid_kit",
            "electricity",
            "demand",
            "plant",
            "storage",
            "gas",
            "coal",
            "price",
            "bill",
            "energy",
        ),
        *("power_word", "limit", "lack"),
    )
)
_ABBREVIATED = 2  # letters of "AI" and "KI", which are no speaker, while "OpenAI" may be one

_TOKEN = re.compile(r"[^\W_][\w'’\-.&]*")
_BREAK = re.compile(r"[,;:()–—\n،؛“”„«»\"「」]")
# Small words inside names; where all nouns are capitalised, most of them end a name instead.
_PARTICLES = re.compile(
    r"d[aeiou]|d[ao]s|de[lnr]|della|du|van|von|te[nr]|l[ae]|[ae]l|b[ei]n|ibn|of|e|y|und|et"
)
_NOUN_PARTICLES = re.compile(r"von|van|zu")
_NOUN_CAPITALS = frozenset({"de"})
_CASELESS = frozenset({"ar", "he", "fa"})
_POSTPOSED = frozenset({"fi", "hu", "tr"})  # "X'e göre", "X mukaan": the speaker stands before
_POSTPOSITIONS = frozenset({"zufolge"})  # the same in a language that has both
_THAT = frozenset(
    {"إن", "أن", "إنه", "أنه", "إنها", "أنها", "که", "כי"}
)  # "X said that": ends a name without capitals
_VERB_LAST = frozenset({"tr", "fa"})  # the subject may stand far before the verb of saying
# Measured on the odd half of the development set: words between verb and name, and words of a speaker.
_REACH = 7
_FAR = 60
_LONGEST = 7
_LONGEST_CASELESS = 4


def _is_ai(hit: Hit, text: str) -> bool:
    return hit.slot == "ai" and (hit.end - hit.start <= _ABBREVIATED or " " in text[hit.start : hit.end])


class Names:
    """The names in one stretch of text."""

    def __init__(self, text: str, hits: Sequence[Hit], language: str, ends: Sequence[int] = ()) -> None:
        self._text = text
        self._ends = ends
        self._things = [hit for hit in hits if hit.slot in _THINGS or _is_ai(hit, text)]
        self._articles = {hit.start for hit in hits if hit.slot == "article"}
        self._verbs = {hit.start for hit in hits if hit.slot == "say"}
        self._groups = [hit for hit in hits if hit.slot == "group"]
        self._language = language
        self._particles = _NOUN_PARTICLES if language in _NOUN_CAPITALS else _PARTICLES

    def told_by(self, according: Hit) -> Span | None:
        """Who follows an "according to"; who stands before it in languages that put it behind."""
        behind = self._language in _POSTPOSED
        if behind or self._text[according.start : according.end].lower() in _POSTPOSITIONS:
            before = self._before(0, according.start, 2 * _REACH)
            if before:
                return before
        return self._after(according.end)

    def inverted(self, verb: Hit, floor: int) -> Span | None:
        """The subject after a verb that follows a quotation, dash or comma: ", said Anna Lind"."""
        lead = self._text[floor : verb.start].rstrip()
        after = self._after(verb.end)
        opens = not _TOKEN.search(lead) and bool(floor or lead)
        if self._language in _CASELESS or opens or lead.endswith(("–", "—")):
            return after
        near = after and (
            " " in self._text[slice(*after)]
            or any(group.start == after[0] for group in self._groups)
            or not _TOKEN.search(self._text, verb.end, after[0])
        )
        return after if lead.endswith(",") and near else None

    def subject(self, verb: Hit, floor: int) -> Span | None:
        """The subject before a verb, nearest clause first, or else what follows the verb."""
        lead = self._text[floor : verb.start]
        clause = floor + max(lead.rfind(","), lead.rfind("،")) + 1
        reach = _FAR if self._language in _VERB_LAST else 2 * _REACH
        near = self._before(clause, verb.start, reach) if clause > floor else None
        return near or self._before(floor, verb.start, reach) or self._after(verb.end)

    def _after(self, start: int) -> Span | None:
        stop = _BREAK.search(self._text, start + 1)
        tokens = list(_TOKEN.finditer(self._text, start, stop.start() if stop else len(self._text)))
        if not tokens:
            return None
        if self._language in _CASELESS:
            named = list(takewhile(lambda token: token.group() not in _THAT, tokens[:_LONGEST_CASELESS]))
            return (named[0].start(), named[-1].end()) if named else None
        return self._name_or_group(tokens[:_REACH])

    def _before(self, start: int, end: int, reach: int) -> Span | None:
        tokens = list(_TOKEN.finditer(self._text, start, end))[-reach:]
        return self._name_or_group(tokens) if tokens else None

    def _name_or_group(self, tokens: list[re.Match[str]]) -> Span | None:
        """The first name of two words or more, else the first group, else the first single name."""
        runs = [self._trimmed(run) for run in self._runs(tokens)]
        names = [
            run
            for run in runs
            if run and len(run) <= _LONGEST and not (len(run) == 1 and self._is_thing(run[0]))
        ]
        long = next((run for run in names if len(run) > 1), None)
        if long is None:
            for group in self._groups:
                if tokens[0].start() <= group.start < tokens[-1].end():
                    return group.start, group.end
        best = long or (names[0] if names else None)
        return (best[0].start(), best[-1].start() + len(best[-1].group().rstrip(".'’-"))) if best else None

    def _runs(self, tokens: list[re.Match[str]]) -> list[list[re.Match[str]]]:
        """Runs of capitalised words, particles between them included, marks never crossed."""
        runs: list[list[re.Match[str]]] = [[]]
        for token in tokens:
            joined = bool(runs[-1]) and not self._parted(runs[-1][-1], token)
            if self._may_name(token, joined=joined):
                if not joined:
                    runs.append([])
                runs[-1].append(token)
            elif joined and self._particles.fullmatch(token.group()):
                runs[-1].append(token)
            elif runs[-1]:
                runs.append([])
        return runs

    def _is_thing(self, token: re.Match[str]) -> bool:
        return any(hit.start <= token.start() < hit.end for hit in self._things)

    def _parted(self, one: re.Match[str], other: re.Match[str]) -> bool:
        """Whether a mark or a sentence's end stands between two words."""
        return bool(_BREAK.search(self._text, one.end(), other.start())) or any(
            one.start() < end <= other.start() for end in self._ends
        )

    def _may_name(self, token: re.Match[str], *, joined: bool) -> bool:
        if not token.group()[0].isupper() or token.start() in self._verbs:
            return False
        return joined or token.start() not in self._articles

    def _trimmed(self, run: list[re.Match[str]]) -> list[re.Match[str]]:
        """Without particles at the end and without an office before a full name."""
        while run and self._particles.fullmatch(run[-1].group()):
            run = run[:-1]
        offices = {group.start for group in self._groups}
        while len(run) > 2 and run[0].start() in offices:
            run = run[1:]
        return run
