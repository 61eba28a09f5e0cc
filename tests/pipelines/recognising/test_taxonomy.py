"""The taxonomy's files: complete, quick to check, and clear when something in them is wrong."""

import shutil
from pathlib import Path

import pytest
import yaml

from pipelines.recognising.lexicon import lexicon_of
from pipelines.recognising.recognise import RECOGNISER_VERSION
from pipelines.recognising.taxonomy import (
    FOLDER,
    TaxonomyError,
    load_taxonomy,
    taxonomy_version,
    terms_of,
)

CODEBOOK_LANGUAGES = [
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
CODEBOOK_NARRATIVES = {
    "power-bottleneck", "chips-outrun-power", "china-power-lead", "tariffs-choke-supply", "grid-queue",
    "nuclear-for-ai", "gas-for-ai", "ai-strains-grid", "ai-raises-bills", "orbital-compute",
    "energy-cooperation", "efficiency-answer", "ai-helps-grid", "not-power",
}  # fmt: skip
# Filled once for every language, in any.yaml.
SHARED_SLOTS = {"article", "no_word", "power_word"}
# "Not X but Y" is put before what is ruled out or behind it, and some languages have one way only.
CONTRAST_SLOTS = {"not_x", "but_y", "rather_than", "x_not"}
FIRST_TIER = {"de", "en", "fr", "es", "it", "pt", "nl", "pl", "zh", "ja"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "taxonomy"))


def _edit(path: Path, **changes: object) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content.update(changes)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


@pytest.mark.parametrize("language", CODEBOOK_LANGUAGES)
def test_every_language_of_the_codebook_fills_every_slot(language: str) -> None:
    taxonomy = load_taxonomy()
    filled = {slot for slot, terms in terms_of(taxonomy, language).items() if terms}
    expected = set(taxonomy.slots) - SHARED_SLOTS - CONTRAST_SLOTS
    assert expected - (set() if language in FIRST_TIER else {"vague"}) <= filled
    assert filled & CONTRAST_SLOTS in ({"x_not"}, CONTRAST_SLOTS - {"x_not"})


def test_every_narrative_of_the_codebook_is_watched() -> None:
    assert set(load_taxonomy().narratives) == CODEBOOK_NARRATIVES


def test_no_lexicon_for_an_unknown_language() -> None:
    assert lexicon_of("und") is None


def test_the_version_names_the_taxonomy(copy: Path) -> None:
    assert RECOGNISER_VERSION.endswith(taxonomy_version())
    _edit(copy / "narratives/grid-queue.yaml", threshold=0.9)
    assert taxonomy_version(copy) != taxonomy_version()


def test_another_narrative_is_one_more_file(copy: Path) -> None:
    frame = {"all": ["storage", "build", "dc ai"]}
    (copy / "narratives/batteries-for-ai.yaml").write_text(
        yaml.safe_dump({"id": "batteries-for-ai", "claim": "Batteries feed AI.", "frames": [frame]})
    )
    assert load_taxonomy(copy).narratives["batteries-for-ai"].frames[0].all[2] == ("dc", "ai")


@pytest.mark.parametrize(
    ("file", "changes", "message"),
    [
        ("narratives/grid-queue.yaml", {"frames": [{"all": ["waiting"]}]}, "grid-queue.yaml.*'waiting'.*slots.yaml"),
        ("narratives/grid-queue.yaml", {"frames": []}, r"grid-queue.yaml: frames"),
        ("narratives/grid-queue.yaml", {"treshold": 1}, "grid-queue.yaml: treshold"),
        ("narratives/grid-queue.yaml", {"id": "queue"}, "grid-queue.yaml.*name the file queue.yaml"),
        ("narratives/not-power.yaml", {"rivals": "nothing"}, "not-power.yaml.*'nothing'"),
        ("languages/en.yaml", {"slots": {"ai": "AI", "aii": "x"}}, "en.yaml.*'aii'"),
        ("languages/en.yaml", {"language": "de"}, "en.yaml.*name the file"),
        ("topics.yaml", {"wind": {"group": "air", "slots": {}}}, "topics.yaml: wind.group"),
    ],
)  # fmt: skip
def test_errors_name_file_and_key(copy: Path, file: str, changes: dict[str, object], message: str) -> None:
    _edit(copy / file, **changes)
    with pytest.raises(TaxonomyError, match=message):
        load_taxonomy(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "slots.yaml").unlink()
    with pytest.raises(TaxonomyError, match=r"slots.yaml.*cannot be read"):
        load_taxonomy(copy)


def test_broken_yaml_is_named(copy: Path) -> None:
    (copy / "languages/fr.yaml").write_text("language: [fr")
    with pytest.raises(TaxonomyError, match=r"fr.yaml: no valid YAML"):
        load_taxonomy(copy)


def test_a_broken_term_names_language_and_slot(copy: Path) -> None:
    _edit(copy / "languages/en.yaml", slots={"ai": "artificial (intelligence"})
    with pytest.raises(TaxonomyError, match=r"en.yaml: slots.ai: brackets"):
        terms_of(load_taxonomy(copy), "en")
