"""The two statistical detectors under one set of language codes: py3langid for every text, langdetect as its arbiter.

Belongs here: loading each once a process, asking it, and naming its answers as the corpus does. Does not: priors,
abstention and which of the two is believed (`language`).
"""

import json
from functools import cache
from pathlib import Path

from langdetect import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from langdetect.utils.lang_profile import LangProfile
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipelines.reading.language_codes import language_code

_LEAST_PROBABILITY = 0.0001
# Of langdetect's seven: the doubtful lines it is asked about take it up to 30 ms, and its word has little weight.
_TRIALS = 3


def by_py3langid(text: str) -> dict[str, float]:
    """Probability of each language that has more than one in 10,000; of a text without letters they are all alike.

    A label without a code of its own (Extremaduran, "no language") stays as it is: no outlet declares it.
    """
    found: dict[str, float] = {}
    codes = _codes()
    for label, probability in _identifier().rank(text):
        if probability < _LEAST_PROBABILITY:
            break
        code = codes[label]
        found[code] = found.get(code, 0.0) + probability
    return found


def by_langdetect(text: str) -> dict[str, float]:
    """Probability of each language above 0.1; empty where the text holds no letter that a profile knows."""
    detector = _factory().create()
    detector.n_trial = _TRIALS
    detector.append(text)
    try:
        answers = detector.get_probabilities()
    except LangDetectException:
        return {}
    found: dict[str, float] = {}
    for answer in answers:
        code = _code(answer.lang)
        found[code] = found.get(code, 0.0) + answer.prob
    return found


@cache
def known_to_langdetect() -> frozenset[str]:
    """Codes of langdetect's 55 profiles: of other languages its silence says nothing."""
    return frozenset(_code(name) for name in _factory().langlist)


@cache
def known_to_py3langid() -> frozenset[str]:
    """Codes of py3langid's 139 languages, those that have one."""
    return frozenset(_codes().values())


@cache
def _identifier() -> LanguageIdentifier:
    """The model, loaded at the first text: 0.6 s of CPU and 74 MB, measured 2026-11-28.

    Nothing changes it afterwards, so that threads may share it; two that come first at once load it twice.
    """
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _codes() -> dict[str, str]:
    return {label: _code(label) for label in _identifier().labels}


@cache
def _factory() -> DetectorFactory:
    """The profiles, loaded once a process; a fixed seed, since langdetect samples at random."""
    DetectorFactory.seed = 0
    factory = DetectorFactory()
    paths = sorted(Path(PROFILES_DIRECTORY).iterdir())
    # Not by its own `load_profile`: a bare `except` there takes a Ctrl-C for a broken file.
    for index, path in enumerate(paths):
        profile = LangProfile(**json.loads(path.read_text(encoding="utf-8")))
        factory.add_profile(profile, index, len(paths))
    return factory


def _code(label: str) -> str:
    return language_code(label) or label
