"""What one crawl is to do, and what came of it: the values that pass between a crawl and whoever starts it.

Cheap to import, so that the starter need not load Scrapy. Running is `crawl`.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from crawler.politeness.contact import require_contact
from crawler.registry import Outlet, Registry, load_registry
from crawler.urls import host_of


class JobError(ValueError):
    """A job that can't be run; the message says what is wrong with it."""


class CrawlJob(BaseModel):
    """What one crawl is to do.

    Attributes:
        crawl_id: name of the crawl, of its WARC file and in its ledger rows.
        day: landing day (UTC).
        landing, state: paths of the landing zone and of the state file.
        registry: folders of outlet files; a later one may add outlets.
        outlets: ids to visit; None: all.
        since: skip what listings date before this day.
        contact: how to reach whoever crawls, e.g. `mailto:you@example.org`.
        dev_hosts: `host:port` of a proxy for `.test` hosts: the development switch. Pauses fall away.
        instants: simulated rounds; None: one round, now.
        delay_s: least pause between two requests to a host, seconds.
        max_articles: requests for articles, an outlet.
        max_sub_sitemaps: children of sitemap indexes, a source and round.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Names files: a slash or a leading dot would leave the landing folder or hide in it.
    crawl_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    day: date
    landing: Path
    state: Path
    registry: tuple[Path, ...]
    outlets: tuple[str, ...] | None = None
    since: date | None = None
    # Stands in a header of each request: one word of printable ASCII, so that it can't end the line.
    contact: str | None = Field(default=None, pattern=r"^[\x21-\x7e]+$")
    dev_hosts: str | None = Field(default=None, pattern=r"^[^/\s]+:\d+$")
    instants: tuple[AwareDatetime, ...] | None = Field(default=None, min_length=1)
    delay_s: float = Field(default=1.0, ge=0)
    max_articles: int = Field(default=500, ge=0)
    max_sub_sitemaps: int = Field(default=20, ge=0)

    @classmethod
    def of(cls, values: object) -> "CrawlJob":
        """The job that parsed JSON describes.

        Raises:
            JobError: it does not describe one.
        """
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise JobError(f"The job can't be run as it is: {error}") from error


@dataclass(frozen=True, slots=True)
class Targets:
    """Whom a job asks: the registry, the chosen outlets, and the hosts that list their articles."""

    registry: Registry
    outlets: list[Outlet]
    hosts: frozenset[str]


def targets_of(job: CrawlJob) -> Targets:
    """Whom a job would ask; whoever starts a crawl can call this first to fail early with a clear message.

    Raises:
        JobError: an unknown outlet, or none at all.
        RegistryError: a registry that can't be used.
        ContactMissingError: hosts of others without a contact.
    """
    registry = load_registry(job.registry)
    outlets = _chosen(registry, job)
    hosts = frozenset(host_of(source.url) for outlet in outlets for source in outlet.feeds)
    require_contact(sorted(hosts), contact=job.contact, dev_hosts=job.dev_hosts)
    return Targets(registry, outlets, hosts)


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """Outcome of a crawl: the counts of `Tally`, seconds of real time, and why it failed, if it did."""

    crawl_id: str
    outlets: int
    seconds: float
    failure: str | None
    counts: dict[str, Any]

    def to_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def lines(self) -> list[str]:
        """The account for people: what was polled, the fate of each address, and what the next crawl will find."""
        said = self._said
        lines = [
            f"Crawl {self.crawl_id}: {self.outlets} outlets in {self.seconds:.0f} s",
            f"{said('polls_ok')} polls ok, {said('polls_failed')} failed, {said('unpolled')} not made",
            f"{said('listed')} addresses listed + {said('carried_over')} left by crawls before =",
            f"  {said('landed')} landed + {said('unchanged')} unchanged + {said('skipped')} skipped",
            f"  + {said('failed')} failed + {said('left_over')} left for the next crawl",
        ]
        if self.counts["sub_sitemaps_skipped"] or self.counts["sub_sitemaps_left_over"]:
            lines.append(
                f"Children of sitemap indexes: {said('sub_sitemaps_left_over')} left for the next crawl, "
                f"{said('sub_sitemaps_skipped')} beyond the budget"
            )
        paused = [f"{host} until {until}" for host, until in self.counts["paused"].items()]
        return [*lines, f"Left alone as they asked (Retry-After): {', '.join(paused)}"] if paused else lines

    def _said(self, name: str) -> str:
        """A count with its reasons, where it has some."""
        reasons = self.counts.get(f"{name}_why")
        listed = ", ".join(f"{reason} {count}" for reason, count in (reasons or {}).items())
        return f"{self.counts[name]} ({listed})" if listed else str(self.counts[name])


def _chosen(registry: Registry, job: CrawlJob) -> list[Outlet]:
    # An outlet named twice would be visited twice at once.
    ids = list(registry) if job.outlets is None else list(dict.fromkeys(job.outlets))
    unknown = [outlet_id for outlet_id in ids if outlet_id not in registry]
    if unknown:
        raise JobError(f"Unknown outlet {', '.join(unknown)}. `wattwire outlets list` shows the known ones.")
    if not ids:
        folders = ", ".join(map(str, job.registry))
        raise JobError(f"There is no outlet to crawl: the registry is empty ({folders}).")
    return [registry[outlet_id] for outlet_id in ids]
