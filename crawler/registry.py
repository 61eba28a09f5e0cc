"""The outlet registry: which news sites exist, where they list their articles, how they are to be treated.

Belongs here: the model of an outlet, loading and checking the YAML files, and finding the outlet of a host.
Does not belong here: fetching (`spiders/`), and the health of an outlet, which is measured and not declared.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from crawler.codes import COUNTRIES, LANGUAGES
from crawler.located_yaml import KeyPath, Located, LocatedYamlError, read_located
from crawler.overrides import Override, digest, one_at_a_time
from crawler.urls import UrlError, canonical_url, registrable_domain

PACKAGED = Path(__file__).parent / "outlets"
"""The registry that ships with wattwire."""


class RegistryError(ValueError):
    """A registry that can't be used; the message names file, line and key of each problem, and what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to correct in a registry file; `line` counts from 1."""

    file: Path
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


LOCALHOST = "localhost"
"""The one host without a dot that can be an outlet: a site of one's own machine, to try things with."""


@cache
def _zones() -> frozenset[str]:
    # Kept, since each call reads the whole folder of the system's zones.
    return frozenset(available_timezones())


def _http_address(value: str) -> str:
    try:
        canonical_url(value)
    except UrlError as error:
        raise ValueError(str(error)) from error
    if "@" in urlsplit(value).netloc:
        raise ValueError("a user name stands before the host; the crawler sends none, so take it out")
    return value


def _bare_domain(value: str) -> str:
    if value != LOCALHOST and not re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+", value):
        raise ValueError(f"{value!r} is no host name; write it like example.org, without https:// and path")
    return value


def _known_zone(value: str) -> str:
    if value not in _zones():
        raise ValueError(f"{value!r} is no IANA time zone; write it like Europe/Vienna")
    return value


def _known_country(value: str) -> str:
    if value not in COUNTRIES:
        raise ValueError(f"{value!r} is no ISO 3166-1 code in lower case; Great Britain is gb, India is in")
    return value


def _known_language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"{value!r} is no ISO 639-1 code; Japanese is ja, Danish is da, Czech is cs")
    return value


def _snake_case(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", value):
        raise ValueError(f"{value!r} is no id; use lower-case ASCII letters, digits and single underscores")
    return value


Host = Annotated[str, AfterValidator(_bare_domain)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """A place where an outlet lists its articles."""

    kind: Literal["rss", "atom", "sitemap", "news-sitemap", "hub"]
    url: Annotated[str, AfterValidator(_http_address)]
    every_minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    """Poll rhythm; None leaves it to the crawler."""


class Range(_Strict):
    """An inclusive range of counts."""

    min: Annotated[int, Field(ge=0)]
    max: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            raise ValueError(f"min {self.min} is larger than max {self.max}; swap them")
        return self


class Expected(_Strict):
    """What a healthy outlet yields."""

    articles_per_day: Range


class Outlet(_Strict):
    """One news site."""

    id: Annotated[str, AfterValidator(_snake_case)]
    name: Annotated[str, Field(min_length=1)]
    domain: Host
    """Every host at or below it belongs to the outlet, unless another outlet names a longer part of it."""
    hosts: tuple[Host, ...] = ()
    """Further domains of the outlet, read like `domain`."""
    country: Annotated[str, AfterValidator(_known_country)]
    """ISO 3166-1 alpha-2, lower case."""
    languages: Annotated[tuple[Annotated[str, AfterValidator(_known_language)], ...], Field(min_length=1)]
    """ISO 639-1, the main one first."""
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    """IANA name; times without a zone on the outlet's pages are read in it."""
    group: Annotated[str, AfterValidator(_snake_case)] | None = None
    """Outlets of one group share copy; None: independent, or not known."""
    feeds: Annotated[tuple[Source, ...], Field(min_length=1)]
    delay_s: Annotated[float, Field(ge=0, le=3600)] | None = None
    """Least pause between two requests, seconds; None: what robots.txt or the crawler's default says."""
    expected: Expected | None = None
    opt_out: Literal["none", "robots", "tdm"] = "none"
    """Known reservation of text and data mining for the whole outlet, and where it is stated."""
    overrides: Annotated[tuple[Override, ...], AfterValidator(one_at_a_time)] = ()
    """Where the general reader goes wrong on its pages; at most one entry for each day."""


_MODELS: dict[str | int, type[BaseModel]] = {
    "feeds": Source, "expected": Expected, "articles_per_day": Range, "overrides": Override,
}  # fmt: skip


class Registry(Mapping[str, Outlet]):
    """Outlets by id, and by host."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._outlets = {outlet.id: outlet for outlet in outlets}
        # A domain given twice would go to the later outlet without a word; `_clashes` refuses it before.
        self._domains = {domain: o for o in self._outlets.values() for domain in (o.domain, *o.hosts)}

    def __getitem__(self, outlet_id: str) -> Outlet:
        return self._outlets[outlet_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._outlets)

    def __len__(self) -> int:
        return len(self._outlets)

    def outlet_for_host(self, host: str) -> Outlet | None:
        """The outlet whose domain is the longest one at or above the host; None for a stranger."""
        labels = host.strip(".").lower().split(".")
        # By labels, not by the end of the string: `notexample.org` is no host of `example.org`.
        for start in range(len(labels)):
            if found := self._domains.get(".".join(labels[start:])):
                return found
        return None

    @property
    def overrides_digest(self) -> str:
        """Changes when pages of some outlet have to be read otherwise, see `overrides.digest`."""
        return digest({outlet.id: outlet.overrides for outlet in self._outlets.values()})


def load_registry(folders: Sequence[Path]) -> Registry:
    """All outlets of all `*.yaml` files in the folders, sorted by file; a missing folder counts as empty.

    Raises:
        RegistryError: any problem that `check_registry` would list.
    """
    outlets, problems = _read(folders)
    if problems:
        listed = "\n".join(map(str, problems))
        raise RegistryError(
            f"The outlet registry can't be used, {len(problems)} to correct:\n{listed}\n"
            "Nothing was changed. Correct the files and run `wattwire outlets check`."
        )
    return Registry(outlets)


def check_registry(folders: Sequence[Path]) -> list[Problem]:
    """All problems of a registry, by file and line; an empty list for a sound one."""
    return _read(folders)[1]


def _read(folders: Sequence[Path]) -> tuple[list[Outlet], list[Problem]]:
    outlets: list[Outlet] = []
    problems: list[Problem] = []
    taken: dict[str, str] = {}
    # In a fixed order: of two outlets that clash, the same one is always called the first.
    for file in (file for folder in folders for file in sorted(folder.glob("*.yaml"))):
        try:
            document = read_located(file)
        except LocatedYamlError as error:
            problems.append(Problem(file, error.line, "file", str(error)))
            continue
        except OSError as error:
            message = f"can't be read: {error.strerror}; mend its permissions"
            problems.append(Problem(file, 1, "file", message))
            continue
        problems += [
            Problem(file, line, _dotted(path), "given twice; keep one") for path, line in document.repeated
        ]
        for outlet_id in document.value:
            outlet, found = _outlet(document, outlet_id, file)
            found += _clashes(outlet, document, file, taken) if outlet else []
            problems += found
            outlets += [outlet] if outlet else []
    return outlets, sorted(problems)


def _outlet(document: Located, outlet_id: str, file: Path) -> tuple[Outlet | None, list[Problem]]:
    entry = document.value[outlet_id]
    if not isinstance(entry, dict):
        message = "expected a mapping with name, domain, country and so on"
        return None, [Problem(file, document.line((outlet_id,)), outlet_id, message)]
    path = (outlet_id, "id")
    # Not seen by the model, which gets the id from the key of the entry.
    stray = [Problem(file, document.line(path), _dotted(path), _unknown(("id",)))] if "id" in entry else []
    try:
        return Outlet.model_validate({**entry, "id": outlet_id}), stray
    except ValidationError as error:
        faults = {fault["loc"]: fault for fault in error.errors()}
        # A faulty member makes its list too short as well; only the member is worth a line.
        outer = {loc[:n] for loc in faults for n in range(1, len(loc))}
        inner = (fault for loc, fault in faults.items() if loc not in outer)
        return None, [*stray, *(_problem(document, outlet_id, fault, file) for fault in inner)]


def _problem(document: Located, outlet_id: str, fault: ErrorDetails, file: Path) -> Problem:
    loc = fault["loc"]
    path = (outlet_id,) if loc == ("id",) else (outlet_id, *loc)
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        message = _unknown(loc)
    elif fault["type"] == "missing":
        message = "missing; add it"
    return Problem(file, document.line(path), _dotted(path), message)


def _unknown(loc: KeyPath) -> str:
    """What may stand where the unknown key stands."""
    around = [part for part in loc[:-1] if isinstance(part, str)]
    known = set(_MODELS[around[-1]].model_fields) if around else set(Outlet.model_fields) - {"id"}
    return f"unknown key; known are {', '.join(sorted(known))}"


def _clashes(outlet: Outlet, document: Located, file: Path, taken: dict[str, str]) -> list[Problem]:
    """An id, a domain or a source that another outlet has; the free ones are noted in `taken`."""
    claims: list[tuple[KeyPath, str]] = [((), f"id {outlet.id}"), (("domain",), f"domain {outlet.domain}")]
    claims += [(("hosts", n), f"domain {host}") for n, host in enumerate(outlet.hosts)]
    claims += [(("feeds", n, "url"), f"source {canonical_url(s.url)}") for n, s in enumerate(outlet.feeds)]
    found = []
    for key, claim in claims:
        line = document.line((outlet.id, *key))
        where = _dotted((outlet.id, *key))
        if first := taken.get(claim):
            found.append(Problem(file, line, where, f"{claim} is taken by {first}; keep one"))
        taken.setdefault(claim, f"{outlet.id} in {file}:{line}")
    for name, domain in [("domain", outlet.domain), *(("hosts", host) for host in outlet.hosts)]:
        if domain != LOCALHOST and _is_suffix(domain):
            message = f"many publishers live below the public suffix {domain}; give the outlet's own domain"
            found.append(Problem(file, document.line((outlet.id, name)), f"{outlet.id}.{name}", message))
    return found


def _is_suffix(domain: str) -> bool:
    # A public suffix is its own registrable domain, and what lies below it is its own, too.
    return registrable_domain(f"x.{domain}") == f"x.{domain}"


def _dotted(path: KeyPath) -> str:
    return ".".join(map(str, path))
