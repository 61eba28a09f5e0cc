"""Trees of pages for tests of what works on them."""

from pipelines.reading.tree import Tree
from pipelines.reading.walk import parse


def tree_of(body: str) -> Tree:
    """The tree of a page with this body."""
    found = parse(f"<html><body>{body}</body></html>")
    assert found is not None
    return found
