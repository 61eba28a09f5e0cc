"""The standfirst of an article: the block between headline and body that sums it up.

Belongs here: finding it. Does not: the summaries that a page declares (`metadata`), the body (`body`).
"""

from collections.abc import Sequence
from itertools import islice

from pipelines.reading.blocks import Block
from pipelines.reading.cuts import Cuts
from pipelines.reading.hints import kind_of, marks_lead
from pipelines.reading.titles import same_words
from pipelines.reading.tree import Element, Tree

# A standfirst has so many words; one that only its class calls so has more than a kicker or label.
_LEAD_WORDS = (5, 150)
_LEAST_MARKED = 8
_ASIDE = frozenset({"figure", "figcaption", "aside", "footer", "nav"})
_ABOVE = frozenset({"p", "div", "h2", "h3", "h4"})
_BOLD = frozenset({"b", "strong"})
_NEVER_LEADS = frozenset({"consent", "comments", "advert", "caption"})
# Lines between the headline and a standfirst in its box, which holds no picture that it could be the caption of.
_MOST_BETWEEN = 12
_SHORTEST_HEADLINE, _MOST_AROUND = 4, 1.3
_LISTED = frozenset({"li", "ul", "ol", "dl", "form"})
_PICTURES = frozenset({"img", "picture", "figure", "video", "iframe"})
# A standfirst stands before the article; with this share of the page's text passed, a block is none.
_LEAD_WITHIN = 0.15


def find_lead(page: Cuts, title: str | None, descriptions: Sequence[str]) -> Block | None:
    """The standfirst: between headline and article, and called so by its class or by the page's description."""
    declared, headline = {same_words(text) for text in descriptions}, same_words(title or "")
    total = page.tree.total
    before: Block | None = None
    passed, behind_headline = 0.0, page.heading is None
    for block in page.tree.blocks:
        if behind_headline and passed > _LEAD_WITHIN * total:
            return None
        if not behind_headline and page.begins <= block.place:
            passed, behind_headline = 0.0, True
        if _may_lead(block, total) and (words := same_words(block.text)) != headline:
            marked = _looks_leading(block)
            # Pages without classes put the standfirst into a heading of its own, right below the headline.
            below = before is not None and before.element.tag == "h1" and block.element.tag == "h2"
            apart = marked or _is_bold(block, page.tree) or not _begins_body(block, page.tree)
            if words in declared and apart:
                return block
            if behind_headline and (marked or (below and block.words >= _LEAST_MARKED)):
                return block
            if not behind_headline and block.words >= _LEAST_MARKED and _is_above(block, page):
                return block
        passed += block.words if block.good else 0.0
        before = block
    return None


def find_lead_apart(page: Cuts, lines: Sequence[Block]) -> Block | None:
    """The paragraph between headline and article that stands in the box of the headline, outside the article's."""
    heading = page.heading
    if heading is None or not lines or heading.parent is None:
        return None
    if not page.titled and heading.words < _SHORTEST_HEADLINE:
        return None
    begun = page.begins + 1
    for block in page.tree.placed[begun : begun + _MOST_BETWEEN]:
        if block.place >= lines[0].place:
            return None
        if block.good and not block.linked and page.why(block) == "outside the article":
            near = block.element.common_with(heading)
            if any(e.tag in _LISTED for e in block.element.ancestors() if near.holds(e)):
                return None
            bare = not any(e.tag in _PICTURES for e in _beside(block, near, page.tree))
            return block if bare and _may_lead(block, page.tree.total) else None
    return None


def _beside(block: Block, near: Element, tree: Tree) -> list[Element]:
    """What stands in the box around a block that holds little else and not the headline, and what is right above it."""
    box = block.element
    while (
        box.parent is not None and box.parent is not near and box.parent.words <= _MOST_AROUND * block.words
    ):
        box = box.parent
    above = tree.around(box)[0]
    return tree.inside(box) + (tree.inside(above) if above is not None else [])


def _may_lead(block: Block, total: float) -> bool:
    least, most = _LEAD_WORDS
    element = block.element
    if not least <= block.words <= most or block.linked > 0.5 or element.tag in {"h1", "li"}:
        return False
    # A block tag left open owns everything behind it, and a page of one paragraph has no standfirst.
    if element.words > block.words or total - block.words * block.good < block.words:
        return False
    around = (element, *islice(element.ancestors(), 6))
    return not any(e.tag in _ASIDE or kind_of(e) in _NEVER_LEADS for e in around)


def _looks_leading(block: Block) -> bool:
    around = (block.element, *islice(block.element.ancestors(), 2))
    long_enough = block.words >= _LEAST_MARKED or block.text.endswith((".", "!", "?"))
    return long_enough and any(map(marks_lead, around))


def _is_above(block: Block, page: Cuts) -> bool:
    """Whether a sentence stands right above the headline: some designs put the standfirst there."""
    headline, element = page.heading, block.element
    # A caption that ends in a quotation mark stands above some headlines too.
    sentence = block.text.endswith((".", "!", "?", "…", "。", "！", "？", "।"))
    if headline is None or not page.titled or block.linked or not (sentence or _looks_leading(block)):
        return False
    return element.tag in _ABOVE and page.tree.around(headline)[0] is element


def _is_bold(block: Block, tree: Tree) -> bool:
    """Whether all of the block is in bold type."""
    inside = (element for element in tree.inside(block.element) if element.tag in _BOLD)
    return any(tree.text_of(element) == block.text for element in inside)


def _begins_body(block: Block, tree: Tree) -> bool:
    """Whether the block is the first of like paragraphs: many pages declare their first paragraph as description."""
    element, following = block.element, tree.around(block.element)[1]
    if following is None or following.tag != element.tag or following.get("class") != element.get("class"):
        return False
    return following.weight > 0.0
