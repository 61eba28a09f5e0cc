"""Finds teasers, menus and comment sections on a page by their words, whatever their class.

Belongs here: what a marker phrase heads, lines that are links. Does not: rows of cards (`cards`), hints of class and id
(`prune`).
"""

from pipelines.reading.blocks import BLOCK_TAGS, HEADINGS, Block
from pipelines.reading.cuts import Cuts
from pipelines.reading.markers import (
    consent_words,
    is_offer,
    leads_to_teaser,
    marks_advert,
    marks_comments,
    marks_teasers,
    may_speak_of_consent,
)
from pipelines.reading.tree import Element, Tree

# Share of the page's article-like words that may go with a marker.
_MOST_TEASERS, _MOST_COMMENTS = 0.30, 0.75
# Behind a marker in the last third of the text, paragraphs without links are teasers too.
_NEAR_END = 0.35
_LINKED_TEASER = 0.3
_LEAST_PAIRS = 2
# Behind a marker that is no heading such teasers have so few words each, and all together so little of the text.
_LONGEST_SUMMARY, _MOST_SHORT, _MOST_LINES = 25, 0.30, 12
_LONGEST_TEASER = 40
_LONGEST_OFFER, _LONGEST_BOX = 50, 70
_LONGEST_CONSENT, _CONSENT_WORDS = 150, 3
# "Comment" above the text heads an opinion piece; comments come behind this share of a page's text.
_BEFORE_COMMENTS = 0.25
# One that gives their number needs but a short article before it: readers may write ten times as much.
_LEAST_ARTICLE = 80
# A line of so many links and little else is a menu, tags or page numbers.
_LINKED_MENU, _MENU_LINKS = 0.6, 3
_TABLE_PARTS = frozenset({"td", "th", "tr", "tbody"})
_BESIDE = frozenset({"nav", "aside", "footer"})
_WHOLES = frozenset({"body", "main", "article"})


def find_offers(tree: Tree) -> list[Element]:
    """Boxes around links that pages call paid for; a paragraph may hold such a link too."""
    paid = tree.having("rel", "sponsored")
    holders = dict.fromkeys(next((e for e in link.ancestors() if e.tag in BLOCK_TAGS), link) for link in paid)
    found: list[Element] = []
    for holder in holders:
        if holder.tag != "p" or not holder.weight:
            # A review of a product has its links in the box of its text.
            boxes = (
                e
                for e in (holder, *holder.ancestors())
                if e.words <= _LONGEST_BOX and e.weight <= holder.weight
            )
            found += list(boxes)[-1:] or [holder]
    return found


def find_teasers(page: Cuts) -> None:
    """Cut what a "read next" or "comments" heading heads, offers, and lines that are only a link to another article."""
    tree, passed = page.tree, 0.0
    for block in tree.blocks:
        passed += block.words if block.good else 0.0
        element = block.element
        if page.reason(element):
            continue
        alone = element.words <= block.words
        if marks_comments(block.text) and (passed > _BEFORE_COMMENTS * tree.total or _counts(block, passed)):
            _cut_comments(block, page, passed)
        elif marks_advert(block.text):
            page.leave_out([block], "advert")
        elif block.good and block.words <= _LONGEST_OFFER and is_offer(block.text):
            page.leave_out([block], "advert")
            page.cut(_box(element, tree), "advert")
        elif page.is_kept(element):
            continue
        elif alone and _asks_consent(block, tree):
            page.cut([element], "consent")
        elif marks_teasers(block.text):
            page.cut(_headed_section(block, tree, tree.total - passed), "related")
        elif _is_teaser_line(block):
            page.cut([element], "related")
        elif alone and _is_menu(block, tree):
            page.cut([element], "menu")


def _box(inner: Element, tree: Tree) -> list[Element]:
    """The largest element around one that holds little else; none where that is text of the article."""
    found: list[Element] = []
    for element in (inner, *inner.ancestors()):
        if element.words > _LONGEST_BOX or element.weight > _MOST_TEASERS * tree.total:
            break
        found = [element]
    return found


def _is_menu(block: Block, tree: Tree) -> bool:
    if block.good or block.linked <= _LINKED_MENU:
        return False
    return sum(element.tag == "a" for element in tree.inside(block.element)) >= _MENU_LINKS


def _is_teaser_line(block: Block) -> bool:
    short = block.element.words < _LONGEST_TEASER
    return short and block.linked > _LINKED_TEASER and leads_to_teaser(block.text)


def _asks_consent(block: Block, tree: Tree) -> bool:
    """Whether a block that stands alone speaks of cookies and consent; among paragraphs of an article it may."""
    if not _CONSENT_WORDS < block.words <= _LONGEST_CONSENT or _is_among_paragraphs(block, tree):
        return False
    may_ask = may_speak_of_consent(block.text, _CONSENT_WORDS)
    return may_ask and len(set(consent_words(block.text))) >= _CONSENT_WORDS


def _is_among_paragraphs(block: Block, tree: Tree) -> bool:
    beside = [element for element in tree.around(block.element) if element]
    firsts = [(element, tree.first_block(element)) for element in beside]
    return any(first is not None and first.good and first.element is element for element, first in firsts)


def _counts(marker: Block, passed: float) -> bool:
    """Whether a heading of comments behind an article says how many there are: then they may outweigh it."""
    return not marker.linked and passed >= _LEAST_ARTICLE and any(map(str.isdigit, marker.text))


def _cut_comments(marker: Block, page: Cuts, passed: float) -> None:
    """A heading of comments and everything behind it on its level: no article goes on after its comments."""
    element, tree = marker.element, page.tree
    section = [*tree.following(element)]
    while element.tag in _TABLE_PARTS and element.parent is not None:
        element = element.parent
        section += tree.following(element)
    if marker.element.words > 2 * marker.words:
        if marker.element.first == marker.place and not section:
            return
        # A bold line in a cell or division that holds more: the comments begin behind it.
        inside = (b for b in tree.blocks if b.place >= marker.place and marker.element.holds(b.element))
        page.leave_out(inside, "comments")
    else:
        page.cut([marker.element], "comments")
    most = tree.total - _LEAST_ARTICLE if _counts(marker, passed) else _MOST_COMMENTS * tree.total
    if sum(part.weight for part in section) <= most:
        page.cut(section, "comments")


def _headed_section(marker: Block, tree: Tree, rest: float) -> list[Element]:
    """What a marker heads: the largest container that begins with it and holds no article, and teasers behind it."""
    container = marker.element
    if container.words > 2 * marker.words:
        return []
    while (parent := container.parent) is not None and parent.tag not in _WHOLES:
        if parent.weight >= _MOST_TEASERS * tree.total or parent.first != marker.place:
            break
        container = parent
    section = [container]
    if container.words <= marker.words:
        section += _followers(container, marker.element.tag, tree, near_end=rest < _NEAR_END * tree.total)
    return section


def _followers(marker: Element, tag: str, tree: Tree, *, near_end: bool) -> list[Element]:
    """Siblings behind a bare marker that are its teasers: links, their summaries, near the end texts without links."""
    found: list[Element] = []
    linked_seen = after_link = False
    in_turns = _alternates(marker, tree)
    for sibling in tree.following(marker):
        if sibling.weight >= _MOST_TEASERS * tree.total > 0.0:
            break
        if sibling.words and sibling.linked > _LINKED_TEASER * sibling.words:
            linked_seen = after_link = True
        elif sibling.tag in HEADINGS:
            # A heading below the marker's own level is a teaser's title; one beside it goes on with the article.
            if not (tag in HEADINGS and sibling.tag > tag):
                break
        elif sibling.words:
            # "Read also", a link, and on with the article: the common inline teaser.
            summary = after_link and in_turns
            texts = near_end and not linked_seen and (tag in HEADINGS or _heads_few(marker, tree))
            if sibling.weight and not summary and not texts:
                break
            after_link = False
        found.append(sibling)
    return found


def _heads_few(marker: Element, tree: Tree) -> bool:
    """Whether but a few short lines follow a marker up to the end or the next one: teasers that a script opens."""
    lines: list[Block] = []
    for sibling in tree.following(marker):
        first = tree.first_block(sibling)
        if first is not None and marks_teasers(first.text):
            break
        if sibling.words and sibling.tag not in _BESIDE:
            lines += tree.lines_of(sibling, _MOST_LINES + 1)
    short = all(line.words <= _LONGEST_SUMMARY for line in lines)
    return short and sum(line.words for line in lines) <= _MOST_SHORT * tree.total


def _alternates(marker: Element, tree: Tree) -> bool:
    """Whether links of one tag and paragraphs take turns right behind a marker: titles and their summaries."""
    pairs, after_link, title = 0, False, None
    for sibling in tree.following(marker):
        first = tree.first_block(sibling)
        if first is None:
            continue
        linked = sibling.linked > _LINKED_TEASER * sibling.words
        title = title or sibling.tag
        other = linked and sibling.tag != title
        if linked is after_link or other or sibling.tag in _BESIDE or marks_teasers(first.text):
            break
        pairs += after_link
        after_link = linked
    return pairs >= _LEAST_PAIRS
