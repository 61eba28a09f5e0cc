"""The text of an article: lead and body, paragraph by paragraph, teasers and page furniture left out.

Belongs here: the standfirst, and which blocks of the article's region are lines of its text. Does not: what is cut
before (`prune`), where the article is (`region`), whether it is one (`gate`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import trafilatura
from lxml import etree

from pipelines.reading.blocks import CELLS, HEADINGS, Block, count_words
from pipelines.reading.cuts import Cuts
from pipelines.reading.encoding import clean_text
from pipelines.reading.hints import kind_of, marks_lead
from pipelines.reading.markers import leads_to_teaser, marks_comments, marks_teasers
from pipelines.reading.prune import prune
from pipelines.reading.region import find_region
from pipelines.reading.titles import same_words
from pipelines.reading.tree import Element, Tree

_LETTER = re.compile(r"[^\W\d_]")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？।۔]\s*$")
_PRINTED_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\d年")
# A standfirst has so many words; one that only its class calls so has more than a kicker or label.
_LEAD_WORDS = (5, 120)
_LEAST_MARKED = 8
_ASIDE = frozenset({"figure", "figcaption", "aside", "footer", "nav"})
_NEVER_LEADS = frozenset({"consent", "comments", "advert", "caption"})
# A standfirst stands before the article; with this share of the page's text passed, a block is none.
_LEAD_WITHIN = 0.15
# What stands before the headline is no text of the article, if it is no more than this share of the region's.
_MOST_BEFORE = 0.4
# Paragraphs behind the article's own that stand in another place count if there are so many of them.
_LEAST_TAIL, _LEAST_OUTSIDE = 0.25, 1.0
# A place that holds this share of the region's paragraphs is one of the article's own.
_LEAST_OWN = 0.1
_MOST_LINKED_LINE, _LONGEST_LINKED_LINE = 0.6, 30
_MOST_LINKED_ITEM = 0.5
# A short line that the page repeats is a label of its design.
_LONGEST_LABEL = 15
_SHORTEST_SENTENCE = 5
_ROWS = frozenset({"li", "dd", "dt", "tr", "td", "th", "blockquote", "pre"})
# Behind this share of the lines "Comments" ends the text; before, it may be a word of the article.
_TAIL = 0.5
_LONGEST_TEASER = 40
_SHORTEST_END = 6
_LONGEST_DATELINE = 14


@dataclass(frozen=True, slots=True)
class Text:
    """Lead and body of an article, paragraphs separated by an empty line; None where the page has none."""

    lead: str | None
    body: str | None


def extract_text(
    tree: Tree,
    *,
    title: str | None,
    descriptions: Sequence[str],
    authors: Sequence[str] = (),
    labels: Sequence[str] = (),
) -> Text:
    """Lead and body of a page.

    Args:
        tree: the parsed page.
        title: its headline, which is not repeated in the text.
        descriptions: summaries that the page declares; a visible block equal to one is the lead.
        authors: names whose bylines are no text.
        labels: section and outlet names, which stand above many articles.
    """
    page = Cuts(tree, title)
    lead = _find_lead(page, title, descriptions)
    page.keep(lead)
    prune(page)
    live = [block for block in page.live() if block is not lead]
    region = find_region(page, live)
    headline = page.heading if page.titled else None
    inside = [block for block in live if region.holds(block.element)]
    if headline and region.holds(headline):
        inside = _behind(headline, inside)
    unwanted = {same_words(text) for text in (title, lead.text if lead else None, *labels) if text}
    blocks = _lines(_reach(inside, headline), unwanted)
    body = "\n\n".join(_join_cells(_trim(blocks, authors)))
    if not body:
        unwanted |= {same_words(block.text) for block in tree.blocks}
        lines = _by_trafilatura(tree.source) if tree.body.words else []
        body = "\n\n".join(line for line in lines if same_words(line) not in unwanted)
    # A page whose only paragraph is its standfirst has a body, not a lead.
    standfirst = lead.text if lead else None
    return Text(standfirst, body) if body else Text(None, standfirst)


def _behind(headline: Element, blocks: list[Block]) -> list[Block]:
    """The blocks from the headline on, where those before it are few."""
    behind = [block for block in blocks if block.element.place >= headline.place]
    whole, left = (sum(block.words for block in some if block.good) for some in (blocks, behind))
    return behind if whole - left <= _MOST_BEFORE * whole else blocks


def _by_trafilatura(source: str) -> list[str]:
    try:
        found = trafilatura.bare_extraction(source, include_comments=False)
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError, etree.Error):
        # trafilatura trips over trees of a strange shape; such a page has no text.
        return []
    lines = (clean_text(line) for line in (getattr(found, "text", None) or "").split("\n"))
    return [line for line in lines if _LETTER.search(line)]


def _find_lead(page: Cuts, title: str | None, descriptions: Sequence[str]) -> Block | None:
    """The standfirst: between headline and article, and called so by its class or by the page's description."""
    declared, headline = {same_words(text) for text in descriptions}, same_words(title or "")
    total = page.tree.total
    before: Block | None = None
    passed, behind_headline = 0.0, page.heading is None
    for block in page.tree.blocks:
        if behind_headline and passed > _LEAD_WITHIN * total:
            return None
        if page.heading is not None and not behind_headline and page.heading.place <= block.element.place:
            passed, behind_headline = 0.0, True
        words = same_words(block.text)
        if words != headline and _may_lead(block, total):
            marked = _looks_leading(block)
            # Pages without classes put the standfirst into a heading of its own, right below the headline.
            below = before is not None and before.element.tag == "h1" and block.element.tag == "h2"
            if words in declared and (marked or not _begins_body(block)):
                return block
            if behind_headline and (marked or (below and block.words >= _LEAST_MARKED)):
                return block
        passed += block.words if block.good else 0.0
        before = block
    return None


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
    return block.words >= _LEAST_MARKED and any(map(marks_lead, around))


def _begins_body(block: Block) -> bool:
    """Whether the block is the first of like paragraphs: many pages declare their first paragraph as description."""
    element, following = block.element, block.element.around()[1]
    if following is None or following.tag != element.tag or following.get("class") != element.get("class"):
        return False
    return following.weight > 0.0


def _reach(blocks: Sequence[Block], headline: Element | None) -> list[Block]:
    """The region's blocks up to the end of the article's own paragraphs: boxes and footers follow them.

    Headline and article share a container; what is outside it has to be long to be part of the article.
    """
    homes: dict[Element, float] = defaultdict(float)
    last: dict[Element, int] = {}
    shared = Counter(block.element for block in blocks)
    for block in blocks:
        if block.good:
            home = _home(block, shared)
            homes[home] += block.words
            last[home] = block.place
    if not homes:
        return list(blocks)
    main = max(homes, key=lambda home: homes[home])
    shared_with = main.common_with(headline) if headline else None
    own = [home for home in homes if _is_own(home, main, homes, shared_with)]
    end = max(last[home] for home in own)
    return [b for b in blocks if b.place <= end or any(home.holds(b.element) for home in own)]


def _is_own(home: Element, main: Element, homes: dict[Element, float], around: Element | None) -> bool:
    near = around is None or around.holds(home)
    if home is main or homes[home] >= (_LEAST_TAIL if near else _LEAST_OUTSIDE) * homes[main]:
        return True
    same_class = home.first_class == main.first_class != ""
    return same_class and home.tag == main.tag and home.parent is main.parent


def _home(block: Block, shared: Counter[Element]) -> Element:
    """The element that a paragraph stands in: its parent, or its own where breaks part it from others."""
    element = block.element
    alone = element.tag == "p" or shared[element] == 1
    return element.parent if alone and element.parent else element


def _lines(blocks: Sequence[Block], unwanted: set[str]) -> list[Block]:
    """The paragraphs, and of the other blocks those that belong to them."""
    good = [block for block in blocks if block.good]
    if not good:
        return [
            b for b in blocks if b.linked < _MOST_LINKED_ITEM and same_words(b.text) not in unwanted | {""}
        ]
    weights: dict[Element | None, float] = defaultdict(float)
    for block in good:
        weights[block.element.parent] += block.words
        weights[block.element] += block.words
    least = _LEAST_OWN * sum(block.words for block in good)
    repeated = Counter(block.text for block in blocks if not block.good)
    first, last = good[0].place, good[-1].place
    kept: list[Block] = []
    seen: dict[str, Element | None] = {}
    for block in blocks:
        words = same_words(block.text)
        cell = block.element.tag in CELLS
        if words in unwanted or not (cell or _LETTER.search(block.text)) or _is_linked(block):
            continue
        # A refrain stands beside its first place; what is repeated elsewhere is for another width of screen.
        if seen.get(words, around := block.element.parent) is not around:
            continue
        if not block.good:
            if not cell and repeated[block.text] > 1 and block.words < _LONGEST_LABEL:
                continue
            own = max(weights[block.element.parent], weights[block.element]) >= least
            if not _belongs(block, own=own, within=first < block.place < last):
                continue
        seen[words] = around
        kept.append(block)
    return kept


def _is_linked(block: Block) -> bool:
    if block.element.tag == "li" and block.linked > _MOST_LINKED_ITEM:
        return True
    return block.linked > _MOST_LINKED_LINE and block.words < _LONGEST_LINKED_LINE


def _belongs(block: Block, *, own: bool, within: bool) -> bool:
    """Whether a block that is no paragraph is a line of the article.

    Args:
        block: the block.
        own: it stands beside many of the article's paragraphs.
        within: it stands between the first and the last of them.
    """
    tag = block.element.tag
    if tag in HEADINGS | _ROWS:
        return within or own
    sentence = block.ends and block.words >= _SHORTEST_SENTENCE
    if tag == "p":
        return own or (within and sentence)
    return own if _is_piece(block) else within and sentence


def _is_piece(block: Block) -> bool:
    """Whether the block shares its element with paragraphs: text between breaks."""
    return block.element.first is not block or block.element.words > block.words


def _trim(blocks: list[Block], authors: Sequence[str]) -> list[Block]:
    """Blocks without bylines and teaser lines, and without scraps above and below the paragraphs."""
    kept: list[Block] = []
    for place, block in enumerate(blocks):
        if _is_byline(block.text, authors) or (not kept and _is_dateline(block.text)):
            continue
        if marks_comments(block.text) and place > _TAIL * len(blocks):
            break
        if marks_teasers(block.text) or (leads_to_teaser(block.text) and block.words < _LONGEST_TEASER):
            continue
        kept.append(block)
    while kept and not kept[-1].good and _trails(kept[-1]):
        kept.pop()
    return kept


def _trails(block: Block) -> bool:
    """Whether a last line is a heading, label, date or link left over from what was cut."""
    short = block.words < _SHORTEST_END and not block.ends
    return short or block.element.tag in HEADINGS or _is_dateline(block.text)


def _is_dateline(line: str) -> bool:
    """Whether a short line above or below the text is a printed date or a label like "Published:"."""
    short = count_words(line) < _LONGEST_DATELINE and not _ENDS_SENTENCE.search(line)
    return short and (bool(_PRINTED_DATE.search(line)) or line.rstrip().endswith((":", "：")))


def _is_byline(line: str, authors: Sequence[str]) -> bool:
    """Whether a short line says nothing but who wrote the article."""
    rest = line
    for author in authors:
        rest = rest.replace(author, "")
    return rest != line and count_words(rest) <= 3 and not line.endswith((".", "!", "?"))


def _join_cells(blocks: Sequence[Block]) -> list[str]:
    """Texts of blocks; the cells of a table row become one line, parted by tabs."""
    lines: list[str] = []
    before: Element | None = None
    for block in blocks:
        cell = block.element if block.element.tag in CELLS else None
        if cell and before and cell is not before and cell.parent is before.parent:
            lines[-1] += f"\t{block.text}"
        else:
            lines.append(block.text)
        before = cell
    return lines
