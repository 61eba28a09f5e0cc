"""Which language a text is in: script rules, py3langid, langdetect as arbiter, page and outlet as priors, abstention.

Belongs here: the language of title and text. Does not: what the page declares (`metadata` reads that), asking the
detectors (`detectors`), and adding up the parts of a text (`mixture`).
Source: docs/decisions/0008-two-language-detectors.md; tests/quality/baseline.yaml holds the figures.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from pipelines.reading.detectors import by_langdetect, by_py3langid, known_to_langdetect, known_to_py3langid
from pipelines.reading.language_codes import LANGUAGES, language_code
from pipelines.reading.mixture import Mixture, Part, mixture_of, spread_over, windows_of
from pipelines.reading.scripts import by_script
from pipelines.reading.variants import variant_of

LANGUAGE_VERSION = "2026-11-28"
UNKNOWN = "und"
_WATCHED = "de en fr es it pt nl pl zh ja ru uk tr ar ko cs sv da no fi el hu ro id vi hi fa he"
WATCHED = frozenset(_WATCHED.split())
"""The languages that the corpus follows."""

# Characters of a short text, of a window of a longer one, and of what is put before the arbiter.
_LOOKED_AT, _OF_A_WINDOW, _OF_A_CASE = 600, 80, 300
# Windows below which a text is read as one, looked at in a text of one language, and in a mixed one.
_FEWEST_WINDOWS, _FIRST_WINDOWS, _MOST_WINDOWS = 3, 4, 24
# Letters below which only a prior that agrees makes an answer.
_MIN_LETTERS = 12
# Letters below which a followed language needs more confidence.
_FEW_LETTERS = 45
# Weight of a language that is neither followed nor expected (Malay beside Indonesian), and of one that page or outlet
# name, against the others. A sentence of evidence outweighs both, a headline of names does not.
_RARE_WEIGHT, _PAGE_WEIGHT, _OUTLET_WEIGHT = 0.05, 8.0, 5.0
# Probability from which py3langid is asked alone. Below, its answers are weighed by langdetect's to this power; what
# langdetect knows and does not name has the least share, what it does not know an even one.
# What page or outlet agree with needs less.
_SURE, _SURE_EXPECTED = 0.95, 0.60
_ARBITER_POWER, _LEAST_SHARE, _EVEN_SHARE = 0.3, 0.1, 0.15
# Least probability of an answer: a followed language in few letters and in more, one that page or outlet agree with,
# and any other.
_MIN_CONFIDENCE_SHORT, _MIN_CONFIDENCE, _MIN_CONFIDENCE_EXPECTED, _MIN_CONFIDENCE_RARE = (
    0.62,
    0.50,
    0.40,
    0.80,
)
_OF_NO_LANGUAGE = re.compile(r"https?://\S+|\S+@\S+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Language:
    """Language of a text.

    Attributes:
        language: two-letter code (zh, he, no for all variants), und where undecided.
        confidence: 0 to 1, 0 for und.
        detector: which one decided: script, py3langid, langdetect, declared, or none.
        prior: page, outlet, page+outlet or none: what was known beforehand.
        title_language: of the title alone, und where undecided.
        variant: BCP 47 tag of the variant that the text shows (yue, zh-Hant, pt-BR, nn), or None.
        second_language: of the largest part of the text that is in another language, None where there is none.
        second_share: of the text looked at that is in the second language, 0 to 1; None: too short to tell.
    """

    language: str
    confidence: float
    detector: str
    prior: str
    title_language: str
    variant: str | None = None
    second_language: str | None = None
    second_share: float | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    language: str
    confidence: float
    detector: str


@dataclass(frozen=True, slots=True)
class _Expected(Container[str]):
    """What is known beforehand: codes that the page declares and that the outlet publishes in."""

    page: str | None
    outlet: tuple[str, ...]

    def __contains__(self, code: object) -> bool:
        return code == self.page or code in self.outlet

    def __bool__(self) -> bool:
        return bool(self.page or self.outlet)

    def weight(self, code: str) -> float:
        """Weight of a language beforehand."""
        base = 1.0 if code in WATCHED or code in self else _RARE_WEIGHT
        page = _PAGE_WEIGHT if code == self.page else 1.0
        return base * page * (_OUTLET_WEIGHT if code in self.outlet else 1.0)


def detect_language(
    title: str | None,
    text: str | None,
    *,
    page_language: str | None = None,
    outlet_languages: Sequence[str] = (),
) -> Language:
    """Detect the language of an article; the same input always gives the same answer.

    Args:
        title: headline, or None.
        text: lead and body, or None: then the title decides.
        page_language: what the page declares, as any language tag.
        outlet_languages: languages that the outlet publishes in.
    """
    page = language_code(page_language or "")
    outlet = tuple(code for tag in outlet_languages if (code := language_code(tag)))
    expected = _Expected(page, outlet)
    prior = "+".join(name for name, given in (("page", page), ("outlet", outlet)) if given) or "none"
    windows = windows_of(text or "")
    mixture: Mixture | None = None
    if len(windows) < _FEWEST_WINDOWS:
        sample = text or ""
        if len(sample) < _LOOKED_AT / 2:
            sample = f"{title or ''}. {sample}"
        answer = _decide(_folded(sample, _LOOKED_AT), expected)
    else:
        answer, mixture = _decide_windows(windows, expected)
        # Of a text whose first language the arbiter sees otherwise, nothing is known of a second.
        mixture = mixture if answer.language == mixture.main else None
    # The text is the best prior for its own headline.
    known = answer.language if answer.language != UNKNOWN else page
    titled = _decide(_folded(title or "", _LOOKED_AT), _Expected(known, outlet))
    return Language(
        answer.language,
        answer.confidence,
        answer.detector,
        prior,
        titled.language,
        variant_of((text or title or "")[: 4 * _LOOKED_AT].lower(), answer.language),
        mixture.second if mixture else None,
        round(mixture.share, 4) if mixture else None,
    )


def _folded(text: str, length: int) -> str:
    """The first characters without capitals, which mislead both detectors, and without addresses."""
    sample = text[:length]
    if "@" in sample or "://" in sample:
        sample = _OF_NO_LANGUAGE.sub(" ", sample)
    # A capital dotted I becomes two characters, which no Turkish text has.
    return sample.lower().replace("i\u0307", "i")


def _decide_windows(windows: Sequence[str], expected: _Expected) -> tuple[_Answer, Mixture]:
    """The language of most windows; a second look at more of them where the first are not all alike."""
    looked = spread_over(windows, _FIRST_WINDOWS)
    answers = [_guess(_folded(window, _OF_A_WINDOW), expected) for window in looked]
    if len({answer.language for answer in answers}) > 1:
        looked = spread_over(windows, _MOST_WINDOWS)
        answers = [_guess(_folded(window, _OF_A_WINDOW), expected) for window in looked]
    mixture = mixture_of(
        [
            Part(len(window), answer.language, answer.confidence)
            for window, answer in zip(looked, answers, strict=True)
        ]
    )
    if _is_settled(mixture.main, mixture.confidence, expected):
        detector = next(answer.detector for answer in answers if answer.language == mixture.main)
        return _Answer(mixture.main, round(mixture.confidence, 4), detector), mixture
    own = [window[:_OF_A_WINDOW] for window, other in zip(looked, mixture.others, strict=True) if not other]
    return _decide(_folded(" ".join(own), _LOOKED_AT), expected), mixture


def _guess(sample: str, expected: _Expected) -> _Answer:
    """The likeliest language of a window, however unlikely."""
    script = by_script(sample, expected)
    if script:
        return _Answer(script, 0.99, "script")
    found, probability = _best(_by_py3langid(sample, expected))
    return _Answer(found, probability, "py3langid")


def _decide(sample: str, expected: _Expected) -> _Answer:
    script = by_script(sample, expected)
    if script:
        return _Answer(script, 0.99, "script")
    letters = len(_LETTER.findall(sample))
    if not letters:
        return _Answer(UNKNOWN, 0.0, "none")
    answer = _by_statistics(sample, expected)
    unknown = expected.page and expected.page not in known_to_py3langid()
    if unknown and answer.confidence < _SURE and letters >= _MIN_LETTERS:
        return _Answer(expected.page or UNKNOWN, 0.5, "declared")
    if letters < _MIN_LETTERS and answer.language not in expected:
        return _Answer(UNKNOWN, 0.0, "none")
    least = _least_confidence(answer.language, letters, expected)
    if answer.language not in LANGUAGES or answer.confidence < least:
        return _Answer(UNKNOWN, 0.0, "none")
    return answer


def _least_confidence(code: str, letters: int, expected: _Expected) -> float:
    if code in expected:
        return _MIN_CONFIDENCE_EXPECTED
    if code not in WATCHED:
        return _MIN_CONFIDENCE_RARE
    return _MIN_CONFIDENCE if letters >= _FEW_LETTERS else _MIN_CONFIDENCE_SHORT


def _by_statistics(sample: str, expected: _Expected) -> _Answer:
    """py3langid's answer, weighed by langdetect's where it is unsure or not what was expected."""
    weighted = _by_py3langid(sample, expected)
    found, probability = _best(weighted)
    # On a language that it doesn't know the arbiter has nothing to say, and takes long for that.
    settled = _is_settled(found, probability, expected) or found not in known_to_langdetect()
    arbiter = {} if settled else by_langdetect(sample[:_OF_A_CASE])
    if not arbiter:
        return _Answer(found, round(probability, 4), "py3langid")
    known = known_to_langdetect()
    found, probability = _best(
        {
            code: share
            * (arbiter.get(code, 0.0) + _LEAST_SHARE if code in known else _EVEN_SHARE) ** _ARBITER_POWER
            for code, share in weighted.items()
        }
    )
    decided = "langdetect" if found == max(arbiter, key=arbiter.__getitem__) else "py3langid"
    return _Answer(found, round(probability, 4), decided)


def _is_settled(code: str, probability: float, expected: _Expected) -> bool:
    """Whether no arbiter is asked about py3langid's answer: it is expected, or sure with nothing expected."""
    return probability >= _SURE_EXPECTED if code in expected else probability >= _SURE and not expected


def _by_py3langid(sample: str, expected: _Expected) -> dict[str, float]:
    found = by_py3langid(sample)
    return {code: probability * expected.weight(code) for code, probability in found.items()}


def _best(shares: Mapping[str, float]) -> tuple[str, float]:
    found = max(shares, key=shares.__getitem__)
    return found, shares[found] / sum(shares.values())
