"""Stance of a claim found in an article: stated, denied, or held at arm's length. Cue words are data (`deny`, `open`,
`pro_camp`, `con_camp`, `claim`); what the claim is, is `narratives`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.recognising.narratives import Found
from pipelines.recognising.scan import Article, Scanned, bits_of

_AFTER_NO = tuple(",.:!–—;،")
ASSERTS, DISPUTES, REPORTS = "asserts", "disputes", "reports"


def stance_of(article: Article, found: Found, others: Sequence[Found]) -> tuple[str, Scanned]:
    """The stance, and the last sentence of the evidence (a denial beside the claim belongs to it).

    `others` are the narratives found in the same article: a denial may be aimed at one of them instead.
    """
    window = found.first.bits | found.last.bits
    after = _neighbour(article, found.last, 1)
    beside = after.bits if after else 0
    rivalled = any(other.rule.id in found.rule.rivals for other in others)
    deny, undecided = 0 if rivalled else bits_of(("deny",)), bits_of(("open", "claim"))
    counter = bits_of(found.rule.counter)
    pro, con = bits_of(("pro_camp",)), bits_of(("con_camp",))
    title = article.sentences[0] if article.sentences[0].field == "title" else None
    asked = title is not None and (title.question or bool(title.bits & bits_of(("open",))))

    if _both(window, pro, con):
        return REPORTS, found.last
    if after and (_both(beside, pro, con) or (window & pro and beside & con)):
        return REPORTS, after
    if title and title.bits & _own(found) and (title.bits & (deny | counter) or _says_no(article, title)):
        return DISPUTES, found.last
    answer = after if after and (beside & (deny | counter) or _says_no(article, after)) else None
    if answer and asked:
        return REPORTS, answer
    if found.counter or window & (deny | counter):
        return DISPUTES, found.last
    if answer:
        return DISPUTES, answer
    if found.last.question or window & undecided:
        return REPORTS, found.last
    before = _neighbour(article, found.first, -1)
    if before and before.bits & undecided and asked:
        return REPORTS, found.last
    return ASSERTS, found.last


def _own(found: Found) -> int:
    """The slots of a claim that are not merely its setting."""
    named = {slot for frame in found.rule.frames for group in frame.all for slot in group}
    return bits_of(tuple(named - set(found.rule.context)))


def _says_no(article: Article, sentence: Scanned) -> bool:
    """Whether a sentence opens with a plain no: "No, data centres did not …"."""
    content = article.fields[sentence.field]
    return any(
        hit.slot == "no_word" and hit.start == sentence.start and content[hit.end : hit.end + 1] in _AFTER_NO
        for hit in sentence.hits
    )


def _both(window: int, pro: int, con: int) -> bool:
    return bool(window & pro and window & con)


def _neighbour(article: Article, sentence: Scanned, step: int) -> Scanned | None:
    number = sentence.number + step
    if not 0 <= number < len(article.sentences):
        return None
    other = article.sentences[number]
    return other if other.field == sentence.field else None
