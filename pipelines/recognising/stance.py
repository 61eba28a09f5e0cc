"""Stance of a claim found in an article: stated, denied, or held at arm's length. Cue words are data (`deny`, `open`,
`pro_camp`, `con_camp`, `claim`); what the claim is, is `narratives`.
"""

from __future__ import annotations

from pipelines.recognising.narratives import Found
from pipelines.recognising.scan import Article, Scanned, bits_of

ASSERTS, DISPUTES, REPORTS = "asserts", "disputes", "reports"


def stance_of(article: Article, found: Found) -> tuple[str, Scanned]:
    """The stance, and the last sentence of the evidence (a denial beside the claim belongs to it)."""
    window = found.first.bits | found.last.bits
    after = _neighbour(article, found.last, 1)
    before = _neighbour(article, found.first, -1)
    deny, undecided = bits_of(("deny",)), bits_of(("open", "claim"))
    pro, con = bits_of(("pro_camp",)), bits_of(("con_camp",))
    counter = bits_of(found.rule.counter)
    title = next((s for s in article.sentences if s.field == "title"), None)

    beside = after.bits if after else 0
    if _both(window, pro, con) or _both(beside, pro, con) or (window & pro and beside & con):
        return REPORTS, after if after and not window & con else found.last
    if window & undecided and (beside & deny or found.last.question):
        return REPORTS, after if after and beside & deny else found.last
    if found.counter or window & (deny | counter):
        return DISPUTES, found.last
    if after and beside & (deny | counter):
        return DISPUTES, after
    if title and title.bits & deny:
        return DISPUTES, found.last
    if found.last.question or window & undecided:
        return REPORTS, found.last
    if before and before.bits & undecided and title and title.question:
        return REPORTS, found.last
    return ASSERTS, found.last


def _both(window: int, pro: int, con: int) -> bool:
    return bool(window & pro and window & con)


def _neighbour(article: Article, sentence: Scanned, step: int) -> Scanned | None:
    number = sentence.number + step
    if not 0 <= number < len(article.sentences):
        return None
    other = article.sentences[number]
    return other if other.field == sentence.field else None
