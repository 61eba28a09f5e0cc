"""What became of landed files, as the corpus shows it: told on stderr, or as one object of JSON on stdout.

Belongs here: counting and telling. Does not belong here: landing, processing, and what a reason means.
"""

import json
import re
import sys
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from rich.console import Console

from crawler.landing.records import Unit
from pipelines.amounts import amount
from pipelines.home import Home
from warehouse.connection import reading
from warehouse.queries import load_query
from warehouse.store import Store

_LINE = re.compile(r"line \d+( of the journal)?: ")


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the records of one file: each is a revision or a rejection."""

    file: str
    """As the user named it, else the name of the landed file."""
    landed_file: str
    landed: date
    new_articles: int = 0
    """Articles that no file before held."""
    revisions: int = 0
    rejections: dict[str, int] = field(default_factory=dict)
    """Reason -> number, most frequent first."""
    refusals: dict[str, str] = field(default_factory=dict)
    """Reason -> evidence of the first one, with its line or byte in the file; where records are refused or damaged."""


def processed_sources(store: Store) -> set[str]:
    """Sources of the units that have been processed, by whatever version."""
    return {part.source for part in store.parts("captures")}


def take_account(home: Home, named: Sequence[tuple[str, Unit]], known: Collection[str]) -> list[Account]:
    """The accounts of processed units.

    Args:
        home: where they are; its corpus is published.
        named: what to call each unit, in the order in which an article counts as new; a unit may come again.
        known: `processed_sources` as it was before; nothing that these hold is new.
    """
    if not named:
        return []
    fresh = list(dict.fromkeys(unit.source for _, unit in named if unit.source not in known))
    landed = list({unit.path.name for _, unit in named})
    with reading(home.corpus) as db:
        rows = db.execute(load_query("landed_accounts"), {"sources": fresh, "files": landed}).fetchall()
    new = {name: number for what, name, _, number, *_ in rows if what == "new"}
    return [
        Account(
            file,
            unit.path.name,
            unit.day,
            # Taken out: the second time that a unit comes, its articles are counted.
            new_articles=new.pop(unit.source, 0),
            revisions=sum(row[3] for row in rows if row[:2] == ("revision", unit.path.name)),
            rejections={row[2]: row[3] for row in rows if row[:2] == ("rejection", unit.path.name)},
            refusals={row[2]: _placed(*row[4:]) for row in rows if row[1] == unit.path.name and row[4]},
        )
        for file, unit in named
    ]


def _placed(evidence: str, offset: int) -> str:
    # Lines are landed in a file of our own, whose offsets lead nobody back to the one that was given.
    return evidence if _LINE.match(evidence) else f"byte {offset}: {evidence}"


def tell(accounts: Sequence[Account], console: Console) -> None:
    """A line for each file, and one for each kind of refusal, with an instance of it."""
    for account in accounts:
        listed = ", ".join(f"{number} {reason}" for reason, number in account.rejections.items())
        console.print(
            f"{account.file}: {amount(account.new_articles, 'new article')}, {amount(account.revisions, 'revision')}, "
            f"{amount(sum(account.rejections.values()), 'rejection')}{f' ({listed})' if listed else ''}, "
            f"landed {account.landed} as {account.landed_file}",
            markup=False,
        )
        for reason, evidence in account.refusals.items():
            console.print(f"  {reason}: {evidence}", markup=False)


def print_accounts(accounts: Sequence[Account]) -> None:
    """One object with all files on stdout."""
    json.dump(
        {"files": [asdict(account) for account in accounts]}, sys.stdout, ensure_ascii=False, default=str
    )
    sys.stdout.write("\n")
