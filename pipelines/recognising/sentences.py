"""Where sentences begin and end, in code points, for every script of the codebook. No words of meaning here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

# Shortened words after which a full stop ends no sentence (shared: few collide between languages).
_SHORTENED = frozenset(
    (Path(__file__).parent / "taxonomy" / "shortened.txt").read_text(encoding="utf-8").split()
)
# Languages that write ordinals with a full stop ("3. Dezember").
_ORDINALS = frozenset({"de", "cs", "da", "no", "fi", "hu", "pl", "tr", "hr", "sk"})
# “ and « close a German quotation but open a Chinese or French one; French sets a space before », and so does
# who opens with it.
_END = re.compile(r"[.!?…]+(?:\s»(?!\w)|[\"'”’“‘»«›‹」』）)】》\]])*|[。！？؟۔।]+[\"'”’»」』）)】》\]]*")
_LOOK_AHEAD = 8  # white space within which the next sentence begins
_WIDE_END = frozenset("。！？।؟۔")
_LETTERED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")  # "d.h.", "U.S.", "т.д."


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as code points of its field, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


def split_sentences(text: str, language: str) -> list[Sentence]:
    """Sentences of a text in order; white space at their edges left out; together they hold every other character."""
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(re.finditer(r"[^\n\r\u2028\u2029]+", text)):
        start = paragraph.start()
        for found in _END.finditer(text, paragraph.start(), paragraph.end()):
            if _ends_sentence(text, found, paragraph.end(), language):
                _add(sentences, text, start, found.end(), number)
                start = found.end()
        _add(sentences, text, start, paragraph.end(), number)
    return sentences


def _add(sentences: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        sentences.append(Sentence(start, end, paragraph))


def _ends_sentence(text: str, found: re.Match[str], limit: int, language: str) -> bool:
    mark, after = found.group(), found.end()
    if after >= limit:
        return True
    if mark[0] in _WIDE_END:
        return not (language == "ja" and mark[-1] in "」』）" and text[after] not in "「『　 \n")
    following = text[after : min(limit, after + _LOOK_AHEAD)].lstrip()[:1]
    if not text[after].isspace() or following.islower() or following in tuple(",;:)"):
        return False
    return mark[0] != "." or not _shortened(text, found.start(), language)


def _shortened(text: str, stop: int, language: str) -> bool:
    """Whether a full stop belongs to a shortened word, an initial or an ordinal."""
    before = re.search(r"[^\s(\"'„“«»–—-]*$", text[max(0, stop - 12) : stop])
    word = before.group() if before else ""
    if word.isdigit():
        return len(word) <= 2 and language in _ORDINALS
    if _LETTERED.fullmatch(word) or (len(word) == 1 and word.isalpha() and word.isupper()):
        return True
    return word.casefold() in _SHORTENED
