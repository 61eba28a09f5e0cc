"""Tells a text that consists of teasers: each paragraph stands below a link to another page, or in what can be clicked.

Belongs here: counting them, on pages with too few to be told by their links. Does not: teasers beside an article
(`teasers`), the verdict (`gate`).
"""

from collections.abc import Sequence

from pipelines.reading.blocks import HEADINGS, Block
from pipelines.reading.document import Document, absolute
from pipelines.reading.tree import Element, Tree

# So many teasers hold this share of the words of a text; a briefing has paragraphs of its own. A teaser's headline is a
# link of so many words, at most so many lines above.
_FEWEST, _LEAST_SHARE = 4, 0.8
_LEAST_LINKED, _LEAST_WORDS, _ABOVE = 0.9, 3, 2
# Elements of a headline that are searched for its link: pages may be hostile.
_LINK_WITHIN = 8
_CLICKABLE = '[onclick*="location" i], [onclick*="open(" i], [onclick*="/"], [data-href], [role="link" i]'


def count_cards(document: Document, lines: Sequence[Block]) -> int:
    """The number of teasers that make up a text; 0 where hardly all of it is theirs."""
    tree = document.tree
    paragraphs = [line for line in lines if line.element.tag not in HEADINGS]
    if len(paragraphs) < _FEWEST:
        return 0
    headed = {line: head for line in paragraphs if (head := _headline(line, tree))}
    cards = {head for head in headed.values() if _leads_away(head.element, document)}
    held = [line for line, head in headed.items() if head in cards]
    if not cards:
        clickable = set(tree.matching(_CLICKABLE))
        inside = {line: card for line in paragraphs if clickable and (card := _around(line, clickable))}
        held, number = list(inside), len(set(inside.values()))
    else:
        number = len(cards)
    enough = sum(line.words for line in held) >= _LEAST_SHARE * sum(line.words for line in paragraphs)
    return number if number >= _FEWEST and enough else 0


def _headline(line: Block, tree: Tree) -> Block | None:
    above = tree.placed[max(0, line.place - _ABOVE) : line.place]
    return next((b for b in reversed(above) if b.linked >= _LEAST_LINKED and b.words >= _LEAST_WORDS), None)


def _leads_away(heading: Element, document: Document) -> bool:
    """Whether its link is to another page of the same host; lists of products link elsewhere, posts to themselves."""
    inside = document.tree.elements[heading.place : min(heading.end, heading.place + _LINK_WITHIN)]
    links = [element for element in (*inside, *heading.ancestors()) if element.tag == "a"]
    target = absolute(document.url, links[0].get("href") or "") if links else None
    if target is None:
        return False
    here, there = (
        address.partition("#")[0].split("?")[0].split("/", 3) for address in (document.url, target)
    )
    return here[:3] == there[:3] and here[3:] != there[3:]


def _around(line: Block, elements: set[Element]) -> Element | None:
    return next((e for e in (line.element, *line.element.ancestors()) if e in elements), None)
