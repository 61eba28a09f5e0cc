"""Pages that bring down whoever reads them, and the reader whom they bring down.

Belongs here: making and reading them. Does not belong here: any assertion.
"""

from pipelines.reading.page import Page, Reading, read_page
from tests.pipelines.stages.calls import crash, fail, hang, swell

MARK = "<!-- poison: "
DEADLY = {function.__name__: function for function in (hang, crash, swell, fail)}


def poisoned(html: str, what: str) -> str:
    """The page with a mark that has `read_or_die` call one of `DEADLY` instead of reading it."""
    return f"{html}{MARK}{what} -->"


def read_or_die(page: Page) -> Reading:
    """Read a page, or do what its mark says."""
    _, found, rest = page.html.decode().partition(MARK)
    return DEADLY[rest.split()[0]](page.url) if found else read_page(page)  # type: ignore[return-value]
