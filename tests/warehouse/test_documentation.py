"""Every public column is documented once, nothing else is; corpus and docs/columns.md carry the texts."""

from contextlib import closing
from pathlib import Path

import pytest

from warehouse.catalogue import live_catalogue, public_relations
from warehouse.columns import reference
from warehouse.connection import open_corpus
from warehouse.documentation import columns_of, documentation
from warehouse.publish import publish
from warehouse.store import Store

PAGE = Path(__file__).parents[2] / "docs" / "columns.md"

Columns = dict[str, list[str]]


@pytest.fixture(scope="module")
def columns() -> Columns:
    """Public relation -> its columns, as the views have them."""
    with live_catalogue(Path(), [], 0, " ".join(public_relations())) as db:
        return {name: [column for column, _ in columns_of(db, name)] for name in public_relations()}


def test_documented_relations_are_the_public_ones(columns: Columns) -> None:
    assert set(documentation().relations) == set(columns)


def test_every_column_has_a_meaning(columns: Columns) -> None:
    for relation, names in columns.items():
        for column in names:
            meaning = documentation().meaning(relation, column)
            assert meaning.text.endswith("."), (relation, column)
            assert not (meaning.unit or "").endswith("."), (relation, column)


def test_no_text_is_left_over(columns: Columns) -> None:
    """A text for one relation must be of a column it has; a text for a name must be used by some relation."""
    own = {key for key in documentation().documented() if key[0] is not None}
    assert own <= {(relation, column) for relation, names in columns.items() for column in names}
    inherited = {
        column for relation, names in columns.items() for column in names if (relation, column) not in own
    }
    assert {column for relation, column in documentation().documented() if relation is None} == inherited


def test_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run: python -m warehouse.columns > docs/columns.md"
    )


def test_snapshot_carries_the_comments(store: Store, link: Path, columns: Columns) -> None:
    publish(store, link)
    with closing(open_corpus(link)) as db:
        found = db.execute(
            "select table_name, column_name, comment from duckdb_columns() "
            "where database_name = 'corpus' and schema_name = 'main'"
        ).fetchall()
        rows = db.execute(
            "select view_name, comment from duckdb_views() where database_name = 'corpus' "
            "and schema_name = 'main' union all select table_name, comment from duckdb_tables() "
            "where database_name = 'corpus' and schema_name = 'main'"
        ).fetchall()
        macros = db.execute(
            "select function_name, comment from duckdb_functions() where database_name = 'corpus'"
        ).fetchall()
    assert {(relation, column) for relation, column, _ in found} == {
        (relation, column) for relation, names in columns.items() for column in names
    }
    assert all(
        text == documentation().meaning(relation, column).comment() for relation, column, text in found
    )
    assert dict(rows) == {name: f"One row is {text}" for name, text in documentation().relations.items()}
    assert {(name, text) for name, text in macros if text} == {
        (signature.partition("(")[0], f"{signature}: {text}")
        for signature, text in documentation().macros.items()
    }


def test_macro_signatures_are_those_documented(store: Store, link: Path) -> None:
    publish(store, link)
    with closing(open_corpus(link)) as db:
        found = db.execute(
            "select function_name, parameters from duckdb_functions() where database_name = 'corpus'"
        ).fetchall()
    documented = {}
    for signature in documentation().macros:
        name, _, given = signature.removesuffix(")").partition("(")
        documented[name] = [one.partition(" ")[0] for one in given.split(", ")]
    assert dict(found) == documented
