"""Which news agencies an article is credited to: named as author, in a dateline, or in a closing credit.

Belongs here: recognising credits; names and phrases are in `agencies.yaml`. Does not: authors (`authors`), agencies
that the text only mentions, agencies credited for a picture.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import yaml

from pipelines.reading.blocks import Block
from pipelines.reading.margins import Margins
from pipelines.reading.names import DESKS, bare_byline, is_person, without_prefix
from pipelines.reading.titles import same_words

_DATA = yaml.safe_load((Path(__file__).parent / "agencies.yaml").read_text(encoding="utf-8"))
_LONGEST_MARK = 4


def _is_mark(spelling: str) -> bool:
    return spelling.isascii() and len(spelling) <= _LONGEST_MARK


_SPELLINGS: list[tuple[str, str]] = [
    (s, agency) for agency, spellings in _DATA["everywhere"].items() for s in spellings
]
_MARKS: dict[str, str] = {spelling: agency for spelling, agency in _SPELLINGS if _is_mark(spelling)}
_NAMES: dict[str, str] = {
    same_words(spelling): agency for spelling, agency in _SPELLINGS if not _is_mark(spelling)
}
_LOCAL: dict[tuple[str, str], str] = {
    (language, spelling): agency
    for language, agencies in _DATA["in_language"].items()
    for agency, spellings in agencies.items()
    for spelling in spellings
}
_IDEOGRAPHIC: dict[str, str] = {
    name: agency for name, agency in _SPELLINGS if re.search(r"[\u3040-\u30ff\u3400-\u9fff]", name)
}

_SEPARATORS = re.compile(
    r"[/,;|·•=＝+&()\[\]【】（）［］、，／]|\s[-–—]\s|\s(?:and|und|og|och|et|y|e|i|en|ve|dan|và|и|mit|with|con|com|avec)\s"
)
_AROUND = re.compile(
    r"^(?:the|la|l'|agencias?|agences?|agenzia|agência|agencja|agentur|nachrichtenagentur|persbureau|агентство)\s+"
    r"|\s+(?:staff|news agency|news service|newsroom|writers?|reporters?|correspondents?|haber ajansı)$",
    re.IGNORECASE,
)
_EDGES = " .:–—-©*\"'“”"
# Beside an agency, a credit holds initials of editors ("dpa/mh"), days and places of two characters.
_INITIALS = 5
_LONGEST_CREDIT, _LONGEST_TAIL = 100, 220
_BRACKETED = re.compile(
    r"\W{0,2}(?P<place>[^()\[\]【】（）［］]{0,60}?)(?P<open>[(\[【（［])(?P<names>[^()\[\]【】（）［］]{2,60})[)\]】）］]"
    r"(?P<mark>\s*[-–—:=.,]|\s*$)?"
)
_SLASHED = re.compile(r"\W{0,2}(?P<place>[^/]{0,60}?)/\s?(?P<names>[^/]{2,40}?)\s?/(?P<mark>\s*[-–—.])?")
_STEP = re.compile(r"(\s?[-–—]{1,2}\s|\s?/\s?|[.,]\s)")
_OPENING = 80
# Words of the longest name of an agency.
_LONGEST_NAME = 4
_WIRED = re.compile(
    rf"[（(【\s]{{0,2}}(?P<name>{'|'.join(sorted(map(re.escape, _IDEOGRAPHIC), key=len, reverse=True))})"
    r"[^，。\u3040-\u309f]{0,30}?[电電讯訊](?=[\s（(）)】：:]|$)"
)
_CLOSING = re.compile(
    r"(?:^|[.!?…。！？\"”»’]\s*)(?:[(\[（［【](?P<inner>[^()\[\]（）［］【】]{2,60})[)\]）］】]|[-–—]{1,2}\s*(?P<after>[^.!?]{2,40}))\s*\.?$"
)
_COPYRIGHT = re.compile(
    r"^(?:[©\s]|\(c\)|copyright)+(?:(?:19|20)\d\d)?\s*(?P<names>[^.,(]{2,60})|^(?P<code>dpa|apa|afp)[:\d-]{6}",
    re.IGNORECASE,
)
_BEFORE_NAMES = re.compile(
    rf"(?:(?:^|[\s(\[（【.])(?:{'|'.join(_DATA['before_names'])})|(?:^|[(\[（])(?:{'|'.join(_DATA['opening'])})(?=\s))"
    r"\s?[:：=]?\s*(?P<names>[^()\[\]（）【】.。\n]{2,80})",
    re.IGNORECASE,
)
_BEHIND_NAMES = re.compile(
    rf"(?:^|[.!?(]\s*)(?P<names>[^.!?(]{{2,80}}?)\s(?:{'|'.join(_DATA['behind_names'])})\b", re.IGNORECASE
)
_PICTURE = re.compile(
    r"photo|foto|picture|image|bild|\bpics?\b|video|grafi[kc]|©|getty|写真|图片|圖|사진", re.IGNORECASE
)
_PICTURE_MARKS = re.compile(r"caption|photo|foto|image|img|bild|picture|gallery|media|figure", re.IGNORECASE)
_BYLINE_MARKS = re.compile(
    r"by-?line|author|autor|auteur|source|quelle|agenc|reporter|credit|writer|signature", re.IGNORECASE
)
# "Associated Press in Valencia", "AFP, MANILA": a name alone may credit a picture, one with a place credits a text.
_PLACED = re.compile(
    r"(?P<names>.{2,40}?)(?:\s(?:in|aus|à|en|a)\s[^\W\d_].{1,30}|,\s[A-Z][A-Z .]{2,30}|\s(?:\w+\s)?\d.*"
    r"|\s?/\s?(?!\d)\w[^/.!?]{1,30})"
)
# "3 March 2026 10:15 Reuters", "Le Phare avec AFP"
_DATED = re.compile(r".*\d\D{0,2}\s(?P<names>\D{2,40})")
_JOINED = re.compile(
    rf"(?P<outlet>[^.,;:!?]{{2,50}})\s(?:{'|'.join(_DATA['opening'])})\s(?P<names>[^.!?]{{2,50}})"
)


def find_agencies(
    stated: Iterable[str], *, lead: str | None, body: str | None, margins: Margins, language: str | None
) -> tuple[str, ...]:
    """Ids of the agencies that a page credits for its text, in order of evidence; empty where it credits none.

    Args:
        stated: authors and sources as structured data, meta tags and bylines state them.
        lead: standfirst.
        body: text of the article, paragraphs separated by an empty line.
        margins: the blocks around the text.
        language: code that the page declares; some marks of agencies are words or initials elsewhere.
    """
    paragraphs = body.split("\n\n") if body else []
    found = [agency for text in stated for agency in _in_author(text, language)]
    openings = [text for text in (lead, *paragraphs[:2]) if text]
    for text in openings:
        found += _in_dateline(text, language)
        # A byline without markup that stayed in the text: "Par Le Phare avec AFP".
        if len(text) <= _LONGEST_CREDIT and without_prefix(text) != text:
            found += _in_author(text, language)
    found += _joined(openings[0], language) if openings else []
    for text in [*openings[:1], *paragraphs[-3:]]:
        found += _in_closing(text, language)
    for block in margins.before:
        found += _in_byline(block, language)
    for place, block in enumerate(margins.behind):
        if not _is_caption(block):
            found += _in_closing(block.text, language) or (_alone(block.text, language) if place < 2 else [])
    return tuple(dict.fromkeys(found))


def without_agency(name: str, language: str | None) -> tuple[str, str]:
    """The name of a person or a desk, and of the agency that follows it; or only one of them.

    "JANE ROE Associated Press", "Jane Roe avec AFP".
    """
    words = name.split()
    for n in range(min(len(words) - 1, _LONGEST_NAME), 0, -1):
        joined = words[-n - 1] in _DATA["opening"]
        before, behind = " ".join(words[: -n - joined]), " ".join(words[-n:])
        # "Lusa" and "Belga" are names of families too.
        surname = n == 1 and not joined and behind.isascii() and behind.istitle()
        named = is_person(before) or same_words(before) in DESKS
        if named and not surname and _identify(behind, language):
            return before, behind
    return ("", name) if _identify(name, language) else (name, "")


def _in_author(text: str, language: str | None) -> Iterator[str]:
    for piece in _pieces(bare_byline(text)):
        first, _, rest = piece.partition(" ")
        # "AFP Deutschland", "dpa-infocom GmbH"; but EFE YILMAZ is a person
        desk = 0 < len(rest.split()) < 3 and not rest.isupper()
        agency = _identify(piece, language) or (_identify(first, language) if desk else None)
        agency = agency or _identify(without_agency(piece, language)[1], language)
        if agency:
            yield agency


def _in_dateline(text: str, language: str | None) -> list[str]:
    wired = _WIRED.match(text)
    if wired:
        return [_IDEOGRAPHIC[wired["name"]]]
    for form in (_BRACKETED, _SLASHED):
        match = form.match(text)
        if match and (match["mark"] or not match["place"]) and _is_place(match["place"], language):
            # 【ワシントン共同】: place and name in one, in these brackets only
            found = _named(
                match["names"], language, joined="(" not in match.group() and "（" not in match.group()
            )
            if found:
                return found
    return _in_open_dateline(text, language)


def _in_open_dateline(text: str, language: str | None) -> list[str]:
    """Datelines without brackets: "AFP - …", "Berlin/dpa – …", "МОСКВА, 3 мар — РИА Новости. …"."""
    steps = _STEP.split(text[:_OPENING])
    for at in range(0, min(len(steps) - 1, 7), 2):
        after = steps[at + 1].strip()
        agency = _identify(steps[at], language) if after != "," else None
        if agency and (at or after != ".") and after != "/":
            return [agency] if _is_place("".join(steps[:at]), language) else []
    return []


def _is_place(text: str, language: str | None) -> bool:
    """Whether words can be the place and date of a dateline: capitals, numbers, short words, months behind a number."""
    words = text.split()
    return (
        len(words) <= 8
        and not any(_identify(piece, language) for piece in _pieces(text))
        and all(
            not word[0].islower() or len(word) <= 3 or (before or "x")[0].isdigit()
            for before, word in zip([None, *words], words, strict=False)
        )
    )


def _in_closing(text: str, language: str | None) -> list[str]:
    tail = text[-_LONGEST_TAIL:]
    match = _CLOSING.search(tail)
    found = _named(match["inner"] or match["after"], language) if match else []
    match = _COPYRIGHT.match(text)
    if match:
        found += _leading(match["names"] or match["code"].lower(), language)
    for form in (_BEFORE_NAMES, _BEHIND_NAMES):
        for match in form.finditer(tail):
            if not _PICTURE.search(tail[: match.start()][-20:]):
                found += _leading(match["names"], language)
    return found


def _in_byline(block: Block, language: str | None) -> list[str]:
    text = block.text
    if len(text) > _LONGEST_CREDIT or _PICTURE.search(text) or _is_caption(block):
        return []
    marked = _calls_byline(_marks(block))
    return [*(_in_author(text, language) if marked else ()), *_in_line(text, language)]


def _in_line(text: str, language: str | None) -> list[str]:
    """Agencies of a short line that its words make a credit."""
    found = list(_in_author(text, language)) if without_prefix(text) != text else []
    for form in (_PLACED, _DATED):
        if match := form.fullmatch(text):
            found += _named(match["names"], language)
    found += _joined(text, language)
    return found + [a for match in _BEFORE_NAMES.finditer(text) for a in _leading(match["names"], language)]


def _joined(text: str, language: str | None) -> list[str]:
    """Agencies behind the name of an outlet: "Le Phare avec AFP"; words of a sentence are written small."""
    match = _JOINED.fullmatch(text) if len(text) <= _LONGEST_CREDIT else None
    outlet = match and not any(word[0].islower() for word in match["outlet"].split())
    return _named(match["names"], language) if match and outlet else []


def _alone(text: str, language: str | None) -> list[str]:
    """Agencies of a line that is nothing but a credit."""
    return _named(text, language) if len(text) <= _LONGEST_CREDIT else []


def _is_caption(block: Block) -> bool:
    around = (block.element, *list(block.element.ancestors())[:3])
    return any(element.tag in ("figure", "figcaption") for element in around) or bool(
        _calls_picture(_marks(block))
    )


@lru_cache(maxsize=4096)
def _calls_picture(marks: str) -> bool:
    return bool(_PICTURE_MARKS.search(marks))


@lru_cache(maxsize=4096)
def _calls_byline(marks: str) -> bool:
    return bool(_BYLINE_MARKS.search(marks))


def _marks(block: Block) -> str:
    parent = block.element.parent
    return f"{block.element.marks} {parent.marks if parent else ''}"


def _named(text: str, language: str | None, *, joined: bool = False) -> list[str]:
    """Agencies of a credit; empty where it holds anything but agencies and initials."""
    found = []
    for piece in _pieces(text):
        agency = _identify(piece, language, joined=joined)
        if agency:
            found.append(agency)
        elif len(piece) > _INITIALS:
            return []
    return found


def _leading(text: str, language: str | None) -> list[str]:
    """Agencies that a list begins with; behind the last one other words may follow."""
    found = []
    for piece in _pieces(text):
        agency = _identify(piece, language) or _beginning(piece, language)
        if agency is None:
            break
        found.append(agency)
    return found


def _beginning(piece: str, language: str | None) -> str | None:
    """The agency that a piece begins with: "Associated Press writer John Leicester in Paris"."""
    words = piece.split()
    longest = range(min(len(words) - 1, _LONGEST_NAME), 0, -1)
    return next((found for n in longest if (found := _identify(" ".join(words[:n]), language))), None)


def _pieces(text: str) -> list[str]:
    return [piece for part in _SEPARATORS.split(text) if (piece := part.strip(_EDGES))]


def _identify(piece: str, language: str | None, *, joined: bool = False) -> str | None:
    piece = piece.strip(_EDGES)
    for name in (piece, _AROUND.sub("", piece)):
        agency = _MARKS.get(name) or _LOCAL.get((language or "", name)) or _NAMES.get(same_words(name))
        if agency:
            return agency
    if piece.isascii():
        return None
    # "東京 3日 ロイター", "런던 로이터"
    last = piece.rpartition(" ")[2]
    agency = _MARKS.get(last) or _NAMES.get(same_words(last)) if last != piece else None
    if agency or not joined:
        return agency
    return next((found for name, found in _IDEOGRAPHIC.items() if piece.endswith(name)), None)
