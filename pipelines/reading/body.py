"""The text of an article: lead and body, what each stretch of the body is, teasers and page furniture left out.

Belongs here: the order of the steps, and how lines become one text. Does not: the steps themselves: what is cut
(`prune`), where the article is (`region`), which blocks are its lines (`lines`), what stands beside it (`beside`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import trafilatura
from lxml import etree

from pipelines.reading.blocks import HEADINGS, Block
from pipelines.reading.bounds import MAX_TEXT
from pipelines.reading.cuts import Cuts
from pipelines.reading.document import LONGEST_HEADLINE
from pipelines.reading.encoding import clean_text
from pipelines.reading.lead import find_lead, find_lead_apart
from pipelines.reading.lines import Known, choose_lines, choose_named_lines
from pipelines.reading.overrides import BODY, LEAD
from pipelines.reading.paywall import break_off
from pipelines.reading.prune import prune
from pipelines.reading.region import find_region
from pipelines.reading.rows import cell_of
from pipelines.reading.titles import same_words
from pipelines.reading.tree import Element

_LETTER = re.compile(r"[^\W\d_]")
_ITEMS = frozenset({"li", "dd", "dt"})
# trafilatura takes 15 s for a page of 40,000 elements; of 896 real pages the one with the most has 9,670.
_MOST_ELEMENTS = 20_000
# Elements between a quoted paragraph and the blockquote around it.
_QUOTED_WITHIN = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a part of the body is: `start` and `end` are code points of the body, `end` is the first behind it.

    `kind` is paragraph, heading, item, quote, cell (of a table) or preformatted.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """Lead and body of an article, paragraphs separated by an empty line; None where the page has none.

    Attributes:
        stretches: of the body, in order; what is between them is white space.
        lines: the blocks that the stretches were made from, one each; none where trafilatura found the text.
        wall: the sentence at which it breaks off, see `paywall`.
    """

    lead: str | None
    body: str | None
    stretches: tuple[Stretch, ...] = ()
    lines: tuple[Block, ...] = ()
    wall: str | None = None


def cut_page(page: Cuts, *, title: str | None, descriptions: Sequence[str]) -> list[Block]:
    """Cut all that is surely not the article from a page; the blocks of the standfirst, which is spared.

    Args:
        page: the parsed page, nothing cut yet.
        title: its headline.
        descriptions: summaries that the page declares; a visible block equal to one is the lead.
    """
    leads = _leads(page, title, descriptions)
    for element in (*(block.element for block in leads), *page.tree.marked(BODY)):
        page.keep(element)
    prune(page)
    return leads


def extract_text(
    page: Cuts,
    leads: Sequence[Block],
    *,
    title: str | None,
    authors: Sequence[str] = (),
    labels: Sequence[str] = (),
) -> Text:
    """Lead and body of a page.

    Args:
        page: cut by `cut_page`; it then knows of each block why it was left out.
        leads: the blocks of the standfirst.
        title: its headline, which is not repeated in the text.
        authors: names whose bylines are no text.
        labels: section and outlet names, which stand above many articles.
    """
    named = page.tree.marked(BODY)
    live = [block for block in page.live() if block not in leads]
    standfirst = "\n\n".join(block.text for block in leads) or None
    shown = [text for text in (title, standfirst, _headline(page), *labels) if text]
    known = Known(shown, authors)
    if named:
        lines = choose_named_lines(page, [b for b in page.tree.blocks if b not in leads], named, known)
    else:
        lines = choose_lines(page, live, find_region(page, live), known)
        # A second headline is not all that stands above an article.
        unsummed = all(lead.element.tag in HEADINGS and not lead.ends for lead in leads)
        if unsummed and (lead := find_lead_apart(page, lines)):
            leads = [*leads, lead]
            standfirst = "\n\n".join(block.text for block in leads)
    left, wall = break_off(page.tree, lines)
    page.leave_out(lines[len(left) :], "paywall")
    lines = left
    body, stretches = _join(lines)
    if not body:
        body, stretches = _by_trafilatura(page, shown)
    # A page whose only paragraph is its standfirst has a body, not a lead.
    if not body:
        body, stretches = _join(leads)
        return Text(None, body or None, stretches, tuple(leads), wall)
    return Text(standfirst, body, stretches, tuple(lines), wall)


def _headline(page: Cuts) -> str | None:
    """What the page shows as its headline, where its title says something else: sharing titles, shortened ones."""
    heading = page.heading
    if heading is None or heading.words > LONGEST_HEADLINE:
        return None
    return page.tree.text_of(heading)


def _leads(page: Cuts, title: str | None, descriptions: Sequence[str]) -> list[Block]:
    """The blocks of the standfirst: what the outlet's selectors call so, else the one that looks like it."""
    named = page.tree.marked(LEAD)
    if named:
        return [block for block in page.tree.blocks if named[0].holds(block.element)]
    found = find_lead(page, title, descriptions)
    return [found] if found else []


def _join(lines: Sequence[Block]) -> tuple[str, tuple[Stretch, ...]]:
    """One text of the lines: paragraphs parted by an empty line, cells of a table row by a tab."""
    parts: list[str] = []
    stretches: list[Stretch] = []
    at = 0
    before: Element | None = None
    for block in lines:
        cell = cell_of(block)
        in_row = cell and before and cell is not before and cell.parent is before.parent
        between = "" if not parts else "\t" if in_row else "\n\n"
        parts += between, block.text
        start = at + len(between)
        at = start + len(block.text)
        stretches.append(Stretch("cell" if cell else _kind(block.element), start, at))
        before = cell
    return "".join(parts), tuple(stretches)


def _kind(element: Element) -> str:
    tag = element.tag
    if tag in HEADINGS:
        return "heading"
    if tag == "pre":
        return "preformatted"
    around = (element, *islice(element.ancestors(), _QUOTED_WITHIN))
    if any(one.tag == "blockquote" for one in around):
        return "quote"
    return "item" if any(one.tag in _ITEMS for one in around[:2]) else "paragraph"


def _by_trafilatura(page: Cuts, shown: Sequence[str]) -> tuple[str, tuple[Stretch, ...]]:
    """What trafilatura makes of a page of which no block is left."""
    tree = page.tree
    worth_a_try = tree.body.words and len(tree.elements) <= _MOST_ELEMENTS
    try:
        found = trafilatura.bare_extraction(tree.source, include_comments=False) if worth_a_try else None
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError, etree.Error):
        # trafilatura trips over trees of a strange shape; such a page has no text.
        found = None
    unwanted = {same_words(text) for text in (*shown, *(block.text for block in tree.blocks))}
    lines = (clean_text(line) for line in (getattr(found, "text", None) or "")[:MAX_TEXT].split("\n"))
    body = "\n\n".join(line for line in lines if _LETTER.search(line) and same_words(line) not in unwanted)
    return body, (Stretch("paragraph", 0, len(body)),) if body else ()
