"""What makes parsers slow for hours: pages of hostile depth, attributes or length; here they are made harmless first.

Belongs here: the bounds, and bringing a page within them. Does not: parsing (`walk`).
"""

import re

import numpy as np
from lxml import etree, html

# Characters parsed at most. Of 896 real pages the longest has 4.2 million; what lies beyond is scripts and comments.
MAX_CHARACTERS = 6_000_000
# The tree builder looks through all open elements at each tag: 100,000 of them took it half a minute. Above this many
# unclosed tags libxml2, which stops at 256 levels, tidies the page first; of 896 real pages none has half as many.
_MOST_OPEN = 5_000
_TAG, _SLASH = ord("<"), ord("/")
_ENDLESS_TAG = re.compile(r"<(?:(?:br|img|meta|link|input|hr|source|wbr|p|li|path)\b|!)", re.IGNORECASE)
# Each attribute is compared with all before it: 100,000 of them take lexbor 50 s and libxml2 a minute.
_LONGEST_TAG = 100_000
_OVERLONG_TAG = re.compile(rf"<([a-z][a-z0-9]*)\s[^<>]{{{_LONGEST_TAG},}}>", re.IGNORECASE)


def bounded(text: str) -> tuple[str, bytes]:
    """The page within the bounds, nearly always the same text; and the same as UTF-8, which parsers take."""
    text = text[:MAX_CHARACTERS]
    if _may_hold_overlong_tag(text):
        text = _OVERLONG_TAG.sub(r"<\1>", text)
    raw = text.encode("utf-8", "replace")
    if _depth(text, raw) >= _MOST_OPEN:
        text = _tidied(raw)
        raw = text.encode("utf-8", "replace")
    return text, raw


def _may_hold_overlong_tag(text: str) -> bool:
    """Whether a stretch without end of tag fills one of the windows that any overlong tag fills."""
    step = _LONGEST_TAG // 2
    return any(text.find(">", at, at + step) < 0 for at in range(0, len(text) - step, step))


def _depth(text: str, raw: bytes) -> int:
    """How many tags are open at once where it may be many, else 0; those that need no end are left out."""
    # Counted in bytes by numpy: Python's own counting of 9,000 tags takes a quarter of the time of parsing a page.
    units = np.frombuffer(raw, np.uint8)
    tags = np.flatnonzero(units[:-1] == _TAG)
    if len(tags) - np.count_nonzero(units[tags + 1] == _SLASH) < _MOST_OPEN:
        return 0  # so few are opened in all
    deepest = _most_open(text)
    return deepest if deepest < _MOST_OPEN else _most_open(_ENDLESS_TAG.sub("", text))


def _most_open(text: str) -> int:
    opened = deepest = 0
    for part in text.split("</"):
        opened += part.count("<")
        deepest = max(deepest, opened)
        opened -= 1
    return deepest


def _tidied(raw: bytes) -> str:
    """The page as libxml2 understands it: nothing deeper than 256 levels."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    return str(html.tostring(tree, encoding="unicode"))
