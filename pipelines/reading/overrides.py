"""What an outlet's selectors say of a page: applied to lexbor's tree, before the walk makes a flat one of it.

Belongs here: finding what selectors name, and noting which of them found nothing. Does not: how outlets declare them
and when they hold (`crawler/overrides.py`), what reading makes of the named places (`body`, `page`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.reading.blocks import BLOCK_TAGS, SILENT_TAGS
from pipelines.reading.encoding import clean_text
from pipelines.reading.timestamps import parse_stamp

# Attributes that mark what was named for the walk. With a space: no page can have an attribute of such a name.
BODY, LEAD = "override body", "override lead"
_WHOLE = frozenset({"html", "head", "body"})


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for one page; they are sound, see `crawler.overrides.Override`, which says what each is for."""

    body: str | None = None
    drop: tuple[str, ...] = ()
    lead: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    published_attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Fields whose selectors found something on a page, and those whose did not: many of these tell of a redesign."""

    found: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(slots=True)
class Named:
    """What selectors found: texts as they stand there, and by field whether anything of use was there.

    `NOTHING` where there were no selectors.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    found: dict[str, bool] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome | None:
        """None where the page was read without selectors."""
        if not self.found:
            return None
        names = sorted(self.found)
        found = tuple(name for name in names if self.found[name])
        return Outcome(found, tuple(name for name in names if not self.found[name]))


NOTHING = Named()


def apply_selectors(parser: LexborHTMLParser, selectors: Selectors) -> Named:
    """Take away from a parsed page what is to be dropped, mark body and lead, and read the other fields.

    Dropping comes first: what is gone can't be named. A field that finds nothing leaves its field to the general
    reader.
    """
    named = Named()
    if selectors.drop:
        named.found["drop"] = _drop(parser, selectors.drop)
    if selectors.body:
        named.found["body"] = _mark(parser.css(selectors.body), BODY)
    if selectors.lead:
        named.found["lead"] = _mark(parser.css(selectors.lead)[:1], LEAD)
    if selectors.title:
        named.title = next(iter(_values(parser, selectors.title)), None)
        named.found["title"] = named.title is not None
    if selectors.author:
        named.authors = tuple(_values(parser, selectors.author))
        named.found["author"] = bool(named.authors)
    if selectors.published:
        values = _values(parser, selectors.published, selectors.published_attribute)
        named.published = next((value for value in values if parse_stamp(value)), None)
        named.found["published"] = named.published is not None
    return named


def _drop(parser: LexborHTMLParser, selectors: Iterable[str]) -> bool:
    nodes = [node for node in parser.css(", ".join(selectors)) if node.tag not in _WHOLE]
    for node in nodes:
        # Replaced, which takes it out of the page: `decompose` frees what is inside, and some of these may be.
        node.replace_with(" ")
    return bool(nodes)


def _mark(nodes: list[LexborNode], mark: str) -> bool:
    with_text = [node for node in nodes if _text(node)]
    for node in with_text:
        node.attrs[mark] = ""
    return bool(with_text)


def _values(parser: LexborHTMLParser, selector: str, attribute: str | None = None) -> list[str]:
    texts = (clean_text(_value(node, attribute)) for node in parser.css(selector))
    return [text for text in texts if text]


def _value(node: LexborNode, attribute: str | None) -> str:
    if attribute:
        return node.attributes.get(attribute) or ""
    if node.tag == "meta":
        return node.attributes.get("content") or ""
    return node.attributes.get("datetime") or _text(node)


def _text(node: LexborNode) -> str:
    """Its text as readers see it: a space where a line ends, nothing of what is silent."""
    parts: list[str] = []
    above: list[LexborNode] = []
    inner = None if node.tag in SILENT_TAGS else node.child
    while inner is not None or above:
        if inner is None:
            inner = above.pop().next
            continue
        tag = inner.tag
        if tag == "-text":
            parts.append(inner.text_content or "")
        elif tag not in SILENT_TAGS:
            if tag == "br" or tag in BLOCK_TAGS:
                parts.append(" ")
            if inner.child is not None:
                above.append(inner)
                inner = inner.child
                continue
        inner = inner.next
    return clean_text("".join(parts))
