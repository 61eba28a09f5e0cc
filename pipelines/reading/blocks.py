"""Blocks of text, the units of reading: what a paragraph is, how words are counted, the shape of a page.

Belongs here: measuring text. Does not: building blocks from a page (`tree`), deciding which are the article (`prune`,
`region`, `body`).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.reading.tree import Element

# fmt: off
BLOCK_TAGS = frozenset({
    "p", "div", "section", "article", "main", "aside", "header", "footer", "nav", "ul", "ol", "li",
    "dl", "dt", "dd", "table", "tr", "td", "th", "caption", "blockquote", "figure", "figcaption",
    "pre", "form", "fieldset", "address", "h1", "h2", "h3", "h4", "h5", "h6", "details", "summary",
    "body", "center", "hgroup", "dialog", "hr", "menu",
})
# What holds no text of the page. `rt` and `rp` spell out Japanese characters that the text already has.
SILENT_TAGS = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "audio",
    "video", "button", "select", "option", "textarea", "rt", "rp",
})
# fmt: on
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CELLS = frozenset({"td", "th"})
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"\w+")
# Of text in Western letters words are counted in bytes, in half of the time: a space for each that is of no word.
_WESTERN = "cp1252"
_IN_WORDS = bytes(
    byte if _WORD.match(bytes([byte]).decode(_WESTERN, "ignore")) else ord(" ") for byte in range(256)
)
_ENDS = frozenset(".!?…。！？:;۔।॥\"”»“’'）)]」』")
# A good block has this many words and ends like a sentence, or is long; a list item may hold hardly any link, a
# sentence that opens with one may be mostly link.
_MIN_WORDS, _LONG_WORDS = 9, 25
# An item of so many words whose sentence goes on behind a link is a paragraph: weekly digests are lists of such.
_LONG_ITEM = 15
_MAX_LINKED, _MAX_LINKED_SENTENCE, _MAX_LINKED_ITEM = 0.35, 0.75, 0.15
_MAX_LINKED_PROSE, _MIN_LINKED_LINE, _MIN_LINK_WORDS = 0.2, 0.6, 4


class Block:
    """Text between two block tags.

    Attributes:
        element: the innermost block element around it; its links and bold words are in the text.
        linked: share of its characters that are in links, 0 to 1.
        opens_linked: it begins with a link.
        runs_on: behind the link that it begins with its sentence goes on in lower case.
        place: position among the blocks of the page.
        words: see `count_words`.
        good: it reads like a paragraph of an article.
    """

    __slots__ = ("element", "good", "linked", "opens_linked", "place", "runs_on", "text", "words")

    def __init__(
        self,
        element: "Element",
        text: str,
        linked: float,
        place: int,
        *,
        opens_linked: bool = False,
        runs_on: bool = False,
    ) -> None:
        self.element = element
        self.text = text
        self.linked = linked
        self.place = place
        self.opens_linked = opens_linked
        self.runs_on = runs_on
        self.words = count_words(text)
        self.good = self._is_good()

    @property
    def ends(self) -> bool:
        """Whether it ends like a sentence, a quotation or an introduction to what follows."""
        return self.text[-1] in _ENDS

    def _is_good(self) -> bool:
        tag = self.element.tag
        if self.words < _MIN_WORDS or tag in HEADINGS:
            return False
        item = tag == "li" and not (self.runs_on and self.words >= _LONG_ITEM)
        most = _MAX_LINKED_ITEM if item else _MAX_LINKED_SENTENCE if self.runs_on else _MAX_LINKED
        if self.linked >= most:
            return False
        return self.words >= _LONG_WORDS or self.ends


@dataclass(frozen=True, slots=True)
class Outline:
    """Shape of a page: words of prose in the element that directly holds most of it, lines that are long links."""

    prose: float
    linked_lines: int


def outline(blocks: Sequence[Block]) -> Outline:
    """Tell a page with a text from a page of teasers, whose prose stands in many places."""
    per_parent: dict[Element | None, float] = defaultdict(float)
    for block in blocks:
        if block.good and block.linked < _MAX_LINKED_PROSE:
            per_parent[block.element.parent] += block.words
    linked = sum(block.linked > _MIN_LINKED_LINE and block.words >= _MIN_LINK_WORDS for block in blocks)
    return Outline(max(per_parent.values(), default=0.0), linked)


def count_words(text: str) -> float:
    """Words of a text, a CJK character counting for half a word."""
    try:
        # In two ways: the codec of ASCII is native, the other one is looked up and called in Python.
        western = text.encode() if text.isascii() else text.encode(_WESTERN)
        return float(len(western.translate(_IN_WORDS).split()))
    except UnicodeEncodeError:
        cjk = len(_CJK.findall(text))
        return len(_WORD.findall(_CJK.sub(" ", text) if cjk else text)) + cjk / 2
