"""SQL that pipelines run on the store or the corpus: `queries/*.sql`, by name.

Belongs here: finding a query. Does not belong here: running it (`Store.query`, `connection.py`), and what
readers see (`views/`).
"""

from pathlib import Path

_FOLDER = Path(__file__).parent / "queries"


def load_query(name: str) -> str:
    """The text of `queries/<name>.sql`; its head says which parameters it takes and what it returns.

    Raises:
        KeyError: there is no such query.
    """
    path = _FOLDER / f"{name}.sql"
    if not path.is_file():
        raise KeyError(
            f"no query {name!r}; known are {', '.join(sorted(p.stem for p in _FOLDER.glob('*.sql')))}"
        )
    return path.read_text(encoding="utf-8")
