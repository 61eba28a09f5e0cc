"""The page in a real browser: no request, no sideways scrolling, at any width and in both colour schemes."""

import shutil
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import sync_playwright

from pipelines.report.build import build_report
from pipelines.report.collect import collect
from tests.pipelines.report.corpus import CLAIMS, add_event, empty_corpus, filled_corpus

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(BROWSER is None, reason="needs Chromium on the path (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    connection = filled_corpus(empty_corpus())
    # A word without a break must not widen the page, nor a script run.
    add_event(connection, "wide", title="W" * 400, evidence="<script>document.title='x'</script>" + "E" * 400)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(build_report(collect(connection, CLAIMS)), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_renders_alone(page_file: Path, width: int, scheme: Literal["light", "dark"]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        requests: list[str] = []
        messages: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.goto(page_file.as_uri())
        shown = page.evaluate("""() => {
            const ink = (at) => getComputedStyle(document.querySelector(at)).stroke;
            return {
                overflow: document.documentElement.scrollWidth - innerWidth,
                line: ink('#curves path[stroke="var(--asserts)"]'),
                paper: getComputedStyle(document.body).backgroundColor,
                title: document.title,
            };
        }""")
        browser.close()
    assert requests == [page_file.as_uri()]
    assert messages == []
    assert shown["overflow"] <= 0
    # The charts follow the scheme: colours come from the style sheet, not from the drawing.
    light = scheme == "light"
    assert shown["line"] == ("rgb(11, 96, 128)" if light else "rgb(111, 197, 223)")
    assert shown["paper"] == ("rgb(251, 250, 246)" if light else "rgb(20, 23, 26)")
    assert shown["title"].startswith("How the narratives spread")
