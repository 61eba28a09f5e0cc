"""How far the article reaches within its region: where it begins, and which of its places are its own.

Belongs here: beginning and end. Does not: where the region is (`region`), what between is no line of it (`lines`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.reading.blocks import Block
from pipelines.reading.tree import Element

# What stands before the headline is no text of the article, if it is no more than this share of the region's, or so
# many words stand behind it.
_MOST_BEFORE, _LEAST_BEHIND = 0.4, 80
# Paragraphs behind the article's own that stand in another place count if there are so many of them.
_LEAST_TAIL, _LEAST_OUTSIDE = 0.25, 1.0
_LISTS = frozenset({"ul", "ol", "li", "dl", "dd", "blockquote"})
# Boxes around one of the places of a text that is made of like boxes in a row: page builders nest three or four.
_BOXED_WITHIN = 4


@dataclass(slots=True)
class _Place:
    """An element that paragraphs stand in: their words, the last one, their tags and classes."""

    home: Element
    words: float = 0.0
    last: int = 0
    looks: set[tuple[str, str]] = field(default_factory=set)

    def add(self, block: Block) -> None:
        self.words += block.words
        self.last = block.place
        self.looks.add((block.element.tag, block.element.get("class") or ""))


def from_headline(headline: int, blocks: list[Block]) -> list[Block]:
    """The blocks from the headline on, where those before it are few or those behind it make an article."""
    behind = [block for block in blocks if block.place >= headline]
    whole, left = (sum(block.words for block in some if block.good) for some in (blocks, behind))
    return behind if whole - left <= _MOST_BEFORE * whole or left >= _LEAST_BEHIND else blocks


def to_end(blocks: Sequence[Block], headline: Element | None) -> list[Block]:
    """The region's blocks up to the end of the article's own paragraphs: boxes and footers follow them.

    Headline and article share a container; what is outside it has to be long or alike to be part of the article.
    """
    places: dict[Element, _Place] = {}
    shared = Counter(block.element for block in blocks)
    for block in blocks:
        if block.good:
            home = _home(block, shared)
            places.setdefault(home, _Place(home)).add(block)
    if not places:
        return list(blocks)
    main = max(places.values(), key=lambda place: place.words)
    around = main.home.common_with(headline) if headline else None
    own = [place for place in places.values() if _is_own(place, main, around)]
    end = max(place.last for place in own)
    return [b for b in blocks if b.place <= end or any(place.home.holds(b.element) for place in own)]


def _home(block: Block, shared: Counter[Element]) -> Element:
    """The element that a paragraph stands in: its parent, or its own where breaks part it from others."""
    element = block.element
    alone = element.tag == "p" or shared[element] == 1
    home = element.parent if alone and element.parent else element
    # A list among paragraphs is of the place that they stand in.
    while home.tag in _LISTS and home.parent is not None:
        home = home.parent
    return home


def _is_own(place: _Place, main: _Place, around: Element | None) -> bool:
    """Whether a place is one of the article's own: it is long, or like the main one."""
    near = around is None or around.holds(place.home)
    if place is main or place.words >= (_LEAST_TAIL if near else _LEAST_OUTSIDE) * main.words:
        return True
    if place.home.tag != main.home.tag or place.home.first_class != main.home.first_class:
        return False
    if not main.home.first_class:
        # Adverts part a text into like divisions in a row.
        return near and place.home.parent is main.home.parent
    classed = all(classes for _, classes in place.looks)
    return _are_parallel(place.home, main.home) or (near and classed and place.looks <= main.looks)


def _are_parallel(one: Element, other: Element) -> bool:
    """Whether two places stand in like boxes that stand in a row: sections of one text."""
    for _ in range(_BOXED_WITHIN):
        if one.parent is None or other.parent is None:
            return False
        if one.parent is other.parent:
            return True
        one, other = one.parent, other.parent
        if one.tag != other.tag or one.first_class != other.first_class:
            return False
    return False
