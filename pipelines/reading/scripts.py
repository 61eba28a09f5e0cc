"""Languages that can be told by their script, or by letters that no other language of the script has.

Belongs here: rules that need no statistics. Does not: priors and abstention (`language`).
"""

import re
from collections.abc import Container

# One language of the news each; Latin, Cyrillic, Arabic and Devanagari are shared by many.
_SCRIPTS = {
    "el": r"\u0370-\u03ff\u1f00-\u1fff",
    "he": r"\u0590-\u05ff",
    "th": r"\u0e00-\u0e7f",
    "ko": r"\uac00-\ud7af\u1100-\u11ff",
    "hy": r"\u0530-\u058f",
    "ka": r"\u10a0-\u10ff",
    "bn": r"\u0980-\u09ff",
    "pa": r"\u0a00-\u0a7f",
    "gu": r"\u0a80-\u0aff",
    "ta": r"\u0b80-\u0bff",
    "te": r"\u0c00-\u0c7f",
    "kn": r"\u0c80-\u0cff",
    "ml": r"\u0d00-\u0d7f",
    "si": r"\u0d80-\u0dff",
    "lo": r"\u0e80-\u0eff",
    "my": r"\u1000-\u109f",
    "km": r"\u1780-\u17ff",
    "am": r"\u1200-\u137f",
}
_SCRIPT_RE = {code: re.compile(f"[{chars}]") for code, chars in _SCRIPTS.items()}
# Any letter that a rule below asks for; most texts have none, and are spared the rest.
_OTHER_THAN_LATIN = re.compile(r"[\u0370-\u1dff\u1f00-\u1fff\u3040-\uffff]")
_LETTER = re.compile(r"[^\W\d_]")
_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_MOST = 0.5
# A Japanese sentence without kana is rare, a Chinese one with more than a name in kana too.
_LEAST_KANA = 0.05
_FEWEST = 2
# Cyrillic letters of one language only; the language with the most of its own wins.
_CYRILLIC_LETTERS = {"be": "ў", "uk": "їєґ", "sr": "ђћ", "mk": "ѓќѕ", "kk": "әқғңұһ", "mn": "өү"}


def by_script(sample: str, expected: Container[str]) -> str | None:
    """The language that the script of a text leaves, or None.

    Args:
        sample: text, lower case.
        expected: languages of page and outlet; they decide for a line in
            Chinese characters only, which may be Japanese.
    """
    if not _OTHER_THAN_LATIN.search(sample):
        return None
    letters = len(_LETTER.findall(sample))
    if not letters:
        return None
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    if han + kana >= _FEWEST and han + kana > _MOST * letters:
        japanese = kana >= _LEAST_KANA * (han + kana) if kana else "ja" in expected and "zh" not in expected
        return "ja" if japanese else "zh"
    # Combining vowel signs are no letters for Python, so signs are counted with them.
    return next(
        (
            code
            for code, chars in _SCRIPT_RE.items()
            if len(chars.findall(sample)) > max(_FEWEST, _MOST * letters)
        ),
        None,
    ) or _cyrillic(sample, letters)


def _cyrillic(sample: str, letters: int) -> str | None:
    if len(_CYRILLIC.findall(sample)) <= _MOST * letters:
        return None
    counts = {code: sum(map(sample.count, own)) for code, own in _CYRILLIC_LETTERS.items()}
    most = max(counts, key=counts.__getitem__)
    return most if counts[most] >= max(1, 0.004 * letters) else None
