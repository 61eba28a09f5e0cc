"""A second language in a text: which one, and how much of the text is in it.

Belongs here: cutting a text into windows and adding up what each was found to be in. Does not: finding the language
of a window (`language`).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

# Characters of a window. Detectors look at its beginning only.
_WINDOW = 240
# Bytes of UTF-8 below which a window is left out: headings, captions, scraps; 60 letters of Latin, 20 of Chinese.
_LEAST_BYTES = 60
# Confidence of a window that makes another language of it. One sentence of names in a text passes for another at .8.
_SURE = 0.9
# Pairs that are taken for each other over a single window.
_PAIRS = (
    "da+no no+sv da+sv cs+sk id+ms hr+bs hr+sr bs+sr gl+pt gl+es an+es ast+es ca+oc ja+zh ru+uk ru+be be+uk bg+mk "
    "hi+mr hi+ne hi+sa tr+az tr+tk fa+ar af+nl"
)
_ALIKE = frozenset(frozenset(pair.split("+")) for pair in _PAIRS.split())


@dataclass(frozen=True, slots=True)
class Part:
    """A window of a text and the language it was found to be in.

    Attributes:
        size: characters.
        language: code, und where undecided.
        confidence: 0 to 1.
    """

    size: int
    language: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mixture:
    """What the parts of a text come to.

    Attributes:
        main: language of the largest part of the text.
        confidence: mean over the parts that are not surely in another language.
        second: language of the largest part besides, None where there is none.
        share: of the characters looked at that are in the second language, 0 to 1.
        others: for each part whether it is surely in another language than `main`.
    """

    main: str
    confidence: float
    second: str | None
    share: float
    others: tuple[bool, ...]


def windows_of(text: str) -> list[str]:
    """Pieces of one paragraph each, in order; short paragraphs are left out."""
    windows = []
    for paragraph in text.split("\n"):
        for start in range(0, len(paragraph), _WINDOW):
            window = paragraph[start : start + _WINDOW]
            if start:
                # Not from the middle of a word; scripts without spaces have no such place.
                window = window.partition(" ")[2] or window
            if len(window.encode("utf-8", "replace")) >= _LEAST_BYTES:
                windows.append(window)
    return windows


def spread_over(windows: Sequence[str], most: int) -> list[str]:
    """At most so many of the windows, at even distances."""
    count = min(most, len(windows))
    return [windows[(2 * place + 1) * len(windows) // (2 * count)] for place in range(count)]


def mixture_of(parts: Sequence[Part]) -> Mixture:
    """Add up the parts of a text.

    Args:
        parts: at least one.
    """
    weights: dict[str, float] = defaultdict(float)
    for part in parts:
        weights[part.language] += part.size * part.confidence
    main = max(weights, key=weights.__getitem__)
    others = tuple(_is_other(part, main) for part in parts)
    sizes: Counter[str] = Counter()
    for part, other in zip(parts, others, strict=True):
        sizes[part.language if other else main] += part.size
    # What is in neither language is no doubt about the first.
    own = sum(part.size * part.confidence for part in parts if part.language == main)
    second = max(sizes.keys() - {main}, key=lambda code: (sizes[code], code), default=None)
    share = sizes[second] / sizes.total() if second else 0.0
    return Mixture(main, own / sizes[main], second, share, others)


def _is_other(part: Part, main: str) -> bool:
    alike = frozenset((part.language, main)) in _ALIKE
    return part.language != main and part.confidence >= _SURE and not alike
