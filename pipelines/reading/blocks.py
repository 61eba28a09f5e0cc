"""Text blocks of a parsed page and how much article text each element holds.

Belongs here: measuring. Does not: deciding what goes (`prune`) or rendering what stays (`body`).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree, html

from pipelines.reading.encoding import clean_text

BLOCK_TAGS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "aside",
        "header",
        "footer",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "td",
        "th",
        "blockquote",
        "figure",
        "figcaption",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "form",
        "fieldset",
        "address",
        "details",
        "summary",
        "body",
        "html",
        "center",
        "hgroup",
        "picture",
        "video",
        "audio",
        "iframe",
        "hr",
    ]
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SILENT_TAGS = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "button",
        "select",
        "textarea",
        "head",
        "title",
        "option",
    }
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…。！？:;۔।॥\"”»“’'）)\]]\s*$")
# A good block has this many words and ends like a sentence, or is long; a list item may hold hardly any link.
_MIN_WORDS, _LONG_WORDS = 9, 25
_MAX_LINKED_PROSE, _MIN_LINKED_LINE, _MIN_LINK_WORDS = 0.2, 0.6, 4
_MAX_LINKED, _MAX_LINKED_ITEM = 0.35, 0.15


@dataclass(slots=True)
class Block:
    """Text between two block tags: its element, words and share of linked characters."""

    element: html.HtmlElement
    text: str
    words: float
    linked: float

    @property
    def good(self) -> bool:
        """Whether this reads like a paragraph of an article."""
        limit = _MAX_LINKED_ITEM if self.element.tag == "li" else _MAX_LINKED
        if self.element.tag in HEADINGS or self.linked >= limit or self.words < _MIN_WORDS:
            return False
        return self.words >= _LONG_WORDS or self.ends

    @property
    def ends(self) -> bool:
        """Whether this ends like a sentence."""
        return bool(_SENTENCE_END.search(self.text))


@dataclass(slots=True)
class Measured:
    """Blocks in document order and, per element: words in good blocks, in all, in links; the first block below."""

    blocks: list[Block] = field(default_factory=list)
    weight: dict[html.HtmlElement, float] = field(default_factory=dict)
    words: dict[html.HtmlElement, float] = field(default_factory=dict)
    linked: dict[html.HtmlElement, float] = field(default_factory=dict)
    first: dict[html.HtmlElement, Block] = field(default_factory=dict)
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Outline:
    """Shape of a page: words of prose in the element that directly holds most of it, lines that are long links."""

    prose: float
    linked_lines: int


def outline(measured: Measured) -> Outline:
    """Tell a page with a text from a page of teasers, whose prose stands in many places."""
    per_parent: dict[html.HtmlElement | None, float] = defaultdict(float)
    for block in measured.blocks:
        if block.good and block.linked < _MAX_LINKED_PROSE:
            per_parent[block.element.getparent()] += block.words
    linked = sum(
        block.linked > _MIN_LINKED_LINE and block.words >= _MIN_LINK_WORDS for block in measured.blocks
    )
    return Outline(max(per_parent.values(), default=0.0), linked)


def count_words(text: str) -> float:
    """Words of a text, a CJK character counting for half a word."""
    cjk = len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text) if cjk else text)) + cjk / 2


def measure(root: html.HtmlElement) -> Measured:
    """Walk the tree once and measure it."""
    blocks: list[Block] = []
    owners: list[html.HtmlElement] = [root]
    pieces: list[str] = []
    linked = silent = links = 0

    def close() -> None:
        nonlocal linked
        raw = "".join(pieces)
        if raw and not raw.isspace() and (text := clean_text(raw)):
            share = min(1.0, linked / len(text))
            blocks.append(Block(owners[-1], text, count_words(text), share))
        pieces.clear()
        linked = 0

    def add(text: str | None) -> None:
        nonlocal linked
        if text and not silent:
            pieces.append(text)
            if links:
                linked += len(text.strip())

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in BLOCK_TAGS:
                close()
                owners.append(element)
            silent += tag in SILENT_TAGS
            links += tag == "a"
            if tag == "br":
                pieces.append("\n")
            add(element.text)
        else:
            if tag in BLOCK_TAGS:
                close()
                owners.pop()
            silent -= tag in SILENT_TAGS
            links -= tag == "a"
            add(element.tail if element is not root else None)
    close()
    return _sum_up(blocks)


def _sum_up(blocks: list[Block]) -> Measured:
    found = Measured(blocks)
    first, words, linked, weights = found.first, found.words, found.linked, found.weight
    for block in blocks:
        weight = block.words if block.good else 0.0
        found.total += weight
        element = block.element
        in_links = block.words * block.linked
        while element is not None:
            first.setdefault(element, block)
            words[element] = words.get(element, 0.0) + block.words
            linked[element] = linked.get(element, 0.0) + in_links
            if weight:
                weights[element] = weights.get(element, 0.0) + weight
            element = element.getparent()
    return found
