"""The outlet registry: model, files, problems, and the one that ships."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.registry import PACKAGED, Outlet, Registry, RegistryError, check_registry, load_registry

NORDPOST = """\
# Invented.
nordpost:
  name: Nordpost
  domain: nordpost.test
  hosts: [np.test]
  country: no
  languages: [no, en]
  time_zone: Europe/Oslo
  group: nordic
  feeds:
    - {kind: rss, url: "https://nordpost.test/rss", every_minutes: 15}
    - {kind: news-sitemap, url: "https://nordpost.test/news.xml"}
  delay_s: 2
  expected:
    articles_per_day: {min: 12, max: 60}
"""


def write(folder: Path, text: str, name: str = "no.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path, text: str) -> list[str]:
    found = check_registry([write(folder, text)])
    return [f"{problem.line} {problem.key}: {problem.message}" for problem in found]


def test_an_outlet_in_full(tmp_path: Path) -> None:
    outlet = load_registry([write(tmp_path, NORDPOST)])["nordpost"]
    assert (outlet.id, outlet.name, outlet.country) == ("nordpost", "Nordpost", "no")
    assert outlet.languages == ("no", "en")
    assert [(source.kind, source.every_minutes) for source in outlet.feeds] == [
        ("rss", 15),
        ("news-sitemap", None),
    ]
    assert outlet.expected is not None
    assert (outlet.expected.articles_per_day.min, outlet.expected.articles_per_day.max) == (12, 60)
    assert (outlet.delay_s, outlet.group, outlet.opt_out) == (2.0, "nordic", "none")


def test_norway_is_not_false(tmp_path: Path) -> None:
    outlet = load_registry([write(tmp_path, NORDPOST)])["nordpost"]
    assert outlet.country == "no"
    assert "no" in outlet.languages


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("nordpost.test", "nordpost"),
        ("www.nordpost.test", "nordpost"),
        ("WWW.Nordpost.test.", "nordpost"),
        ("sport.np.test", "nordpost"),
        ("blog.nordpost.test", "blog"),
        ("a.blog.nordpost.test", "blog"),
        ("notnordpost.test", None),
        ("test", None),
        ("nordpost.test.example", None),
    ],
)
def test_outlet_of_a_host(tmp_path: Path, host: str, found: str | None) -> None:
    blog = (
        NORDPOST.replace("nordpost", "blog")
        .replace("blog.test", "blog.nordpost.test")
        .replace("np.test", "bp.test")
    )
    outlet = load_registry([write(tmp_path / "a", NORDPOST), write(tmp_path / "b", blog)]).outlet_for_host(
        host
    )
    assert (outlet.id if outlet else None) == found


def test_missing_folder_and_empty_file_are_empty(tmp_path: Path) -> None:
    assert len(load_registry([tmp_path / "none"])) == 0
    assert list(load_registry([write(tmp_path, "# nothing yet\n")])) == []
    assert Registry([]).outlet_for_host("nordpost.test") is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("country: no", "country: uk", "6 nordpost.country: 'uk' is no ISO 3166-1 code"),
        ("[no, en]", "[no, jp]", "7 nordpost.languages.1: 'jp' is no ISO 639-1 code"),
        ("[no, en]", "[]", "7 nordpost.languages: Tuple should have at least 1 item"),
        ("Europe/Oslo", "Oslo", "8 nordpost.time_zone: 'Oslo' is no IANA time zone"),
        ("kind: rss", "kind: feed", "11 nordpost.feeds.0.kind: Input should be 'rss', 'atom'"),
        (
            "https://nordpost.test/rss",
            "nordpost.test/rss",
            "11 nordpost.feeds.0.url: 'nordpost.test/rss' is no http",
        ),
        (
            "every_minutes: 15",
            "every_minutes: 0",
            "11 nordpost.feeds.0.every_minutes: Input should be greater",
        ),
        ("delay_s: 2", "delay: 2", "13 nordpost.delay: unknown key; known are country, delay_s"),
        ("delay_s: 2", "id: other", "13 nordpost.id: unknown key; known are country, delay_s"),
        ("min: 12", "min: 90", "15 nordpost.expected.articles_per_day: min 90 is larger than max 60"),
        (
            "domain: nordpost.test",
            "domain: https://nordpost.test",
            "4 nordpost.domain: 'https://nordpost.test' is no",
        ),
        ("domain: nordpost.test", "domain: co.uk", "4 nordpost.domain: many publishers live below"),
        ("  name: Nordpost\n", "", "2 nordpost.name: missing; add it"),
        ("nordpost:\n", "Nord-Post:\n", "2 Nord-Post: 'Nord-Post' is no id"),
        ("  delay_s: 2", "  country: se\n  delay_s: 2", "13 nordpost.country: given twice; keep one"),
        ("  delay_s: 2", "  delay_s: *x", "13 file: no valid YAML: aliases are not read"),
        ("  delay_s: 2", "  delay_s: [", "15 file: no valid YAML"),
        (NORDPOST, "- nordpost\n", "1 file: a list at the top, not a mapping"),
        (NORDPOST, "nordpost: 3\n", "1 nordpost: expected a mapping"),
        (NORDPOST, "? [a, b]\n: 3\n", "1 file: a list as a key, not a word"),
    ],
)
def test_a_problem_has_its_place(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in NORDPOST
    found = problems(tmp_path, NORDPOST.replace(old, new, 1))
    assert len(found) == 1
    # A missing key has no line of its own: the entry's counts.
    assert found[0].startswith(expected)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = NORDPOST.replace("country: no", "country: uk").replace("Europe/Oslo", "Oslo") + "other: 3\n"
    assert len(problems(tmp_path, text)) == 3


def test_outlets_must_not_clash(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a", NORDPOST), write(tmp_path / "b", NORDPOST)
    found = check_registry([first, second])
    assert [problem.key for problem in found] == [
        "nordpost", "nordpost.domain", "nordpost.hosts.0", "nordpost.feeds.0.url", "nordpost.feeds.1.url",
    ]  # fmt: skip
    assert all(problem.file == second / "no.yaml" and str(first) in problem.message for problem in found)
    with pytest.raises(
        RegistryError, match=r"(?s)5 to correct.*no\.yaml:2: nordpost: id nordpost is taken.*outlets"
    ):
        load_registry([first, second])


def test_other_encodings_are_named(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(NORDPOST.replace("Nordpost", "Nørdpost").encode("latin-1"))
    assert "not UTF-8 at byte" in check_registry([tmp_path])[0].message


@given(st.text(max_size=200))
def test_any_text_gives_problems_not_errors(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("registry")
    (folder / "x.yaml").write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    assert isinstance(check_registry([folder]), list)


def test_the_registry_that_ships() -> None:
    registry = load_registry([PACKAGED])
    assert len(registry) >= 180
    assert len({outlet.country for outlet in registry.values()}) >= 35
    assert all((PACKAGED / f"{outlet.country}.yaml").exists() for outlet in registry.values())
    assert Counter(map(len, (outlet.feeds for outlet in registry.values()))).keys() >= {1, 2, 3}


def test_shipped_files_are_sorted_and_say_what_they_are() -> None:
    for file in PACKAGED.glob("*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        ids = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert ids == sorted(ids), file
        assert lines[0].startswith("# "), file


def test_the_example_of_the_guide_is_sound_and_names_every_key(tmp_path: Path) -> None:
    guide = (PACKAGED.parent.parent / "docs" / "howto" / "outlets.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    assert list(load_registry([write(tmp_path, example)])) == ["nordpost"]
    keys = {
        line.split("`")[1]
        for line in guide.split("## Keys")[1].split("## Which")[0].splitlines()
        if "| `" in line
    }
    assert keys == set(Outlet.model_fields) - {"id"}
