"""The taxonomy: its YAML files read, validated and kept once per process.

What the data means is in `terms`, `topics` and `narratives`; nothing is matched here.

Files: `slots.yaml` (names of the word lists), `topics.yaml`, `narratives/*.yaml` (one narrative each),
`languages/*.yaml` (the word lists; `any.yaml` serves every language).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipelines.recognising.terms import Term, TermError, Writing, parse_terms

FOLDER = Path(__file__).parent / "taxonomy"
_M = TypeVar("_M", bound=BaseModel)


class TaxonomyError(ValueError):
    """A taxonomy file that cannot be used: names file and key, and says what to change."""


def _names(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TopicRule(_Strict):
    """A topic: the weight of a mention by slot, and how much a text needs.

    `needs` names slots of which one must occur anywhere, for topics that are told by a combination.
    """

    group: Literal["energy", "ai"]
    slots: dict[str, float]
    threshold: float = 1.0
    needs: Names = ()


class Frame(_Strict):
    """One way to state a claim: every group has a slot in the sentence, or in two adjacent ones with `span` 2.

    `plain`: slots whose groups need a word without an everyday meaning.
    """

    all: tuple[Names, ...] = Field(min_length=1)
    plain: Names = ()
    without: Names = ()
    weight: float = Field(default=0.6, gt=0, le=1)
    span: Literal[1, 2] = 2
    context: Names | None = None


class NarrativeRule(_Strict):
    """A narrative: what it claims, where it can occur and how it is stated.

    `context`: slots of which one must be a subject of the text; `boosts`: slots that make a reading surer;
    `counter`: slots which, beside the claim, deny it; `frames_counter`: ways to state the opposite;
    `beside`: what a reading loses where the same sentences carry another narrative (for general claims that
    more special ones imply); `excluded_by`: narratives which, asserted in the same sentences, leave no room
    for it; `rivals`: narratives at which a denial in the same text is aimed rather than at this one;
    `ruled_out`: what it means that the first group of a frame is named only to be denied ("not chips but power"):
    `counter`, the claim is disputed, `none`, there is no claim;
    `anywhere`: it needs no plain words for AI and for energy near.
    """

    id: str
    claim: str
    context: Names = ()
    context_weight: float = 0.1
    frames: tuple[Frame, ...] = Field(min_length=1)
    boosts: dict[str, float] = Field(default_factory=dict)
    counter: Names = ()
    frames_counter: tuple[Frame, ...] = ()
    threshold: float = 0.6
    beside: float = 0.0
    excluded_by: Names = ()
    rivals: Names = ()
    ruled_out: Literal["counter", "none"] | None = None
    anywhere: bool = False


class WordRule(_Strict):
    """How a language writes words (see `terms.Writing`)."""

    spaced: bool = True
    endings: str | None = None
    loose: int = 0
    proclitics: str = ""


class LanguageFile(_Strict):
    """Word lists of one language: slot -> terms separated by `;`."""

    language: str
    words: WordRule = WordRule()
    slots: dict[str, str]


class Taxonomy(_Strict):
    """Everything the recogniser knows."""

    slots: dict[str, str]
    topics: dict[str, TopicRule]
    narratives: dict[str, NarrativeRule]
    languages: dict[str, LanguageFile]

    def writing(self, language: str) -> Writing:
        """How words are written in a language."""
        rule = self.languages[language].words
        endings = None if rule.loose else frozenset({"", *(rule.endings or "").replace(",", " ").split()})
        return Writing(rule.spaced, endings, rule.loose, frozenset({"", *rule.proclitics.split()}))


@lru_cache(maxsize=4)
def load_taxonomy(folder: Path = FOLDER) -> Taxonomy:
    """Reads and validates every file of a taxonomy folder.

    Raises:
        TaxonomyError: a file is missing, is no YAML, has an unknown key or slot, or a term cannot be read.
    """
    slots = _read(folder / "slots.yaml")
    topics = {
        str(key): _validate(TopicRule, value, folder / "topics.yaml", str(key))
        for key, value in _read(folder / "topics.yaml").items()
    }
    narratives: dict[str, NarrativeRule] = {}
    for path in sorted((folder / "narratives").glob("*.yaml")):
        rule = _validate(NarrativeRule, _read(path), path, "")
        if rule.id != path.stem:
            raise TaxonomyError(f"{path}: id is {rule.id!r}; name the file {rule.id}.yaml or change the id")
        narratives[rule.id] = rule
    languages: dict[str, LanguageFile] = {}
    for path in sorted((folder / "languages").glob("*.yaml")):
        language = _validate(LanguageFile, _read(path), path, "")
        if language.language != path.stem:
            raise TaxonomyError(f"{path}: language is {language.language!r}; name the file after it")
        languages[language.language] = language
    taxonomy = Taxonomy(slots=slots, topics=topics, narratives=narratives, languages=languages)
    _check_slots(taxonomy, folder)
    for name, narrative in narratives.items():
        for other in (*narrative.excluded_by, *narrative.rivals):
            if other not in narratives:
                raise TaxonomyError(
                    f"{folder / 'narratives' / name}.yaml: excluded_by or rivals: no narrative is called {other!r}"
                )
    return taxonomy


def terms_of(taxonomy: Taxonomy, language: str) -> dict[str, list[Term]]:
    """The readable terms of one language, slot by slot.

    Raises:
        TaxonomyError: a term cannot be read; names language and slot.
    """
    writing = taxonomy.writing(language)
    terms: dict[str, list[Term]] = {}
    for slot, block in taxonomy.languages[language].slots.items():
        try:
            terms[slot] = parse_terms(block, language, writing)
        except TermError as error:
            raise TaxonomyError(f"languages/{language}.yaml: slots.{slot}: {error}") from error
    return terms


def taxonomy_version(folder: Path = FOLDER) -> str:
    """Ten hex digits of the content of all taxonomy files; changes with any of them."""
    digest = hashlib.blake2b(digest_size=5)
    # Every file: `shortened.txt` and `han.txt` decide about hits as well.
    for path in sorted(folder.rglob("*.*")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except OSError as error:
        raise TaxonomyError(
            f"{path}: cannot be read ({error.strerror}); a taxonomy needs this file"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"{path}: no valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise TaxonomyError(f"{path}: must hold keys with values at its top level")
    return content


# libyaml's where PyYAML was built with it: the lists of all languages are read at each start.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _validate(model: type[_M], value: object, path: Path, key: str) -> _M:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in ((key,) if key else ()) + first["loc"])
        raise TaxonomyError(f"{path}: {place}: {first['msg']}") from error


def _check_slots(taxonomy: Taxonomy, folder: Path) -> None:
    """Every slot that a rule or a language names must be described in slots.yaml."""
    used: list[tuple[str, str, str]] = []
    for topic, rule in taxonomy.topics.items():
        used += [("topics.yaml", topic, slot) for slot in (*rule.slots, *rule.needs)]
    for name, narrative in taxonomy.narratives.items():
        file = f"narratives/{name}.yaml"
        used += [(file, "context", slot) for slot in narrative.context]
        used += [(file, "boosts", slot) for slot in narrative.boosts]
        used += [(file, "counter", slot) for slot in narrative.counter]
        for frame in (*narrative.frames, *narrative.frames_counter):
            named = [
                *frame.without,
                *frame.plain,
                *(frame.context or ()),
                *(slot for group in frame.all for slot in group),
            ]
            used += [(file, "frames", slot) for slot in named]
    for code, language in taxonomy.languages.items():
        used += [(f"languages/{code}.yaml", "slots", slot) for slot in language.slots]
    for file, key, slot in used:
        if slot not in taxonomy.slots:
            raise TaxonomyError(
                f"{folder / file}: {key}: no slot is called {slot!r}; use one of slots.yaml or describe it there"
            )
