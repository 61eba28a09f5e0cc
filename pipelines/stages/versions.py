"""Which code version a part was made by, and which parts a unit needs before readers may see it.

Belongs here: how versions chain (a new reader makes new tags too) and what is still to do. Does not belong here:
the versions themselves, which live beside the code they describe.
What outlets tell the reader is a part of its version, as one digest of all of them: when an outlet's overrides change,
all pages are read again. Nearly every landed file holds pages of nearly every outlet, so a digest for each would spare
little.
"""

from collections.abc import Iterable
from functools import lru_cache

from crawler.landing.records import Unit
from pipelines.reading.language import LANGUAGE_VERSION
from pipelines.reading.page import READING_VERSION
from pipelines.recognising.recognise import RECOGNISER_VERSION
from pipelines.tracking.signatures import SIGNATURE_VERSION
from pipelines.tracking.stories import STORY_VERSION
from warehouse.publish import BUILT_ON, Basis
from warehouse.store import Store

LANDING_VERSION = "1"
"""Version of the copy from ledger to `fetch_log` and of declared observations."""


BASIS: Basis = {
    "fetch_log": None,
    "declared_observations": None,
    "captures": None,
    "rejected": None,
    "languages": "captures",
    "topics": "languages",
    "topicality": "languages",
    "narratives": "languages",
    "signatures": "captures",
    "near_duplicates": "captures",
    "title_links": "languages",
}
"""Tables of a whole unit, and the table each is made from: what readers see is made from one another."""


@lru_cache
def versions(overrides: str = "") -> dict[str, str]:
    """Table -> version that its parts must have. A table's version names the versions it builds on.

    Args:
        overrides: `Registry.overrides_digest`; empty without overrides.
    """
    own = _own(overrides)
    whole: dict[str, str] = {}
    # The order of `BASIS` matters: each table comes after the one it is made from.
    for table, below in BASIS.items():
        whole[table] = own[table] + (BUILT_ON + whole[below] if below else "")
    return whole


def version_on(table: str, unit: Unit, store: Store) -> str:
    """Version of a part that is made now, from the part below it as the store has it.

    Raises:
        LookupError: there is no part below.
    """
    below = BASIS[table]
    stored = store.version_of(below, unit.day, unit.source) if below else None
    if stored is None:
        raise LookupError(f"{table} of {unit.source} is made from {below}, which is not there yet")
    return _own()[table] + BUILT_ON + stored


def _own(overrides: str = "") -> dict[str, str]:
    reading = f"{READING_VERSION}+{overrides}" if overrides else READING_VERSION
    return {
        "fetch_log": LANDING_VERSION,
        "declared_observations": LANDING_VERSION,
        "captures": reading,
        "rejected": reading,
        "languages": LANGUAGE_VERSION,
        "topics": RECOGNISER_VERSION,
        "topicality": RECOGNISER_VERSION,
        "narratives": RECOGNISER_VERSION,
        "signatures": SIGNATURE_VERSION,
        "near_duplicates": SIGNATURE_VERSION,
        "title_links": STORY_VERSION,
    }


def pending(
    units: Iterable[Unit], store: Store, tables: Iterable[str] | None = None, *, overrides: str = ""
) -> list[Unit]:
    """The units that lack a part of the present version in any of `tables` (default: all).

    Args:
        overrides: `Registry.overrides_digest` of the home.
    """
    present = versions(overrides)
    wanted = {table: present[table] for table in tables or present}
    return [
        unit
        for unit in units
        if any(store.version_of(table, unit.day, unit.source) != version for table, version in wanted.items())
    ]
