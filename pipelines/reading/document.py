"""Parses a page once, into the tree that every reader of the page shares, and indexes what its head declares.

Belongs here: HTML text to tree, meta tags, microdata, link tags. Does not: what the values mean (`metadata`,
`dates`).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import StructuredData, parse_blocks

# Characters parsed at most. Of 896 real pages the longest has 4.2 million; what lies beyond is scripts and
# comments.
MAX_CHARACTERS = 6_000_000
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|article|section|main|table|span|h[1-6]|meta|title|br|a)\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<(script|style)\b[^>]*>", re.IGNORECASE)
# libxml2 compares each attribute with all before it: 100,000 of them took it a minute.
_OVERLONG_TAG = re.compile(r"<([a-z][a-z0-9]*)\s[^<>]{100000,}>", re.IGNORECASE)
# A self-closed <html/> makes libxml2 end the document there.
_CLOSED_ROOT = re.compile(r"(<html\b[^>]{0,500}?)/\s*>", re.IGNORECASE)


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
    """One parsed page. `tree` is changed by pruning: read metadata and dates before the body."""

    url: str
    tree: html.HtmlElement

    @cached_property
    def head(self) -> Head:
        """Meta tags, microdata and link tags."""
        return _read_head(self.tree)

    @cached_property
    def structured(self) -> StructuredData:
        """JSON-LD of the page; empty where there is none."""
        blocks = [
            script.text or ""
            for script in self.tree.iter("script")
            if "ld+json" in (script.get("type") or "").lower()
        ]
        return parse_blocks(blocks, self.url)

    @cached_property
    def headings(self) -> list[str]:
        """Texts of the visible first-level headings."""
        texts = (clean_text(text_of(h)) for h in self.tree.iter("h1"))
        return [text for text in texts if text]


def parse(text: str, url: str) -> Document | None:
    """Tree of a page, or None where the text holds no element at all."""
    text = _without_scripts(_XML_DECLARATION.sub("", text, count=1))[:MAX_CHARACTERS]
    if not _MARKUP.search(text):
        return None
    text = _OVERLONG_TAG.sub(r"<\1>", text)
    text = _CLOSED_ROOT.sub(r"\1>", text[:2000], count=1) + text[2000:]
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    # Readings printed above Japanese characters would stand in the middle of words.
    etree.strip_elements(tree, "rt", "rp", with_tail=False)
    return Document(url, tree)


def _without_scripts(text: str) -> str:
    """The page without the content of scripts and styles but JSON-LD: half of its bytes, nothing to read."""
    kept, at, lower = [], 0, text.lower()
    if len(lower) != len(text):
        # A few letters change length in lower case; such a page is parsed whole.
        return text
    for opening in _SCRIPT.finditer(text):
        if opening.start() < at:
            continue
        end = lower.find(f"</{opening.group(1).lower()}", opening.end())
        if end < 0:
            break
        if "ld+json" not in opening.group().lower():
            kept.append(text[at : opening.end()])
            at = end
    return "".join([*kept, text[at:]])


def text_of(element: html.HtmlElement) -> str:
    """All text below an element, scripts and styles left out."""
    return "".join(element.xpath(".//text()[not(parent::script or parent::style or parent::noscript)]"))


def absolute(url: str, link: str) -> str | None:
    """An http(s) address for a link found on a page, or None."""
    try:
        joined = urljoin(url, link.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in {"http", "https"} and parts.netloc else None


def _read_head(tree: html.HtmlElement) -> Head:
    head = Head()
    for element in tree.iter("meta", "link"):
        if element.tag == "meta":
            value = clean_text(element.get("content") or "")
            for attribute in ("name", "property", "http-equiv", "itemprop"):
                name = element.get(attribute)
                if name:
                    kind = head.microdata if attribute == "itemprop" else head.meta
                    kind[name.strip().lower()].append(value)
        elif element.get("rel") and element.get("href"):
            for rel in element.get("rel").lower().split():
                head.links[rel].append(element.get("href"))
    for element in tree.xpath("//body//*[@itemprop]"):
        name = element.get("itemprop").strip().lower()
        value = element.get("content") or element.get("datetime")
        if element.tag == "meta":
            continue
        if value is None and name in _TEXT_PROPERTIES:
            value = text_of(element)
        if value:
            head.microdata[name].append(clean_text(value))
    return head


# Of microdata only these are read as text; articleBody as a value would be the whole page.
_TEXT_PROPERTIES = frozenset(
    {"headline", "name", "author", "datepublished", "datemodified", "articlesection", "description"}
)
