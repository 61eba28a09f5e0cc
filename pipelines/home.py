"""Where runtime state lives: one home folder and the paths in it.

Belongs here: the layout of a home and the check that it can be written. Does not belong here: settings
(`settings.py`) and what the files mean (`crawler/landing`, `warehouse/store.py`).
"""

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT = Path("var")
PROJECT = Path(__file__).resolve().parent.parent
DAGSTER_YAML = PROJECT / "dagster.yaml"


class HomeError(RuntimeError):
    """The home can't be used; the message says which path, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Home:
    """One home: every path below `root`, nothing outside it."""

    root: Path

    @property
    def settings(self) -> Path:
        """Optional `wattwire.toml`."""
        return self.root / "wattwire.toml"

    @property
    def outlets(self) -> Path:
        """The user's own outlets, one YAML file a country."""
        return self.root / "outlets"

    @property
    def landing(self) -> Path:
        """WARC files and fetch ledgers, a folder a UTC day."""
        return self.root / "landing"

    @property
    def store(self) -> Path:
        """Parts, manifest and snapshots."""
        return self.root / "store"

    @property
    def corpus(self) -> Path:
        """Symlink to the newest snapshot."""
        return self.root / "corpus.duckdb"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME."""
        return self.root / "dagster"

    @property
    def reports(self) -> Path:
        """HTML reports."""
        return self.root / "reports"

    @property
    def crawl_state(self) -> Path:
        """Seen URLs, validators and rhythm of each source."""
        return self.root / "crawl" / "state.sqlite"


def find_home(given: Path | None = None) -> Home:
    """The home to use: `--home`, else `WATTWIRE_HOME`, else `var` below the working folder."""
    chosen = given or Path(os.environ.get("WATTWIRE_HOME") or DEFAULT)
    # Absolute for DAGSTER_HOME, which must be; not resolved, so that messages name the path the user gave.
    return Home(chosen.expanduser().absolute())


def prepare(home: Home) -> Home:
    """Create what a run needs and prove that the home can be written.

    Raises:
        HomeError: a folder can't be made, or is not writable.
    """
    try:
        for folder in (home.landing, home.store, home.reports, home.crawl_state.parent, home.dagster):
            folder.mkdir(parents=True, exist_ok=True)
        # Tried and not asked: permissions know nothing of quotas and of mounts that are read-only elsewhere.
        probe = home.root / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
        _link_dagster_yaml(home)
    except OSError as error:
        raise HomeError(
            f"The home {home.root} can't be written: {error.strerror} ({error.filename}). "
            "Nothing was changed. Choose another with --home or WATTWIRE_HOME, or mend its permissions."
        ) from error
    return home


def _link_dagster_yaml(home: Home) -> None:
    # Dagster reads the file from DAGSTER_HOME only; a link keeps the one in the project the single source.
    link = home.dagster / "dagster.yaml"
    if link.is_symlink() and link.readlink() == DAGSTER_YAML:
        return
    link.unlink(missing_ok=True)
    link.symlink_to(DAGSTER_YAML)
