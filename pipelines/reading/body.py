"""The text of an article: lead and body, paragraph by paragraph, teasers and page furniture left out.

Belongs here: extraction over a pruned tree and the cleaning of its lines. Does not: what is cut before (`prune`),
whether the result is an article (`gate`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import trafilatura
from lxml import etree, html
from trafilatura.settings import Extractor

from pipelines.reading.blocks import HEADINGS, Block, count_words, measure
from pipelines.reading.encoding import clean_text
from pipelines.reading.hints import kind_of, marks_lead
from pipelines.reading.prune import leads_to_teaser, marks_comments, marks_teasers, prune
from pipelines.reading.region import read_region
from pipelines.reading.titles import same_words

# Comments are never wanted; measured on 129 pages, balanced focus beats precision (.954) and fast mode (.945).
_OPTIONS = {"include_comments": False, "include_tables": True, "with_metadata": False}
# trafilatura takes one of several containers of a split article (2 of 129 pages): below this share of the heaviest region it did.
_MUCH_LESS = 0.6
_LEAD_WORDS = (5, 120)
_LETTER = re.compile(r"[^\W\d_]")
_ENDS = re.compile(r"[.!?…。！？।۔:;\"”»“’')）」』\]]\s*$")
# Behind this share of the lines "Comments" ends the text; before, it may be a word of the article.
_TAIL = 0.6
_LONGEST_TEASER = 40
_SHORTEST_END = 6
# Without as many words of other text the "standfirst" is the article.
_LEAST_BESIDE = 40
# A block that only its class calls a standfirst has so many words; shorter ones are kickers and labels.
_LEAST_MARKED = 8
_ASIDE = frozenset({"figure", "figcaption", "aside", "footer", "nav"})
_NEVER_LEADS = frozenset({"consent", "comments", "advert", "caption"})
# A standfirst stands before the article; with this share of the page's text passed, a block is none.
_LEAD_WITHIN = 0.15


@dataclass(frozen=True, slots=True)
class Text:
    """Lead and body of an article, paragraphs separated by an empty line; None where the page has none."""

    lead: str | None
    body: str | None


def extract_text(tree: html.HtmlElement, *, title: str | None, descriptions: Sequence[str], authors: Sequence[str] = ()) -> Text:
    """Lead and body of a page; changes the tree.

    Args:
        tree: the parsed page.
        title: its headline, which is not repeated in the text.
        descriptions: summaries that the page declares; a visible block equal to one is the lead.
    """
    lead = _take_lead(tree, title, descriptions)
    prune(tree, title)
    lines = _extract(tree)
    body = "\n\n".join(_clean(lines, title, lead, authors))
    return Text(lead, body or None)


def _extract(tree: html.HtmlElement) -> list[str]:
    """Lines of trafilatura, or those of the heaviest region where trafilatura found much less or nothing."""
    lines = _by_trafilatura(tree)
    region = read_region(tree)
    if count_words(" ".join(lines)) < _MUCH_LESS * count_words(" ".join(region)):
        return region
    return lines


def _by_trafilatura(tree: html.HtmlElement) -> list[str]:
    try:
        found = trafilatura.bare_extraction(tree, **_OPTIONS)
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError, etree.Error):
        # trafilatura trips over trees of a strange shape; the heaviest region is read then.
        return []
    return [clean_text(line) for line in (getattr(found, "text", None) or "").split("\n")]


def _take_lead(tree: html.HtmlElement, title: str | None, descriptions: Sequence[str]) -> str | None:
    """Find the standfirst and cut it from the tree."""
    measured = measure(tree)
    declared = {same_words(text) for text in descriptions}
    headline = same_words(title or "")
    passed, behind_headline = 0.0, not any(b.element.tag in {"h1", "h2"} and same_words(b.text) == headline for b in measured.blocks)
    for block in measured.blocks:
        if passed > _LEAD_WITHIN * measured.total:
            return None
        behind_headline = behind_headline or same_words(block.text) == headline
        # A block tag left open owns everything behind it: cutting it would cut the article.
        alone = measured.words[block.element] <= block.words
        if alone and measured.total - block.words > _LEAST_BESIDE and _may_lead(block, headline):
            if same_words(block.text) in declared or (behind_headline and _looks_leading(block)):
                block.element.drop_tree()
                return block.text
        passed += block.words if block.good else 0.0
    return None


def _may_lead(block: Block, headline: str) -> bool:
    if not _LEAD_WORDS[0] <= block.words <= _LEAD_WORDS[1] or block.linked > 0.5 or block.element.tag in {"title", "h1", "li"}:
        return False
    around = (block.element, *list(block.element.iterancestors())[:6])
    return same_words(block.text) != headline and not any(e.tag in _ASIDE or kind_of(e) in _NEVER_LEADS for e in around)


def _looks_leading(block: Block) -> bool:
    around = [block.element, *list(block.element.iterancestors())[:2]]
    return block.words >= _LEAST_MARKED and any(marks_lead(e) for e in around)


def _clean(lines: Sequence[str], title: str | None, lead: str | None, authors: Sequence[str]) -> list[str]:
    """Lines without the headline, the lead, bylines, teaser lines, and what trails behind the last paragraph."""
    unwanted = {same_words(text) for text in (title, lead) if text}
    kept: list[str] = []
    for place, line in enumerate(lines):
        if not _LETTER.search(line) or same_words(line) in unwanted or _is_byline(line, authors):
            continue
        if marks_comments(line) and place > _TAIL * len(lines):
            break
        if marks_teasers(line) or (leads_to_teaser(line) and count_words(line) < _LONGEST_TEASER):
            continue
        kept.append(line)
    while kept and _trails(kept[-1]):
        kept.pop()
    return kept


def _is_byline(line: str, authors: Sequence[str]) -> bool:
    """Whether a short line says nothing but who wrote the article."""
    rest = line
    for author in authors:
        rest = rest.replace(author, "")
    return rest != line and count_words(rest) <= 3 and not line.endswith((".", "!", "?"))


def _trails(line: str) -> bool:
    """Whether a last line is a heading, label or link left over from what was cut."""
    return count_words(line) < _SHORTEST_END and not _ENDS.search(line)
