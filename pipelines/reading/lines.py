"""Which blocks of the article's region are lines of its text, and why the others are not.

Belongs here: what among its paragraphs is no line of it. Does not: what is cut before (`prune`), where the region is
(`region`) and where the article in it begins and ends (`reach`), how lines become text (`body`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.reading.blocks import HEADINGS, Block, count_words
from pipelines.reading.cuts import Cuts
from pipelines.reading.markers import (
    leads_to_teaser,
    marks_closing,
    marks_comments,
    marks_legal,
    marks_teasers,
)
from pipelines.reading.names import without_prefix
from pipelines.reading.reach import from_headline, to_end
from pipelines.reading.rows import cell_of, find_rows, row_of
from pipelines.reading.titles import same_words
from pipelines.reading.tree import Element

_LETTER = re.compile(r"[^\W\d_]")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？।۔]\s*$")
# "2026. március 10." ends like a sentence.
_DATE_ENDS = re.compile(r"^\W*(?:\d|\w+\W+\d)[^!?…。]*\d\.$")
_LONGEST_POINTED_DATE = 4
_PRINTED_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\d年")
# In a longer line a year alone is no date: "New data centres must wait until 2031".
_NUMBER, _LONGEST_YEAR = re.compile(r"\d+"), 5
_PICTURED_BY = re.compile(
    r"[|/,;·•–-]\s?(?:photos?|fotos?|bild(?:er)?|zdjęcia|фото)\s?[:：].{2,40}$", re.IGNORECASE
)
# A place that holds this share of the region's paragraphs is one of the article's own.
_LEAST_OWN = 0.1
_MOST_LINKED_LINE, _LONGEST_LINKED_LINE = 0.6, 30
_MOST_LINKED_ITEM = 0.5
_FEWEST_ENTRIES = 3
# A short line that the page repeats is a label of its design.
_LONGEST_LABEL = 15
# Characters around a label on the page: quotation marks, dashes, spaces between letters.
_LONGEST_FRAME = 100
_SHORTEST_SENTENCE = 5
# Behind this share of the lines "Comments" ends the text; before, it may be a word of the article.
_TAIL = 0.5
_LONGEST_TEASER, _LONGEST_CLOSING, _LONGEST_LEGAL = 40, 40, 150
_SHORTEST_END = 6
# Lines that are links right behind a heading, by which it is told to head but them.
_FEWEST_BELOW, _LINKS = 2, frozenset({"link", "card", "related", "menu"})
# "Foto: Jane Doe" on a line of its own, wherever it stands; "(jd/dpa)" at the end.
_PICTURE_CREDIT = re.compile(
    r"\W{0,3}(?:(?:titel|symbol)?(?:fotos?|bild(?:er)?)\s?[:：]|photos?(?: credits?)?\s?[:：]|images?\s?[:：]|fot\.\s"
    r"|(?:zdjęci[ae]|фото|写真|图片|圖片|사진|crédits? photos?)\s?[:：])\s?\S",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]{1,40}[)）\]]")
_LONGEST_CREDIT, _LONGEST_MARK = 25, 4
# "Ann Lee covers energy for the Herald." closes many texts under her name.
_ABOUT_AUTHOR = re.compile(
    r"\W{1,3}(?:is|has been|covers|writes|reports|joined|ist|schreibt|berichtet|arbeitet|est|couvre|écrit|es|escribe"
    r"|cubre|è|scrive|é|escreve|cobre|jest|pisze|schrijft)\b"
)
_SHORTEST_NAME, _LONGEST_ABOUT, _LEAST_ABOVE = 6, 80, 3
# Wires of press releases close a text with its issuer: "SOURCE Larkhaven Buttons".
_ISSUER = re.compile(r"SOURCE:? \w")
# "10:32 Uhr: Strikes go on" heads a post of a live blog, in a heading or not.
_TIMED_HEAD = re.compile(
    r"\W{0,2}\d{1,2}[:.h]\d\d(?:\s\w{1,6}\.?)?\s?[:–—-]\s?(?!.*\b(?:19|20)\d\d\b)[^\W\d_].+"
)
_LONGEST_DATELINE, _LONGEST_DATED_HEADING = 14, 5


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article besides its text: `labels` are headline, standfirst, section and outlet names."""

    labels: Collection[str] = ()
    authors: Sequence[str] = ()


def choose_lines(page: Cuts, blocks: list[Block], region: Element, known: Known) -> list[Block]:
    """Those of the blocks that are the article's lines, in order; the page learns why the others are not."""
    headline = page.headline
    inside = [block for block in blocks if region.holds(block.element)]
    behind = from_headline(page.begins, inside) if headline and region.holds(headline) else inside
    reached = to_end(behind, headline)
    rows = find_rows(page, blocks, reached)
    for chosen, why in (
        (inside, "outside the article"),
        (behind, "before the headline"),
        (reached, "behind the article"),
    ):
        left = {block.place for block in (*chosen, *rows)}
        page.leave_out((block for block in blocks if block.place not in left), why)
    whole = sorted({b.place: b for b in (*reached, *rows)}.values(), key=lambda block: block.place)
    return _trimmed(page, _fitting(page, whole, known, rows), known.authors, rows)


def choose_named_lines(
    page: Cuts, blocks: Sequence[Block], named: Sequence[Element], known: Known
) -> list[Block]:
    """The lines of an article whose place an outlet's selectors name: inside it furniture is left out as elsewhere.

    A block of an element that is named itself, not only held by one, is a line whatever it looks like.
    """
    places = {element.place for element in named}
    own = {block.place for block in blocks if block.element.place in places}
    held = [b for b in blocks if b.place in own or any(e.place in places for e in b.element.ancestors())]
    inside = {block.place for block in held}
    page.leave_out((block for block in blocks if block.place not in inside), "outside the article")
    left = [block for block in held if block.place in own or page.why(block) is None]
    kept = {block.place for block in _trimmed(page, _fitting(page, left, known), known.authors)} | own
    return [block for block in left if block.place in kept]


def _fitting(page: Cuts, blocks: Sequence[Block], known: Known, rows: Collection[Block] = ()) -> list[Block]:
    """The paragraphs, the rows, and of the other blocks those that belong to them."""
    sure = {block.place for block in rows}
    labels = {same_words(label) for label in known.labels}
    longest = max(map(len, known.labels), default=0) + _LONGEST_FRAME
    good = [block for block in blocks if block.good]
    places = _Places(good)
    entries = _entries(blocks)
    # A table of contents repeats the headings of the article as links.
    repeated = Counter(block.text for block in blocks if not block.good and not _is_linked(block))
    kept: list[Block] = []
    seen: dict[str, Element | None] = {}
    for block in blocks:
        # No label is as long as most paragraphs, and one that is repeated is so to the letter.
        words = same_words(block.text) if len(block.text) <= longest else block.text
        around = block.element.parent
        if words in labels:
            why = "headline or label"
        elif not cell_of(block) and not _LETTER.search(block.text):
            why = "no letter"
        elif block.place not in entries and (
            _is_linked(block) or (not good and block.linked >= _MOST_LINKED_ITEM)
        ):
            why = "link"
        elif good and seen.get(words, around) is not around:
            # A refrain stands beside its first place; what is repeated elsewhere is for another width of screen.
            why = "repeated"
        elif (
            good
            and not block.good
            and block.place not in sure
            and (reason := _stray(block, places, repeated))
        ):
            why = reason
        else:
            seen[words] = around
            kept.append(block)
            continue
        page.leave_out([block], why)
    return kept


def _entries(blocks: Sequence[Block]) -> set[int]:
    """Places of linked headings that each stand right above a paragraph, where they are many: ten best beaches."""
    found: dict[tuple[Element | None, str], list[int]] = defaultdict(list)
    for block, behind in pairwise(blocks):
        place, tag = block.element.parent, block.element.tag
        if tag in HEADINGS and block.linked and behind.good and behind.element.parent is place:
            found[place, tag].append(block.place)
    return {place for row in found.values() if len(row) >= _FEWEST_ENTRIES for place in row}


class _Places:
    """Where an article's paragraphs stand."""

    def __init__(self, good: Sequence[Block]) -> None:
        self._weights: dict[Element | None, float] = defaultdict(float)
        for block in good:
            self._weights[block.element.parent] += block.words
            self._weights[block.element] += block.words
        self._least = _LEAST_OWN * sum(block.words for block in good)
        self._first, self._last = (good[0].place, good[-1].place) if good else (0, 0)

    def beside(self, block: Block) -> bool:
        """Whether the block stands beside many of the paragraphs."""
        return max(self._weights[block.element.parent], self._weights[block.element]) >= self._least

    def within(self, block: Block) -> bool:
        """Whether the block stands between the first and the last of them."""
        return self._first < block.place < self._last


def _stray(block: Block, places: _Places, repeated: Counter[str]) -> str | None:
    """Why a block that is no paragraph is no line of the article; None where it is one."""
    if not cell_of(block) and repeated[block.text] > 1 and block.words < _LONGEST_LABEL:
        return "repeated"
    belongs = _belongs(block, own=places.beside(block), within=places.within(block))
    return None if belongs else "scrap"


def _is_linked(block: Block) -> bool:
    if block.element.tag == "li" and block.linked > _MOST_LINKED_ITEM:
        return True
    opens_sentence = block.good and block.runs_on
    return not opens_sentence and block.linked > _MOST_LINKED_LINE and block.words < _LONGEST_LINKED_LINE


def _belongs(block: Block, *, own: bool, within: bool) -> bool:
    """Whether a block that is no paragraph is a line of the article.

    Args:
        block: the block.
        own: it stands beside many of the article's paragraphs.
        within: it stands between the first and the last of them.
    """
    tag = block.element.tag
    if tag in HEADINGS or tag == "summary" or row_of(block):
        return within or own
    sentence = block.ends and block.words >= _SHORTEST_SENTENCE
    if tag == "p":
        return own or (within and sentence)
    return own if _is_piece(block) else within and sentence


def _is_piece(block: Block) -> bool:
    """Whether the block shares its element with paragraphs: text between breaks."""
    return block.element.first != block.place or block.element.words > block.words


def _trimmed(
    page: Cuts, blocks: list[Block], authors: Sequence[str], rows: Collection[Block] = ()
) -> list[Block]:
    """Blocks without bylines and teaser lines, and without scraps above and below the paragraphs."""
    stamps = {page.tree.text_of(time) for time in page.tree.iter("time")}
    kept: list[Block] = []
    for place, block in enumerate(blocks):
        if marks_comments(block.text) and place >= _TAIL * len(blocks):
            page.leave_out(blocks[place:], "comments")
            break
        if place >= _TAIL * len(blocks) and (
            (block.words <= _LONGEST_CLOSING and marks_closing(block.text))
            or (block.words <= _LONGEST_LEGAL and marks_legal(block.text))
        ):
            page.leave_out([block], "closing line")
        elif _is_byline(block.text, authors) or (
            not kept and (_is_dateline(block) or _is_signed(block) or block.text in stamps)
        ):
            page.leave_out([block], "byline or date")
        elif block.words <= _LONGEST_CREDIT and _PICTURE_CREDIT.match(block.text):
            page.leave_out([block], "caption")
        elif marks_teasers(block.text) or (leads_to_teaser(block.text) and block.words < _LONGEST_TEASER):
            page.leave_out([block], "related")
        else:
            kept.append(block)
    for block in [
        block for block in kept if block.element.tag in HEADINGS and _heads_links(block, kept, page)
    ]:
        page.leave_out([block], "related")
        kept.remove(block)
    while len(kept) > _LEAST_ABOVE and _is_about_author(kept[-1], authors):
        page.leave_out([kept.pop()], "closing line")
    # Where no line is a text's, short paragraphs are no scraps behind one: what little a rejected page says is shown.
    spared = rows if any(block.good for block in kept) else [b for b in kept if b.element.tag == "p"]
    while kept and kept[-1] not in spared and not kept[-1].good and (_trails(kept[-1]) or _is_mark(kept[-1])):
        page.leave_out([kept.pop()], "scrap")
    return kept


def _heads_links(heading: Block, kept: Sequence[Block], page: Cuts) -> bool:
    """Whether what follows a heading at once are lines that are links, all of them left out.

    Where the text goes on below them beside the heading, it heads that too, but for a list of links.
    """
    below = page.tree.placed[heading.place + 1 : heading.place + 1 + _FEWEST_BELOW]
    next_kept = next((block for block in kept if block.place > heading.place), None)
    goes_on = next_kept and next_kept.good and next_kept.element.parent is heading.element.parent
    if goes_on and not all(block.element.tag == "li" for block in below):
        return False
    return len(below) == _FEWEST_BELOW and all(
        block.linked > _MOST_LINKED_LINE and page.why(block) in _LINKS for block in below
    )


def _is_mark(block: Block) -> bool:
    """Whether a last line is but a mark in brackets: initials of who wrote it, the agency."""
    return block.words <= _LONGEST_MARK and bool(_IN_BRACKETS.fullmatch(block.text))


def _is_about_author(block: Block, authors: Sequence[str]) -> bool:
    """Whether a last line introduces who wrote the article."""
    names = (name for name in authors if len(name) >= _SHORTEST_NAME and block.text.startswith(name))
    return block.words <= _LONGEST_ABOUT and any(_ABOUT_AUTHOR.match(block.text[len(n) :]) for n in names)


def _trails(block: Block) -> bool:
    """Whether a last line is a heading, label, date or link left over from what was cut."""
    short = block.words < _SHORTEST_END and not block.ends and not _ISSUER.match(block.text)
    return short or block.element.tag in HEADINGS or _is_dateline(block)


def _is_dateline(block: Block) -> bool:
    """Whether a short line above or below the text is a printed date or a label like "Published:"."""
    line = block.text
    heads = block.element.tag in HEADINGS or _TIMED_HEAD.fullmatch(line)
    longest = _LONGEST_DATED_HEADING if heads else _LONGEST_DATELINE
    pointed = block.words <= _LONGEST_POINTED_DATE and _DATE_ENDS.match(line)
    short = block.words < longest and (bool(pointed) or not _ENDS_SENTENCE.search(line))
    dated = _PRINTED_DATE.search(line) and (block.words <= _LONGEST_YEAR or len(_NUMBER.findall(line)) > 1)
    return short and (bool(dated) or line.rstrip().endswith((":", "：")))


def _is_signed(block: Block) -> bool:
    """Whether a short line above the text begins like a byline, whoever it names: "Par Le Parisien avec AFP"."""
    short = block.words < _LONGEST_LABEL and not block.good and not block.ends
    return short and block.element.tag not in HEADINGS and without_prefix(block.text) != block.text


def _is_byline(line: str, authors: Sequence[str]) -> bool:
    """Whether a short line says nothing but who wrote the article."""
    if line.endswith((".", "!", "?")):
        return False
    rest = line
    for author in authors:
        rest = rest.replace(author, "")
    # "Text: A and B | Photo: C": who took the pictures is no author.
    rest = _PICTURED_BY.sub("", rest) if rest != line else rest
    return rest != line and count_words(rest) <= 3
