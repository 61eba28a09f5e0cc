"""The invented articles of the synthetic news web and their truth: loading and checking of `texts/*.yaml`.

Here belongs what a text is and what makes its labels consistent. Which outlet publishes which text when (the
cascade), and how a page looks (the templates), is elsewhere. The labels are written by hand against the
codebook and never computed, so that a recogniser scored against them cannot mark its own work.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

# Written again rather than read from the taxonomy: the crawler does not know the pipelines
# (a contract), and a slip in the rules must not change the truth that they are scored by.
ENERGY_TOPICS: Final = frozenset(
    {
        "electricity-grid",
        "power-generation",
        "solar",
        "wind",
        "nuclear",
        "gas",
        "coal",
        "storage",
        "electricity-prices",
        "energy-policy",
    }
)
AI_TOPICS: Final = frozenset({"ai", "ai-chips", "data-centers", "ai-infrastructure", "ai-policy"})
TOPICS: Final = ENERGY_TOPICS | AI_TOPICS
NARRATIVES: Final = frozenset(
    {
        "power-bottleneck",
        "chips-outrun-power",
        "china-power-lead",
        "tariffs-choke-supply",
        "grid-queue",
        "nuclear-for-ai",
        "gas-for-ai",
        "ai-strains-grid",
        "ai-raises-bills",
        "orbital-compute",
        "energy-cooperation",
        "efficiency-answer",
        "ai-helps-grid",
        "not-power",
    }
)

Form = Literal["report", "agency", "column", "interview", "explainer", "fact-check", "press-release", "brief"]
Stance = Literal["asserts", "disputes", "reports"]

_FOLDER: Final = Path(__file__).parent / "texts"


class TextError(ValueError):
    """A file of the text library breaks the schema or contradicts itself; the message names file and text."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Narrative(_Strict):
    """One narrative a text carries: stance, the sentence that shows it, who says it (None: the outlet)."""

    id: str
    stance: Stance
    evidence: str = Field(min_length=8)
    speaker: str | None


class Text(_Strict):
    """One invented article with its truth; `event` groups texts about the same happening across languages."""

    id: str = Field(pattern=r"^[a-z]{2}-\d{2}$")
    form: Form
    subject: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    event: str | None
    title: str = Field(min_length=4)
    lead: str | None
    body: tuple[str, ...] = Field(min_length=1)
    section: str
    authors: tuple[str, ...]
    topics: frozenset[str]
    on_topic: bool
    narratives: tuple[Narrative, ...]
    rebuts: str | None = None
    credit: str | None = None

    @model_validator(mode="after")
    def _labels_agree(self) -> Self:
        unknown = (self.topics - TOPICS) | ({found.id for found in self.narratives} - NARRATIVES)
        if unknown:
            raise ValueError(f"{self.id}: not in the codebook: {', '.join(sorted(unknown))}")
        if len({found.id for found in self.narratives}) < len(self.narratives):
            raise ValueError(f"{self.id}: a narrative is labelled twice")
        if self.on_topic != bool(self.topics & ENERGY_TOPICS and self.topics & AI_TOPICS):
            raise ValueError(f"{self.id}: on_topic contradicts the topics")
        places = [self.title, self.lead or "", *self.body]
        # The codebook allows evidence of two sentences, and these may stand in two paragraphs.
        places += [f"{first}\n\n{second}" for first, second in zip(self.body, self.body[1:], strict=False)]
        for found in self.narratives:
            if not any(found.evidence in place for place in places):
                raise ValueError(f"{self.id}: the evidence of {found.id} is not in the text")
            if found.speaker is not None and not any(found.speaker in place for place in places):
                raise ValueError(f"{self.id}: the speaker of {found.id} is not in the text")
        return self


class Teaser(_Strict):
    """A link to another article; it stands on pages and must never reach a text or a tag."""

    title: str
    text: str


class Labels(_Strict):
    """The page's own small words: heading of the comments, "by", "published"."""

    comments: str
    by: str
    published: str


class LanguageTexts(_Strict):
    """Everything of one language: the texts and what surrounds them on a page."""

    language: str = Field(pattern=r"^[a-z]{2}$")
    texts: tuple[Text, ...]
    teasers: tuple[Teaser, ...]
    navigation: tuple[str, ...]
    cookie: str
    comments: tuple[str, ...]
    read_next: str
    labels: Labels

    @model_validator(mode="after")
    def _ids_carry_language(self) -> Self:
        for text in self.texts:
            if not text.id.startswith(f"{self.language}-"):
                raise ValueError(f"{text.id}: the id must start with {self.language}-")
        return self


def load_file(path: Path) -> LanguageTexts:
    """One language file, checked.

    Raises:
        TextError: the file is no YAML, breaks the schema or carries labels that contradict its texts.
    """
    try:
        return LanguageTexts.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise TextError(f"{path.name}: {error}; correct the file") from error


def load_library(folder: Path = _FOLDER) -> dict[str, LanguageTexts]:
    """All languages by their two-letter code, in the order of the file names.

    Raises:
        TextError: a file is faulty, an id occurs twice, or a rebuttal names a text that does not exist.
    """
    library = {path.stem: load_file(path) for path in sorted(folder.glob("*.yaml"))}
    ids: set[str] = set()
    for stem, content in library.items():
        if content.language != stem:
            raise TextError(f"{stem}.yaml: says language {content.language}; rename the file")
        for text in content.texts:
            if text.id in ids:
                raise TextError(f"{stem}.yaml: id {text.id} occurs twice; give each text its own")
            ids.add(text.id)
    for content in library.values():
        for text in content.texts:
            if text.rebuts is not None and text.rebuts not in ids - {text.id}:
                raise TextError(f"{text.id}: rebuts {text.rebuts}, not another text; name an existing id")
    return library


def all_texts(library: dict[str, LanguageTexts]) -> tuple[Text, ...]:
    """The texts of every language in one sequence, ordered by language code, then as written."""
    return tuple(text for content in library.values() for text in content.texts)
