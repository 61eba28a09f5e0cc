"""A page as a flat tree: lexbor parses it, one walk keeps what reading needs, in document order.

Belongs here: HTML text to elements, blocks of text and what the head declares. Does not: what any of it means.
Everything that reads a page works on this tree, so that a page is parsed and walked once. Measured on 129 news pages
of 290 kB: parsing 2.5 ms, walking 3 ms; lxml takes 6.4 ms to parse alone.
"""

import re
from collections.abc import Collection, Iterator

from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.reading.blocks import BLOCK_TAGS, Block
from pipelines.reading.encoding import clean_text
from pipelines.reading.overrides import NOTHING, Named, Selectors, apply_selectors

# Characters parsed at most. Of 896 real pages the longest has 4.2 million; what lies beyond is scripts and comments.
MAX_CHARACTERS = 6_000_000
# The deepest of 896 real pages has 83 levels. Below this one, elements count as part of the one above, so that
# hostile nesting costs no more than its length.
_DEEPEST = 250
# The tree builder looks through all open elements at each tag: 100,000 of them took it half a minute. Above this many
# unclosed tags libxml2, which stops at 256 levels, tidies the page first; of 896 real pages none has half as many.
_MOST_OPEN = 5_000
_ENDLESS_TAG = re.compile(r"<(?:(?:br|img|meta|link|input|hr|source|wbr|p|li|path)\b|!)", re.IGNORECASE)
# Each attribute is compared with all before it: 100,000 of them take lexbor 50 s and libxml2 a minute.
_LONGEST_TAG = 100_000
_OVERLONG_TAG = re.compile(rf"<([a-z][a-z0-9]*)\s[^<>]{{{_LONGEST_TAG},}}>", re.IGNORECASE)
_COMMENT_START = re.compile(r"<!--(?:\[[^\]<>]{0,40}\]>)?")
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|article|section|main|table|span|h[1-6]|meta|title|br|a)\b",
    re.IGNORECASE,
)
# What holds no text of the page. `rt` and `rp` spell out Japanese characters that the text already has.
# fmt: off
_SILENT = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "audio",
    "video", "button", "select", "option", "textarea", "title", "rt", "rp",
})
# fmt: on
_BOLD = frozenset({"b", "strong"})
_UNSEEN = _SILENT | {"meta", "link"}


class Element:
    """One element of the body, with what its text weighs.

    Attributes:
        place: position in document order; the elements inside stand at `place + 1` to `end - 1`.
        words, linked, weight: words below it in all, in links, and in blocks that read like paragraphs.
        first: the first block of text below it.
    """

    __slots__ = (
        "attributes",
        "children",
        "end",
        "first",
        "linked",
        "parent",
        "place",
        "tag",
        "text_end",
        "text_start",
        "weight",
        "words",
    )

    def __init__(
        self, tag: str, attributes: dict[str, str | None], parent: "Element | None", place: int, text: int
    ) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.place = place
        self.end = place + 1
        self.text_start = self.text_end = text
        self.children: list[Element] = []
        self.words = self.linked = self.weight = 0.0
        self.first: Block | None = None

    def get(self, name: str) -> str | None:
        """An attribute; None where it is absent or has no value."""
        return self.attributes.get(name)

    @property
    def marks(self) -> str:
        """Class and id in one string."""
        return f"{self.attributes.get('class') or ''} {self.attributes.get('id') or ''}".strip()

    @property
    def first_class(self) -> str:
        """The first of its classes: its siblings in a row share it."""
        return (self.attributes.get("class") or "").partition(" ")[0]

    def ancestors(self) -> Iterator["Element"]:
        """The elements around it, innermost first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def holds(self, other: "Element") -> bool:
        """Whether the other is this one or inside it."""
        return self.place <= other.place < self.end

    def common_with(self, other: "Element") -> "Element":
        """The innermost element that holds both."""
        element = self
        while not element.holds(other) and element.parent:
            element = element.parent
        return element

    def following(self) -> list["Element"]:
        """The siblings behind it."""
        beside = self.parent.children if self.parent else [self]
        return beside[beside.index(self) + 1 :]

    def around(self) -> tuple["Element | None", "Element | None"]:
        """The siblings right before and behind it."""
        beside = self.parent.children if self.parent else [self]
        at = beside.index(self)
        return (beside[at - 1] if at else None), (beside[at + 1] if at + 1 < len(beside) else None)


class Tree:
    """A parsed page.

    Attributes:
        elements: of the body, in document order; the first is the body itself.
        blocks, dropped: pieces of text between block tags, in document order; those that `drop` took away.
        declared: attributes of each `meta` and `link` tag, by tag name, wherever it stands.
        data: contents of the JSON-LD scripts.
        language: of the `html` tag.
        title: of the `title` tag.
        fallback: text for readers without scripts.
        properties: elements with microdata (`itemprop`), in document order.
        source: the HTML it was made from, without what makes parsers slow.
        named: what an outlet's selectors found, body and lead apart: those are `marked`.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.elements: list[Element] = []
        self.blocks: list[Block] = []
        self.dropped: list[Block] = []
        self.pieces: list[str] = []
        self.declared: dict[str, list[dict[str, str | None]]] = {"meta": [], "link": []}
        self.data: list[str] = []
        self.properties: list[Element] = []
        self.language: str | None = None
        self.title = ""
        self.fallback = ""
        self.named: Named = NOTHING

    @property
    def body(self) -> Element:
        """The element around all others."""
        return self.elements[0]

    @property
    def total(self) -> float:
        """Words of the page in blocks that read like paragraphs."""
        return self.elements[0].weight

    def drop(self, elements: Collection[Element]) -> None:
        """Forget the text below some elements, as if the page did not have it."""
        if not elements:
            return
        kept: list[Block] = []
        for block in self.blocks:
            gone = any(element.holds(block.element) for element in elements)
            (self.dropped if gone else kept).append(block)
        self.blocks = kept
        for element in self.elements:
            element.words = element.linked = element.weight = 0.0
            element.first = None
        _weigh(self.blocks)

    def iter(self, *tags: str) -> Iterator[Element]:
        """Elements of these tags in document order."""
        return (element for element in self.elements if element.tag in tags)

    def marked(self, mark: str) -> list[Element]:
        """Elements that an outlet's selectors named, see `overrides.BODY`."""
        return [e for e in self.elements if mark in e.attributes] if self.named.found else []

    def inside(self, element: Element) -> list[Element]:
        """The element and all below it."""
        return self.elements[element.place : element.end]

    def text_of(self, element: Element) -> str:
        """All text below an element as one line."""
        return clean_text("".join(self.pieces[element.text_start : element.text_end]))

    def text(self) -> str:
        """All text of the page as one line."""
        return clean_text("".join(self.pieces))


def parse(text: str, selectors: Selectors | None = None) -> Tree | None:
    """Tree of a page, or None where the text holds no element at all; `selectors` are those of its outlet, if any."""
    text = text[:MAX_CHARACTERS]
    if not _MARKUP.search(text):
        return None
    if _may_hold_overlong_tag(text):
        text = _OVERLONG_TAG.sub(r"<\1>", text)
    if _depth(text) >= _MOST_OPEN:
        return _build(_tidied(text), selectors)
    tree = _build(text, selectors)
    # A comment that is never closed hides all behind it.
    return tree if tree.body.words or "<!--" not in text else _build(_COMMENT_START.sub("", text), selectors)


def _build(text: str, selectors: Selectors | None) -> Tree:
    parser = LexborHTMLParser(text)
    tree = Tree(text)
    if selectors:
        tree.named = apply_selectors(parser, selectors)
        tree.source = parser.html or ""
    about = parser.root.attributes if parser.root else {}
    tree.language = about.get("lang") or about.get("xml:lang")
    if parser.head:
        _read_head(parser.head, tree)
    _Walk(tree).walk(parser.body)
    return tree


def _may_hold_overlong_tag(text: str) -> bool:
    """Whether a stretch without end of tag fills one of the windows that any overlong tag fills."""
    step = _LONGEST_TAG // 2
    return any(text.find(">", at, at + step) < 0 for at in range(0, len(text) - step, step))


def _depth(text: str) -> int:
    """How many tags are open at once where it may be many, else 0; those that need no end are left out."""
    if text.count("<") - text.count("</") < _MOST_OPEN:
        return 0  # so few are opened in all
    deepest = _most_open(text)
    return deepest if deepest < _MOST_OPEN else _most_open(_ENDLESS_TAG.sub("", text))


def _most_open(text: str) -> int:
    opened = deepest = 0
    for part in text.split("</"):
        opened += part.count("<")
        deepest = max(deepest, opened)
        opened -= 1
    return deepest


def _tidied(text: str) -> str:
    """The page as libxml2 understands it: nothing deeper than 256 levels."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    return str(html.tostring(tree, encoding="unicode"))


def _read_head(head: LexborNode, tree: Tree) -> None:
    for node in head.iter(include_text=False):
        _declare(node, tree)


def _declare(node: LexborNode, tree: Tree) -> None:
    """Keep what a tag without visible text says about the page."""
    tag = node.tag
    if tag in ("meta", "link"):
        tree.declared[tag].append(node.attributes)
    elif tag == "script" and "ld+json" in (node.attributes.get("type") or "").lower():
        tree.data.append(node.text() or "")
    elif tag == "title":
        tree.title = tree.title or clean_text(node.text() or "")
    elif tag == "noscript":
        tree.fallback += f" {node.text(separator=' ')}"


class _Walk:
    """The one walk over the body: elements, pieces of text and blocks as they come."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._owners: list[Element] = []
        self._begun = 0
        self._linked = 0
        self._links = 0
        self._bold = 0
        self._plain = False
        self._opens_linked = False
        self._breaks = 0

    def walk(self, body: LexborNode | None) -> None:
        """Fill the tree."""
        tree = self._tree
        root = Element("body", body.attributes if body else {}, None, 0, 0)
        tree.elements.append(root)
        self._owners.append(root)
        current, depth = root, 0
        above: list[tuple[LexborNode, Element | None]] = []
        node = body.child if body else None
        while True:
            if node is None:
                if not above:
                    break
                left, element = above.pop()
                if element is not None:
                    self._leave(element)
                    current, depth = element.parent or root, depth - 1
                node = left.next
                continue
            tag = node.tag
            if tag == "-text":
                self._add(node.text_content or "")
            elif tag == "br":
                self._break()
            elif tag in _UNSEEN:
                _declare(node, tree)
            elif tag and tag[0] not in "-!":
                element = None
                if depth < _DEEPEST:
                    element = self._enter(tag, node.attributes, current)
                    current, depth = element, depth + 1
                if (child := node.child) is not None:
                    above.append((node, element))
                    node = child
                    continue
                if element is not None:
                    self._leave(element)
                    current, depth = element.parent or root, depth - 1
            node = node.next
        self._close()
        root.end, root.text_end = len(tree.elements), len(tree.pieces)
        _weigh(tree.blocks)

    def _enter(self, tag: str, attributes: dict[str, str | None], parent: Element) -> Element:
        if tag in BLOCK_TAGS and len(self._tree.pieces) > self._begun:
            self._close()
        element = Element(tag, attributes, parent, len(self._tree.elements), len(self._tree.pieces))
        if tag in BLOCK_TAGS:
            self._owners.append(element)
        elif tag == "a":
            self._links += 1
        elif tag in _BOLD:
            self._bold += 1
        if "itemprop" in attributes:
            self._tree.properties.append(element)
        parent.children.append(element)
        self._tree.elements.append(element)
        return element

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag in BLOCK_TAGS:
            if len(self._tree.pieces) > self._begun:
                self._close()
            self._owners.pop()
        elif tag == "a":
            self._links -= 1
        elif tag in _BOLD:
            self._bold -= 1
        element.end, element.text_end = len(self._tree.elements), len(self._tree.pieces)

    def _add(self, text: str) -> None:
        pieces = self._tree.pieces
        if text.isspace():
            # A third of all nodes are white space between tags; between blocks it is nothing.
            if len(pieces) > self._begun:
                pieces.append(text)
            return
        if len(pieces) == self._begun:
            self._opens_linked = self._links > 0
        pieces.append(text)
        self._breaks = 0
        if not self._bold:
            self._plain = True
        if self._links:
            self._linked += len(text.strip())

    def _break(self) -> None:
        """One break is a space; two in a row end a paragraph that has no tag of its own, one ends a bold line."""
        self._breaks += 1
        if len(self._tree.pieces) > self._begun:
            if self._breaks > 1 or not self._plain:
                self._close()
            else:
                self._tree.pieces.append("\n")

    def _close(self) -> None:
        """End the block that the pieces since the last one make, where they hold more than white space."""
        pieces, begun = self._tree.pieces, self._begun
        raw = pieces[begun] if len(pieces) == begun + 1 else "".join(pieces[begun:])
        if text := clean_text(raw):
            blocks = self._tree.blocks
            blocks.append(
                Block(
                    self._owners[-1],
                    text,
                    min(1.0, self._linked / len(text)),
                    len(blocks),
                    self._opens_linked,
                )
            )
            pieces.append("\n")
        self._begun = len(pieces)
        self._linked = self._breaks = 0
        self._plain = False


def _weigh(blocks: list[Block]) -> None:
    """Add each block to the elements around it."""
    for block in blocks:
        weight = block.words if block.good else 0.0
        in_links = block.words * block.linked
        element: Element | None = block.element
        while element is not None:
            if element.first is None:
                element.first = block
            element.words += block.words
            element.linked += in_links
            element.weight += weight
            element = element.parent
