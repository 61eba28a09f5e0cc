"""Trees of pages for tests of what works on them."""

from pipelines.reading.body import cut_page
from pipelines.reading.cuts import Cuts
from pipelines.reading.document import Document
from pipelines.reading.metadata import find_descriptions
from pipelines.reading.surroundings import Surroundings
from pipelines.reading.titles import find_title
from pipelines.reading.tree import Tree
from pipelines.reading.walk import parse


def tree_of(body: str) -> Tree:
    """The tree of a page with this body."""
    found = parse(f"<html><body>{body}</body></html>")
    assert found is not None
    return found


def surroundings_of(page: Document) -> Surroundings:
    """The places of a page that is cut as reading does it."""
    title = find_title(page)
    cuts = Cuts(page.tree, title)
    cut_page(cuts, title=title, descriptions=find_descriptions(page))
    return Surroundings(cuts)
