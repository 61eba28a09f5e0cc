"""Which outlets a home watches: the packaged registry and the home's own folder; what an outlet tells the reader."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from crawler.overrides import override_at
from crawler.registry import PACKAGED, Outlet, Registry, RegistryError, load_registry
from pipelines.home import Home
from pipelines.reading.overrides import Selectors
from pipelines.settings import Settings


def registry_folders(home: Home, settings: Settings) -> list[Path]:
    """Folders of registry YAML that count for a home; the home's own may be missing."""
    packaged = [PACKAGED] if settings.crawl.packaged_outlets else []
    return packaged + ([home.outlets] if home.outlets.is_dir() else [])


def load_home_registry(home: Home, settings: Settings) -> Registry:
    """The registry of a home.

    Raises:
        RegistryError: a file doesn't fit; the message names file, line and key.
    """
    folders = registry_folders(home, settings)
    return _load(tuple(folders), tuple(_states(folders)))


def load_outlet(home: Home, settings: Settings, outlet_id: str) -> Outlet:
    """One outlet of a home.

    Raises:
        RegistryError: there is none of this id, or a file doesn't fit.
    """
    outlet = load_home_registry(home, settings).get(outlet_id)
    if outlet is None:
        raise RegistryError(f"Unknown outlet {outlet_id}. `wattwire outlets list` shows the known ones.")
    return outlet


def selectors_at(outlet: Outlet | None, moment: datetime | None) -> Selectors | None:
    """The outlet's selectors for a page fetched at that moment (aware, None where unknown); None where it has none."""
    override = override_at(outlet.overrides, moment) if outlet else None
    given: dict[str, Any] = override.selectors() if override else {}
    return Selectors(**given) if given else None


def _states(folders: Sequence[Path]) -> list[tuple[Path, int, int]]:
    files = (file for folder in folders for file in sorted(folder.glob("*.yaml")))
    return [(file, state.st_mtime_ns, state.st_size) for file in files for state in [file.stat()]]


@lru_cache(maxsize=2)
def _load(folders: tuple[Path, ...], states: tuple[tuple[Path, int, int], ...]) -> Registry:  # noqa: ARG001 - a key
    # Kept: a run asks at each step, and 184 outlets take half a second to read and check.
    return load_registry(folders)
