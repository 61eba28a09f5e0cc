"""YAML with lines."""

from pathlib import Path

import pytest

from crawler.located_yaml import LocatedYamlError, read_located

TEXT = """\
# comment
one:
  words: [no, on, yes, true, 2026-11-23]
  numbers: {a: 1, b: 2.5}
  nothing:
two:
  - x
  - y: 1
    z: "quoted"
"""


def read(folder: Path, text: str) -> object:
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    return read_located(folder / "x.yaml")


def test_values_and_words_that_stay_words(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(TEXT, encoding="utf-8")
    document = read_located(tmp_path / "x.yaml")
    assert document.value == {
        "one": {
            "words": ["no", "on", "yes", "true", "2026-11-23"],
            "numbers": {"a": 1, "b": 2.5},
            "nothing": None,
        },
        "two": ["x", {"y": 1, "z": "quoted"}],
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("one",), 2),
        (("one", "words", 1), 3),
        (("one", "numbers", "b"), 4),
        (("one", "missing"), 2),
        (("two", 1, "z"), 9),
        (("two", 1, "z", "deeper"), 9),
        (("three",), 1),
    ],
)
def test_lines(tmp_path: Path, path: tuple[str | int, ...], line: int) -> None:
    (tmp_path / "x.yaml").write_text(TEXT, encoding="utf-8")
    assert read_located(tmp_path / "x.yaml").line(path) == line


def test_the_first_of_two_equal_keys_counts_and_the_second_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a: {b: 1}\na: {b: 2}\n", encoding="utf-8")
    document = read_located(tmp_path / "x.yaml")
    assert document.value == {"a": {"b": 1}}
    assert document.repeated == [(("a",), 2)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: [", 2, "no valid YAML"),
        ("word", 1, "a single value at the top"),
        ("a: &x [1]\nb: *x", 2, "aliases are not read"),
        ("a: !!python/object:os.system x", 1, "can't be read"),
        ("a: 1\n? {b: 1}\n: 2", 2, "a mapping as a key"),
        ("a: \x07", 1, "no valid YAML"),
    ],
)
def test_errors_have_a_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(LocatedYamlError, match=message) as caught:
        read(tmp_path, text)
    assert caught.value.line == line
