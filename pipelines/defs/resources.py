"""What assets are handed: the home, its settings, store and registry. Read once per step, at the edge."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import dagster as dg

from crawler.landing.records import Unit
from crawler.landing.units import landed_units
from crawler.registry import Registry
from pipelines.home import Home, prepare
from pipelines.registry import load_home_registry
from pipelines.settings import Settings, load_settings
from pipelines.stages.versions import pending
from warehouse.store import Store


class Workspace(dg.ConfigurableResource[None]):
    """The home of one wattwire."""

    root: str
    reprocess: bool = False

    @property
    def home(self) -> Home:
        """The home, created where it is missing."""
        # A path as text: Dagster keeps the configuration of resources as JSON.
        return prepare(Home(Path(self.root)))

    @property
    def settings(self) -> Settings:
        """The home's settings."""
        return load_settings(self.home)

    @property
    def store(self) -> Store:
        """The home's store of parts."""
        return Store(self.home.store)

    @property
    def registry(self) -> Registry:
        """Outlets that ship with wattwire (unless switched off) and the home's own."""
        return load_home_registry(self.home, self.settings)

    def units(self, day: str) -> list[Unit]:
        """The whole files landed on a day, oldest first."""
        return landed_units(self.home.landing, date.fromisoformat(day))

    def todo(self, day: str, tables: Iterable[str]) -> list[Unit]:
        """The files of a day that lack one of these parts in the present version; all of them in a reprocessing run."""
        units = self.units(day)
        if self.reprocess:
            return units
        return pending(units, self.store, tables, overrides=self.registry.overrides_digest)
