"""A page of which parts are cut: what is gone, what is left, what nothing may take.

Belongs here: the state that cutting changes. Does not: what to cut (`prune`, `teasers`).
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
    """

    def __init__(self, tree: Tree, title: str | None) -> None:
        self.tree = tree
        named = _find_heading(tree, title)
        self.titled = named is not None
        self.heading = named or next(tree.iter("h1"), None)
        self._cut = bytearray(len(tree.elements))
        self._cut_blocks: set[int] = set()
        self._kept = _with_ancestors(self.heading)

    def keep(self, block: Block | None) -> None:
        """Let no cut take this block or what holds it."""
        self._kept |= _with_ancestors(block.element if block else None)

    def cut(self, elements: Iterable[Element]) -> None:
        """Cut these and all inside them, but what is kept."""
        for element in elements:
            if element.place not in self._kept:
                self._cut[element.place : element.end] = b"\1" * (element.end - element.place)

    def cut_blocks(self, blocks: Iterable[Block]) -> None:
        """Cut some of the blocks of an element that holds others too."""
        self._cut_blocks.update(block.place for block in blocks)

    def is_cut(self, element: Element) -> bool:
        """Whether the element was cut."""
        return bool(self._cut[element.place])

    def is_kept(self, element: Element) -> bool:
        """Whether nothing may cut it."""
        return element.place in self._kept

    def restore(self) -> None:
        """Undo all cuts."""
        self._cut = bytearray(len(self._cut))

    def live(self) -> list[Block]:
        """The blocks that are left."""
        return [
            b for b in self.tree.blocks if not self._cut[b.element.place] and b.place not in self._cut_blocks
        ]


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


def _with_ancestors(element: Element | None) -> set[int]:
    return {element.place, *(around.place for around in element.ancestors())} if element else set()
