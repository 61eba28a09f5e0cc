"""Who wrote an article: names from structured data, meta tags and bylines, split and cleaned.

Belongs here: author names. Does not: speakers quoted in the text (`recognising`).
"""

import re
from collections.abc import Iterable

from pipelines.reading.document import Document
from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import Json, Node, strings
from pipelines.reading.titles import outlet_names, same_words
from pipelines.reading.tree import Element

_META = (
    "author",
    "article:author",
    "parsely-author",
    "cxenseparse:author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
    "og:author",
    "og:article:author",
)
_JOINTS = re.compile(
    r"\s*[;|•·]\s*|\s+(?:and|und|og|et|och|ja|con)\s+|\s*&\s*|\s*、\s*|\s*،\s*", re.IGNORECASE
)
# "y", "e" and "i" join names in Spanish, Portuguese, Italian and the Slavic languages, lower case only:
# "Ortega y Gasset" has no given name before its joint and stays whole.
_WEAK_JOINTS = re.compile(r"\s+(?:y|e|i|a|и|та|και|en)\s+|\s*,\s*|\s+/\s+")
_LISTED = re.compile(r"[,/]")
_PREFIX = re.compile(
    r"^(?:written by|reported by|story by|interview by|interview|by|von|par|por|di|da|door|av|af|autor(?:in|ka)?|"
    r"author|redaktion|redakcja|text|texte de|tekst|texto|"
    r"автор|автори|από|文|記者|作者|編集|oleh|penulis|tekijä|yazan)\s*[:：]?\s+|^(?:文|記者|作者|撰文)[:：/]?\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[][^)\]]{0,40}[)\]]\s*")
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|php|html)\b", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\d{2}|[!?<>{}]|\b(?:fotos?|photos?|published|updated|follow|copyright)\b", re.IGNORECASE
)
# Words of people's names that are written small.
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "la",
        "le",
        "du",
        "di",
        "da",
        "del",
        "della",
        "dos",
        "das",
        "do",
        "el",
        "al",
        "bin",
        "ibn",
        "af",
        "zu",
        "zum",
        "ter",
        "ten",
        "y",
        "e",
    ]
)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|writer|autor(?:e|es|in)?|auteur|reporter|journalist)(?:$|[\s_-]|name|link)",
    re.IGNORECASE,
)
_MAX_NAME = 60


def find_authors(document: Document) -> tuple[str, ...]:
    """Names in page order, empty where the page names nobody.

    An outlet or an agency named as author counts; where only the outlet itself is named, a person's byline on
    the page wins.
    """
    outlet = outlet_names(document)
    found: list[str] = []
    for source in (_from_structured, _from_meta, _from_microdata):
        found = found or _clean(source(document))
    if found and not all(same_words(name) in outlet for name in found):
        return tuple(found)
    people = [
        name for name in _clean(_bylines(document)) if _is_person(name) and same_words(name) not in outlet
    ]
    return tuple(people or found)


def _from_structured(document: Document) -> list[str]:
    article = document.structured.article or {}
    value = article.get("author") or article.get("creator")
    return [
        name for item in (value if isinstance(value, list) else [value]) for name in _names(document, item)
    ]


def _names(document: Document, item: Json) -> list[str]:
    item = document.structured.resolve(item)
    if isinstance(item, dict) and not item.get("name"):
        return [_given_and_family(item)]
    return strings(item)


def _given_and_family(person: Node) -> str:
    return " ".join(text for key in ("givenName", "familyName") for text in strings(person.get(key))[:1])


def _from_meta(document: Document) -> list[str]:
    for name in _META:
        values = [v for v in document.head.meta.get(name, ()) if v and not _ADDRESS.search(v)]
        if values:
            return values
    return []


def _from_microdata(document: Document) -> list[str]:
    names: list[str] = []
    tree = document.tree
    marked = [element for element in tree.elements if "author" in (element.get("itemprop") or "")]
    for element in marked[:10]:
        inner = [part for part in tree.inside(element)[1:] if part.get("itemprop") == "name"]
        holder = inner[0] if inner else element
        names.append(holder.get("content") or tree.text_of(holder))
    return [name for name in names if len(name) < 2 * _MAX_NAME]


def _bylines(document: Document) -> list[str]:
    """Texts of short elements that the markup calls a byline, those inside longer ones first."""
    found: list[str] = []
    for element in document.tree.elements:
        if len(found) >= 5:
            break
        if not _marks_author(element):
            continue
        text = document.tree.text_of(element)
        if 3 <= len(text) <= 2 * _MAX_NAME:
            found.append(text)
    return found


def _marks_author(element: Element) -> bool:
    return element.get("rel") == "author" or bool(_BYLINE.search(element.get("class") or ""))


def _clean(texts: Iterable[str]) -> list[str]:
    names: dict[str, str] = {}
    for text in texts:
        for name in _split(clean_text(text)):
            names.setdefault(same_words(name), name)
    return list(names.values())


def _split(text: str) -> list[str]:
    text = _PREFIX.sub("", _BRACKETS.sub(" ", text)).strip(" ,;|/·–-")
    parts = [part for joined in _JOINTS.split(text) for part in _split_weakly(joined)]
    tidy = [_PREFIX.sub("", part).strip(" ,;|/·–-:") for part in parts]
    return [
        name
        for name in tidy
        if 1 < len(name) <= _MAX_NAME and not _ADDRESS.search(name) and not _NOT_A_NAME.search(name)
    ]


def _split_weakly(text: str) -> list[str]:
    """Split at commas, slashes and short conjunctions where each part is a full name; else the name before a title."""
    parts = [part for part in _WEAK_JOINTS.split(text) if part]
    if len(parts) < 2 or all(_is_person(part) for part in parts):
        return parts
    people = []
    for part in parts:
        if not _is_person(part):
            break
        people.append(part)
    # "Jane Roe, professor of physics" is one person; "Reuters, AFP" are two agencies; "Ortega y Gasset"
    # stays whole.
    listed = all(len(part.split()) == 1 for part in parts) and bool(_LISTED.search(text))
    return people[:1] or (parts if listed else [text])


def _is_person(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 5 and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
