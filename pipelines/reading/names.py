"""Names in a byline: split, freed of prefixes, roles, dates and addresses, in many scripts.

Belongs here: what a string of names holds. Does not: where on a page such strings stand (`authors`).
"""

import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from pipelines.reading.encoding import clean_text
from pipelines.reading.titles import same_words

_WORDS = yaml.safe_load((Path(__file__).parent / "bylines.yaml").read_text(encoding="utf-8"))
# Letters of words that are no names wherever they stand.
_LONG_WORD = 6


def _any(kind: str, shortest: int = 1) -> str:
    """Expression for the words of one kind, the longest first."""
    words = {word for row in _WORDS[kind] for word in row.split(", ") if len(word) >= shortest}
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


_JOINTS = re.compile(
    r"\s*[;|•·／]\s*|\s+(?:and|und|og|et|och|ja|con)\s+|\s*&\s*|\s*[、，]\s*|\s*،\s*",
    re.IGNORECASE,
)
# "y", "e" and "i" join names in Spanish, Portuguese, Italian and the Slavic languages, lower case only:
# "Ortega y Gasset" has no given name before its joint and stays whole.
_WEAK_JOINTS = re.compile(r"\s+(?:y|e|i|a|и|та|і|en|un|και|ve|dan|és|și|şi|và|ir|और)\s+|\s*,\s*|\s+/\s+")
_LISTED = re.compile(r"[,/]")
# One of several names in a catalogue's order, "Lee, Ann; van der Berg, Ludwig".
_FAMILY_FIRST = re.compile(
    r"(?P<family>(?:[a-z]{1,4}[\s'’]){0,2}[^\s,;]{2,30}),\s*(?P<given>[^\s,;]+(?:\s[^\s,;]+){0,2})"
)
_PREFIX = re.compile(
    r"^(?:written by|reported by|story by|text by|interview by|interview|by|von|par|por|di|da|door|av|af|"
    r"autor(?:in|ka|zy|es|a)?(?:\s*/\s*autor(?:in)?)?|author|reporter|redaktion|redakcja|oprac\.|text|texte de|tekst|"
    r"texto|teksti|автор|автори|текст|від|от|από|γράφει (?:ο|η)|oleh|penulis|tekijä|yazan|haber|írta|szerző|piše|"
    r"tác giả|bài|โดย|लेखक|माता|بقلم|كتب|كتبت|נכתב על ידי|מאת)\s*[:：]\s*|"
    r"^(?:(?:propos |entretien )?recueillis? par|aufgezeichnet von|intervista di|entrevista de|interview door)\s+|"
    r"^(?:written by|reported by|story by|text by|interview by|by|von|par|por|di|da|door|av|af|redaktion|redakcja|text|"
    r"oprac\.|opracowa(?:ł|ła|nie)|"
    r"texte de|tekst|texto|autor(?:in|ka)?(?:\s*/\s*autor(?:in)?)?|author|interview|автор|автори|από|oleh|penulis|"
    r"tekijä|yazan|γράφει (?:ο|η)|بقلم|كتب|كتبت|מאת|文|記者|作者|編集)\s+|"
    r"^(?:文|取材・文|執筆|撰文|作者|(?:本[报報]|本社|\S{2,4}社|特[约約]|[实實][习習]|驻\S{1,4}|駐\S{1,4})?[记記]者)\s*[:：/／＝=]?\s*",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"^(?:editor|edited by|editing|redaktur|penyunting|bearbeitung|redigiert von|责任编辑|責任編輯|编辑|編輯|"
    r"责编)\s*[:：/]",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:(?:senior|chief|staff|deputy|special|political|energy|business|technology|science|foreign|freelance|managing)\s+)*"
    r"(?:writer|reporter|correspondent|editor|columnist|contributor|journalist(?:in)?|redakteur(?:in)?|korrespondent(?:in)?|"
    r"reporterin|autor(?:in)?|kolumnist(?:in)?|journaliste|redactora?|corresponsal|periodista|giornalista|jornalista|"
    r"repórter|redacteur|verslaggever|correspondent|dziennikarz|korespondent|журналист|корреспондент)"
)
_ROLE_BEHIND = re.compile(
    rf"(?:\s*[,–-]\s*|\s+){_ROLE}$|\s+(?:for|für)\s+(?:the\s+)?[A-Z]\S.*$|\s+in\s+[A-Z]\S+$", re.IGNORECASE
)
_ROLE_BEFORE = re.compile(rf"^{_ROLE}\s+", re.IGNORECASE)
# "Harbour Correspondent", beside a name
_DESK_ROLE = re.compile(rf"(?:\w+\s+){{0,3}}{_ROLE}", re.IGNORECASE)
_ROLE_WITHIN = re.compile(rf"\b{_ROLE}\b", re.IGNORECASE)
# "홍길동 기자", "山田太郎記者", "王小明 報導"
_EASTERN_ROLE = re.compile(
    r"\s*(?:(?:선임|수석|전문|인턴|객원)?\s?기자|특파원|논설위원|통신원|앵커|[记記]者|特派[员員]|編集委員|論説委員)(?:\s*=.*)?$"
)
_EASTERN_PLACE = re.compile(r"^\S{0,8}(?:[报報][导導道]|外[电電]|[电電])$")
_EASTERN_NAME = re.compile(
    r"[\u4e00-\u9fff\u3040-\u30ff]{2,4}(?:\s[\u4e00-\u9fff\u3040-\u30ff]{1,4})?|[\uac00-\ud7a3]{2,4}"
)
_EASTERN_OFFICE = re.compile(r"[报報部社网網站台编編]|中心|新[闻聞]|편집|신문|뉴스")
_BRACKETS = re.compile(r"\s*[(\[（［][^)\]）］]{0,40}[)\]）］]\s*")
_FRAMED = re.compile(r"^【([^】]{2,40})】$")
_CONTACT = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?<!\w)@\w+")
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|php|html)\b", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\d{2}|[!?<>{}]|\b(?:fotos?|photos?|published|updated|follow|copyright)\b|写真|攝影|摄影|사진",
    re.IGNORECASE,
)
# A date behind a name: "Imke Sauter 12.03.2026", "Jane Roe, Published March 12, 2026 at 10:00"
_DATED = re.compile(
    rf"[\s,،|·–-]+(?:(?:{_any('dated')})\s*[:：]?\s+)*"
    r"(?:(?:(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\w*"
    rf"|{_any('weekdays')})[.,،]?\s+)*\d{{1,4}}\b.*$"
    # Its own element may hold the date.
    rf"|[\s,،|·–-]+(?:{_any('dated', _LONG_WORD)})\s*[:：]?$",
    re.IGNORECASE,
)
_PLACEHOLDERS = frozenset(
    ["admin", "administrator", "anonymous", "author", "default", "guest", "na", "none", "null", "root", "undefined",
     "unknown", "user", "webmaster"]
)  # fmt: skip
_HONORIFICS = frozenset(
    ["dr", "prof", "professor", "hc", "phd", "ing", "dipl", "mag", "sir", "dame", "med", "jur"]
)
# Words of people's names that are written small.
_PARTICLES = frozenset(
    ["von", "van", "der", "den", "de", "la", "le", "du", "di", "da", "del", "della", "dos", "das", "do", "el", "al",
     "bin", "ibn", "af", "zu", "zum", "ter", "ten", "y", "e"]
)  # fmt: skip
MAX_NAME = 60
"""Characters of the longest name."""
DESKS: frozenset[str] = frozenset(_WORDS["desks"])
"""Names of the desks of outlets, in the form of `titles.same_words`."""
_AUTHOR_PATH = re.compile(rf"/(?:{'|'.join(_WORDS['author_paths'])})/[^/?#]", re.IGNORECASE)


def clean_names(texts: Iterable[str]) -> list[str]:
    """The names that some strings hold, in order, each once whatever its case; titles such as "Dr." stay."""
    names: dict[str, str] = {}
    for text in texts:
        for name in _split(clean_text(text)):
            key = same_words(name)
            # Of spellings that differ in case only, the one that does not shout.
            if key not in names or (names[key].isupper() and not name.isupper()):
                names[key] = name
    return [name for key, name in names.items() if key not in _PLACEHOLDERS]


def _split(text: str) -> list[str]:
    text = _CONTACT.sub(" ", _BRACKETS.sub(" ", _FRAMED.sub(r"\1", text)))
    text = " ".join(bare_byline(text).split()).strip(" ,;|/·–-")
    text = _with_family_last(text)
    parts = [part for joined in _JOINTS.split(text) for part in _split_weakly(joined)]
    tidy = [
        _without_role(_PREFIX.sub("", part).strip(" ,;|/·–-:")) for part in parts if not _EDITED.match(part)
    ]
    named = [
        name
        for name in tidy
        if 1 < len(name) <= MAX_NAME and not _ADDRESS.search(name) and not _NOT_A_NAME.search(name)
    ]
    people = [name for name in named if not _DESK_ROLE.fullmatch(name) and not _EASTERN_PLACE.match(name)]
    return people or named


def _with_family_last(text: str) -> str:
    """Names parted by semicolons, each with its family first, in the order in which they are spoken."""
    matches = [_FAMILY_FIRST.fullmatch(part.strip()) for part in text.split(";")]
    spoken = [f"{match['given']} {match['family']}" for match in matches if match]
    turned = 1 < len(matches) == len(spoken) and all(map(is_person, spoken))
    return text if not turned or any(map(_ROLE_WITHIN.search, spoken)) else "; ".join(spoken)


def _without_role(name: str) -> str:
    """Name of a person without what they are ("Jane Roe, Staff Writer"); "Guardian staff reporter" names no person."""
    if not name.isascii() and (bare := _EASTERN_ROLE.sub("", name)):
        name = bare
    for role in (_ROLE_BEHIND, _ROLE_BEFORE):
        bare = role.sub("", name)
        if bare != name and is_person(bare):
            return bare
    return name


def _split_weakly(text: str) -> list[str]:
    """Split at commas, slashes and short conjunctions where each part is a full name; else the name before a title."""
    parts = [part for part in _WEAK_JOINTS.split(text) if part]
    if len(parts) < 2 or all(is_person(part) for part in parts):
        return parts
    people = []
    for part in parts:
        if not is_person(part):
            break
        people.append(part)
    # "Jane Roe, professor of physics" is one person; "Reuters, AFP" are two agencies; "Ortega y Gasset"
    # stays whole.
    listed = all(len(part.split()) == 1 for part in parts) and bool(_LISTED.search(text))
    return people[:1] or (parts if listed else [text])


def is_person(name: str) -> bool:
    """Whether a name looks like a person's: two to five words, capital but for particles; or a short Eastern one.

    Titles such as "Dr." don't count, and scripts without case pass.
    """
    if _EASTERN_NAME.fullmatch(name):
        return not _EASTERN_OFFICE.search(name)
    words = [word for word in name.split() if word.replace(".", "").lower() not in _HONORIFICS]
    return 2 <= len(words) <= 5 and all(
        (word[0].isalpha() and not word[0].islower()) or word.lower() in _PARTICLES for word in words
    )


def without_prefix(text: str) -> str:
    """A line without what stands before names: "By", "Von", "文／"; the line itself where it begins otherwise."""
    return _PREFIX.sub("", text)


def bare_byline(text: str) -> str:
    """A line without what stands before names and without a date behind them."""
    return _PREFIX.sub("", _DATED.sub("", text).strip())


def leads_to_author(address: str) -> bool:
    """Whether a link leads to the page of an author, as far as its address says."""
    return bool(_AUTHOR_PATH.search(address))
