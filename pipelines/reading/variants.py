"""Variants of a language that a text shows: Cantonese and both scripts of Chinese, both Norwegians, both Portugueses.

Belongs here: letters and words that one variant writes and the other does not. Does not: the language itself.
"""

import re

# As BCP 47 names them.
_MARKS: dict[str, dict[str, re.Pattern[str]]] = {
    "zh": {
        "zh-Hans": re.compile("[这说时会对发个们来过还进经开后从样现动间关国电应产业网头]"),
        "zh-Hant": re.compile("[這說時會對發個們來過還進經開後從樣現動間關國電應產業網頭]"),
    },
    "no": {
        "nb": re.compile(r"\b(?:ikke|jeg|fra|en|et|de|ble|noe|hva|hvor|mye)\b"),
        "nn": re.compile(r"\b(?:ikkje|eg|frå|ein|eit|dei|vart|blei|noko|kva|kvar|mykje)\b"),
    },
    "pt": {
        "pt-BR": re.compile(
            r"\b(?:você|vocês|ônibus|trem|time|bilh(?:ão|ões)|equipe|registrou|fato|fatos|projeto)\b"
            r"|\w[ôê][mn][ei]\w|\b(?:está|estão|estava) \w+ndo\b"
        ),
        "pt-PT": re.compile(
            r"\b(?:autocarro|comboio|equipa|facto|factos|mil milhões|registou|telemóvel|ecrã|utente)\b"
            r"|\w[óé][mn]i[ck]\w|\b(?:está|estão|estava) a \w+r\b"
        ),
    },
}
# Written Cantonese: characters that standard Chinese does not use, or in no such role.
_CANTONESE = re.compile("[嘅咗喺嘢佢冇啲嚟咁乜嗰哋嘥啱攞瞓]|唔")
# Of a hundred characters of a text in written Cantonese several are such; a quotation in an article has fewer.
_LEAST_CANTONESE = 0.02
# Marks that must speak for a variant, and how many times as many as for the other.
_LEAST_MARKS, _LEAST_RATIO = 2, 3


def variant_of(text: str, language: str) -> str | None:
    """The variant that a text is written in, None where it doesn't show or the language has none here.

    Args:
        text: lower case.
        language: code of the text's language.
    """
    if language == "zh" and len(_CANTONESE.findall(text)) > max(1, _LEAST_CANTONESE * len(text)):
        return "yue"
    counts = sorted(
        ((len(marks.findall(text)), variant) for variant, marks in _MARKS.get(language, {}).items()),
        reverse=True,
    )
    if not counts:
        return None
    (most, variant), (fewest, _) = counts
    return variant if most >= max(_LEAST_MARKS, _LEAST_RATIO * fewest) else None
