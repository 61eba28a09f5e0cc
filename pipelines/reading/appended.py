"""Finds the articles that an endless page appends behind its own.

Belongs here: whole articles with a headline and text. Does not: teasers (`teasers`), the cutting itself (`prune`).
"""

import re
from collections.abc import Iterable
from itertools import islice, takewhile

from pipelines.reading.blocks import HEADINGS, Block
from pipelines.reading.hints import kind_of
from pipelines.reading.markers import marks_next
from pipelines.reading.names import without_prefix
from pipelines.reading.titles import same_words
from pipelines.reading.tree import Element, Tree

# The page's own article has at least this share of the article words before another may begin: the entries of a
# live blog and the sections of a long piece have headings too, and begin earlier.
_LEAST_BEFORE = 0.4
# Looking further only costs time: the first one decides.
_MOST_HEADINGS = 40
# Lines between a headline and its text, and words of one that says who wrote it and when. Headings of sections may be
# of the first level too, but are shorter than headlines.
_MOST_BETWEEN, _LONGEST_BYLINE, _SHORTEST_HEADLINE = 4, 12, 6
# Boxes of an article that have a headline and a name, and elements around the heading that may be called so.
_WITHIN = 3
_RECIPE = re.compile(r"recipe|rezept|recette|receta|ricetta|przepis", re.IGNORECASE)
_DATE = re.compile(r"\d\d|\d年")


def find_appended(tree: Tree, headline: Element | None) -> list[Element]:
    """The outermost elements of each appended article; none where the page's own text before them is short.

    Such an article begins with a heading: in an element of its own a first-level one, unless it is an `article` or
    named as related; without one as `_is_flat` says.
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
            if found and block.element.place < found[-1].end:
                continue
            container = _container(block.element, {latest, *latest.ancestors()})
            whole = _is_whole(container, block, tree)
            if (not whole and not _is_flat(container, block, tree)) or _is_box(block, headline, tree):
                continue
            if not found and before < _LEAST_BEFORE * tree.total:
                if kind_of(container) != "related":
                    return []
            elif reads_like_headline(block, tree) or (
                _is_marked(container) if whole else block.element.tag != "h1"
            ):
                found += [container] if whole else [container, *tree.following(container)]
        if block.good:
            before, latest = before + block.words, block.element
    return found


def _is_box(heading: Block, headline: Element, tree: Tree) -> bool:
    """Whether it heads a box of the article's own: of facts, which repeats the headline, or a recipe's card."""
    title, own = same_words(tree.text_of(headline)), same_words(heading.text)
    if title and own and (own in title or title in own):
        return True
    around = (heading.element, *islice(heading.element.ancestors(), _WITHIN))
    return any(_RECIPE.search(element.marks) for element in around)


def _container(heading: Element, passed: set[Element]) -> Element:
    """The largest element that begins with this heading, nothing passed before in it."""
    node = heading
    while (parent := node.parent) is not None and parent not in passed:
        node = parent
    return node


def _is_whole(container: Element, heading: Block, tree: Tree) -> bool:
    """Whether an element is an article of its own: with text, and by its tag, name, level of heading or byline."""
    if not container.weight:
        return False
    around = (heading.element, *heading.element.ancestors())
    inside = takewhile(lambda element: element is not container.parent, around)
    return any(e.tag in {"h1", "article"} or kind_of(e) == "related" for e in inside) or _is_signed(
        heading, tree
    )


def _is_marked(container: Element) -> bool:
    """Whether the tag or a class tells an article from the sections of one that have headings of the first level."""
    return container.tag == "article" or bool(container.first_class)


def reads_like_headline(heading: Block, tree: Tree, *, signed: bool = False) -> bool:
    """Whether a heading is no section's: it is long or has a line below that says who wrote the text or when.

    Args:
        heading: with its text below it.
        tree: the page.
        signed: no length tells, only such a line does.
    """
    long = heading.words >= _SHORTEST_HEADLINE and not signed
    return long or bool(_bylines(lines_below(heading, tree)))


def _is_signed(heading: Block, tree: Tree) -> bool:
    return any(without_prefix(line) != line for line in _bylines(lines_below(heading, tree)))


def _is_flat(container: Element, heading: Block, tree: Tree) -> bool:
    """Whether an article begins among the paragraphs of the one before.

    Above a heading that is not of the first level a line says so, or it has a byline between itself and its text, and a
    rule above it or a date with the byline.
    """
    between = lines_below(heading, tree)
    behind = heading.place + 1 + len(between)
    if behind >= len(tree.placed) or not tree.placed[behind].good or container.parent is None:
        return False
    if not container.parent.holds(tree.placed[behind].element):
        return False
    if heading.element.tag == "h1" or (heading.place and marks_next(tree.placed[heading.place - 1].text)):
        return True
    bylines = _bylines(between)
    above = tree.around(container)[0] if between else None
    if above is not None and above.tag == "hr":
        return any(0 < block.words <= _LONGEST_BYLINE for block in between)
    return any(map(_DATE.search, bylines)) and _is_signed(heading, tree)


def lines_below(heading: Block, tree: Tree) -> list[Block]:
    """The lines between a heading and its text: who wrote it, and when."""
    below = islice(tree.placed, heading.place + 1, heading.place + 1 + _MOST_BETWEEN)
    return list(takewhile(lambda block: not block.good, below))


def _bylines(between: Iterable[Block]) -> list[str]:
    """Those of the lines between a heading and its text that say who wrote it or when."""
    short = (block.text for block in between if 0 < block.words <= _LONGEST_BYLINE)
    return [
        line for line in short if line[-1] != "." and (_DATE.search(line) or without_prefix(line) != line)
    ]
