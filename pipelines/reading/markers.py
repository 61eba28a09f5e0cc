"""Phrases by which pages head what is not the article: "Read next", "Comments", "We use cookies".

Belongs here: recognising them; the phrases are in `markers.yaml` and `walls.yaml`. Does not: what is cut because of
them (`teasers`, `body`).
"""

import re
from pathlib import Path

import yaml

from pipelines.reading.titles import same_words

FILE = Path(__file__).parent / "markers.yaml"
"""The phrases, by kind and language."""
_MARKERS = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def _phrases(kind: str) -> frozenset[str]:
    return frozenset(same_words(phrase) for phrases in _MARKERS[kind].values() for phrase in phrases)


_RELATED, _NEXT, _COMMENTS, _ADVERT = map(_phrases, ("related", "next", "comments", "advert"))
_OFFER, _CLOSING = (re.compile("|".join(_MARKERS[kind]), re.IGNORECASE) for kind in ("offer", "closing"))
_LEGAL = re.compile(rf"\W{{0,3}}(?:{'|'.join(_MARKERS['legal'])})", re.IGNORECASE)
# Characters at the beginning of a notice that say what it is.
_LEGAL_HEAD = 120
_NEEDS: dict[str, list[str]] = _MARKERS["needs"]
_CJK_COMMENTS = tuple(phrase for phrase in _COMMENTS if phrase > "\u3000")
_LONGEST_HEADING = 4
# Characters of a marker with quotation marks, arrows and the like around it.
_LONGEST_MARKER = 2 * max(map(len, _RELATED))
_LONGEST_ADVERT = 2 * max(map(len, _ADVERT))
# Looked up and not searched for: one expression of all of them took 8 µs a line.
_LEADING = frozenset(p.casefold() for row in _MARKERS["related"].values() for p in row if len(p) > 3)
_LONGEST_LEADING = max(map(len, _LEADING))
_LEADS = re.compile(r"\s?[:：|–—-]")
_CONSENT = yaml.safe_load((Path(__file__).parent / "walls.yaml").read_text(encoding="utf-8"))["consent"]
_CONSENT_WORDS = frozenset(word for word in _CONSENT["words"] if not word.endswith("*"))
_CONSENT_STEMS = tuple(word[:-1] for word in _CONSENT["words"] if word.endswith("*"))
_CONSENT_PARTS = tuple({word.rstrip("*") for word in (*_CONSENT["words"], *_CONSENT["anywhere"])})
_STEM_HEAD = min(map(len, _CONSENT_STEMS))
_STEM_HEADS = frozenset(stem[:_STEM_HEAD] for stem in _CONSENT_STEMS)
_WORD = re.compile(r"\w+")
_COUNT = re.compile(r"[(\[]?\d+[)\]]?:?")


def marks_teasers(text: str) -> bool:
    """Whether a whole line is a phrase by which pages head teasers ("Read next:")."""
    return len(text) <= _LONGEST_MARKER and same_words(text) in _RELATED


def marks_next(text: str) -> bool:
    """Whether a whole line says that another article begins below it."""
    return len(text) <= _LONGEST_MARKER and same_words(text) in _NEXT


def marks_advert(text: str) -> bool:
    """Whether a whole line says that an advertisement stands here, or that the text goes on below it."""
    return len(text) <= _LONGEST_ADVERT and same_words(text) in _ADVERT


def is_offer(text: str) -> bool:
    """Whether a sentence offers a newsletter or a subscription to the reader."""
    return _has_any("offer", text) and bool(_OFFER.search(text))


def marks_closing(text: str) -> bool:
    """Whether a line says whose an article is, who edited it or what may be done with it."""
    return _has_any("closing", text) and bool(_CLOSING.search(text))


def marks_legal(text: str) -> bool:
    """Whether a line of any length begins like an outlet's legal notice: rights, disclaimer, terms of reprinting."""
    return _has_any("legal", text[:_LEGAL_HEAD]) and bool(_LEGAL.match(text))


def _has_any(kind: str, text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for word in _NEEDS[kind])


def marks_comments(text: str) -> bool:
    """Whether a short line heads a comment section ("Comments (3)", "Readers' comments")."""
    if len(text) > 6 * _LONGEST_HEADING:
        return False
    words = _COUNT.sub("", text).casefold().split()
    if not words or len(words) > _LONGEST_HEADING:
        return False
    return (
        same_words("".join(words)) in _COMMENTS
        or same_words(words[-1]) in _COMMENTS
        or same_words(text).endswith(_CJK_COMMENTS)
    )


def leads_to_teaser(text: str) -> bool:
    """Whether a line begins like "Read more: …"."""
    head = text[: _LONGEST_LEADING + 2].casefold()
    return any(head[: sign.start()] in _LEADING for sign in _LEADS.finditer(head))


def may_speak_of_consent(text: str, least: int) -> bool:
    """Whether so many of the words of consent layers can be in a text; told in a fifth of the time of finding them."""
    folded = text.casefold()
    return len([part for part in _CONSENT_PARTS if part in folded]) >= least


def consent_words(text: str) -> list[str]:
    """The words of consent layers in a text, in lower case, as often as they stand there."""
    folded = text.casefold()
    # Words are looked up, not searched for: one pattern of all took a third of the time of extracting a text.
    found = [
        word
        for word in _WORD.findall(folded)
        if word in _CONSENT_WORDS or (word[:_STEM_HEAD] in _STEM_HEADS and word.startswith(_CONSENT_STEMS))
    ]
    return found + [phrase for phrase in _CONSENT["anywhere"] for _ in range(folded.count(phrase))]
