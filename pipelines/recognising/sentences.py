"""Where sentences begin and end, in code points, for every script of the codebook. No words of meaning here."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Shortened words after which a full stop ends no sentence (shared: few collide between languages).
_SHORTENED = frozenset(
    "mr mrs ms dr prof st sr sra jr vs etc inc corp ltd co no nr z b u a d h bzw ca usw ing dipl med rer nat mio mrd "
    "mill str art abs s p pp vol fig nov dez dec jan feb mar apr jun jul aug sep sept okt oct ene abr ago dic "
    "févr janv juil déc m mm mme mlle me ex p.ex av env min max tel gen gov sen rep col lt sgt maj capt "
    "dott dott.ssa ing avv sig on arq lic ud uds ee uu pág núm art op cit i.e e.g u.s u.k d.c a.m p.m "
    "tzw tzn np m.in inż mgr hab ul ok r w godz mln mld tys св г гг руб тыс млн млрд им ул т д п см "
    "bijv drs mw dhr t.a.v enz evt bl.a t.ex kl osv f.eks ca pga s.k mm esim ns mm tj např atd č "
    "örn vb prof doç tr hr".split()
)
# Languages that write ordinals with a full stop ("3. Dezember").
_ORDINALS = frozenset({"de", "cs", "da", "no", "fi", "hu", "pl", "tr", "hr", "sk"})
_CLOSERS = "\"'”’»“›」』）)】》]"
_END = re.compile(rf"[.!?…。！？؟۔।]+[{re.escape(_CLOSERS)}]*")
_WIDE_END = frozenset("。！？।؟۔")


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
    if not text[after].isspace():
        return False
    following = text[after:limit].lstrip()[:1]
    if following.islower() or following in ",;:)":
        return False
    if mark[0] == ".":
        before = re.search(r"[^\s(\"'„“«»–—-]*$", text[max(0, found.start() - 12) : found.start()])
        word = before.group() if before else ""
        if word.casefold() in _SHORTENED or (len(word) == 1 and word.isalpha() and word.isupper()):
            return False
        if word.isdigit() and len(word) <= 2 and language in _ORDINALS:
            return False
    return True
