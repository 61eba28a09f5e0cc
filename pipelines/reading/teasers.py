"""Finds teasers, menus and comment sections on a page by their words and their shape, whatever their class.

Belongs here: what a marker phrase heads, rows of cards, lines that are links. Does not: hints of class and id
(`prune`).
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice, pairwise, takewhile

from pipelines.reading.blocks import BLOCK_TAGS, HEADINGS, Block
from pipelines.reading.cuts import Cuts
from pipelines.reading.markers import (
    consent_words,
    is_offer,
    leads_to_teaser,
    marks_advert,
    marks_comments,
    marks_teasers,
)
from pipelines.reading.tree import Element, Tree

# Share of the page's article-like words that may go with a marker or a row of cards.
_MOST_TEASERS, _MOST_COMMENTS = 0.30, 0.75
# Behind a marker in the last third of the text, paragraphs without links are teasers too.
_NEAR_END = 0.35
_LINKED_TEASER = 0.3
_LEAST_PAIRS = 2
# Cutting rows of cards lifts F1 on 60 Chinese pages of 2012 from .862 to .882, on 129 news pages from .972 to .975.
_CARD_TAGS = frozenset({"li", "div", "article", "section", "td"})
_FEWEST_CARDS, _LONGEST_CARD, _SHORTEST_CARD_LINK = 3, 80, 3
_MOST_CARD_LINES, _MOST_LONE_CARDS, _LINKED_HEADING = 3, 2, 0.9
_LONGEST_TEASER = 40
_LONGEST_OFFER, _LONGEST_BOX = 50, 70
_LONGEST_CONSENT, _CONSENT_WORDS = 150, 3
# "Comment" above the text heads an opinion piece; comments come behind this share of a page's text.
_BEFORE_COMMENTS = 0.25
# A line of so many links and little else is a menu, tags or page numbers.
_LINKED_MENU, _MENU_LINKS = 0.6, 3
_TABLE_PARTS = frozenset({"td", "th", "tr", "tbody"})
_WHOLES = frozenset({"body", "main", "article"})


def find_offers(tree: Tree) -> list[Element]:
    """Boxes around links that pages call paid for; a paragraph may hold such a link too."""
    paid = tree.having("rel", "sponsored")
    holders = dict.fromkeys(next((e for e in link.ancestors() if e.tag in BLOCK_TAGS), link) for link in paid)
    return [box for holder in holders if holder.tag != "p" or not holder.weight for box in _box(holder, tree)]


def find_teasers(page: Cuts) -> None:
    """Cut what a "read next" or "comments" heading heads, offers, and lines that are only a link to another article."""
    tree, passed = page.tree, 0.0
    for block in tree.blocks:
        passed += block.words if block.good else 0.0
        element = block.element
        if page.reason(element):
            continue
        alone = element.words <= block.words
        if marks_comments(block.text) and passed > _BEFORE_COMMENTS * tree.total:
            _cut_comments(block, page)
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


def find_cards(tree: Tree) -> list[Element]:
    """Rows of like elements that each begin with a long link and go on a little: teasers under any name."""
    rows: dict[tuple[Element, str, str | None], list[Element]] = defaultdict(list)
    for element in tree.elements:
        if 0 < element.words <= _LONGEST_CARD and element.tag in _CARD_TAGS and element.parent is not None:
            rows[element.parent, element.tag, element.get("class")].append(element)
    found: list[Element] = []
    for row in rows.values():
        if len(row) >= _FEWEST_CARDS and sum(element.weight for element in row) < _MOST_TEASERS * tree.total:
            found += row if all(_is_card(element, tree) for element in row) else ()
        elif len(row) < _FEWEST_CARDS:
            # Most are a link or hold none.
            found += (e for e in row if 0 < e.linked < e.words and _is_lone_card(e, tree))
    return found


def _is_lone_card(element: Element, tree: Tree) -> bool:
    """Whether a box behind a paragraph holds but a linked heading and a line or two about it; or a few such cards."""
    first = tree.first_block(element)
    if first is None or first.linked <= _LINKED_HEADING or element.weight >= _MOST_TEASERS * tree.total:
        return False
    before = tree.around(element)[0]
    if before is None or before.tag != "p":
        return False
    lines = list(
        takewhile(lambda block: element.holds(block.element), islice(tree.placed, first.place, None))
    )
    if (
        first.element.tag in HEADINGS
        and element.linked >= _SHORTEST_CARD_LINK
        and len(lines) <= _MOST_CARD_LINES
    ):
        return True
    return _are_cards(lines) and any(e.tag == "img" or e.tag in HEADINGS for e in tree.inside(element))


def _are_cards(lines: Sequence[Block]) -> bool:
    """Whether lines that are links and lines without any take turns; a link above another is its kicker."""
    linked = [block.linked > _LINKED_HEADING for block in lines]
    plain = all(block.linked == 0.0 for block, is_link in zip(lines, linked, strict=True) if not is_link)
    return (
        plain
        and len(lines) <= _MOST_LONE_CARDS * _MOST_CARD_LINES
        and not linked[-1]
        and not any(not above and not below for above, below in pairwise(linked))
    )


def _is_card(element: Element, tree: Tree) -> bool:
    first = tree.first_block(element)
    return first is not None and first.opens_linked and _SHORTEST_CARD_LINK <= element.linked < element.words


def _asks_consent(block: Block, tree: Tree) -> bool:
    """Whether a block that stands alone speaks of cookies and consent; among paragraphs of an article it may."""
    if not _CONSENT_WORDS < block.words <= _LONGEST_CONSENT or _is_among_paragraphs(block, tree):
        return False
    return len(set(consent_words(block.text))) >= _CONSENT_WORDS


def _is_among_paragraphs(block: Block, tree: Tree) -> bool:
    beside = [element for element in tree.around(block.element) if element]
    firsts = [(element, tree.first_block(element)) for element in beside]
    return any(first is not None and first.good and first.element is element for element, first in firsts)


def _cut_comments(marker: Block, page: Cuts) -> None:
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
    if sum(part.weight for part in section) <= _MOST_COMMENTS * tree.total:
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
    """Siblings behind a bare marker that are its teasers: links, their summaries, and near the end whatever comes."""
    found: list[Element] = []
    linked_seen = False
    whatever_comes = near_end and (tag in HEADINGS or _alternates(marker, tree))
    for sibling in tree.following(marker):
        if sibling.weight >= _MOST_TEASERS * tree.total > 0.0:
            break
        if sibling.words and sibling.linked > _LINKED_TEASER * sibling.words:
            linked_seen = True
        elif sibling.tag in HEADINGS:
            # A heading below the marker's own level is a teaser's title; one beside it goes on with the article.
            if not (tag in HEADINGS and sibling.tag > tag):
                break
        elif sibling.weight and not whatever_comes and (linked_seen or not near_end):
            # "Read also", a link, and on with the article: the common inline teaser.
            break
        found.append(sibling)
    return found


def _alternates(marker: Element, tree: Tree) -> bool:
    """Whether links and paragraphs take turns behind a marker, without another marker: titles and their summaries."""
    pairs, after_link = 0, False
    for sibling in tree.following(marker):
        first = tree.first_block(sibling)
        if first is None:
            continue
        if marks_teasers(first.text):
            return False
        linked = sibling.linked > _LINKED_TEASER * sibling.words
        pairs += after_link and not linked
        after_link = linked
    return pairs >= _LEAST_PAIRS
