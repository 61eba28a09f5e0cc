"""The log of runs that a command starts: it carries Dagster's events to the progress display."""

import logging

import dagster as dg

STEPS = logging.getLogger("wattwire.steps")


@dg.logger
def steps(_: dg.InitLoggerContext) -> logging.Logger:
    """The logger of runs that a command starts."""
    STEPS.setLevel(logging.DEBUG)
    # Else each event would be printed once more by whoever has a handler on the root logger.
    STEPS.propagate = False
    return STEPS
