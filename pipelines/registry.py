"""Which outlets a home watches: the packaged registry and the home's own folder."""

from pathlib import Path

from crawler.registry import PACKAGED, Registry, load_registry
from pipelines.home import Home
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
    return load_registry(registry_folders(home, settings))
