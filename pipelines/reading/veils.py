"""Text that a page's markup keeps from a reader without scripts or components: here it is brought into the open.

Belongs here: shadow roots written into the page, fallbacks for readers without scripts, comments that never end.
Does not: parsing (`walk`), text that only structured data holds (`told`).
"""

import re

_TEMPLATE = re.compile(r"<(/?)template\b([^<>]*)>", re.IGNORECASE)
_SHADOW = "shadowroot"
_FALLBACK = re.compile(r"</?noscript\b[^<>]*>", re.IGNORECASE)
_COMMENT_START = re.compile(r"<!--(?:\[[^\]<>]{0,40}\]>)?")


def has_shadow_roots(raw: bytes) -> bool:
    """Whether a page in UTF-8 may hold some; hardly any does, so a look for the word spares the rest."""
    return _SHADOW.encode() in raw or b"shadowRoot" in raw


def with_open_shadows(text: str) -> str:
    """The page with its declarative shadow roots as plain divisions: browsers show them, parsers keep them apart."""
    parts: list[str] = []
    opened: list[bool] = []
    at = 0
    for tag in _TEMPLATE.finditer(text):
        if not tag[1]:
            opened.append(_SHADOW in tag[2].lower())
            shadow = opened[-1]
        else:
            shadow = bool(opened) and opened.pop()
        if shadow:
            parts += text[at : tag.start()], f"<{tag[1]}div>"
            at = tag.end()
    return "".join((*parts, text[at:]))


def with_fallbacks(text: str) -> str:
    """The page as readers without scripts see it."""
    return _FALLBACK.sub("", text)


def without_comment_starts(text: str) -> str:
    """The page with what its comments hide."""
    return _COMMENT_START.sub("", text)
