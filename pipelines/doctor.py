"""`wattwire doctor`: is this home set up, and what to do where it isn't.

Belongs here: examinations that change nothing, each with a verdict and advice. Does not belong here: repairs.
"""

import json
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from crawler.landing.units import landed_units
from crawler.registry import RegistryError, check_registry
from pipelines.amounts import amount
from pipelines.home import DAGSTER_YAML, Home
from pipelines.registry import load_home_registry, registry_folders
from pipelines.settings import Settings, SettingsError, load_settings
from pipelines.stages.versions import pending
from warehouse.connection import reading
from warehouse.damage import HEALING, damaged, told
from warehouse.errors import CorpusError, StoreError
from warehouse.store import Store

FREE_GB = 1.0
"""A day of 184 outlets lands about 0.3 GB of compressed pages (5,000 of 55 kB); a run needs room beside it."""


_UNREADABLE = "can't be read"


@dataclass(frozen=True, slots=True)
class Finding:
    """One examination: what was looked at, whether it is sound, what was found and what to do."""

    name: str
    ok: bool
    found: str
    advice: str | None = None


def examine(home: Home) -> list[Finding]:
    """Examine a home without changing it; one finding for each examination, all of them always made."""
    return list(_examine(home))


def _examine(home: Home) -> Iterator[Finding]:
    yield Finding("software", ok=True, found=_software())
    yield _writable(home)
    yield _space(home)
    settings, finding = _settings(home)
    yield finding
    yield _registry(home, settings)
    yield _contact(home, settings)
    store = _store(home)
    yield _landing(home, settings, store)
    yield store
    yield _corpus(home)
    yield _dagster(home)


def _software() -> str:
    names = ("wattwire", "dagster", "scrapy", "duckdb", "trafilatura")
    return f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names)


def _writable(home: Home) -> Finding:
    existing = next(path for path in (home.root, *home.root.parents) if path.exists())
    ok = _takes_folders(existing)
    outlook = "the first run creates it" if ok else "it can't be made"
    found = f"{home.root}" if home.root.exists() else f"{home.root} (not there yet; {outlook})"
    return Finding(
        "home", ok, found, None if ok else f"{existing} can't be written: mend it, or choose another home."
    )


def _takes_folders(folder: Path) -> bool:
    # Tried, not asked: permissions know nothing of quotas, read-only mounts and file systems that hold no files.
    try:
        with TemporaryDirectory(prefix=".wattwire-doctor-", dir=folder):
            return True
    except OSError:
        return False


def _space(home: Home) -> Finding:
    existing = next(path for path in (home.root, *home.root.parents) if path.exists())
    free = shutil.disk_usage(existing).free / 1e9
    advice = (
        None
        if free >= FREE_GB
        else f"Free at least {FREE_GB:.0f} GB or move the home: a full disk stops crawls."
    )
    return Finding("disk", advice is None, f"{free:.1f} GB free", advice)


def _settings(home: Home) -> tuple[Settings, Finding]:
    try:
        settings = load_settings(home)
    except SettingsError as error:
        # With the defaults, so that the examinations after this one can still be made.
        return Settings(), Finding("settings", ok=False, found="can't be used", advice=str(error))
    source = str(home.settings) if home.settings.exists() else "defaults (no wattwire.toml)"
    return settings, Finding("settings", ok=True, found=source)


def _registry(home: Home, settings: Settings) -> Finding:
    folders = registry_folders(home, settings)
    problems = check_registry(folders)
    files = sum(len(list(folder.glob("*.yaml"))) for folder in folders)
    found = f"{amount(files, 'file')}, {amount(len(problems), 'problem')}"
    return Finding("registry", not problems, found, "Run `wattwire outlets check`." if problems else None)


def _contact(home: Home, settings: Settings) -> Finding:
    contact = settings.crawl.contact
    if contact:
        return Finding("contact", ok=True, found=contact)
    found = "none: only loopback can be crawled, schedules are off"
    # Sound, though empty: whoever only imports needs none.
    return Finding(
        "contact", True, found, f'To watch outlets: `contact = "mailto:…"` under [crawl] in {home.settings}.'
    )


def _store(home: Home) -> Finding:
    store = Store(home.store)
    try:
        parts = store.parts()
        faults = [(store.root / part.file, fault) for part, fault in damaged(store.root, parts)]
        loose = store.loose_end
    except StoreError as error:
        return Finding("store", ok=False, found=_UNREADABLE, advice=str(error))
    found = amount(len(parts), "part")
    if faults:
        return Finding("store", False, f"{found}, {len(faults)} of them damaged", f"{told(faults)} {HEALING}")
    if not loose:
        return Finding("store", True, found)
    rest = amount(len(loose), "byte that is", "bytes that are")
    found = f"{found}; {home.store}/manifest.jsonl ends in {rest} no commit"
    if b"\n" not in loose:
        return Finding("store", True, f"{found}: one that was cut off", "The next commit clears it away.")
    advice = (
        "Something else wrote them, or the last commit was altered. The next commit moves them to manifest.torn; then "
        "`wattwire process` makes again what is lacking."
    )
    return Finding("store", False, found, advice)


def _landing(home: Home, settings: Settings, store: Finding) -> Finding:
    units = landed_units(home.landing)
    landed = f"{amount(len(units), 'file')} landed"
    if not store.ok and store.found == _UNREADABLE:
        return Finding(
            "landing", True, f"{landed}, what is to process depends on the store", "Mend the store first."
        )
    try:
        overrides = load_home_registry(home, settings).overrides_digest
    except RegistryError:
        found = f"{landed}, what is to process depends on the registry"
        return Finding("landing", True, found, "Mend the registry first.")
    todo = pending(units, Store(home.store), overrides=overrides) if home.store.exists() else units
    return Finding(
        "landing", True, f"{landed}, {len(todo)} to process", "Run `wattwire process`." if todo else None
    )


def _corpus(home: Home) -> Finding:
    # `exists` follows the link, so a dangling one must be told from none at all.
    if home.corpus.is_symlink() and not home.corpus.exists():
        found = f"{home.corpus} leads nowhere"
        return Finding("corpus", ok=False, found=found, advice="Run `wattwire process`: it is made again.")
    if not home.corpus.exists():
        return Finding("corpus", True, "none yet", "Run `wattwire demo`, `import` or `crawl`.")
    try:
        with reading(home.corpus) as db:
            counts = db.execute("select count(*), count(distinct outlet_id) from articles").fetchone()
    except (CorpusError, StoreError) as error:
        return Finding("corpus", ok=False, found=_UNREADABLE, advice=str(error))
    articles, outlets = counts or (0, 0)
    return Finding("corpus", True, f"{amount(articles, 'article')} of {amount(outlets, 'outlet')}")


def _dagster(home: Home) -> Finding:
    link = home.dagster / "dagster.yaml"
    if not link.exists():
        return Finding("dagster", True, "no instance yet", "The first run or `wattwire ui` creates it.")
    ok = link.resolve() == DAGSTER_YAML
    return Finding(
        "dagster", ok, str(home.dagster), None if ok else f"{link} should lead to {DAGSTER_YAML}: remove it."
    )


def print_findings(findings: list[Finding], *, as_json: bool) -> None:
    """Print findings on stdout: a line each, or one JSON array."""
    if as_json:
        json.dump([asdict(finding) for finding in findings], sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return
    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        mark = "[green]ok[/green]  " if finding.ok else "[bold red]bad[/bold red] "
        console.print(f"{mark} {finding.name:<9}", end=" ")
        console.print(finding.found, markup=False)
        if finding.advice:
            console.print(f"               {finding.advice}", markup=False)
