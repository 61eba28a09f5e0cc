"""Who wrote an article: names from structured data, meta tags and bylines, split and cleaned.

Belongs here: where a page names its authors. Does not: splitting and cleaning names (`names`), speakers quoted in the
text (`recognising`).
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from pipelines.reading.agencies import without_agency
from pipelines.reading.document import Document
from pipelines.reading.eastern_bylines import eastern_names
from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import Json, Node, strings
from pipelines.reading.metadata import find_page_language
from pipelines.reading.names import DESKS, MAX_NAME, clean_names, is_person, leads_to_author, without_prefix
from pipelines.reading.printed_dates import MOST_AROUND, is_told
from pipelines.reading.surroundings import Surroundings
from pipelines.reading.titles import outlet_names, same_words
from pipelines.reading.tree import Element, Tree

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
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?i:by-?line|authors?|writer|autor(?:e|es|in)?|auteur|reporter|journalist)(?i:$|[\s_-]|name|link|list)"
    r"|(?<=[a-z])(?:Authors?|Byline|Autor|Reporter)(?![a-z])"
)
# Elements of which the expression is asked; lexbor finds them in a tenth of the time that asking all takes.
_MARKED = ", ".join(
    [
        *(f'[class*="{word}" i]' for word in ("by", "aut", "writer", "reporter", "journalist")),
        '[rel="author"]',
        "a[href]",
    ]
)
# Elements between the bylines of one article.
_BYLINE_REACH = 25
# Blocks between a headline and the text, among which a byline without markup is looked for.
_BLOCKS_BELOW_HEADLINE = 12
# Names read in one place of a page; the most on 130 news pages are nine.
_MOST_STATED = 50
# Who else than its author an article may come from, in structured data and in meta tags.
_SOURCES = ("sourceOrganization", "provider", "creditText", "contributor")
_SOURCE_META = (
    "source",
    "dc.source",
    "dcterms.source",
    "article:source",
    "news_source",
    "agency",
    "news_agency",
)


def find_authors(document: Document, around: Surroundings) -> tuple[str, ...]:
    """Names in page order, empty where the page names nobody.

    An outlet or an agency named as author counts; where only the outlet itself is named, a person's byline on
    the page wins.
    """
    outlet, language = outlet_names(document) | DESKS, find_page_language(document)
    found: list[str] = []
    for stated in (_from_structured(document), *_from_meta(document), _from_microdata(document, around)):
        names = [
            name or agency for name, agency in (without_agency(n, language) for n in clean_names(stated))
        ]
        if names and not all(same_words(name) in outlet for name in names):
            return tuple(names)
        found = found or names
    agencies: list[str] = []
    for lines in (_bylines, _lines_below_headline, eastern_names):
        parted = [without_agency(name, language) for name in clean_names(lines(document, around))]
        people = clean_names(name for name, _ in parted if is_person(name) and same_words(name) not in outlet)
        if people:
            return tuple(people)
        agencies += [agency for _, agency in parted if agency]
    return tuple(found or clean_names(agencies))


def stated_sources(document: Document) -> list[str]:
    """Authors and other sources as the page declares them, not split and not cleaned."""
    article = document.structured.article or {}
    named = (values for values in _from_meta(document) if clean_names(values))
    stated = [*_from_structured(document), *next(named, [])]
    for name in _SOURCES:
        stated += strings(document.structured.resolve(article.get(name)))
    stated += [value for name in _SOURCE_META for value in document.head.meta.get(name, [])[:_MOST_STATED]]
    return [text for text in map(clean_text, stated) if 0 < len(text) < 4 * MAX_NAME]


def _from_structured(document: Document) -> list[str]:
    article = document.structured.article or {}
    value = article.get("author") or article.get("creator")
    items = value[:_MOST_STATED] if isinstance(value, list) else [value]
    return [name for item in items for name in _names(document, item)]


def _names(document: Document, item: Json) -> list[str]:
    item = document.structured.resolve(item)
    if isinstance(item, dict) and not item.get("name"):
        return [_given_and_family(item)]
    return strings(item)


def _given_and_family(person: Node) -> str:
    return " ".join(text for key in ("givenName", "familyName") for text in strings(person.get(key))[:1])


def _from_meta(document: Document) -> list[list[str]]:
    return [document.head.meta.get(name, [])[:_MOST_STATED] for name in _META]


def _from_microdata(document: Document, around: Surroundings) -> list[str]:
    names: list[str] = []
    tree = document.tree
    marked = (element for element in tree.having("itemprop") if "author" in (element.get("itemprop") or ""))
    for element in islice((element for element in marked if not around.is_foreign(element)), 10):
        inner = [part for part in tree.inside(element)[1:] if part.get("itemprop") == "name"]
        holder = inner[0] if inner else element
        names.append(holder.get("content") or tree.text_of(holder))
    return [name for name in names if len(name) < 2 * MAX_NAME]


def _bylines(document: Document, around: Surroundings) -> list[str]:
    """Texts of short elements that the markup calls a byline: the first ones below the headline, else on the page."""
    marked, heading = document.tree.matching(_MARKED), around.heading
    below = [e for e in marked if heading and e.place >= heading.end]
    return _first_bylines(document, around, below) or _first_bylines(document, around, marked)


def _first_bylines(document: Document, around: Surroundings, elements: Sequence[Element]) -> list[str]:
    """Up to five, those inside longer ones too; what stands far behind them is of other articles."""
    found: list[str] = []
    near = len(document.tree.elements)
    for element in elements:
        if len(found) >= 5 or element.place > near:
            break
        if not _marks_author(element, document.tree, around) or around.is_foreign(element):
            continue
        text = document.tree.parted_text(element)
        if 3 <= len(text) <= 2 * MAX_NAME:
            found.append(text)
            near = element.end + _BYLINE_REACH
    return found


def _marks_author(element: Element, tree: Tree, around: Surroundings) -> bool:
    if element.tag == "a" and leads_to_author(element.get("href") or ""):
        return around.is_beside_text(element) and not is_told(" ".join(tree.beside(element, MOST_AROUND)))
    return element.get("rel") == "author" or _calls_byline(element.get("class") or "")


@lru_cache(maxsize=4096)
def _calls_byline(classes: str) -> bool:
    return bool(_BYLINE.search(classes))


def _lines_below_headline(document: Document, around: Surroundings) -> list[str]:
    """The first line below the headline that begins like a byline ("Von …", "By …") and names persons only."""
    heading = around.heading
    if heading is None:
        return []
    blocks, language = document.tree.blocks, find_page_language(document)
    # Not by bisection: text that stands right in the body belongs to an element before all others.
    below = (n for n, block in enumerate(blocks) if block.element.place >= heading.place)
    start = next(below, len(blocks))
    for block in blocks[start : start + _BLOCKS_BELOW_HEADLINE]:
        told = len(block.text) > 2 * MAX_NAME or without_prefix(block.text) == block.text
        if not told and not around.is_foreign(block.element):
            whole = block.element.words == block.words
            names = clean_names([document.tree.parted_text(block.element) if whole else block.text])
            # One word behind a name is its place: "Por Ana Ruiz · Teruel".
            people = [name for n, name in enumerate(names) if n == 0 or " " in name or is_person(name)]
            if people and all(is_person(without_agency(name, language)[0]) for name in people):
                return people
    return []
