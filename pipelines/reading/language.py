"""Which language a text is in: script rules, langdetect with a fixed seed, page and outlet as priors, abstention.

Belongs here: the language of title and text. Does not: what the page declares (`metadata` reads that).
Source: 100 sentences in each of 28 languages, tests/quality/baseline.yaml holds the figures.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from langdetect import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from pipelines.reading.language_codes import language_code
from pipelines.reading.scripts import by_script, by_spelling

LANGUAGE_VERSION = "2026-11-24"
UNKNOWN = "und"
# Characters looked at: more of them cost time and change no answer on 430 real articles.
_LOOKED_AT = 600
# Letters below which only a prior that agrees makes an answer.
_MIN_LETTERS = 12
_FEW_LETTERS = 30
# Least probability of an answer, for longer and for short texts without a prior that agrees.
_MIN_CONFIDENCE, _MIN_CONFIDENCE_SHORT = 0.70, 0.90
# Share of prior probability given to the declared language and to the outlet's languages; the rest is even
# over all.
# Evidence of a few words outweighs it, a headline of proper names does not.
_PAGE_WEIGHT, _OUTLET_WEIGHT = 0.45, 0.35
# The languages that the corpus follows; the others of langdetect's 55 (Afrikaans for Dutch, Slovene for
# Czech) get less weight beforehand.
WATCHED = frozenset(
    [
        "de",
        "en",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "pl",
        "zh",
        "ja",
        "ru",
        "uk",
        "tr",
        "ar",
        "ko",
        "cs",
        "sv",
        "da",
        "no",
        "fi",
        "el",
        "hu",
        "ro",
        "id",
        "vi",
        "hi",
        "fa",
        "he",
    ]
)
_RARE_WEIGHT = 0.1
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Language:
    """Language of a text.

    Attributes:
        language: two-letter code (zh, he, no for all variants), und where undecided.
        confidence: 0 to 1, 0 for und.
        detector: script, langdetect, declared, or none.
        prior: page, outlet, page+outlet or none: what was known beforehand.
        title_language: of the title alone, und where undecided.
    """

    language: str
    confidence: float
    detector: str
    prior: str
    title_language: str


@dataclass(frozen=True, slots=True)
class _Answer:
    language: str
    confidence: float
    detector: str


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
    outlet = [code for tag in outlet_languages if (code := language_code(tag))]
    prior = "+".join(name for name, given in (("page", page), ("outlet", outlet)) if given) or "none"
    sample = text or ""
    if len(sample) < _LOOKED_AT / 2:
        sample = f"{title or ''}. {sample}"
    answer = _detect(sample, page, outlet)
    # The text is the best prior for its own headline.
    known = answer.language if answer.language != UNKNOWN else page
    titled = _detect(title or "", known, outlet)
    return Language(answer.language, answer.confidence, answer.detector, prior, titled.language)


def _detect(text: str, page: str | None, outlet: Sequence[str]) -> _Answer:
    sample = text[: 2 * _LOOKED_AT].casefold()[:_LOOKED_AT]
    expected = {code for code in (page, *outlet) if code}
    script = by_script(sample, expected)
    if script:
        return _Answer(script, 0.99, "script")
    letters = len(_LETTER.findall(sample))
    found, probability = _by_langdetect(sample, page, outlet)
    found = by_spelling(sample, found)
    if page and page not in _known() and probability < _MIN_CONFIDENCE_SHORT and letters >= _MIN_LETTERS:
        return _Answer(page, 0.5, "declared")
    agreed = found in expected
    least = 0.5 if agreed else _MIN_CONFIDENCE if letters >= _FEW_LETTERS else _MIN_CONFIDENCE_SHORT
    if found == UNKNOWN or probability < least or (letters < _MIN_LETTERS and not agreed):
        return _Answer(UNKNOWN, 0.0, "none")
    return _Answer(found, round(probability, 4), "langdetect")


def _by_langdetect(sample: str, page: str | None, outlet: Sequence[str]) -> tuple[str, float]:
    detector = _factory().create()
    detector.set_prior_map(_prior_weights(page, outlet))
    detector.append(sample)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        # The text holds no letter that any profile knows.
        return UNKNOWN, 0.0
    sums: dict[str, float] = {}
    for language in found:
        code = language.lang.partition("-")[0]
        sums[code] = sums.get(code, 0.0) + language.prob
    return max(sums.items(), key=lambda item: item[1]) if sums else (UNKNOWN, 0.0)


def _prior_weights(page: str | None, outlet: Sequence[str]) -> dict[str, float]:
    names = _factory().langlist
    base = {name: 1.0 if name.partition("-")[0] in WATCHED else _RARE_WEIGHT for name in names}
    known = [code for code in outlet if code in _known()]
    told = _PAGE_WEIGHT * (page in _known()) + _OUTLET_WEIGHT * bool(known)
    rest = (1.0 - told) / sum(base.values())
    weights = {name: rest * weight for name, weight in base.items()}
    for name in names:
        code = name.partition("-")[0]
        weights[name] += _PAGE_WEIGHT * (code == page) + _OUTLET_WEIGHT * (code in known) / max(1, len(known))
    return weights


@cache
def _factory() -> DetectorFactory:
    """The profiles, loaded once a process; a fixed seed, since langdetect samples at random."""
    DetectorFactory.seed = 0
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory


@cache
def _known() -> frozenset[str]:
    return frozenset(name.partition("-")[0] for name in _factory().langlist)
