"""What can go wrong in the warehouse.

Belongs here: the exceptions that reach a user. Does not belong here: handling them.
"""

from pathlib import Path


class StoreError(RuntimeError):
    """The store can't be read or written; the message says what, where, and what to do next."""


class CorpusError(ValueError):
    """A corpus can't be opened, or a query can't be run on it; the message says why and what to do next."""


def no_corpus(link: Path) -> CorpusError:
    """The error for a home in which nothing was published yet."""
    return CorpusError(
        f"There is no corpus at {link} yet. "
        "Run `wattwire demo`, `wattwire import FILE` or `wattwire crawl` first."
    )
