"""What the documentation says is so: commands exist or run, links lead somewhere, figures are the code's."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException
from typer.main import get_command

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.sites import END
from pipelines.cli import app
from pipelines.home import Home
from pipelines.settings import CrawlSettings, Settings, load_settings
from tests.e2e.children import ROOT, WATTWIRE, environment, run
from tests.e2e.conftest import Demo

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
}

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`(wattwire [^`]*)`")
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
SHELLS = ("bash", "sh")

MOST_LINES_OF_A_DECISION = 40


def blocks(page: str, *languages: str) -> list[str]:
    """The code blocks of a page in some languages."""
    return [text for language, text in BLOCK.findall(PAGES[page]) if language in languages]


def commands(script: str) -> Iterator[list[str]]:
    """The simple commands of a shell script without control structures, each as its words."""
    script = re.sub(r"^#.*$|[ \t]{2,}# .*$", "", script, flags=re.MULTILINE)
    words = shlex.shlex(script, posix=True, punctuation_chars=";&|<>\n")
    words.whitespace, words.whitespace_split, words.commenters = " \t", True, ""
    command: list[str] = []
    for word in words:
        if set(word) <= set(";&|\n"):
            yield command
            command = []
        else:
            command.append(word)
    yield command


def ours(command: list[str]) -> list[str] | None:
    """The arguments of a call of wattwire, or None; redirections belong to the shell."""
    words = command[2:] if command[:2] == ["uv", "run"] else command
    words = words[: next((n for n, word in enumerate(words) if set(word) <= set("<>")), len(words))]
    return words[1:] if words[:1] == ["wattwire"] else None


def documented() -> list[tuple[str, list[str]]]:
    """Each call of wattwire on each page, in blocks and in running text; one with an ellipsis stands for many."""
    found = []
    for page, text in PAGES.items():
        scripts = [*blocks(page, *SHELLS), *SPAN.findall(BLOCK.sub("", text))]
        calls = (ours(command) for script in scripts for command in commands(script))
        found += [(page, call) for call in calls if call is not None and "…" not in "".join(call)]
    return found


def leaves(group: TyperGroup, *path: str) -> Iterator[tuple[tuple[str, ...], TyperCommand]]:
    """Every command of the tree that does something, with its words."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from leaves(command, *path, name)
        else:
            assert isinstance(command, TyperCommand)
            yield (*path, name), command


TREE = get_command(app)
assert isinstance(TREE, TyperGroup)
LEAVES = dict(leaves(TREE))
CALLS = documented()


def parse(arguments: list[str]) -> None:
    """Let the real command line parse arguments, without running anything.

    Raises:
        TyperException: no such option, or no such value.
        LookupError: no such command.
    """
    words = tuple(word for word in arguments if not word.startswith("-"))
    path = next((path for path in LEAVES if words[: len(path)] == path), None)
    if path is None and "--help" not in arguments:
        raise LookupError(f"no command {' '.join(arguments)}")
    if path is None or tuple(arguments) == path or "--help" in arguments:
        return  # a command that is only spoken of, by its name
    LEAVES[path].make_context(" ".join(path), arguments[len(path) :])


def test_there_is_something_to_check() -> None:
    """The search for calls finds those that the README is known to have."""
    assert ("README.md", ["demo"]) in CALLS
    assert ("README.md", ["crawl", "--outlet", "der_standard", "--outlet", "die_presse"]) in CALLS
    assert any(call[:3] == ["sql", "--home", "var/demo"] for _, call in CALLS)
    assert ("docs/howto/outlets.md", ["outlets", "check"]) in CALLS
    with pytest.raises(TyperException):
        parse(["crawl", "--outlets", "x"])
    with pytest.raises(LookupError):
        parse(["crowl"])


@pytest.mark.parametrize(
    ("page", "call"), CALLS, ids=[f"{page}: {' '.join(call)[:40]}" for page, call in CALLS]
)
def test_a_documented_call_is_understood(page: str, call: list[str]) -> None:
    parse(call)


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_a_command_has_help_with_an_example_and_is_documented(path: tuple[str, ...]) -> None:
    text = LEAVES[path].help or ""
    examples = SPAN.findall(text.partition("Example:")[2])
    assert examples, f"the help of {' '.join(path)} has no example"
    for example in examples:
        for command in commands(example):
            call = ours(command)
            if call is not None:
                parse(call)
    assert any(tuple(call[: len(path)]) == path for _, call in CALLS), "no page shows it"
    undescribed = [o.name for o in LEAVES[path].params if isinstance(o, TyperOption) and not o.help]
    assert undescribed == []


def test_the_readme_has_two_set_up_commands() -> None:
    section = README.partition("## Set up")[2].partition("\n## ")[0]
    lines = [line for _, text in BLOCK.findall(section) for line in text.splitlines()]
    assert lines == ["pip install uv && uv run wattwire demo", "pip install uv && uv run pytest"]
    assert f"\n{lines[1]}\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_nothing_is_left_open() -> None:
    """A word in capitals with an underscore, outside code, is a place that was to be filled."""
    open_places = {
        (page, word)
        for page, text in PAGES.items()
        for word in re.findall(r"^[A-Z]+_[A-Z_]+$", BLOCK.sub("", text), re.MULTILINE)
    }
    assert open_places == set()


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in LINK.findall(BLOCK.sub("", PAGES[page])):
        if re.match(r"https?:|mailto:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (ROOT / page).parent / name if name else ROOT / page
        assert file.exists(), f"{page} links to {target}"
        assert file.resolve().is_relative_to(ROOT)
        if anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = [
                re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings
            ]
            assert anchor in slugs, f"{page} links to {target}"


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=lambda path: path.stem
)
def test_a_decision_fits_a_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES_OF_A_DECISION
    assert re.match(rf"# {int(page.name[:4])}\. \S", text)
    for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
        assert part in text


def test_every_setting_is_documented(tmp_path: Path) -> None:
    page = PAGES["docs/howto/settings.md"]
    keys = re.findall(r"^\| `([\w.]+)` \|", page, re.MULTILINE)
    assert set(Settings.model_fields) == {"crawl"}
    assert sorted(keys) == sorted(f"crawl.{name}" for name in CrawlSettings.model_fields)
    (example,) = blocks("docs/howto/settings.md", "toml")
    (tmp_path / "wattwire.toml").write_text(example, encoding="utf-8")
    assert load_settings(Home(tmp_path)).crawl.contact == "mailto:newsdesk@example.org"


def test_the_number_of_outlets_is_that_of_the_registry() -> None:
    files = (ROOT / "crawler" / "outlets").glob("*.yaml")
    total = sum(len(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)) for path in files)  # noqa: S506
    assert f"wattwire ships {total} of them" in PAGES["docs/howto/outlets.md"].replace("\n", " ")


def test_python_blocks_run(tmp_path: Path) -> None:
    for page in PAGES:
        for text in blocks(page, "python", "py"):
            code = [sys.executable, "-c", text]
            ended = subprocess.run(code, cwd=tmp_path, capture_output=True, text=True, check=False)
            assert ended.returncode == 0, f"{page}: {ended.stderr}"


FOREIGN = {
    "a path of one machine": rf"/{'work'}/|/{'tmp'}/\w|/{'root'}/|/{'home'}/\w",
    "a workplace": rf"issue {'#'}\d|{'sub'}agent|\b{'Clau'}de\b",
    "a package registry": r"(?i)artifactory|nexus|index-url|://[^\s\"']*@[^\s\"']*(pypi|simple)",
}


@pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None, reason="needs a git checkout"
)
@pytest.mark.parametrize("what", FOREIGN)
def test_tracked_files_name_nothing_of_whoever_wrote_them(what: str) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = []
    for name in listed.splitlines():
        path = ROOT / name
        if name != "uv.lock" and path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            found += [f"{name}: {hit.group()}" for hit in re.finditer(FOREIGN[what], text)]
    assert found == []


@pytest.mark.parametrize("page", PAGES)
def test_pages_speak_of_the_thing_not_of_its_making(page: str) -> None:
    assert not re.search(rf"(?i)\b(session|issue {'#'}|{'sub'}agent|helper)\b", PAGES[page])


SHOWN_ON_THE_DEMO = [call for page, call in CALLS if call[:3] == ["sql", "--home", "var/demo"]]


@pytest.mark.e2e
@pytest.mark.parametrize("call", SHOWN_ON_THE_DEMO, ids=lambda call: " ".join(call[3].split())[:50])
def test_queries_of_the_readme_find_something_in_the_demo(demo: Demo, call: list[str]) -> None:
    ended = run(demo.home.root, "sql", *call[3:], "--format", "csv")
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.splitlines()) > 1


@pytest.mark.e2e
def test_columns_are_documented_in_the_corpus_as_the_readme_says(demo: Demo) -> None:
    for query in re.findall(r"`((?:describe|from) [^`]*)`", README):
        ended = run(demo.home.root, "sql", query, "--format", "csv")
        assert ended.returncode == 0, ended.stderr
        assert "article_id" in ended.stdout


@pytest.mark.e2e
def test_the_pipe_of_the_readme_works(tmp_path: Path) -> None:
    """`wattwire read page.html --url … | wattwire tag`, on a page of the synthetic news web."""
    web = Newsweb(1)
    page = next(
        p for p in web.publications if p.outlet_id == "nordpost" and p.way == "plain" and p.narratives
    )
    host, _, path = page.url.removeprefix("http://").partition("/")
    (tmp_path / "page.html").write_bytes(web.answer(host, f"/{path}", END).body)
    (script,) = [text for text in blocks("README.md", *SHELLS) if "| uv run wattwire tag" in text]
    ours_only = script.replace("uv run wattwire", shlex.join(WATTWIRE))
    ended = subprocess.run(
        ["/bin/sh", "-c", ours_only],
        cwd=tmp_path,
        env=environment("docs") | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert '"topics": [{' in ended.stdout


@pytest.mark.e2e
@pytest.mark.parametrize("call", [["outlets", "list"], ["outlets", "check"], ["doctor"]], ids=" ".join)
def test_calls_without_a_corpus_run_in_an_empty_home(tmp_path: Path, call: list[str]) -> None:
    assert any(shown[: len(call)] == call for _, shown in CALLS)
    ended = run(tmp_path / "home", *call)
    assert ended.returncode == 0, ended.stderr
