"""Which part of a pruned page is the article: the element that holds it, found by marks and by weight.

Belongs here: choosing that element. Does not: cutting before (`prune`) and cleaning after (`body`).
"""

from collections import defaultdict
from collections.abc import Sequence

from pipelines.reading.blocks import Block
from pipelines.reading.cuts import Cuts
from pipelines.reading.hints import marks_body
from pipelines.reading.tree import Element, Tree

# A child that holds this share of its parent's article words holds the article; a paragraph is a unit of its own
# only with more, a list with twice as much.
_DESCEND, _PARAGRAPH, _ITEM = 0.75, 1.3, 0.5
_BESIDE = frozenset({"aside", "footer", "nav"})
_UNITS = frozenset({"p", "li", "ul", "ol", "blockquote", "td", "table"})
# What stands outside that child in elements of the same tag and class belongs to the same text.
_LEAST_LOST = 0.05
_MOST_LINKED_TWIN = 0.1
# The article element around the headline needs so much of the page, marked bodies so much of what is around them.
_LEAST_ARTICLE, _LEAST_ARTICLE_WORDS, _LEAST_TITLED_WORDS = 0.15, 80, 30
_LEAST_BODY = 0.25
# A mark on one of these names a style of text, not the body.
_NO_BODY = frozenset({"p", "span", "a", "li", "figure", "h1", "h2", "h3", "body"})

Weights = dict[int, float]


def find_region(page: Cuts, live: Sequence[Block]) -> Element:
    """The element that holds the article; the body of the page where nothing stands out."""
    weights: Weights = defaultdict(float)
    for block in live:
        if block.good:
            weights[block.element.place] += block.words
            for around in block.element.ancestors():
                weights[around.place] += block.words
    start = _around_heading(page, weights)
    return _descend(
        page.tree, _marked_body(page, start, weights) or start, [b for b in live if b.good], weights
    )


def _around_heading(page: Cuts, weights: Weights) -> Element:
    """The innermost article element around the headline, where it holds enough."""
    whole = page.tree.body
    article = page.heading and _article_around(page.heading)
    if not article:
        return whole
    weight = weights[article.place]
    least = _LEAST_TITLED_WORDS if page.titled else _LEAST_ARTICLE_WORDS
    enough = weight >= _LEAST_ARTICLE * weights[whole.place] and weight >= least
    return article if enough else whole


def _marked_body(page: Cuts, within: Element, weights: Weights) -> Element | None:
    """What holds all pieces that are marked as the body like the first one behind the headline."""
    bodies: list[Element] = []
    for element in page.tree.inside(within):
        inside_last = bodies and bodies[-1].holds(element)
        if not inside_last and weights[element.place] and element.tag not in _NO_BODY and _is_body(element):
            bodies.append(element)
    if page.heading:
        bodies = [element for element in bodies if element.end > page.heading.place] or bodies
    if not bodies:
        return None
    first = bodies[0]
    like = [e for e in bodies[1:] if _article_around(e) is _article_around(first) and _is_like(e, first)]
    held = first
    for element in like:
        held = held.common_with(element)
    while held is not within and held.parent is not None and _begins_before(page.tree, held, weights):
        held = held.parent
    return held if weights[held.place] >= _LEAST_BODY * weights[within.place] else None


def _is_body(element: Element) -> bool:
    return element.get("itemprop") == "articleBody" or marks_body(element)


def _is_like(element: Element, other: Element) -> bool:
    return element.first_class == other.first_class or element.parent is other.parent


def _article_around(element: Element) -> Element | None:
    return next((e for e in (element, *element.ancestors()) if e.tag == "article"), None)


def _descend(tree: Tree, element: Element, good: Sequence[Block], weights: Weights) -> Element:
    """Go down as long as one child holds nearly everything."""
    while True:
        best = max(tree.children(element), key=lambda child: _share(child, weights), default=None)
        weight = weights[element.place]
        if (
            best is None
            or not weight
            or _share(best, weights) < _DESCEND * weight
            or best.tag in _UNITS | _BESIDE
        ):
            return element
        if marks_body(element) and weight >= _LEAST_ARTICLE_WORDS:
            return element
        good = [block for block in good if element.holds(block.element)]
        if _loses_twins(tree, element, best, good, weights):
            return element
        element = best


def _share(child: Element, weights: Weights) -> float:
    factor = _PARAGRAPH if child.tag == "p" else _ITEM if child.tag == "li" else 1.0
    return weights[child.place] * factor


def _begins_before(tree: Tree, element: Element, weights: Weights) -> bool:
    """Whether paragraphs stand right before the element: what is closed to some readers starts behind the first."""
    for one in tree.children(element.parent) if element.parent else ():
        if one is element:
            return False
        if one.tag == "p" and weights[one.place]:
            return True
    return False


def _loses_twins(
    tree: Tree, element: Element, best: Element, good: Sequence[Block], weights: Weights
) -> bool:
    """Whether paragraphs outside the child look just like those inside it, or stand right beside it."""
    if any(
        child.tag == "p" and weights[child.place] for child in tree.children(element) if child is not best
    ):
        return True
    inside = {(b.element.tag, b.element.get("class")) for b in good if best.holds(b.element)}
    article = _article_around(best)
    twins = sum(
        block.words
        for block in good
        if not best.holds(block.element)
        and block.linked < _MOST_LINKED_TWIN
        and (block.element.tag, block.element.get("class")) in inside
        and _article_around(block.element) is article
    )
    return twins > _LEAST_LOST * weights[element.place]
