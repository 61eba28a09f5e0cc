"""What every public column means: `schema/columns.yaml`, and the comments a snapshot carries.

Belongs here: finding the text for a column. Does not belong here: its type, which the views determine, and
the page for readers (`columns.py`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

SOURCE = Path(__file__).parent / "schema" / "columns.yaml"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds.

    Attributes:
        text: what it is.
        unit: unit or set of values; None where the text says it all.
        missing: what NULL means; None: it is never NULL.
    """

    text: str
    unit: str | None = None
    missing: str | None = None

    def comment(self) -> str:
        """One paragraph for `comment on column`."""
        unit = f" Unit: {self.unit}." if self.unit else ""
        return f"{self.text}{unit} NULL: {self.missing or 'never'}."


@dataclass(frozen=True, slots=True)
class Documentation:
    """The loaded file.

    Attributes:
        relations: public table or view -> what one row is.
        macros: macro with its parameters -> what it returns.
    """

    relations: Mapping[str, str]
    macros: Mapping[str, str]
    _columns: Mapping[str, Meaning]
    _own: Mapping[str, Mapping[str, Meaning]]

    def meaning(self, relation: str, column: str) -> Meaning:
        """The table's own text for a column, else the text of every column of that name.

        Raises:
            KeyError: the column is not documented.
        """
        own = self._own.get(relation, {}).get(column)
        return own or self._columns[column]

    def documented(self) -> set[tuple[str | None, str]]:
        """(relation, column) of every text; None for texts of a name in any relation."""
        general: set[tuple[str | None, str]] = {(None, column) for column in self._columns}
        return general | {(relation, column) for relation, columns in self._own.items() for column in columns}


@lru_cache
def documentation() -> Documentation:
    """The documentation of all public relations."""
    content: dict[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return Documentation(
        relations={name: relation["row"] for name, relation in content["relations"].items()},
        macros=content["macros"],
        _columns=_meanings(content["columns"]),
        _own={
            name: _meanings(relation.get("columns", {})) for name, relation in content["relations"].items()
        },
    )


def columns_of(db: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    """Name and type of a public relation's columns, in order."""
    return db.execute(
        "select column_name, data_type from duckdb_columns() where database_name = current_database() "
        "and schema_name = 'main' and table_name = ? order by column_index",
        [relation],
    ).fetchall()


def comments(
    db: duckdb.DuckDBPyConnection, relations: Iterable[str], stored: frozenset[str]
) -> Iterator[str]:
    """The `comment on` statements for relations in `db`; those in `stored` are tables, others views."""
    texts = documentation()
    for relation in relations:
        kind = "table" if relation in stored else "view"
        yield f"comment on {kind} {relation} is {quoted('One row is ' + texts.relations[relation])}"
        for column, _ in columns_of(db, relation):
            comment = texts.meaning(relation, column).comment()
            yield f"comment on column {relation}.{column} is {quoted(comment)}"
    for signature, text in texts.macros.items():
        yield f"comment on macro table {signature.partition('(')[0]} is {quoted(f'{signature}: {text}')}"


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def _meanings(columns: Mapping[str, Mapping[str, str]]) -> dict[str, Meaning]:
    return {name: Meaning(**given) for name, given in columns.items()}
