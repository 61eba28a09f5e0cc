"""A page as a flat tree: elements in document order, the text between block tags, what the head declares.

Belongs here: the tree and questions about it. Does not: making it (`walk`), what any of it means.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, pairwise, takewhile
from operator import attrgetter

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.reading.blocks import Block
from pipelines.reading.encoding import clean_text
from pipelines.reading.overrides import NOTHING, Named

NOWHERE = 1 << 40
"""Behind all blocks."""


class Element:
    """One element of the body, with what its text weighs.

    It knows what is around it and not what is inside: without circles a page's memory is free when its tree is,
    which spares the collector a tenth of all time.

    Attributes:
        place: position in document order; the elements inside stand at `place + 1` to `end - 1`.
        words, linked, weight: words below it in all, in links, and in blocks that read like paragraphs.
        first: place of the first block of text below it, `NOWHERE` without one.
    """

    __slots__ = (
        "_attributes",
        "_node",
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
        self, tag: str, node: LexborNode | None, parent: "Element | None", place: int, text: int
    ) -> None:
        self.tag = tag
        self.parent = parent
        self.place = place
        self.end = place + 1
        self.text_start = self.text_end = text
        self.words = self.linked = self.weight = 0.0
        self.first = NOWHERE
        self._node = node
        self._attributes: dict[str, str | None] | None = None

    @property
    def attributes(self) -> dict[str, str | None]:
        """Its attributes; made when they are asked for, since half of the elements never are."""
        found = self._attributes
        if found is None:
            found = self._attributes = self._node.attributes if self._node else {}
        return found

    def get(self, name: str) -> str | None:
        """An attribute; None where it is absent or has no value."""
        found = self._attributes
        return (self.attributes if found is None else found).get(name)

    def is_among(self, nodes: Collection[int]) -> bool:
        """Whether its node is one of those with these memory addresses."""
        return self._node is not None and self._node.mem_id in nodes

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


class Tree:
    """A parsed page.

    Attributes:
        elements: of the body, in document order; the first is the body itself.
        blocks, dropped: pieces of text between block tags, in document order; those that `drop` took away.
        placed: both, each at its place.
        declared: attributes of each `meta` and `link` tag, by tag name, wherever it stands.
        data: contents of the JSON-LD scripts.
        language: of the `html` tag.
        title: of the `title` tag.
        fallback: text for readers without scripts.
        shadows: whether some of its text is in shadow roots.
        source: the HTML it was made from, without what makes parsers slow.
        named: what an outlet's selectors found, body and lead apart: those are `marked`.
    """

    def __init__(self, source: str, parser: LexborHTMLParser) -> None:
        self.source = source
        self._parser = parser
        self.elements: list[Element] = []
        self.blocks: list[Block] = []
        self.dropped: list[Block] = []
        self.placed: list[Block] = []
        self.pieces: list[str] = []
        self.declared: dict[str, list[dict[str, str | None]]] = {"meta": [], "link": []}
        self.data: list[str] = []
        self.language: str | None = None
        self.title = ""
        self.fallback = ""
        self.shadows = False
        self.named: Named = NOTHING
        self._matching: dict[str, list[Element]] = {}
        self._tagged: dict[str, list[Element]] = defaultdict(list)

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
        gone = {place for element in elements for place in range(element.place, element.end)}
        self.dropped += [block for block in self.blocks if block.element.place in gone]
        self.blocks = [block for block in self.blocks if block.element.place not in gone]
        for element in self.elements:
            element.words = element.linked = element.weight = 0.0
            element.first = NOWHERE
        weigh(self.blocks, self.elements)

    def iter(self, *tags: str) -> Iterator[Element]:
        """Elements of these tags in document order."""
        if not self._tagged:
            for element in self.elements:
                self._tagged[element.tag].append(element)
        rows = [self._tagged[tag] for tag in tags if tag in self._tagged]
        return iter(rows[0] if len(rows) == 1 else sorted(chain.from_iterable(rows), key=attrgetter("place")))

    def having(self, attribute: str, word: str = "") -> Sequence[Element]:
        """Elements with an attribute that has a value or, if given, this word among its words, in document order.

        Args:
            attribute: its name in lower case, however the page writes it.
            word: letters of any case.
        """
        return self.matching(f'[{attribute}~="{word}" i]' if word else f"[{attribute}]")

    def matching(self, selector: str) -> Sequence[Element]:
        """Elements that a CSS selector matches, in document order."""
        if selector not in self._matching:
            # Lexbor looks in 0.1 ms; to make the attributes of all elements takes ten times as long.
            nodes = {node.mem_id for node in self._parser.css(selector)}
            self._matching[selector] = [e for e in self.elements if e.is_among(nodes)] if nodes else []
        return self._matching[selector]

    def marked(self, mark: str) -> list[Element]:
        """Elements that an outlet's selectors named, see `overrides.BODY`."""
        return [e for e in self.elements if mark in e.attributes] if self.named.found else []

    def children(self, element: Element) -> Iterator[Element]:
        """The elements right below one."""
        return self._siblings(element.place + 1, element.end)

    def following(self, element: Element) -> Iterator[Element]:
        """The siblings behind an element, each looked up when it is asked for: few are, of a row of thousands."""
        return self._siblings(element.end, element.parent.end if element.parent else element.end)

    def around(self, element: Element) -> tuple[Element | None, Element | None]:
        """The siblings right before and behind an element."""
        if element.parent is None:
            return None, None
        # In front is the sibling or the last element inside it; listing all siblings is quadratic on flat pages.
        before = self.elements[element.place - 1]
        while before is not element.parent and before.parent is not element.parent:
            before = before.parent or element.parent
        behind = self.elements[element.end] if element.end < element.parent.end else None
        return (None if before is element.parent else before), behind

    def _siblings(self, at: int, end: int) -> Iterator[Element]:
        while at < end:
            yield self.elements[at]
            at = self.elements[at].end

    def first_block(self, element: Element) -> Block | None:
        """The first block of text below an element, whether dropped or not; None where it holds none."""
        return self.placed[element.first] if element.first < NOWHERE else None

    def lines_of(self, element: Element, most: int) -> list[Block]:
        """The first blocks of text below an element, dropped ones too; so many at most, since pages may be hostile."""
        behind = self.placed[element.first : element.first + most]
        return list(takewhile(lambda block: element.holds(block.element), behind))

    def inside(self, element: Element) -> list[Element]:
        """The element and all below it."""
        return self.elements[element.place : element.end]

    def text_of(self, element: Element) -> str:
        """All text below an element as one line."""
        return clean_text("".join(self.pieces[element.text_start : element.text_end]))

    def parted_text(self, element: Element) -> str:
        """The same, a space between inline elements that only their style parts: "Ann Lee", "March 2, 2026"."""
        pieces = self.pieces[element.text_start : element.text_end]
        parts = pieces[:1]
        for before, behind in pairwise(pieces):
            # Not an initial of another size: "A" "NN LEE", "A" "nn Lee".
            begins = (
                behind[:1].isdigit()
                or behind[:2].istitle()
                or (before[-1:].islower() and behind[:1].isupper())
            )
            parts.append(f" {behind}" if begins and before[-1:].isalnum() else behind)
        return clean_text("".join(parts))

    def beside(self, element: Element, most: int) -> tuple[str, str]:
        """What stands before and behind an element in its line: about so many characters of each at most."""
        before = self._line(range(element.text_start - 1, -1, -1), most)[::-1]
        behind = self._line(range(element.text_end, len(self.pieces)), most)
        return clean_text("".join(before)), clean_text("".join(behind))

    def _line(self, places: Iterable[int], most: int) -> list[str]:
        found: list[str] = []
        for place in places:
            piece = self.pieces[place]
            if piece == "\n" or most < 0:
                break
            found.append(piece[: most + 1])
            # Pieces beyond the longest text that is read are empty.
            most -= len(piece) or 1
        return found

    def text(self) -> str:
        """All text of the page as one line."""
        return clean_text("".join(self.pieces))


def weigh(blocks: list[Block], elements: list[Element]) -> None:
    """Add each block to its element, and each element to the one around it, the innermost first."""
    for block in blocks:
        element = block.element
        element.words += block.words
        element.linked += block.words * block.linked
        element.weight += block.words if block.good else 0.0
        element.first = min(element.first, block.place)
    for element in reversed(elements):
        if element.words and (parent := element.parent) is not None:
            parent.words += element.words
            parent.linked += element.linked
            parent.weight += element.weight
            parent.first = min(parent.first, element.first)
