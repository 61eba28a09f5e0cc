"""The explanation of a page: in the terminal and as an HTML page, safe whatever the page holds."""

from pathlib import Path

import pytest

from tests.pipelines.command import wattwire
from tests.pipelines.pages import STROM

HOSTILE = (
    "<p>Eight words and a script: &lt;script&gt;alert(1)&lt;/script&gt; [bold red]in it[/] \x1b[31m.</p>"
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A saved page with something hostile in its text."""
    page = tmp_path / "page.html"
    page.write_text(STROM.html.replace("</article>", f"{HOSTILE}</article>"), encoding="utf-8")
    return page


def test_each_block_is_a_line_with_what_became_of_it(saved: Path) -> None:
    outcome = wattwire("read", saved, "--url", STROM.url, "--explain")
    printed = outcome.raw.decode().splitlines()
    assert outcome.code == 0
    assert f"+ headline             {STROM.title}" in printed
    for paragraph in STROM.body.split("\n\n"):
        assert any(line.startswith("+ paragraph") and paragraph[:100] in line for line in printed)
    assert any(line.startswith("- ") for line in printed)
    assert "[bold red]in it[/]" in outcome.raw.decode()
    assert "\x1b" not in outcome.raw.decode()
    assert printed[-1].endswith("; an article")


def test_the_view_is_one_file_that_runs_nothing(saved: Path, tmp_path: Path) -> None:
    view = tmp_path / "view.html"
    outcome = wattwire("read", saved, "--url", STROM.url, "--explain-html", view)
    assert outcome.raw.decode().strip() == str(view)
    page = view.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "default-src 'none'" in page
    assert page.count('<li class="kept"') > STROM.body.count("\n\n")
    assert 'class="cut"' in page


def test_a_rejected_page_says_why(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><title>404 Not Found</title><body><h1>Not found</h1></body></html>")
    outcome = wattwire("read", page, "--url", STROM.url, "--explain")
    assert "rejected: error_page" in outcome.raw.decode()


def test_only_one_page_can_be_explained(saved: Path, tmp_path: Path) -> None:
    assert "wattwire read FILE --url U --explain" in wattwire("read", "--explain").err
    outcome = wattwire("read", saved, "--url", STROM.url, "--explain-html", tmp_path / "none" / "view.html")
    assert (outcome.code, outcome.raw) == (1, b"")
    assert "can't be written" in outcome.err
