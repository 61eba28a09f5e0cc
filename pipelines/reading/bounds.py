"""What makes parsers slow for hours: pages of hostile depth, attributes or length; here they are made harmless first.

Belongs here: the bounds, and bringing a page within them. Does not: parsing (`walk`).
"""

import re
from collections import Counter

import numpy as np

# Characters parsed at most. Of 896 real pages the longest has 4.2 million; what lies beyond is scripts and comments.
MAX_CHARACTERS = 6_000_000
# Characters of text that are read at most: of 896 real pages the longest has 96,000.
MAX_TEXT = 1_000_000
# Tags that are read at most, both ends counted: of 896 real pages the one with the most has 19,629.
_MOST_TAGS = 60_000
# The tree builder looks through all open elements at each tag: 100,000 of them took it half a minute. Where so many may
# be open, tags below the deepest level are left out; of 896 real pages none has half as many unclosed or 84 levels.
_MOST_OPEN, _DEEPEST = 5_000, 1_000
_TAG, _SLASH = ord("<"), ord("/")
_TAGS = re.compile(r"<(/?)([a-z][^\s<>/]*)[^<>]*>?", re.IGNORECASE)
# What needs no end, or ends where the next one begins.
# fmt: off
_ENDLESS = frozenset({
    "br", "img", "meta", "link", "input", "hr", "source", "wbr", "path", "p", "li", "dt", "dd", "tr", "td", "th",
    "option",
})
# fmt: on
# Each attribute is compared with all before it: 100,000 of them take lexbor 50 s.
_LONGEST_TAG = 100_000
_OVERLONG_TAG = re.compile(rf"<([a-z][a-z0-9]*)\s[^<>]{{{_LONGEST_TAG},}}>", re.IGNORECASE)


def bounded(text: str, raw: bytes | None = None) -> tuple[str, bytes]:
    """The page within the bounds, nearly always the same text; and the same as UTF-8, which parsers take.

    Args:
        text: of the page, tags and all.
        raw: the same in UTF-8, where it is known.
    """
    within = _without_overlong_tags(text[:MAX_CHARACTERS])
    if raw is None or len(within) < len(text):
        text = within
        raw = text.encode("utf-8", "replace")
    if _may_be_deep(raw):
        text = _flattened(text)
        raw = text.encode("utf-8", "replace")
    return text, raw


def _without_overlong_tags(text: str) -> str:
    """The page with the attributes of overlong tags left out; the same text where it has none."""
    parts: list[str] = []
    at, step = 0, _LONGEST_TAG // 2
    # Any such tag fills one of the windows; data in scripts fill some too.
    for window in range(0, len(text) - step, step):
        if window < at or text.find(">", window, window + step) >= 0:
            continue
        opened = text.rfind("<", at, window + step)
        if opened >= 0 and (tag := _OVERLONG_TAG.match(text, opened)):
            parts += text[at:opened], f"<{tag[1]}>"
            at = tag.end()
    return "".join((*parts, text[at:])) if parts else text


def _may_be_deep(raw: bytes) -> bool:
    """Whether a page has more tags than are read, or more that open than may be open at once."""
    # Counted in bytes by numpy: Python's own counting of 9,000 tags takes a quarter of the time of parsing a page.
    units = np.frombuffer(raw, np.uint8)
    found = np.count_nonzero(units == _TAG)
    if found <= _MOST_OPEN:
        return False
    tags = np.flatnonzero(units[:-1] == _TAG)
    return bool(found > _MOST_TAGS or found - np.count_nonzero(units[tags + 1] == _SLASH) * 2 > _MOST_OPEN)


def _flattened(text: str) -> str:
    """The page without tags below the deepest level, and without what follows the last tag that is read."""
    parts: list[str] = []
    opened: Counter[str] = Counter()
    below: Counter[str] = Counter()
    depth = at = kept = 0
    for tag in _TAGS.finditer(text):
        name, left_out = tag[2].lower(), False
        if name in _ENDLESS:
            pass
        elif not tag[1]:
            left_out = depth >= _DEEPEST
            (below if left_out else opened)[name] += 1
            depth += not left_out
        elif below[name]:
            left_out = True
            below[name] -= 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if left_out:
            parts.append(text[at : tag.start()])
            at = tag.end()
        else:
            kept += 1
            if kept > _MOST_TAGS:
                return "".join((*parts, text[at : tag.start()]))
    return "".join((*parts, text[at:]))
