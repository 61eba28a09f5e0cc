"""Labels above a headline: "Opinion", "Sponsored", "Press release".

Belongs here: finding the lines that may be some. Does not: what they mean (`kinds`).
"""

from collections.abc import Iterator

from pipelines.reading.blocks import Block
from pipelines.reading.cuts import Cuts
from pipelines.reading.markers import marks_advert
from pipelines.reading.tree import Element

# Lines above a headline that are looked at, and words of the longest label. Below it "Comment" is a link to comments.
_ABOVE, _LONGEST = 2, 4
# What a label shares with its headline stands so many elements above that.
_WITHIN = 4
# Menus, lists of crumbs, columns beside the article.
_ELSEWHERE = frozenset({"nav", "ul", "ol", "li", "menu", "footer", "aside", "form", "select"})


def find_labels(page: Cuts) -> frozenset[str]:
    """Short lines above the headline, in lower case, that may say what kind of page it is; what is cut counts too."""
    heading = page.heading
    if heading is None:
        return frozenset()
    above = page.tree.placed[max(0, page.begins - _ABOVE) : page.begins]
    return frozenset(text for block in above for text in _label(block, heading, page))


def _label(block: Block, heading: Element, page: Cuts) -> Iterator[str]:
    element = block.element
    if block.words > _LONGEST or marks_advert(block.text):
        return
    # "Comment" as a link within the page leads to readers' comments, as does one beside a number.
    if any("#" in (one.get("href") or "") for one in page.tree.inside(element)):
        return
    shared = element.common_with(heading)
    between = []
    for around in (element, *element.ancestors()):
        if around is shared:
            break
        between.append(around)
    near = any(around is shared for around in list(heading.ancestors())[:_WITHIN])
    if near and not any(one.tag in _ELSEWHERE for one in between) and not _in_row(element, page):
        yield block.text.strip(" :·|•–—-").lower()


def _in_row(element: Element, page: Cuts) -> bool:
    """Whether a like element with a text stands beside it: entries of a menu."""
    before, behind = page.tree.around(element)
    return any(
        one is not None and one.words and one.tag == element.tag and one.first_class == element.first_class
        for one in (before, behind)
    )
