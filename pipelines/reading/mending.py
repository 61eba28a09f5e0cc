"""Broken JSON made whole, as far as what was meant can be told.

Belongs here: the faults that templates make: bare quotes, empty values, comments, wrong escapes, single quotes. Does
not: what the JSON says (`jsonld`).
"""

import re

_COMMENT = re.compile(r'^\s*//[^\n]*$|/\*.*?\*/|(?<=[,{}\[\]"])[ \t]+//[^\n]*$', re.MULTILINE | re.DOTALL)
_WRONG_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_NOTHING = re.compile(r"(?<=:)\s*(?:undefined|NaN|None)?\s*(?=[,}\]])")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_SINGLE = re.compile(r"(?<=[{\[,:])(\s*)'|'(?=\s*[:,}\]])")
_QUOTE = re.compile(r'\\.|"', re.DOTALL)
# What stands behind the quote that ends a value, and behind one that ends a name.
_BEHIND_VALUE = re.compile(r'\s*(?:[}\]]|,\s*["{\[\dtfn}\]-]|$)')
_BEHIND_NAME = re.compile(r"\s*:")
_OPENS_NAME = re.compile(r"[{,]\s*\Z")
_REACH = 200


def mend(text: str) -> str:
    """A text that should be JSON with its usual faults put right; it may be broken still."""
    text = _NOTHING.sub(" null", _COMMENT.sub("", text))
    if '"' not in text:
        text = _SINGLE.sub(r'\1"', text)
    return _TRAILING_COMMA.sub(r"\1", _escape_bare_quotes(_WRONG_ESCAPE.sub(r"\\\\", text)))


def _escape_bare_quotes(text: str) -> str:
    """Quotes inside strings escaped: those behind which no string can end."""
    parts: list[str] = []
    inside, may_be_name, done = False, False, 0
    for match in _QUOTE.finditer(text):
        if match.group() != '"':
            continue
        if not inside:
            inside, may_be_name = (
                True,
                _OPENS_NAME.search(text, max(0, match.start() - _REACH), match.start()) is not None,
            )
        elif _BEHIND_VALUE.match(text, match.end()) or (
            may_be_name and _BEHIND_NAME.match(text, match.end())
        ):
            inside = False
        else:
            parts += text[done : match.start()], '\\"'
            done = match.end()
    return "".join(parts) + text[done:]
