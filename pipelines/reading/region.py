"""The part of a pruned page that holds most of its article text, and that text block by block.

Belongs here: a plain reading by weight, the second opinion beside trafilatura. Does not: cutting (`prune`).
"""

from lxml import html

from pipelines.reading.blocks import HEADINGS, Block, Measured, measure
from pipelines.reading.hints import marks_body

# A child that holds this share of its parent's article words holds the article.
_DESCEND = 0.75
_MAX_LINKED = 0.6


def read_region(root: html.HtmlElement) -> list[str]:
    """Lines of the heaviest region, headings between its paragraphs included; none where there is no prose."""
    measured = measure(root)
    region = _heaviest(root, measured)
    if not measured.weight.get(region) or not any(_is_article(e) for e in (region, *region.iterancestors())):
        return []
    inside = {region, *region.iter()}
    blocks = [block for block in measured.blocks if block.element in inside and block.linked < _MAX_LINKED]
    good = [place for place, block in enumerate(blocks) if block.good]
    if not good:
        return []
    first, last = good[0], good[-1]
    while first > 0 and _goes_with(blocks[first - 1], blocks[first]):
        first -= 1
    while last + 1 < len(blocks) and _goes_with(blocks[last + 1], blocks[last]):
        last += 1
    return [
        block.text
        for block in blocks[first : last + 1]
        if block.good or block.element.tag in HEADINGS or block.words >= 4 or _goes_with(block, block)
    ]


def _goes_with(block: Block, beside: Block) -> bool:
    """Whether a short block is a sentence in a paragraph like the one beside it: "Nobody was hurt."."""
    like = block.element.getparent() is beside.element.getparent() and block.element.tag == "p"
    return like and block.ends and not block.linked


def _is_article(element: html.HtmlElement) -> bool:
    return element.tag == "article" or element.get("itemprop") == "articleBody" or marks_body(element)


def _heaviest(root: html.HtmlElement, measured: Measured) -> html.HtmlElement:
    node = root
    while True:
        whole = measured.weight.get(node, 0.0)
        child = next((c for c in node if measured.weight.get(c, 0.0) >= _DESCEND * whole > 0.0), None)
        if child is None or child.tag in {"p", "li", "blockquote", "td"}:
            return node
        node = child
