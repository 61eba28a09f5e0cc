"""Finds the articles that an endless page appends behind its own.

Belongs here: whole articles with a headline and text. Does not: teasers (`teasers`), the cutting itself (`prune`).
"""

from pipelines.reading.blocks import HEADINGS
from pipelines.reading.hints import kind_of
from pipelines.reading.tree import Element, Tree

# The page's own article has at least this share of the article words before another may begin: the entries of a
# live blog and the sections of a long piece have headings too, and begin earlier.
_LEAST_BEFORE = 0.4
# Looking further only costs time: the first one decides.
_MOST_HEADINGS = 40


def find_appended(tree: Tree, headline: Element | None) -> list[Element]:
    """The outermost element of each appended article; none where the page's own text before them is short.

    Such an element begins with a heading, a first-level one unless it is an `article` or named as related.
    """
    if headline is None:
        return []
    found: list[Element] = []
    before, behind, looked, latest = 0.0, False, 0, headline
    for block in tree.blocks:
        if block.element is headline:
            before, behind, latest = 0.0, True, headline
        elif behind and block.element.tag in HEADINGS and looked < _MOST_HEADINGS:
            looked += 1
            container = _container(block.element, {latest, *latest.ancestors()})
            if container is None:
                continue
            early = not found and before < _LEAST_BEFORE * tree.total
            if not early:
                found.append(container)
            elif kind_of(container) != "related":
                return []
        if block.good:
            before, latest = before + block.words, block.element
    return found


def _container(heading: Element, passed: set[Element]) -> Element | None:
    """The largest element that begins with this heading and its text, nothing passed before in it."""
    node, named = heading, heading.tag == "h1"
    while (parent := node.parent) is not None and parent not in passed:
        node = parent
        named = named or node.tag == "article" or kind_of(node) == "related"
    return node if named and node.weight else None
