"""A page with its address: what its head declares, its structured data, its headings.

Belongs here: indexes over the tree that several readers of a page share. Does not: parsing (`walk`), what the values
mean (`metadata`, `dates`).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from pipelines.reading import walk
from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import StructuredData, parse_blocks
from pipelines.reading.overrides import Selectors
from pipelines.reading.tree import Element, Tree

# Of microdata only these are read as text; articleBody as a value would be the whole page.
_TEXT_PROPERTIES = frozenset(
    {"headline", "name", "author", "datepublished", "datemodified", "articlesection", "description"}
)


# Addresses that stay as they are, most of those on a page; to take them apart costs twenty times as much.
_PLAIN = re.compile(r"https?://[\w.-]+(?:/[\w./%~+-]*)?(?:\?[\w.%&=+-]+)?", re.ASCII)
# Words; the longest of 130 news pages has 26, one that holds a standfirst too has 56.
LONGEST_HEADLINE = 60
"""Words of what can be one."""


@dataclass(slots=True)
class Head:
    """What a page declares about itself, values in document order, names in lower case."""

    meta: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    microdata: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def first(self, *names: str) -> str | None:
        """The first non-empty meta value under the first of these names that has one."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)


@dataclass
class Document:
    """One parsed page.

    Attributes:
        mended: stretches that were in the wrong encoding, see `mojibake`.
        outlet: kept by `titles.outlet_names`, which several readers ask.
    """

    url: str
    tree: Tree
    mended: int = 0
    outlet: frozenset[str] | None = None

    @cached_property
    def head(self) -> Head:
        """Meta tags, microdata and link tags."""
        return _read_head(self.tree)

    @cached_property
    def structured(self) -> StructuredData:
        """JSON-LD of the page; empty where there is none."""
        return parse_blocks(self.tree.data, self.url)

    @cached_property
    def headings(self) -> list[str]:
        """Texts of the visible first-level headings; of one that is never closed its first line."""
        texts = (_heading_text(heading, self.tree) for heading in self.tree.iter("h1"))
        return [text for text in texts if text]


def parse(
    text: str, url: str, selectors: Selectors | None = None, raw: bytes | None = None
) -> Document | None:
    """Document of a page, or None where the text holds no element at all; for `raw` see `walk.parse`."""
    parsed = walk.parse(text, selectors, raw)
    return Document(url, parsed) if parsed else None


def absolute(url: str, link: str) -> str | None:
    """An http(s) address for a link found on a page, or None."""
    plain = link
    if link.startswith("/") and not link.startswith("//") and "/." not in link:
        plain = "/".join(url.split("/", 3)[:3]) + link
    if _PLAIN.fullmatch(plain):
        return plain
    try:
        parts = urlsplit(link.strip())
        if not (parts.scheme and parts.netloc):
            parts = urlsplit(urljoin(url, link.strip()))
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in {"http", "https"} and parts.netloc else None


def _heading_text(heading: Element, tree: Tree) -> str:
    first = tree.first_block(heading) if heading.words > LONGEST_HEADLINE else None
    return first.text if first else tree.text_of(heading)


def _read_head(page: Tree) -> Head:
    head = Head()
    for meta in page.declared["meta"]:
        value = clean_text(meta.get("content") or "")
        for attribute in ("name", "property", "http-equiv", "itemprop"):
            if key := meta.get(attribute):
                kind = head.microdata if attribute == "itemprop" else head.meta
                kind[key.strip().lower()].append(value)
    for link in page.declared["link"]:
        rel, href = link.get("rel"), link.get("href")
        if rel and href:
            for relation in rel.lower().split():
                head.links[relation].append(href)
    for element in page.having("itemprop"):
        name = (element.get("itemprop") or "").strip().lower()
        stated = element.get("content") or element.get("datetime")
        if stated is None and name in _TEXT_PROPERTIES:
            stated = page.text_of(element)
        if stated:
            head.microdata[name].append(clean_text(stated))
    return head
