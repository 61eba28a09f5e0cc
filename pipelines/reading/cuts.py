"""A page of which parts are cut: what is gone and why, what is left, what nothing may take.

Belongs here: the state that cutting changes. Does not: what to cut (`prune`, `teasers`, `lines`).
"""

from collections.abc import Iterable

from pipelines.reading.blocks import HEADINGS, Block
from pipelines.reading.titles import same_words
from pipelines.reading.tree import Element, Tree

# "Kicker: headline" in one heading; shorter titles end other headings by chance.
_SHORTEST_END = 15


class Cuts:
    """The cuts of one page.

    Attributes:
        heading: the element with the headline, where one is found.
        titled: it says the page's title; else it is but the first of the first level.
        begins: place of the first block from the headline on, 0 without one. Text right in a cell belongs to an element
            that stands before the headline in it, so that places of elements don't tell.
        strangers: number of whole articles that make up the page, where none of them is its own.
    """

    def __init__(self, tree: Tree, title: str | None) -> None:
        self.tree = tree
        named = _find_heading(tree, title)
        self.titled = named is not None
        self.heading = named or next(tree.iter("h1"), None)
        self.begins = _first_from(self.heading, tree)
        self.strangers = 0
        self._cut: list[str | None] = [None] * len(tree.elements)
        self._left_out: dict[int, str] = {}
        self._kept = _with_ancestors(self.heading)

    @property
    def headline(self) -> Element | None:
        """The element with the page's title; None where no heading says it."""
        return self.heading if self.titled else None

    def keep(self, element: Element) -> None:
        """Let no cut take this element or what holds it; what is inside may be cut."""
        self._kept |= _with_ancestors(element)

    def cut(self, elements: Iterable[Element], why: str) -> None:
        """Cut these and all inside them, but what is kept; the reason of an outer cut goes before that of an inner."""
        for element in elements:
            if element.place not in self._kept and self._cut[element.place] is None:
                self._cut[element.place : element.end] = [why] * (element.end - element.place)

    def leave_out(self, blocks: Iterable[Block], why: str) -> None:
        """Cut single blocks; of a block that is cut already the first reason stands."""
        for block in blocks:
            self._left_out.setdefault(block.place, why)

    def why(self, block: Block) -> str | None:
        """Why the block is cut; None where it is left."""
        return self._cut[block.element.place] or self._left_out.get(block.place)

    def reason(self, element: Element) -> str | None:
        """Why the element is cut as a whole; None where it is not."""
        return self._cut[element.place]

    def is_kept(self, element: Element) -> bool:
        """Whether nothing may cut it."""
        return element.place in self._kept

    def restore(self) -> None:
        """Undo all cuts."""
        self._cut = [None] * len(self._cut)

    def live(self) -> list[Block]:
        """The blocks that are left."""
        cut, left_out = self._cut, self._left_out
        return [b for b in self.tree.blocks if cut[b.element.place] is None and b.place not in left_out]


def _find_heading(tree: Tree, title: str | None) -> Element | None:
    """The heading that repeats the title."""
    wanted = same_words(title or "")
    if wanted:
        for block in tree.blocks:
            if block.element.tag in HEADINGS and same_words(block.text) == wanted:
                return block.element
        for block in tree.blocks:
            if (
                len(wanted) > _SHORTEST_END
                and block.element.tag in HEADINGS
                and same_words(block.text).endswith(wanted)
            ):
                return block.element
    return None


def _first_from(heading: Element | None, tree: Tree) -> int:
    if heading is None:
        return 0
    first = tree.first_block(heading)
    return (
        first.place if first else next((b.place for b in tree.blocks if heading.place < b.element.place), 0)
    )


def _with_ancestors(element: Element | None) -> set[int]:
    return {element.place, *(around.place for around in element.ancestors())} if element else set()
