"""Parses a page with lexbor and makes a flat tree of it in one walk.

Belongs here: HTML text to elements and blocks. Does not: the tree itself (`tree`), hostile pages (`bounds`).
Everything that reads a page works on this tree, so that a page is parsed and walked once. Measured on 129 news pages
of 290 kB: parsing 2.0 ms, walking 2.4 ms; lxml takes 6.4 ms to parse alone.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.reading.blocks import BLOCK_TAGS, SILENT_TAGS, Block, count_words
from pipelines.reading.bounds import MAX_TEXT, bounded
from pipelines.reading.encoding import clean_text
from pipelines.reading.overrides import Selectors, apply_selectors
from pipelines.reading.tree import Element, Tree, weigh
from pipelines.reading.veils import (
    SHADOW_ROOTS,
    with_fallbacks,
    with_open_shadows,
    without_comment_starts,
)

# The deepest of 896 real pages has 83 levels. Below this one, elements count as part of the one above, so that
# hostile nesting costs no more than its length.
_DEEPEST = 250
# Words that a fallback for readers without scripts must add to the paragraphs of a page: it holds an article's text
# whole, while notices that scripts are needed are shorter.
_LEAST_FALLBACK = 80
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|article|section|main|table|span|h[1-6]|meta|title|br|a)\b",
    re.IGNORECASE,
)
_GAP = " \t\r\n\xa0,"
_UNSEEN = SILENT_TAGS | {"meta", "link", "title"}
# What the walk does with a node, by its tag; with an element that is none of these it does nothing but keep it.
_ROLES = {
    "-text": "text",
    "br": "break",
    **dict.fromkeys(_UNSEEN, "unseen"),
    **dict.fromkeys(BLOCK_TAGS, "block"),
    "a": "link",
    "b": "bold",
    "strong": "bold",
}
_OTHER, _NO_ELEMENT = "", "none"
_WITHOUT_TEXT = frozenset({"break", "unseen", _NO_ELEMENT})


def parse(text: str, selectors: Selectors | None = None, raw: bytes | None = None) -> Tree | None:
    """Tree of a page, or None where the text holds no element at all.

    Args:
        text: of the page.
        selectors: those of its outlet, if any.
        raw: the text in UTF-8, where it is known.
    """
    if not _MARKUP.search(text):
        return None
    text, raw = bounded(text, raw)
    tree = _build(text, raw, selectors)
    if tree.shadows:
        text = with_open_shadows(text)
        tree = _built_again(text, selectors)
    if not tree.body.words and "<!--" in text:
        # A comment that is never closed hides all behind it.
        return _built_again(without_comment_starts(text), selectors)
    if count_words(tree.fallback) > _LEAST_FALLBACK + tree.total:
        fuller = _built_again(with_fallbacks(text), selectors)
        if fuller.total > _LEAST_FALLBACK + 2 * tree.total:
            return fuller
    return tree


def _built_again(text: str, selectors: Selectors | None) -> Tree:
    return _build(text, text.encode("utf-8", "replace"), selectors)


def _build(text: str, raw: bytes, selectors: Selectors | None) -> Tree:
    parser = LexborHTMLParser(raw)
    tree = Tree(text, parser)
    if selectors:
        tree.named = apply_selectors(parser, selectors)
        tree.source = parser.html or ""
    about = parser.root.attributes if parser.root else {}
    tree.language = about.get("lang") or about.get("xml:lang")
    if parser.head:
        _read_head(parser.head, tree)
    _Walk(tree).walk(parser.body)
    return tree


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
    elif tag == "template":
        tree.shadows |= any(name in node.attributes for name in SHADOW_ROOTS)
    elif tag == "noscript":
        tree.fallback += f" {node.text(separator=' ')}"


def _known(name: str | None) -> tuple[str, str]:
    """Name and role of a tag."""
    no_element = name is None or name[0] in "-!"
    return name or "", _ROLES.get(name or "", _NO_ELEMENT if no_element else _OTHER)


class _Walk:
    """The one walk over the body: elements, pieces of text and blocks as they come."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._pieces = tree.pieces
        self._elements = tree.elements
        self._owners: list[Element] = []
        self._begun = 0
        self._open = False
        self._linked = 0
        self._links = 0
        self._bold = 0
        self._plain = False
        self._opens_linked = False
        self._runs_on: bool | None = None
        self._breaks = 0
        self._left = MAX_TEXT

    def walk(self, body: LexborNode | None) -> None:
        """Fill the tree."""
        tree, elements, pieces = self._tree, self._elements, self._pieces
        root = Element("body", body, None, 0, 0)
        elements.append(root)
        self._owners.append(root)
        current, depth = root, 0
        above: list[tuple[LexborNode, Element | None, str]] = []
        # By id, which lexbor hands out in a third of the time of a name; ids of unknown tags differ from page to page.
        known: dict[int, tuple[str, str]] = {}
        node = body.first_child if body else None
        while node is not None or above:
            if node is None:
                node, element, role = above.pop()
                if element is not None:
                    self._leave(element, role)
                    current, depth = element.parent or root, depth - 1
                node = node.next
                continue
            tag, role = known.get(tag_id := node.tag_id) or known.setdefault(tag_id, _known(node.tag))
            if role == "text":
                # Two thirds of them are white space between tags; between blocks that is nothing.
                if (text := node.text_content) and (self._open or not text.isspace()):
                    self._add(text)
            elif role in _WITHOUT_TEXT:
                self._pass(role, node)
            else:
                element = None
                if depth < _DEEPEST:
                    if role == "block" and self._open:
                        self._close()
                    element = Element(tag, node, current, len(elements), len(pieces))
                    elements.append(element)
                if (child := node.first_child) is not None:
                    above.append((node, element, role))
                    if element is not None:
                        current, depth = element, depth + 1
                        if role:
                            self._enter(element, role)
                    node = child
                    continue
            node = node.next
        self._close()
        root.end, root.text_end = len(elements), len(pieces)
        tree.placed = tree.blocks
        weigh(tree.blocks, elements)

    def _pass(self, role: str, node: LexborNode) -> None:
        if role == "break":
            self._break()
        elif role == "unseen":
            _declare(node, self._tree)

    def _enter(self, element: Element, role: str) -> None:
        if role == "block":
            self._owners.append(element)
        elif role == "link":
            self._links += 1
        else:
            self._bold += 1

    def _leave(self, element: Element, role: str) -> None:
        if role == "block":
            if self._open:
                self._close()
            self._owners.pop()
        elif role == "link":
            self._links -= 1
        elif role:
            self._bold -= 1
        element.end, element.text_end = len(self._elements), len(self._pieces)

    def _add(self, text: str) -> None:
        pieces = self._pieces
        self._left -= len(text)
        if self._left < 0:
            text = text[: self._left]
        if not text or text.isspace():
            pieces.append(text)
            return
        if not self._open:
            self._open = True
            self._opens_linked = self._links > 0
            self._runs_on = None
        elif self._runs_on is None and not self._links:
            self._runs_on = self._opens_linked and text.lstrip(_GAP)[:1].islower()
        pieces.append(text)
        self._breaks = 0
        if not self._bold:
            self._plain = True
        if self._links:
            self._linked += len(text.strip())

    def _break(self) -> None:
        """One break is a space; two in a row end a paragraph that has no tag of its own, one ends a bold line."""
        self._breaks += 1
        if self._open:
            if self._breaks > 1 or not self._plain:
                self._close()
            else:
                self._pieces.append("\n")

    def _close(self) -> None:
        """End the block that the pieces since the last one make, where they hold more than white space."""
        pieces, begun = self._pieces, self._begun
        raw = pieces[begun] if len(pieces) == begun + 1 else "".join(pieces[begun:])
        if text := clean_text(raw):
            blocks = self._tree.blocks
            blocks.append(
                Block(
                    self._owners[-1],
                    text,
                    min(1.0, self._linked / len(text)),
                    len(blocks),
                    opens_linked=self._opens_linked,
                    runs_on=self._runs_on is True,
                )
            )
            pieces.append("\n")
        self._begun = len(pieces)
        self._linked = self._breaks = 0
        self._open = self._plain = False
