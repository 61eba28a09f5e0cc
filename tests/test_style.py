"""The measures that the code keeps: sizes, docstrings, types, comments, names. The limits stand here and nowhere else.

Measured with `ast` and `tokenize` on non-empty source files, tests apart. A function runs from `def` to its last line,
docstring included. Comment and test columns count non-blank lines.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("crawler", "pipelines", "warehouse")

MEDIAN_FILE_LINES, MOST_FILE_LINES = 120, 400
MEDIAN_FUNCTION_LINES, MOST_FUNCTION_LINES = 15, 60
LEAST_TYPED_RETURNS = 0.95
COMMENTS_PER_100_LINES = (3, 8)
LEAST_TEST_LINES_PER_SOURCE_LINE = 1.0

NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "tools", "shared"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One module: its path below the project, text and syntax tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """All lines."""
        return len(self.text.splitlines())

    @property
    def filled(self) -> int:
        """Lines that are not blank."""
        return sum(bool(line.strip()) for line in self.text.splitlines())

    @property
    def docstring(self) -> str:
        """The module's, or nothing."""
        return ast.get_docstring(self.tree) or ""

    def functions(self) -> Iterator[Function]:
        """Functions and methods, inner ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def comments(self) -> int:
        """Lines with a comment that is read by people: no `noqa`, no `type: ignore` alone."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        notes = (token.string for token in tokens if token.type == tokenize.COMMENT)
        return sum(
            not re.fullmatch(r"#!.*|#\s*(type: ignore\S*|noqa[\w:, ]*|fmt: \w+)", note) for note in notes
        )


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """The non-empty modules below some folders."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    read = [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in paths]
    return tuple(Source(name, text, ast.parse(text)) for name, text in read if text.strip())


def function_lines() -> dict[str, int]:
    """Length of each function, by `file:line name`."""
    return {
        f"{source.name}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for source in sources(*PACKAGES)
        for node in source.functions()
    }


def test_files_are_short() -> None:
    lengths = {source.name: source.lines for source in sources(*PACKAGES)}
    assert median(lengths.values()) <= MEDIAN_FILE_LINES
    reasoned = {source.name for source in sources(*PACKAGES) if "longer" in source.docstring}
    assert {name: n for name, n in lengths.items() if n > MOST_FILE_LINES and name not in reasoned} == {}


def test_functions_are_short() -> None:
    lengths = function_lines()
    assert median(lengths.values()) <= MEDIAN_FUNCTION_LINES
    assert {name: n for name, n in lengths.items() if n > MOST_FUNCTION_LINES} == {}


def test_every_module_says_what_it_is() -> None:
    assert [source.name for source in sources(*PACKAGES, "tests") if not source.docstring] == []


def test_a_package_holds_a_docstring_and_nothing_else() -> None:
    """Importing a transform loads only the transform."""
    packages = [s for s in sources(*PACKAGES, "tests") if s.name.endswith("__init__.py")]
    assert [source.name for source in packages if len(source.tree.body) != 1] == []
    folders = {path.parent for name in (*PACKAGES, "tests") for path in (ROOT / name).rglob("*.py")}
    assert (
        sorted(str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").read_text().strip()) == []
    )


def test_returns_are_typed() -> None:
    functions = [node for source in sources(*PACKAGES) for node in source.functions()]
    typed = sum(node.returns is not None for node in functions)
    assert typed / len(functions) >= LEAST_TYPED_RETURNS


def test_comments_are_few_and_there() -> None:
    comments = sum(source.comments() for source in sources(*PACKAGES))
    lines = sum(source.filled for source in sources(*PACKAGES))
    least, most = COMMENTS_PER_100_LINES
    assert least <= 100 * comments / lines <= most


def test_there_is_as_much_test_as_code() -> None:
    """Lines of test code, without recorded pages and other data, on lines of source code."""
    tests = sum(source.filled for source in sources("tests"))
    assert tests / sum(source.filled for source in sources(*PACKAGES)) >= LEAST_TEST_LINES_PER_SOURCE_LINE


def test_tests_mirror_the_packages() -> None:
    """A folder of tests is a folder of source, or holds tests of the whole."""
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    strangers = {str(f) for f in folders if not (ROOT / f).is_dir()}
    assert strangers <= {"e2e", "quality"}


def test_modules_are_named_after_what_they_know() -> None:
    stems = {source.name: Path(source.name).stem for source in sources(*PACKAGES, "tests")}
    assert [name for name, stem in stems.items() if set(stem.split("_")) & NAMES_THAT_SAY_NOTHING] == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "X" * 3])
def test_nothing_is_left_to_do(word: str) -> None:
    found = [s.name for s in sources(*PACKAGES, "tests") if re.search(rf"\b{word}\b", s.text)]
    assert found == []


def test_no_exception_is_swallowed() -> None:
    """A handler does something: it answers, raises, goes on to the next or notes the fault."""
    silent = [
        f"{source.name}:{node.lineno}"
        for source in sources(*PACKAGES)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and all(isinstance(part, ast.Pass) for part in node.body)
    ]
    assert silent == []


if __name__ == "__main__":
    files, functions = [s.lines for s in sources(*PACKAGES)], list(function_lines().values())
    lines = sum(s.filled for s in sources(*PACKAGES))
    print(
        f"{len(files)} files; lines {median(files)} / {max(files)}; functions {median(functions)} / {max(functions)}"
    )
    print(f"comments per 100 lines {100 * sum(s.comments() for s in sources(*PACKAGES)) / lines:.1f}")
    print(f"test lines per source line {sum(s.filled for s in sources('tests')) / lines:.2f} ({lines} lines)")
