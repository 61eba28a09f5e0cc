"""What can go wrong in the warehouse. Belongs here: the exceptions that reach a user. Does not belong here: handling."""


class StoreError(RuntimeError):
    """The store can't be read or written; the message says what, where, and what to do next."""


class CorpusError(ValueError):
    """A corpus can't be opened, or a query can't be run on it; the message says why and what to do next."""
