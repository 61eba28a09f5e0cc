"""The small language taxonomy terms are written in, and how one term is checked at a place in a text.

    bottleneck       the word, with the endings its language allows
    stromversorg*    any ending (at most 20 letters)
    *strompreis*     anywhere in a word, for languages that join words
    =AI              exactly these capitals
    data cent(er|re) alternatives, also empty ones: (a|)
    wait .. grid     up to five words between (12 characters in scripts without spaces)
    plant$           no ending, whatever the language allows

What terms there are is data in taxonomy/; which hits count is decided in `lexicon`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.recognising.folding import fold

TOKEN = re.compile(r"[^\W_]+")
_JOINER = frozenset(" -'’\n\t–\"“”„«»")
_LONGEST_ENDING = 20
_LONGEST_GAP = 5
_LONGEST_WIDE_GAP = 12


class TermError(ValueError):
    """A term that cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes words.

    Attributes:
        spaced: whether words are separated by spaces.
        endings: endings a word may take; None: any of at most `loose` letters.
        loose: longest free ending.
        proclitics: what may be glued before a word (Arabic and Hebrew particles).
    """

    spaced: bool = True
    endings: frozenset[str] | None = frozenset({""})
    loose: int = 0
    proclitics: frozenset[str] = frozenset({""})

    def allows(self, ending: str) -> bool:
        """Whether a word may end so after its stem."""
        return len(ending) <= self.loose if self.endings is None else ending in self.endings


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a term; `gap` allows further words before it."""

    stem: str
    open_left: bool = False
    open_right: bool = False
    exact: bool = False
    gap: bool = False

    def matches(self, token: str, writing: Writing) -> bool:
        """Whether a token of a folded text is this word."""
        at = token.find(self.stem)
        if at < 0 or (at and not self.open_left and token[:at] not in writing.proclitics):
            return False
        return self.fits_right(token[at + len(self.stem) :], writing)

    def fits_right(self, ending: str, writing: Writing) -> bool:
        """Whether what follows the stem is allowed."""
        if not ending:
            return True
        if self.exact:
            return False
        if self.open_right:
            return len(ending) <= _LONGEST_ENDING
        return writing.allows(ending)


@dataclass(frozen=True, slots=True)
class Term:
    """One readable form: its words, the word the automaton looks for, and the capitals it insists on."""

    words: tuple[Word, ...]
    anchor: int
    cased: str | None = None
    wide: re.Pattern[str] | None = None


def parse_terms(block: str, language: str, writing: Writing) -> list[Term]:
    """Terms of a slot, separated by `;`.

    Raises:
        TermError: an empty term, or brackets that do not match.
    """
    return [
        _parse(form.strip(), language, writing)
        for written in block.split(";")
        if written.strip()
        for form in _alternatives(" ".join(written.split()))
    ]


def _alternatives(written: str) -> list[str]:
    """Every reading of a term with bracketed alternatives, the innermost first."""
    inner = re.search(r"\(([^()]*)\)", written)
    if inner is None:
        if "(" in written or ")" in written:
            raise TermError(f"brackets do not match in the term {written!r}")
        return [" ".join(written.split())]
    choices = (written[: inner.start()] + c + written[inner.end() :] for c in inner.group(1).split("|"))
    return list(dict.fromkeys(form for choice in choices for form in _alternatives(choice)))


def _parse(written: str, language: str, writing: Writing) -> Term:
    cased = written.removeprefix("=").rstrip("*$") if written.startswith("=") else None
    folded = fold(written.removeprefix("="), language).text
    if not writing.spaced:
        return _wide_term(folded, cased)
    words: list[Word] = []
    gap = False
    for piece in folded.split(" "):
        if piece == "..":
            gap = True
            continue
        pieces = TOKEN.findall(piece)
        for i, stem in enumerate(pieces):
            first, last = i == 0, i == len(pieces) - 1
            words.append(
                Word(
                    stem,
                    open_left=first and piece.startswith("*"),
                    open_right=last and piece.endswith("*"),
                    exact=not last or piece.endswith("$") or (cased is not None and not piece.endswith("*")),
                    gap=gap and first,
                )
            )
            gap = False
    if not words:
        raise TermError(f"the term {written!r} has no letters")
    # The longest word is the rarest: the automaton stops at fewer places.
    anchor = max(range(len(words)), key=lambda i: len(words[i].stem))
    return Term(tuple(words), anchor, cased)


def _wide_term(folded: str, cased: str | None) -> Term:
    parts = [part.strip("*$ ") for part in folded.split("..")]
    if not parts[0]:
        raise TermError(f"the term {folded!r} has no characters before its gap")
    pattern = None
    if len(parts) > 1 or " " in parts[0]:
        # As short as it can be, and never across a sentence's end.
        gap = rf"[^。!?\n]{{0,{_LONGEST_WIDE_GAP}}}?"  # folded: ！ is !
        pattern = re.compile(gap.join(re.escape(part).replace(r"\ ", r"\s*") for part in parts))
    return Term((Word(parts[0].split(" ")[0]),), 0, cased, pattern)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a folded text, by number and by place."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """All words of a text."""
        found = [match.span() for match in TOKEN.finditer(text)]
        return cls(text, tuple(a for a, _ in found), tuple(b for _, b in found))

    def joined(self, i: int) -> bool:
        """Whether only a space, hyphen or quote mark stands between word i and the next."""
        between = self.text[self.ends[i] : self.starts[i + 1]]
        # A hyphen, a quote mark or a line's end may join a phrase; a comma or full stop parts it.
        return len(between) <= 2 and _JOINER.issuperset(between)


def spaced_match(term: Term, tokens: Tokens, token: int, at: int, writing: Writing) -> tuple[int, int] | None:
    """The span of a term whose anchor was found at code point `at` inside word `token`; None if it is not there."""
    word = term.words[term.anchor]
    start, end = tokens.starts[token], tokens.ends[token]
    # No affix is longer; cutting them out of a "word" of a hundred thousand letters takes its time at each place.
    if end - at - len(word.stem) > _LONGEST_ENDING or (at - start > _LONGEST_ENDING and not word.open_left):
        return None
    if at > start and not word.open_left and tokens.text[start:at] not in writing.proclitics:
        return None
    if not word.fits_right(tokens.text[at + len(word.stem) : end], writing):
        return None
    if len(term.words) == 1:
        return start, end
    first = _walk(term, tokens, token, -1, writing)
    last = _walk(term, tokens, token, 1, writing)
    if first is None or last is None:
        return None
    return tokens.starts[first], tokens.ends[last]


def _walk(term: Term, tokens: Tokens, token: int, step: int, writing: Writing) -> int | None:
    """The number of the outermost word of a term in one direction; None where a word is missing."""
    place = token
    stop = len(term.words) if step > 0 else -1
    for number in range(term.anchor + step, stop, step):
        gap = term.words[number].gap if step > 0 else term.words[number + 1].gap
        for _ in range(_LONGEST_GAP + 1 if gap else 1):
            place += step
            if not 0 <= place < len(tokens.starts):
                return None
            if not (gap or tokens.joined(min(place, place - step))):
                return None
            if term.words[number].matches(tokens.text[tokens.starts[place] : tokens.ends[place]], writing):
                break
        else:
            return None
    return place


def wide_match(term: Term, text: str, at: int) -> tuple[int, int] | None:
    """The span of a term in a script without spaces; Latin letters must not go on at its edges."""
    found = term.wide.match(text, at) if term.wide else None
    if term.wide and not found:
        return None
    end = found.end() if found else at + len(term.words[0].stem)
    # "AI" stands without spaces in Chinese, but is no part of "AIR".
    if _latin(text[at]) and at and _latin(text[at - 1]):
        return None
    if _latin(text[end - 1]) and end < len(text) and _latin(text[end]):
        return None
    return at, end


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()
