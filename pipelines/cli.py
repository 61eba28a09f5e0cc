"""The command line: names, options, help and exit codes. Results go to stdout, all else to stderr.

Belongs here: what a user types and what goes where. Does not belong here: the work. Each command imports its module
when it runs, so that `wattwire sql` doesn't wait for Scrapy, Dagster or models to load.
"""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from pipelines.bench.choice import Bench, measure
from pipelines.home import Home, find_home, prepare

if TYPE_CHECKING:
    from crawler.registry import Outlet

app = typer.Typer(
    help="Measure how the idea “electric power is the bottleneck of AI” spreads through the world's press.",
    no_args_is_help=True,
    # Plain tracebacks: frames drawn around them can't be searched, nor pasted into a report.
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
outlets = typer.Typer(help="The outlets that are watched.", no_args_is_help=True)
app.add_typer(outlets, name="outlets")

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", help="Folder of all runtime state. Default: WATTWIRE_HOME, else ./var.", show_default=False
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="Processes that read pages, at most. Default: see the settings."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]

errors = Console(stderr=True)

INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 + SIGINT, as shells report it."""

OURS = {"crawler", "pipelines", "warehouse"}
"""Exceptions defined in these packages carry a message for the user."""


class Format(StrEnum):
    """How a query's rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wattwire {version('wattwire')}")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[
        bool,
        typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Options before a command."""


@app.command()
def demo(
    home: HomeOption = None, seed: Annotated[int, typer.Option(help="Seed of the cascade.")] = 1
) -> None:
    """Watch a narrative spread through a synthetic news web, end to end, in about a minute and a half.

    Example: `wattwire demo`
    """
    from pipelines.demo.run import run_demo

    run_demo(Home(find_home(home).root / "demo"), seed=seed)


@app.command()
def ui(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port on loopback.", min=1, max=65_535)] = 3000,
) -> None:
    """Open the Dagster UI over this home: assets, runs, checks, schedules.

    Example: `wattwire ui --home var/demo --port 3001`
    """
    from pipelines.ui import serve_ui

    raise typer.Exit(serve_ui(prepare(find_home(home)), port))


@app.command()
def crawl(
    home: HomeOption = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Only this outlet; may be repeated.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what is listed from this day on.")
    ] = None,
    no_process: Annotated[bool, typer.Option("--no-process", help="Stop after landing.")] = False,
) -> None:
    """Crawl the registry's outlets once, then process what landed.

    Example: `wattwire crawl --outlet der_standard --since 2026-11-20`
    """
    from pipelines.processing import crawl_once

    crawl_once(
        prepare(find_home(home)),
        outlets=outlet,
        since=since.date() if since else None,
        process=not no_process,
    )


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(help="WARC (.warc, .warc.gz, .warc.zst) or JSONL files.", show_default=False),
    ],
    *,
    home: HomeOption = None,
    registered_only: Annotated[
        bool, typer.Option("--registered-only", help="Reject hosts outside the registry.")
    ] = False,
    observed: Annotated[
        str | None,
        typer.Option(
            metavar="FROM..TO", help="Declare that the files hold all that appeared between two days."
        ),
    ] = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import WARC or JSONL files through the same path as a crawl; returns when they are processed and published.

    Example: `wattwire import news.warc.gz headlines.jsonl --observed 2026-03-01..2026-03-31`
    """
    from crawler.landing.declared import Declared, parse_observed
    from pipelines.accounts import print_accounts
    from pipelines.importing import import_files

    declared = Declared(parse_observed(observed) if observed else None, registered_only)
    accounts = import_files(prepare(find_home(home)), files, declared, workers=workers)
    if as_json:
        print_accounts(accounts)


@app.command()
def process(
    home: HomeOption = None,
    reprocess: Annotated[
        bool, typer.Option("--reprocess", help="Also what this version has processed before.")
    ] = False,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Process whatever is landed and not yet processed by this version, and publish it.

    A page that takes too long, too much memory or the process that reads it becomes a rejection.

    Example: `wattwire process --workers 4`
    """
    from pipelines.accounts import print_accounts, processed_sources, take_account
    from pipelines.processing import process_landed
    from warehouse.store import Store

    place = prepare(find_home(home))
    known = processed_sources(Store(place.store))
    units = process_landed(place, everything=reprocess, workers=workers)
    if as_json:
        print_accounts(take_account(place, [(unit.path.name, unit) for unit in units], known))


@app.command()
def read(
    file: Annotated[
        Path | None,
        typer.Argument(help="One HTML file; without it JSONL is read from stdin.", show_default=False),
    ] = None,
    *,
    url: Annotated[str | None, typer.Option(help="Address of the page in FILE.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print each block of FILE: kept or cut, and why.")
    ] = False,
    explain_html: Annotated[
        Path | None,
        typer.Option(help="Write the same as an HTML page in colours.", show_default=False),
    ] = None,
    outlet: Annotated[
        str | None,
        typer.Option(help="Apply the overrides of this outlet; else none are.", show_default=False),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Print what the reader makes of pages as JSONL: of FILE, or of JSONL (`id`, `url`, `html`) on stdin.

    Example: `wattwire read page.html --url https://example.org/news/1`
    """
    from pipelines.filters import read_one, read_rows

    whose = _outlet(outlet, home) if outlet else None
    if file is None:
        if explain or explain_html:
            _fail("--explain and --explain-html are for one page: `wattwire read FILE --url U --explain`.")
        _print_jsonl(read_rows(sys.stdin.buffer, whose))
    elif url is None:
        _fail("`wattwire read FILE` needs --url: dates, links and the outlet depend on the page's address.")
    elif explain or explain_html:
        _explain(_bytes(file), url, explain_html, whose)
    else:
        _print_jsonl([read_one(_bytes(file), url, whose)])


@app.command()
def tag() -> None:
    """Tag texts: JSONL (`id`, `title`, `body`, optional `lead`, `language`) on stdin, topics and narratives on stdout.

    Example: `wattwire read < pages.jsonl | wattwire tag`
    """
    from pipelines.filters import tag_rows

    _print_jsonl(tag_rows(sys.stdin.buffer))


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT; the tables are listed in docs/columns.md.")],
    home: HomeOption = None,
    format: Annotated[Format, typer.Option(help="How rows are printed.")] = Format.TABLE,  # noqa: A002 - the option's name
) -> None:
    """Query the corpus, read-only.

    Example: `wattwire sql "from first_movers('power-bottleneck')"`
    """
    from pipelines.output import print_query

    print_query(find_home(home), query, format.value)


@app.command()
def report(home: HomeOption = None) -> None:
    """Write the HTML report over the newest corpus; its path is printed.

    Example: `wattwire report && open var/reports/latest.html`
    """
    from pipelines.stages.publishing import write_report

    typer.echo(write_report(find_home(home)))


@app.command()
def doctor(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Check the set-up: home, settings, registry, store, corpus, Dagster. Exit 1 when something needs attention.

    Example: `wattwire doctor`
    """
    from pipelines.doctor import examine, print_findings

    findings = examine(find_home(home))
    print_findings(findings, as_json=as_json)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@app.command()
def bench(
    what: Annotated[Bench, typer.Argument()] = Bench.READ,
    file: Annotated[
        Path | None,
        typer.Argument(help="A WARC of pages to read, in place of the synthetic ones.", show_default=False),
    ] = None,
    memory_pages: Annotated[
        int, typer.Option(help="Pages read to see whether memory grows.", min=10)
    ] = 2_000,
    as_json: JsonOption = False,
) -> None:
    """Print figures of speed and memory: `read` beside trafilatura, `tag`, or the `whole` demo, in a minute and a half.

    Example: `wattwire bench read pages.warc.gz`
    """
    from pipelines.bench.figures import print_figures

    try:
        figures = measure(what, file, memory_pages)
    except OSError as error:
        _fail(str(error))
    print_figures(figures, as_json=as_json)


@outlets.command("list")
def outlets_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the registry with each outlet's health in the corpus.

    Example: `wattwire outlets list --json`
    """
    from pipelines.output import print_outlets

    print_outlets(find_home(home), as_json=as_json)


@outlets.command("check")
def outlets_check(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Validate the registry: every problem with file and line. Exit 1 when there is one.

    Example: `wattwire outlets check`
    """
    from pipelines.output import print_problems

    raise typer.Exit(1 if print_problems(find_home(home), as_json=as_json) else 0)


def main() -> None:
    """Run the command line; an error of ours becomes a message and exit code 1, a bug keeps its traceback.

    When the reader of a pipe leaves (`wattwire read | head`), Typer and Rich end the process silently with code 1.
    """
    try:
        app()
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            errors.print(
                "Interrupted. What was landed and committed is kept; the next run goes on from there."
            )
        raise
    except Exception as error:
        # By the package: a list of classes would load every module that a command leaves alone.
        if type(error).__module__.partition(".")[0] not in OURS:
            raise
        _fail(str(error), getattr(error, "exit_code", 1))


def _fail(message: str, code: int = 1) -> NoReturn:
    # Escaped: a message with brackets, like a list of outlets, would lose them as markup.
    errors.print(f"[bold red]Error:[/bold red] {escape(message)}", highlight=False, soft_wrap=True)
    sys.exit(code)


def _print_jsonl(rows: Iterable[dict[str, Any]]) -> None:
    # JSONL is UTF-8 whatever the terminal speaks, and one broken character must not end the stream.
    out = sys.stdout.buffer
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    out.flush()


def _outlet(outlet_id: str, home: Path | None) -> "Outlet":
    from pipelines.registry import load_outlet
    from pipelines.settings import load_settings

    place = find_home(home)
    return load_outlet(place, load_settings(place), outlet_id)


def _explain(html: bytes, url: str, view: Path | None, outlet: "Outlet | None") -> None:
    """The blocks of a page: into the HTML view if one is asked for, else onto stdout."""
    from pipelines.explaining import print_explanation, write_explanation

    if view is None:
        print_explanation(html, url, outlet)
        return
    try:
        write_explanation(html, url, view, outlet)
    except OSError as error:
        _fail(f"{view} can't be written: {error.strerror}. Give a path in a folder that is there.")
    typer.echo(view)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        _fail(f"{file} can't be read: {error.strerror}. Give the path of a saved page.")


if __name__ == "__main__":
    main()
