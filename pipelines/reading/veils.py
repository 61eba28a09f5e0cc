"""Text that a page's markup keeps from a reader without scripts or components: here it is brought into the open.

Belongs here: shadow roots written into the page, fallbacks for readers without scripts, comments that never end.
Does not: parsing (`walk`), text that only structured data holds (`told`).
"""

import re

_TEMPLATE = re.compile(r"<(/?)template\b([^<>]*)>", re.IGNORECASE)
SHADOW_ROOTS = ("shadowrootmode", "shadowroot")
"""Attributes of a template by which a component has its text in the page, today's and the first one."""
_FALLBACK = re.compile(r"</?noscript\b[^<>]*>", re.IGNORECASE)
_COMMENT_START = re.compile(r"<!--(?:\[[^\]<>]{0,40}\]>)?")


def with_open_shadows(text: str) -> str:
    """The page with its declarative shadow roots as plain divisions: browsers show them, parsers keep them apart."""
    parts: list[str] = []
    opened: list[bool] = []
    at = 0
    for tag in _TEMPLATE.finditer(text):
        if not tag[1]:
            opened.append(SHADOW_ROOTS[-1] in tag[2].lower())
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
