"""What is wrong with a taxonomy, told by file and place, on a taxonomy of a few lines."""

import re
from pathlib import Path

import pytest

from pipelines.recognising.lexicon import Lexicon
from pipelines.recognising.taxonomy import TaxonomyError, load_taxonomy, taxonomy_version, terms_of

SOUND = {
    "slots.yaml": "grid: networks\nlimit: limits\nmask: not meant\n",
    "topics.yaml": "electricity-grid: {group: energy, slots: {grid: 1.0}, needs: limit}\n",
    "narratives/grid-limits.yaml": (
        "id: grid-limits\nclaim: The grid limits.\ncontext: grid\nframes: [{all: [grid, limit]}]\n"
    ),
    "languages/xx.yaml": "language: xx\nwords: {endings: 's es'}\nslots: {grid: grid; net, limit: limit*}\n",
}


def written(folder: Path, **changed: str) -> Path:
    """A taxonomy, some of its files (`/` and `.` as `__` and `_`) with other contents."""
    for name, content in SOUND.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            changed.get(re.sub(r"\W", "_", name.removesuffix(".yaml")), content), encoding="utf-8"
        )
    return folder


def test_a_sound_taxonomy_is_read_whole(tmp_path: Path) -> None:
    taxonomy = load_taxonomy(written(tmp_path))
    rule = taxonomy.narratives["grid-limits"]
    assert (rule.context, rule.frames[0].all, rule.threshold) == (("grid",), (("grid",), ("limit",)), 0.6)
    assert (taxonomy.topics["electricity-grid"].needs, taxonomy.topics["electricity-grid"].threshold) == (
        ("limit",),
        1.0,
    )
    assert [word.stem for term in terms_of(taxonomy, "xx")["grid"] for word in term.words] == ["grid", "net"]
    hits = Lexicon(taxonomy, "xx").scan("Grids limited nets")
    assert [(hit.slot, hit.start, hit.end) for hit in hits] == [
        ("grid", 0, 5),
        ("limit", 6, 13),
        ("grid", 14, 18),
    ]


FAULTS = [
    ("slots", "- grid\n", "slots.yaml: must hold keys with values at its top level"),
    ("slots", "", "slots.yaml: must hold keys with values at its top level"),
    ("slots", "grid: [", "slots.yaml: no valid YAML"),
    ("slots", "grid: networks\n", "'limit'; use one of slots.yaml"),
    (
        "topics",
        "x: {group: energy, slots: {grid: much}}",
        "topics.yaml: x.slots.grid: Input should be a valid number",
    ),
    ("topics", "x: {group: energy}", "topics.yaml: x.slots: Field required"),
    ("topics", "x: {slots: {grid: 1}}", "topics.yaml: x.group: Field required"),
    ("topics", "x: {group: energy, slots: {wire: 1}}", "topics.yaml: x: no slot is called 'wire'"),
    ("topics", "x: {group: ai, slots: {grid: 1}, needs: wire}", "topics.yaml: x: no slot is called 'wire'"),
    ("topics", "x: {group: ai, slots: {grid: 1}, wants: grid}", "topics.yaml: x.wants: Extra inputs"),
    ("narratives_grid_limits", "claim: x\n", "grid-limits.yaml: id: Field required"),
    (
        "narratives_grid_limits",
        "id: other\nclaim: x\nframes: [{all: [grid]}]",
        "grid-limits.yaml: id is 'other'; name the file other.yaml or change the id",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\nframes: [{all: []}]",
        "grid-limits.yaml: frames.0.all: Tuple should have at least 1 item",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\nframes: [{all: [grid], span: 3}]",
        "grid-limits.yaml: frames.0.span: Input should be 1 or 2",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\nframes: [{all: [grid], weight: 0}]",
        "grid-limits.yaml: frames.0.weight: Input should be greater than 0",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\nframes: [{all: [grid], weight: 1.5}]",
        "grid-limits.yaml: frames.0.weight: Input should be less than or equal to 1",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\nframes: [{all: [grid wire]}]",
        "grid-limits.yaml: frames: no slot is called 'wire'",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\nframes: [{all: [grid], without: wire}]",
        "grid-limits.yaml: frames: no slot is called 'wire'",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\ncontext: wire\nframes: [{all: [grid]}]",
        "grid-limits.yaml: context: no slot is called 'wire'",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\nboosts: {wire: 0.1}\nframes: [{all: [grid]}]",
        "grid-limits.yaml: boosts: no slot is called 'wire'",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\ncounter: wire\nframes: [{all: [grid]}]",
        "grid-limits.yaml: counter: no slot is called 'wire'",
    ),
    (
        "narratives_grid_limits",
        "id: grid-limits\nclaim: x\nexcluded_by: wire\nframes: [{all: [grid]}]",
        "grid-limits.yaml: excluded_by or rivals: no narrative is called 'wire'",
    ),
    ("languages_xx", "language: yy\nslots: {}", "xx.yaml: language is 'yy'; name the file after it"),
    ("languages_xx", "language: xx\nslots: {wire: x}", "xx.yaml: slots: no slot is called 'wire'"),
    (
        "languages_xx",
        "language: xx\nslots: {grid: [a, b]}",
        "xx.yaml: slots.grid: Input should be a valid string",
    ),
    (
        "languages_xx",
        "language: xx\nwords: {spaced: maybe}\nslots: {}",
        "xx.yaml: words.spaced: Input should be",
    ),
    ("languages_xx", "language: xx\nwords: {ends: s}\nslots: {}", "xx.yaml: words.ends: Extra inputs"),
    ("languages_xx", "language: no\nslots: {}", "xx.yaml: language: Input should be a valid string"),
]


@pytest.mark.parametrize(("file", "content", "message"), FAULTS)
def test_a_fault_names_file_and_place(tmp_path: Path, file: str, content: str, message: str) -> None:
    with pytest.raises(TaxonomyError, match=re.escape(message)) as told:
        load_taxonomy(written(tmp_path, **{file: content}))
    assert str(tmp_path) in str(told.value)


@pytest.mark.parametrize("name", ["slots.yaml", "topics.yaml"])
def test_a_missing_or_unreadable_file_is_named(tmp_path: Path, name: str) -> None:
    (written(tmp_path) / name).unlink()
    with pytest.raises(TaxonomyError, match=rf"{name}: cannot be read \(No such file"):
        load_taxonomy(tmp_path)
    (tmp_path / name).write_bytes(b"grid: \xff\xfe")
    with pytest.raises(TaxonomyError, match=rf"{name}: no valid YAML"):
        load_taxonomy(tmp_path)


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("grid (x", "brackets do not match in the term 'grid (x'"),
        ("grid) x", "brackets do not match in the term 'grid) x'"),
        ("grid; ..", "the term '..' has no letters"),
        ("'='", "the term '=' has no letters"),
    ],
)
def test_a_term_that_cannot_be_read_names_language_slot_and_term(
    tmp_path: Path, term: str, told: str
) -> None:
    folder = written(tmp_path, languages_xx=f"language: xx\nslots: {{grid: {term}}}")
    with pytest.raises(TaxonomyError, match=re.escape(f"languages/xx.yaml: slots.grid: {told}")):
        terms_of(load_taxonomy(folder), "xx")


def test_a_gap_needs_characters_before_it_where_no_spaces_are_written(tmp_path: Path) -> None:
    folder = written(tmp_path, languages_xx="language: xx\nwords: {spaced: false}\nslots: {grid: .. 电}")
    with pytest.raises(
        TaxonomyError, match=re.escape("slots.grid: the term '.. 电' has no characters before its gap")
    ):
        terms_of(load_taxonomy(folder), "xx")


def test_the_version_is_of_the_contents_and_the_names(tmp_path: Path) -> None:
    first = taxonomy_version(written(tmp_path / "a"))
    assert re.fullmatch("[0-9a-f]{10}", first)
    assert taxonomy_version(written(tmp_path / "b")) == first, "the place does not matter"
    changed = taxonomy_version(written(tmp_path / "c", languages_xx=SOUND["languages/xx.yaml"] + "\n"))
    (tmp_path / "b" / "languages" / "xx.yaml").rename(tmp_path / "b" / "languages" / "yy.yaml")
    assert len({first, changed, taxonomy_version(tmp_path / "b")}) == 3
