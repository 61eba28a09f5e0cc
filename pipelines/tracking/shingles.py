"""Cuts a text into overlapping runs of words, or of characters where a script writes no spaces.

Belongs here: what counts as a unit of text when two texts are compared. Does not belong here: hashing and
comparing (`signatures`, `duplicates`) or the choice of which fields of an article are compared (the caller
joins lead and body).
"""

import re
import unicodedata

WORDS_A_SHINGLE = 3
"""Words in a shingle. Runs of three keep an edit of one word local (three shingles change) and are rarely
shared by two texts that were written apart: see the measurement at `duplicates.MIN_CONTAINMENT`."""

CHARACTERS_A_SHINGLE = 5
"""Characters in a shingle of Chinese, Japanese, Thai, Lao, Khmer or Burmese, where a word is one to three of
them."""

# Scripts without spaces between words. Hangul has spaces and counts as words.
_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3041-\u30ff"  # iteration marks, Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_TOKEN = re.compile(f"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\\w)+")
_WORD = re.compile(r"\w+")
_UNSPACED_TOKEN = re.compile(f"[{_UNSPACED}]")


def tokens(text: str) -> list[str]:
    """Words in lower case, without punctuation; a character of an unspaced script is a token of its own.

    Compatibility forms are folded (NFKC), so that full-width digits, ligatures and other encodings of one
    text agree; combining marks that NFKC leaves apart from their letter are dropped.
    """
    return _tokens(text)[0]


def shingles(text: str) -> set[str]:
    """Every run of a few tokens, as one string each.

    `WORDS_A_SHINGLE` tokens, or `CHARACTERS_A_SHINGLE` where most are characters of unspaced scripts. A text
    shorter than one run has none.
    """
    found, mixed = _tokens(text)
    unspaced = sum(map(is_unspaced, found)) if mixed else 0
    size = CHARACTERS_A_SHINGLE if unspaced * 2 > len(found) else WORDS_A_SHINGLE
    return set(map(" ".join, zip(*(found[at:] for at in range(size)), strict=False)))


def is_unspaced(token: str) -> bool:
    """Whether a token of `tokens` is one character of a script that writes no spaces between words."""
    return _UNSPACED_TOKEN.match(token) is not None


def _tokens(text: str) -> tuple[list[str], bool]:
    """The tokens, and whether any may be a character of an unspaced script."""
    if text.isascii():
        return _WORD.findall(text.lower()), False
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # A text has some eighty different characters: what is asked of each is asked of them only.
    used = "".join(set(folded))
    plain = _without_marks(folded, used)
    # The pattern for unspaced scripts asks at each character, which costs five times as much.
    mixed = _UNSPACED_TOKEN.search(used) is not None
    return (_TOKEN if mixed else _WORD).findall(plain), mixed


def _without_marks(text: str, used: str) -> str:
    # `\w` leaves out combining marks (Arabic and Hebrew vowels, the dot of a decomposed Turkish I), which
    # would cut a word in two at one outlet and not at another. Marks of Indic and South-East Asian scripts
    # carry vowels, but two copies lose them alike.
    marks = [char for char in used if unicodedata.category(char).startswith("M")]
    return text.translate(dict.fromkeys(map(ord, marks))) if marks else text
