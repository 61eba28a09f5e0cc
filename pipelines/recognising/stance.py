"""Stance of a claim found in an article: stated, denied, or held at arm's length.

Cue words are data (`deny`, `open`, `pro_camp`, `con_camp`, `claim`); what the claim is, is `narratives`.
"""

from __future__ import annotations

from functools import reduce
from itertools import takewhile
from operator import or_
from typing import TYPE_CHECKING

from pipelines.recognising.scan import Article, Scanned, bits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.recognising.narratives import Found

_AFTER_NO = tuple(",.:!–—;،")
ASSERTS, DISPUTES, REPORTS = "asserts", "disputes", "reports"


def stance_of(article: Article, found: Found, others: Sequence[Found]) -> tuple[str, Scanned]:
    """The stance, and the last sentence of the evidence (a denial beside the claim belongs to it).

    `others` are the narratives found in the same article: a denial may be aimed at one of them instead.
    """
    cues = _Cues(article, found, any(other.rule.id in found.rule.rivals for other in others))
    after = cues.after
    if cues.two_camps_within:
        return REPORTS, found.last
    if after and cues.two_camps_beside:
        return REPORTS, after
    answer = after if cues.answered else None
    if cues.title_denies or found.counter or (cues.denied and not (answer and cues.asked)):
        return DISPUTES, answer or found.last if cues.title_denies else found.last
    if answer:
        return (REPORTS if cues.asked else DISPUTES), answer
    return (REPORTS if cues.undecided else ASSERTS), found.last


class _Cues:
    """What the words in and beside a claim say about it."""

    def __init__(self, article: Article, found: Found, rivalled: bool) -> None:
        window = found.first.bits | found.last.bits
        self.after = _neighbour(article, found.last, 1)
        beside = self.after.bits if self.after else 0
        counter = bits_of(found.rule.counter)
        deny = counter if rivalled else counter | bits_of(("deny",))
        pro, con = bits_of(("pro_camp",)), bits_of(("con_camp",))
        titles = list(takewhile(lambda sentence: sentence.field == "title", article.sentences))
        title = _together(titles)
        before = _neighbour(article, found.first, -1)
        open_ = bits_of(("open", "claim"))

        self.two_camps_within = bool(window & pro and window & con)
        self.two_camps_beside = bool((beside | window) & pro and beside & con)
        self.denied = bool(window & deny)
        self.answered = self.after is not None and (bool(beside & deny) or _says_no(article, self.after))
        self.asked = any(one.question for one in titles) or bool(title & bits_of(("open",)))
        self.title_denies = bool(title & _own(found)) and (
            bool(title & deny) or any(_says_no(article, one) for one in titles)
        )
        self.undecided = bool(
            found.last.question or window & open_ or (self.asked and before and before.bits & open_)
        )


def _together(sentences: Sequence[Scanned]) -> int:
    """The slots of several sentences."""
    return reduce(or_, (sentence.bits for sentence in sentences), 0)


def _own(found: Found) -> int:
    """The slots of a claim that are not merely its setting."""
    named = {slot for frame in found.rule.frames for group in frame.all for slot in group}
    return bits_of(tuple(named - set(found.rule.context)))


def _says_no(article: Article, sentence: Scanned) -> bool:
    """Whether a sentence opens with a plain no: "No, data centres did not …"."""
    content = article.fields[sentence.field]
    return any(
        hit.slot == "no_word"
        and hit.start == sentence.start
        and content[hit.end : hit.end + 2].lstrip().startswith(_AFTER_NO)
        for hit in sentence.hits
    )


def _neighbour(article: Article, sentence: Scanned, step: int) -> Scanned | None:
    number = sentence.number + step
    if not 0 <= number < len(article.sentences):
        return None
    other = article.sentences[number]
    return other if other.field == sentence.field else None
