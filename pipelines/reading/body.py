"""The text of an article: lead and body, paragraph by paragraph, teasers and page furniture left out.

Belongs here: extraction over a pruned tree and the cleaning of its lines. Does not: what is cut before
(`prune`),
whether the result is an article (`gate`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import trafilatura
from lxml import etree, html

from pipelines.reading.blocks import Block, Measured, count_words
from pipelines.reading.encoding import clean_text
from pipelines.reading.hints import kind_of, marks_lead
from pipelines.reading.markers import leads_to_teaser, marks_comments, marks_teasers
from pipelines.reading.prune import prune
from pipelines.reading.region import read_region
from pipelines.reading.titles import same_words

# trafilatura takes one of several containers of a split article (2 of 129 pages): below this share of the
# heaviest region it did.
_MUCH_LESS = 0.6
# Below so many characters trafilatura falls back to whatever text the page has, logo and headline in it: flashes,
# and short articles in Chinese characters.
_TRUSTED = 250
_LEAD_WORDS = (5, 120)
_LETTER = re.compile(r"[^\W\d_]")
_ENDS = re.compile(r"[.!?…。！？।۔:;\"”»“’')）」』\]]\s*$")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？।۔]\s*$")
_PRINTED_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\d年")
# Behind this share of the lines "Comments" ends the text; before, it may be a word of the article.
_TAIL = 0.5
_LONGEST_TEASER = 40
_SHORTEST_END = 6
_LONGEST_DATELINE = 14
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


def extract_text(
    tree: html.HtmlElement,
    measured: Measured,
    *,
    title: str | None,
    descriptions: Sequence[str],
    authors: Sequence[str] = (),
    labels: Sequence[str] = (),
) -> Text:
    """Lead and body of a page; changes the tree.

    Args:
        tree: the parsed page.
        measured: its blocks and weights, as `measure` finds them.
        title: its headline, which is not repeated in the text.
        descriptions: summaries that the page declares; a visible block equal to one is the lead.
        authors: names whose bylines are no text.
        labels: section and outlet names, which stand above many articles.
    """
    lead = _take_lead(measured, title, descriptions)
    prune(tree, title, measured)
    lines = _extract(tree, measured.total)
    body = "\n\n".join(_clean(lines, {same_words(text) for text in (title, lead, *labels) if text}, authors))
    # A page whose only paragraph is its standfirst has a body, not a lead.
    return Text(lead, body) if body else Text(None, lead)


def _extract(tree: html.HtmlElement, prose: float) -> list[str]:
    """Lines of trafilatura, or those of the heaviest region where trafilatura found much less or too little."""
    lines = _by_trafilatura(tree)
    if sum(map(len, lines)) < _TRUSTED or sum(map(bool, lines)) == 1:
        return read_region(tree) or lines
    words = count_words(" ".join(lines))
    if words >= _MUCH_LESS * prose:
        return lines
    region = read_region(tree)
    return region if words < _MUCH_LESS * count_words(" ".join(region)) else lines


def _by_trafilatura(tree: html.HtmlElement) -> list[str]:
    try:
        # Measured on 129 pages, balanced focus (.957) beats precision (.954) and fast mode (.945).
        found = trafilatura.bare_extraction(tree, include_comments=False)
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError, etree.Error):
        # trafilatura trips over trees of a strange shape; the heaviest region is read then.
        return []
    return [clean_text(line) for line in (getattr(found, "text", None) or "").split("\n")]


def _take_lead(measured: Measured, title: str | None, descriptions: Sequence[str]) -> str | None:
    """Find the standfirst and cut it from the tree."""
    before: Block | None = None
    declared = {same_words(text) for text in descriptions}
    headline = same_words(title or "")
    headed = any(b.element.tag in {"h1", "h2"} and same_words(b.text) == headline for b in measured.blocks)
    passed, behind_headline = 0.0, not headed
    for block in measured.blocks:
        if behind_headline and passed > _LEAD_WITHIN * measured.total:
            return None
        if same_words(block.text) == headline:
            passed, behind_headline = 0.0, True
        # A block tag left open owns everything behind it: cutting it would cut the article.
        alone = measured.words[block.element] <= block.words
        if alone and measured.total - block.words * block.good >= block.words and _may_lead(block, headline):
            stated = same_words(block.text) in declared and not _begins_body(block, measured)
            # Pages without classes put the standfirst into a heading of its own, right below the headline.
            below = before is not None and before.element.tag == "h1" and block.element.tag == "h2"
            marked = behind_headline and (_looks_leading(block) or (below and block.words >= _LEAST_MARKED))
            if stated or marked:
                block.element.drop_tree()
                return block.text
        passed += block.words if block.good else 0.0
        before = block
    return None


def _may_lead(block: Block, headline: str) -> bool:
    if (
        not _LEAD_WORDS[0] <= block.words <= _LEAD_WORDS[1]
        or block.linked > 0.5
        or block.element.tag in {"title", "h1", "li"}
    ):
        return False
    around = (block.element, *list(block.element.iterancestors())[:6])
    return same_words(block.text) != headline and not any(
        e.tag in _ASIDE or kind_of(e) in _NEVER_LEADS for e in around
    )


def _begins_body(block: Block, measured: Measured) -> bool:
    """Whether the block is the first of like paragraphs: many pages declare their first paragraph as description."""
    following = block.element.getnext()
    if (
        following is None
        or following.tag != block.element.tag
        or following.get("class") != block.element.get("class")
    ):
        return False
    return measured.weight.get(following, 0.0) > 0.0 and not _looks_leading(block)


def _looks_leading(block: Block) -> bool:
    around = [block.element, *list(block.element.iterancestors())[:2]]
    return block.words >= _LEAST_MARKED and any(marks_lead(e) for e in around)


def _clean(lines: Sequence[str], unwanted: set[str], authors: Sequence[str]) -> list[str]:
    """Lines without headline, lead, labels, bylines, teaser lines, and scraps above and below the paragraphs."""
    kept: list[str] = []
    for place, line in enumerate(lines):
        if not _LETTER.search(line) or same_words(line) in unwanted or _is_byline(line, authors):
            continue
        if not kept and _is_dateline(line):
            continue
        if marks_comments(line) and place > _TAIL * len(lines):
            break
        if marks_teasers(line) or (leads_to_teaser(line) and count_words(line) < _LONGEST_TEASER):
            continue
        kept.append(line)
    while kept and (_trails(kept[-1]) or _is_dateline(kept[-1])):
        kept.pop()
    return kept


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


def _trails(line: str) -> bool:
    """Whether a last line is a heading, label or link left over from what was cut."""
    return count_words(line) < _SHORTEST_END and not _ENDS.search(line)
