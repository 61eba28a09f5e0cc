"""Which bench is asked for. Each loads what it measures, and no more: memory is one of the figures."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.bench.figures import Figure


class Bench(StrEnum):
    """What is measured."""

    READ = "read"
    TAG = "tag"
    WHOLE = "whole"


def measure(what: Bench, file: Path | None, memory_pages: int) -> "list[Figure]":
    """The figures of a bench; file and pages are those of `bench_reading`.

    Raises:
        NoPagesError: the file has no page with status 200.
        OSError: the file can't be read.
    """
    if what is Bench.WHOLE:
        from pipelines.bench.whole import bench_whole  # noqa: PLC0415

        return bench_whole()
    if what is Bench.TAG:
        from pipelines.bench.tagging import bench_tagging  # noqa: PLC0415

        return bench_tagging()
    from pipelines.bench.reading import bench_reading  # noqa: PLC0415

    return bench_reading(file, memory_pages=memory_pages)
