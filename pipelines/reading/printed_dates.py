"""Dates that a page prints for its readers: around its headline, else under a word such as "published".

Belongs here: which of the printed dates is the article's. Does not: how dates are written (`timestamps`), dates that a
page states for machines (`date_sources`).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

import htmldate
from lxml import etree, html

from pipelines.reading.blocks import Block
from pipelines.reading.day_order import DayOrder
from pipelines.reading.document import Document
from pipelines.reading.surroundings import Surroundings
from pipelines.reading.timestamps import Printed, Stamp, parse_stamp, stamps_in
from pipelines.reading.titles import find_title, same_words

# Blocks below a headline and above it among which its date stands, paragraphs that may come before it, and blocks
# anywhere that are looked at for a word like "published".
_BELOW, _ABOVE, _MOST_PARAGRAPHS, _MOST_LABELLED = 15, 3, 2, 50
# Characters of a block with a date.
_LONGEST_BLOCK = 250
_SENTENCE = re.compile(r"\w{2,}\W+\w{2,}\W+\w{2,}.*[.!?。！？।]\W*$")
_PUBLISHED = re.compile(
    r"\bdatum\b|\bdate\b|\bfecha\b|дата|日期|日付|时间|publi[cksé]|pubbl|gepubl|geplaatst|veröff|erstellt|opublik|dodano|zveřejn|udgiv|julkais|közzé|megjelen|yayın|posted"
    r"|diterbit|đăng|опублик|опублік|публикув|објав|δημοσ|نشر|منتشر|פורסם|प्रकाशित|เผยแพร่|发布|發布|发表|發表|公開|掲載|配信|입력|등록|게시",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updat|modif|actuali[sz]|mise? à jour|màj|aktuali|aggiorn|atualiz|bijgewerkt|gewijzigd|op+dater|uppdater|päivit"
    r"|frissít|güncel|diperbarui|cập nhật|обновл|оновл|изменен|ενημερ|تحديث|به‌روز|עודכן|अपडेट|อัปเดต|更新|수정",
    re.IGNORECASE,
)
_MOST_TEXT = 200_000
MOST_AROUND = 90
"""Characters of a line that are no date: more of them are a sentence about some other day."""
_SLASHED = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/\d{4}(?![\d/])")


def printed_dates(document: Document, order: DayOrder, around: Surroundings) -> Iterator[tuple[str, Printed]]:
    """The text and the meaning of dates that may be the article's, the likeliest first; those of updates come last."""
    blocks = document.tree.blocks
    place = _headline(document, blocks, around)
    labelled = (b for b in blocks if _PUBLISHED.search(b.text))
    updates: list[tuple[str, Printed]] = []
    for group in (
        _below(blocks[place + 1 :][:_BELOW]),
        islice(labelled, _MOST_LABELLED),
        blocks[max(0, place - _ABOVE) : max(0, place)][::-1],
    ):
        for block in group:
            for before, text, printed in (
                () if around.is_foreign(block.element) else _dates(document, order, block)
            ):
                if _UPDATED.search(before) and not _PUBLISHED.search(before):
                    updates.append((text, printed))
                else:
                    yield text, printed
    yield from updates


def printed_change(document: Document, order: DayOrder, around: Surroundings) -> Stamp | None:
    """The last date below the headline that stands under a word such as "updated"; None where none does."""
    blocks = document.tree.blocks
    # Asked first, since few pages print one and finding the headline takes longer.
    if not any(len(b.text) <= _LONGEST_BLOCK and _UPDATED.search(b.text) for b in blocks):
        return None
    near = _below(blocks[_headline(document, blocks, around) + 1 :][:_BELOW])
    changes = [
        printed.stamp
        for block in near
        if _UPDATED.search(block.text)
        for before, _, printed in _dates(document, order, block)
        if printed.stamp and _UPDATED.search(before) and not _PUBLISHED.search(before)
    ]
    return max(changes, key=lambda stamp: stamp.at, default=None)


def guessed_day(
    document: Document, order: DayOrder, around: Surroundings, earliest: date, latest: date
) -> datetime | None:
    """The day that htmldate finds in the visible text; None where only what is not the article's prints it."""
    try:
        day = htmldate.find_date(
            _visible(document, order),
            original_date=True,
            extensive_search=False,
            min_date=earliest.isoformat(),
            max_date=latest.isoformat(),
        )
    except (ValueError, TypeError, OverflowError, RecursionError, AttributeError, etree.Error):
        # htmldate trips over odd calendars and odd trees; such a page has no date that could be trusted.
        return None
    stamp = parse_stamp(day) if day else None
    return stamp.at if stamp and not _is_of_others(stamp, document, order, around) else None


def _is_of_others(stamp: Stamp, document: Document, order: DayOrder, around: Surroundings) -> bool:
    printing = [
        block
        for block in document.tree.placed
        if str(stamp.at.year) in block.text
        and any(
            printed.stamp and printed.stamp.at.date() == stamp.at.date()
            for printed in stamps_in(block.text, order.is_day_first(block.text))
        )
    ]
    return bool(printing) and all(around.is_foreign(block.element) for block in printing)


def with_printed_time(document: Document, day: datetime) -> Stamp | None:
    """A day with the time of day that is printed beside it anywhere on the page; None where there is none."""
    text = document.tree.text()[:_MOST_TEXT]
    # The day is known, so that either order of day and month may be the page's.
    for day_first in (True, False):
        for printed in stamps_in(text, day_first):
            stamp = printed.stamp
            if stamp and stamp.precision != "day" and stamp.at.date() == day.date():
                return stamp
    return None


def is_told(around: str) -> bool:
    """Whether what stands around a date in its line makes it a day that a sentence tells of."""
    return len(around) > MOST_AROUND or bool(_SENTENCE.search(around) and not _PUBLISHED.search(around))


def _headline(document: Document, blocks: Sequence[Block], around: Surroundings) -> int:
    """Place of the block that is the headline, or holds it beside a kicker; before all blocks where none does."""
    title = same_words(find_title(document) or "")
    lines = [same_words(block.text) for block in blocks] if title else []
    if title in lines:
        return lines.index(title)
    headline = around.headline
    if headline is not None and title not in same_words(document.tree.text_of(headline)):
        return next((n for n, block in enumerate(blocks) if headline.holds(block.element)), -1)
    return next((n for n, line in enumerate(lines) if line.startswith(title) or line.endswith(title)), -1)


def _below(blocks: Sequence[Block]) -> Iterator[Block]:
    paragraphs = 0
    for block in blocks:
        paragraphs += block.good
        if paragraphs > _MOST_PARAGRAPHS:
            return
        if not any(around.tag == "figure" for around in block.element.ancestors()):
            yield block


def _dates(document: Document, order: DayOrder, block: Block) -> Iterator[tuple[str, str, Printed]]:
    """Dates of a block that holds little else: what stands before each, its text, and what it means."""
    if len(block.text) > _LONGEST_BLOCK:
        return
    whole = block.element.words == block.words
    text = document.tree.parted_text(block.element) if whole else block.text
    found = list(stamps_in(text, order.is_day_first(text)))
    begins = [0, *(printed.end for printed in found)]
    around = [text[begin : printed.start] for begin, printed in zip(begins, found, strict=False)]
    rest = " ".join([*around, text[begins[-1] :]])
    if not found or is_told(rest):
        return
    for before, printed in zip(around, found, strict=True):
        yield before, text[printed.start : printed.end], printed


def _visible(document: Document, order: DayOrder) -> html.HtmlElement:
    """The body without scripts and stated times: htmldate reads those too, and the chain has refused them.

    htmldate works on trees of lxml; parsing again costs only the few pages that print no date near their headline.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    source = _SLASHED.sub(lambda slashed: _unmistakable(order, slashed.group()), document.tree.source)
    tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    body = tree.find("body")
    visible = tree if body is None else body
    etree.strip_elements(visible, "script", "style", "noscript", with_tail=False)
    for tag in visible.iter("time"):
        if "datetime" in tag.attrib:
            del tag.attrib["datetime"]
    return visible


def _unmistakable(order: DayOrder, slashed: str) -> str:
    """A date with slashes, which htmldate takes to begin with the day, as ISO 8601; nothing where it can be two."""
    stamp = parse_stamp(slashed, order.is_day_first(slashed))
    return stamp.at.date().isoformat() if stamp else ""
