"""Fills the report's rows from a corpus.

Belongs here: running the `.sql` files beside this module over any connection. Does not belong here: opening
a corpus (the warehouse) and drawing (`page`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pipelines.report.rows import (
    Adoption,
    CoverageDay,
    CurveDay,
    Evidence,
    FoundDay,
    Headline,
    LanguageCount,
    ReadDay,
    RejectionCount,
    ReportData,
)

_QUERIES = Path(__file__).parent / "queries"

_Row = TypeVar("_Row")


class ReportError(RuntimeError):
    """The corpus doesn't give what the report asks for."""


class Cursor(Protocol):
    """The result of a query, as in PEP 249."""

    @property
    def description(self) -> Any:  # noqa: ANN401  (PEP 249 leaves its shape to the driver; the first item is the name)
        """A sequence per column, the column's name first."""
        ...

    def fetchall(self) -> Sequence[Sequence[Any]]:
        """All rows."""
        ...


class Connection(Protocol):
    """Whatever runs a read-only query: a DuckDB connection, or a test's stand-in for one."""

    def execute(self, query: str, /) -> Cursor:
        """Run one statement."""
        ...


def queries() -> dict[str, str]:
    """Name -> SQL of each query of the report."""
    return {path.stem: path.read_text("utf-8").strip() for path in sorted(_QUERIES.glob("*.sql"))}


def collect(connection: Connection, claims: Mapping[str, str]) -> ReportData:
    """Run the report's queries over the public views.

    Args:
        connection: over a corpus; nothing is written. The session's time zone doesn't matter.
        claims: narrative id -> claim, from the taxonomy.

    Raises:
        ReportError: a query's columns aren't those of its dataclass: page and SQL are of two versions.
    """
    sql = queries()

    def rows(name: str, kind: type[_Row]) -> tuple[_Row, ...]:
        return _rows(connection.execute(sql[name]), name, kind)

    return ReportData(
        headline=rows("headline", Headline)[0],
        languages=rows("languages", LanguageCount),
        curves=rows("curves", CurveDay),
        found=rows("found", FoundDay),
        observed=rows("observed", ReadDay),
        adoptions=rows("adoptions", Adoption),
        evidence=rows("evidence", Evidence),
        coverage=rows("coverage", CoverageDay),
        rejections=rows("rejections", RejectionCount),
        claims=claims,
        sql=sql,
    )


def _rows(cursor: Cursor, name: str, kind: type[_Row]) -> tuple[_Row, ...]:
    columns = [column[0] for column in cursor.description]
    expected = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if columns != expected:
        message = (
            f"The report's query {name}.sql gave the columns {columns}, expected {expected}. "
            f"Next: reinstall wattwire, so that its queries and its code are of one version."
        )
        raise ReportError(message)
    # By place, hence the check above: columns in another order would fill the wrong fields without an error.
    return tuple(kind(*row) for row in cursor.fetchall())
