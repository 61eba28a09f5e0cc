"""All definitions of one home: assets, checks, jobs, schedules and resources.

Belongs here: gluing the modules beside it together. Does not belong here: which home it is.
"""

import dagster as dg

from pipelines.defs import checks, core, jobs, out, raw
from pipelines.defs.partitions import daily, placed
from pipelines.defs.resources import Workspace
from pipelines.defs.steps import steps
from pipelines.home import Home
from pipelines.settings import load_settings
from pipelines.stages.workers import Workers

CANCEL_WITHIN_S = 4.0
"""The child stops within seconds of a signal; Dagster's default of 20 s would keep a cancelled run waiting."""


def definitions(home: Home, *, reprocess: bool = False, workers: Workers | None = None) -> dg.Definitions:
    """Everything Dagster needs to run and show the pipeline of one home; `workers` read its pages."""
    settings = load_settings(home)
    days = daily(home)
    found = dg.load_assets_from_modules([raw, core, out])
    assets = [one for one in found if isinstance(one, dg.AssetsDefinition)]
    return dg.Definitions(
        assets=dg.map_asset_specs(lambda spec: placed(spec, days), assets),
        asset_checks=dg.load_asset_checks_from_modules([checks]),
        jobs=[
            jobs.crawl_only,
            jobs.process_day,
            jobs.crawl_and_process,
            jobs.crawl_and_report,
            jobs.close_day,
        ],
        loggers={"console": dg.colored_console_logger, "steps": steps},
        schedules=jobs.schedules(home, settings, days.start.date()),
        resources={
            "workspace": Workspace(root=str(home.root), reprocess=reprocess),
            # For the life of this process: it starts none before there is a page to read.
            "workers": workers or Workers(settings.process.workers),
            "pipes": dg.PipesSubprocessClient(termination_timeout_seconds=CANCEL_WITHIN_S),
        },
        # A process for each of the eight steps would load Dagster eight times, and wait for one store lock.
        executor=dg.in_process_executor,
    )
