"""The invented outlets and what goes wrong with them: `outlets.yaml`, `oddities.yaml`, the registry of both.

Here belongs what an outlet is and where its addresses lie. What it publishes when is `cascade.py`, what it
answers to a request is `answers.py`.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field

START: Final = datetime(2026, 3, 2, tzinfo=UTC)
"""First moment of the ten days, a Monday; no clock is put forward in them but the American one (8 March)."""
DAYS: Final = 10
END: Final = START + timedelta(days=DAYS)

_FOLDER: Final = Path(__file__).parent

FeedKind = Literal["rss", "atom", "sitemap", "news-sitemap", "hub"]
Way = Literal[
    "plain", "corrected", "moved", "flaky", "paywall", "script-only", "gone", "disallowed", "reserved"
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Feed(_Strict):
    """A place where an outlet lists its articles; `text` is what an Atom entry holds."""

    kind: FeedKind
    path: str
    text: Literal["summary", "full"] = "summary"
    packed: bool = False
    """The daily sitemaps of the index are gzip files."""


class Range(_Strict):
    """Articles a day, inclusive."""

    min: int
    max: int


class Site(_Strict):
    """One invented outlet; the head of `outlets.yaml` explains the keys."""

    id: str
    name: str
    # RFC 6761 keeps `.test` out of DNS: a crawl that misses its proxy finds nobody rather than a stranger.
    domain: str = Field(pattern=r"^[a-z]+\.test$")
    country: str
    languages: tuple[str, ...]
    time_zone: str
    group: str | None = None
    template: str
    teasers: Literal["cards", "list", "plain", "inset"]
    charset: str = "utf-8"
    declared: bool = True
    feed_charset: str = "utf-8"
    article_path: str
    headline: str
    tracking: str = ""
    haste: Annotated[float, Field(gt=0)]
    feeds: tuple[Feed, ...]
    robots: str = "User-agent: *\nDisallow:\n"
    articles_per_day: Range

    @property
    def root(self) -> str:
        """The address without a path, e.g. `http://nordpost.test`."""
        return f"http://{self.domain}"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the outlet writes its dates."""
        return ZoneInfo(self.time_zone)


class Outage(_Strict):
    """Hours in which outlets answer every request with one status; no outlet named: all of them."""

    outlets: tuple[str, ...]
    from_hour: int
    hours: int
    status: Literal[429, 503]

    @property
    def since(self) -> datetime:
        """First failing moment."""
        return START + timedelta(hours=self.from_hour)

    @property
    def until(self) -> datetime:
        """First moment after it."""
        return self.since + timedelta(hours=self.hours)

    def hits(self, outlet_id: str, now: datetime) -> bool:
        """Whether the outlet is down at that moment."""
        return self.since <= now < self.until and (not self.outlets or outlet_id in self.outlets)


class EmptyFeed(_Strict):
    """Hours in which an outlet's listings answer and list nothing."""

    outlet: str
    from_hour: int
    hours: int

    def hits(self, outlet_id: str, now: datetime) -> bool:
        """Whether the outlet lists nothing at that moment."""
        hour = (now - START) / timedelta(hours=1)
        return outlet_id == self.outlet and self.from_hour <= hour < self.from_hour + self.hours


class Change(_Strict):
    """The n-th article of an outlet, counted from 0, that is served in another way."""

    outlet: str
    nth: int
    way: Literal["corrected", "moved", "flaky"]


class Stub(_Strict):
    """A page beside the texts: one that is walled, empty, gone, disallowed or reserved."""

    outlet: str
    hour: int
    way: Literal["paywall", "script-only", "gone", "disallowed", "reserved"]
    path: str


class Oddities(_Strict):
    """Everything of `oddities.yaml`."""

    outages: tuple[Outage, ...]
    empty_feeds: tuple[EmptyFeed, ...]
    changes: tuple[Change, ...]
    stubs: tuple[Stub, ...]


def load_sites() -> dict[str, Site]:
    """The outlets by id, in the order of the file."""
    content = yaml.safe_load((_FOLDER / "outlets.yaml").read_text(encoding="utf-8"))
    return {key: Site.model_validate({"id": key, **entry}) for key, entry in content.items()}


def load_oddities() -> Oddities:
    """What goes wrong, and when."""
    return Oddities.model_validate(yaml.safe_load((_FOLDER / "oddities.yaml").read_text(encoding="utf-8")))


def registry_entry(site: Site) -> dict[str, object]:
    """The outlet as the crawler's registry describes it, without its id."""
    return {
        "name": site.name,
        "domain": site.domain,
        "country": site.country,
        "languages": list(site.languages),
        "time_zone": site.time_zone,
        **({"group": site.group} if site.group else {}),
        "feeds": [{"kind": feed.kind, "url": site.root + feed.path} for feed in site.feeds],
        "expected": {"articles_per_day": site.articles_per_day.model_dump()},
    }


def write_registry(folder: Path) -> None:
    """Write the registry of a demo home: one YAML file a country, made anew each time.

    Raises:
        OSError: the folder can't be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    countries: dict[str, dict[str, object]] = {}
    for site in load_sites().values():
        countries.setdefault(site.country, {})[site.id] = registry_entry(site)
    for country, outlets in countries.items():
        text = yaml.safe_dump(outlets, allow_unicode=True, sort_keys=False)
        (folder / f"{country}.yaml").write_text(text, encoding="utf-8")
