"""The outlets of a home and what they tell the reader; the guide to overrides, followed from its first command on."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.overrides import Override
from crawler.registry import RegistryError
from pipelines.home import Home
from pipelines.reading.overrides import Selectors
from pipelines.registry import load_home_registry, load_outlet, selectors_at
from pipelines.settings import load_settings
from tests.pipelines.command import PROJECT, wattwire
from tests.pipelines.reading.layouts import paragraphs
from tests.pipelines.reading.stories import ENGLISH, GERMAN

GUIDE = (PROJECT / "docs" / "howto" / "misread-pages.md").read_text(encoding="utf-8")
EXAMPLE = GUIDE.split("```yaml\n")[1].split("```")[0]
PAGE = (
    f"<html><head><title>{ENGLISH.title}</title></head><body><h1>{ENGLISH.title}</h1>"
    f"<div class='related'>{paragraphs(ENGLISH.paragraphs)}</div>"
    f"<div>{paragraphs(GERMAN.paragraphs * 3)}</div></body></html>"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in `var` of the working folder, with the guide's outlet, and a saved page beside it."""
    monkeypatch.chdir(tmp_path)
    found = Home(Path("var"))
    found.outlets.mkdir(parents=True)
    (found.outlets / "mine.yaml").write_text(EXAMPLE, encoding="utf-8")
    Path("page.html").write_text(PAGE, encoding="utf-8")
    return found


def test_the_commands_of_the_guide_run(home: Home) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    commands = [line.split()[2:] for block in blocks for line in block.splitlines()]
    assert len(commands) == 4
    outcomes = [wattwire(*words[1:]) for words in commands]
    assert [(outcome.code, outcome.err) for outcome in outcomes if outcome.code] == []
    plain, _, read, explained = outcomes
    assert ENGLISH.paragraphs[0] not in [line[23:] for line in plain.out.splitlines() if line.startswith("+")]
    (row,) = read.rows
    assert row["body"] == "\n\n".join(ENGLISH.paragraphs)
    assert row["override"] == {"found": ["body"], "missed": []}
    assert "; the outlet's override found body, missed nothing" in explained.out


def test_the_guide_names_every_key() -> None:
    table = GUIDE.split("| key | needed")[1].split("\n\n")[0]
    first = " ".join(line.split("|")[1] for line in table.splitlines() if "| `" in line)
    assert set(re.findall(r"`(\w+)`", first)) == set(Override.model_fields)


def test_read_applies_no_override_unasked(home: Home) -> None:
    (row,) = wattwire("read", "page.html", "--url", "https://tidepost.example/news/1").rows
    assert row["override"] is None
    assert row["body"] != "\n\n".join(ENGLISH.paragraphs)


def test_read_of_lines_takes_the_entry_of_the_day(home: Home) -> None:
    page = '{"url": "https://tidepost.example/1", "html": "<p>x</p>", "fetched_at": "%s"}\n'
    given = (page % "2026-02-28T23:00:00Z" + page % "2026-03-01T00:00:00Z").encode()
    rows = wattwire("read", "--outlet", "tidepost", stdin=given).rows
    assert [row["override"] for row in rows] == [None, {"found": [], "missed": ["body"]}]


def test_an_unknown_outlet_is_told(home: Home) -> None:
    outcome = wattwire("read", "page.html", "--url", "https://tidepost.example/1", "--outlet", "tidpost")
    assert outcome.code == 1
    assert "Unknown outlet tidpost. `wattwire outlets list` shows the known ones." in outcome.err
    with pytest.raises(RegistryError, match="Unknown outlet nobody"):
        load_outlet(home, load_settings(home), "nobody")


def test_a_changed_file_is_read_again(home: Home) -> None:
    settings, file = load_settings(home), home.outlets / "mine.yaml"
    first = load_home_registry(home, settings)
    assert load_home_registry(home, settings) is first
    file.write_text(EXAMPLE.replace("div.related", "div.relates"), encoding="utf-8")
    os.utime(file, ns=(0, 0))
    second = load_home_registry(home, settings)
    assert second.overrides_digest != first.overrides_digest
    file.unlink()
    assert "tidepost" not in load_home_registry(home, settings)


def test_selectors_are_those_of_the_day(home: Home) -> None:
    outlet = load_outlet(home, load_settings(home), "tidepost")
    assert selectors_at(outlet, datetime(2026, 3, 1, tzinfo=UTC)) == Selectors(body="div.related")
    assert selectors_at(outlet, datetime(2026, 2, 1, tzinfo=UTC)) is None
    assert selectors_at(outlet, None) == Selectors(body="div.related")
    assert selectors_at(None, None) is None
