"""`wattwire process` and `wattwire crawl`: what is to do, then the assets, with progress.

Belongs here: which days need a run, and telling the user. Does not belong here: Dagster (`defs/runs.py`), imported only
when there is something to run, since loading it takes a second.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from crawler.due import idle_until
from crawler.job import targets_of
from crawler.landing.records import Unit
from crawler.landing.recovery import recover
from crawler.landing.units import landed_units
from crawler.registry import Registry
from pipelines.amounts import amount, number
from pipelines.home import Home
from pipelines.page_meter import PageColumn, PageMeter
from pipelines.registry import load_home_registry
from pipelines.settings import load_settings
from pipelines.stages.coverage import count_polls
from pipelines.stages.crawling import plan_job
from pipelines.stages.failures import failure_lines
from pipelines.stages.publishing import publish_home
from pipelines.stages.spread import WHOLE_CORPUS
from pipelines.stages.versions import pending
from pipelines.stages.workers import Workers
from warehouse.damage import damaged as damaged_parts
from warehouse.damage import told, unreadable
from warehouse.errors import StoreError
from warehouse.manifest import Part
from warehouse.publish import ensure_published
from warehouse.store import Store

console = Console(stderr=True, highlight=False, soft_wrap=True)

STEPS = {"process_day": 7, "crawl_and_process": 8, "crawl_and_report": 9, "close_day": 8, "crawl_only": 1}
"""Assets of each job; the graph's snapshot test holds them equal."""


def process_landed(
    home: Home, *, everything: bool = False, changed: Collection[Unit] = (), workers: int | None = None
) -> list[Unit]:
    """Process each landed file that lacks a part of this version, day by day, and publish; returns these files.

    A part whose file is missing or damaged counts as lacking; with `everything`, damage inside of files is looked for.

    Args:
        everything: also the files that this version has processed before.
        changed: files to process again because what is declared about them has changed.
        workers: processes that read pages, at most; None: as the settings say.

    Raises:
        RegistryError: a file of the registry doesn't fit; nothing was started.
        RunError: an asset failed; what was committed before stays.
        StoreError: a part is damaged and can't be made again.
    """
    recover(home.landing)
    landed = landed_units(home.landing)
    store = Store(home.store)
    damaged = _set_damaged_aside(store, landed, unreadable if everything else damaged_parts)
    # Days, not files: a partition is what a run is of. Its other files come out as they were.
    again = {unit.day for unit in (landed if everything else changed)}
    registry = load_home_registry(home, load_settings(home))
    waiting = set(pending(landed, store, overrides=registry.overrides_digest))
    days = {unit.day for unit in waiting} - again
    if damaged and not (again or days):
        days = {landed[-1].day}  # what is made over the whole corpus is made in any day's run
    if not again and not days:
        if landed:
            ensure_published(store, home.corpus)
            console.print(
                f"Nothing to process: this version has done all that landed, {amount(len(landed), 'file')}."
            )
        else:
            _publish_without_landed(home, store, registry)
        return []
    run_days(home, "process_day", days, again=again, workers=workers)
    console.print(f"Processed and published the files landed on {_listed(days | again)}.")
    return [unit for unit in landed if unit in waiting or unit.day in again]


def _publish_without_landed(home: Home, store: Store, registry: Registry) -> None:
    """A corpus for readers to query though nothing has landed: every table is there, without rows but of outlets."""
    articles = publish_home(home, store, registry).articles
    console.print(
        f"Nothing to process: nothing has landed in {home.landing}. The corpus {home.corpus} is published and holds "
        f"{amount(articles, 'article')}. Next: `wattwire import FILE`, or `wattwire crawl` once a contact is set.",
        markup=False,
    )


def _set_damaged_aside(
    store: Store,
    landed: Sequence[Unit],
    look: Callable[[Path, Iterable[Part]], Iterator[tuple[Part, str]]],
) -> list[Part]:
    """Make room for the parts that have to be made again, since they are missing or damaged; these parts.

    Raises:
        StoreError: what one was made from is not in the landing zone; then none was touched.
    """
    found = list(look(store.root, store.parts()))
    if not found:
        return []
    what = told([(store.root / part.file, fault) for part, fault in found])
    sources = {(unit.day, unit.source) for unit in landed}
    lost = (
        {part.source for part, _ in found if part.unit not in {*sources, WHOLE_CORPUS}} if landed else {"all"}
    )
    if lost:
        raise StoreError(
            f"{what} It can't be made again, since the landing zone doesn't hold {', '.join(sorted(lost))}. "
            "Restore the store or the landing zone from a backup."
        )
    console.print(f"{what} Made again from the landing zone.", markup=False)
    parts = [part for part, _ in found]
    store.set_aside(parts)
    return parts


def _listed(days: Collection[date]) -> str:
    first, last = min(days), max(days)
    return f"{first}" if len(days) == 1 else f"{len(days)} days from {first} to {last}"


def crawl_once(home: Home, *, outlets: list[str] | None, since: date | None, process: bool) -> None:
    """One crawl of the home's registry, now, then processing.

    Raises:
        JobError, ContactMissingError, RegistryError: the crawl is refused; nothing was started.
        RunError: it failed; the message says why and what to do.
    """
    config = {"outlets": outlets, "since": since.isoformat() if since else None}
    today = datetime.now(UTC).date()
    # The asset asks the same; asked here, the refusal comes at once and not out of a run of Dagster.
    job = plan_job(home, load_settings(home), today, config)
    if until := idle_until(job.state, targets_of(job).outlets, datetime.now(UTC)):
        console.print(
            f"Nothing is due: no outlet was asked. The next poll is due at {until:%Y-%m-%d %H:%M:%S} UTC."
        )
        if process:
            process_landed(home)
        return
    before = set(landed_units(home.landing, today))
    if process:
        _crawl_and_process(home, today, config)
    else:
        run_days(home, "crawl_only", {today}, crawl=config)
    crawled = [unit for unit in landed_units(home.landing, today) if unit not in before]
    seen = count_polls(crawled)
    console.print(
        f"{amount(seen.ok, 'poll')} ok, {number(seen.failed)} failed, {amount(seen.fetched, 'article')} fetched."
    )
    for line in failure_lines(crawled):
        console.print(f"  {line}", markup=False)


def _crawl_and_process(home: Home, today: date, config: Mapping[str, object]) -> None:
    from pipelines.defs.runs import RefusedError  # noqa: PLC0415 - loads Dagster

    try:
        run_days(home, "crawl_and_process", {today}, crawl=config)
    except RefusedError as refused:
        # A crawl that saw nothing holds no page, but the ledger of its failures, which readers are to find.
        if refused.checks == {"crawl_not_empty"}:
            run_days(home, "process_day", {today})
        raise


def run_days(
    home: Home,
    job: str,
    days: Iterable[date],
    *,
    again: Iterable[date] = (),
    crawl: Mapping[str, object] | None = None,
    workers: int | None = None,
) -> None:
    """Run a job for some landing days, oldest first, with a progress bar on stderr; lines where it is no terminal.

    Args:
        again: days after the others, of which this version makes anew what it has made before.
        workers: processes that read pages, at most; None: as the settings say.
    """
    ordered = [(day, False) for day in sorted(days)] + [(day, True) for day in sorted(again)]
    from pipelines.defs.runs import Runs  # noqa: PLC0415 - loads Dagster

    meter = PageMeter(console)
    most = workers or load_settings(home).process.workers
    with Workers(most, on_done=meter.tick) as readers, progress_bar(PageColumn(meter)) as progress:
        runs = {anew: Runs(home, reprocess=anew, workers=readers) for anew in {anew for _, anew in ordered}}
        task = progress.add_task(job, total=len(ordered) * STEPS[job])
        for number, (day, anew) in enumerate(ordered, 1):

            def step(name: str, day: date = day) -> None:
                progress.update(task, advance=1, description=f"{day} {name}")
                # Of a single day each step, of many each day: a log is read later, and by whom it bores.
                if not console.is_terminal and len(ordered) == 1:
                    console.print(f"{day} {name} is done.")

            runs[anew].run(job, day, step, crawl=crawl)
            if not console.is_terminal and len(ordered) > 1:
                console.print(f"{day} is done, {number} of {len(ordered)} days.")


def progress_bar(*more: ProgressColumn) -> Progress:
    """The progress display of all long commands, on stderr, with more columns of one of them."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), *more, console=console, disable=not console.is_terminal)
