"""What goes into the landing zone and what comes back: plain values, the vocabulary of this package.

Belongs here: dataclasses and the one error. Does not belong here: any file or format.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

SUFFIXES = (".warc.gz", ".warc.zst", ".warc")
OPEN = ".open"
"""Ends the name of a file that is being written."""

MAX_PAYLOAD = 16 * 1024 * 1024
"""Bytes of a page after decoding, or of a row. Evidence: the largest of 172 news pages of 2024 and 2025 has
1.9 MB; what is larger by far is no article, and would let one record fill the memory."""

DiscoveryKind = Literal["feed", "sitemap", "news-sitemap", "hub", "given"]
DamageReason = Literal[
    "truncated",  # the file or the record ends too early
    "unreadable",  # no record where one must be, or compressed data that can't be decompressed
    "too-large",  # above MAX_PAYLOAD
    "no-url",  # a response without an address
    "bad-http",  # a response that is no HTTP message
    "bad-encoding",  # a body that does not fit its transfer or content encoding
    "bad-row",  # an imported line that is no article
]


class LandingError(ValueError):
    """Something that can't be landed; the message says which file, why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """How an address came to be known. All times are aware; None: not stated, not observed."""

    kind: DiscoveryKind
    source_url: str | None = None
    """Feed, sitemap or hub page that lists it; None for a given address."""
    listed_at: datetime | None = None
    """The date the listing states for it."""
    listed_title: str | None = None
    poll_id: str | None = None
    first_seen_at: datetime
    """Time of the first poll that listed it."""
    not_seen_at: datetime | None = None
    """Time of the last poll of the source before that, which did not list it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """A row of the ledger: a request and its outcome. The fields are the columns of `fetches`."""

    crawl_id: str
    outlet_id: str
    url: str
    kind: Literal["robots", "feed", "sitemap", "news-sitemap", "hub", "article"]
    requested_at: datetime
    status: int | None = None
    """HTTP status; None: no answer came."""
    error: str | None = None
    """Class of the error: timeout, dns, connection, tls, too-large, bad-content, spider-error, and so on."""
    bytes: int | None = None
    """Bytes received as body, before decoding; None: no answer came."""
    latency_ms: float | None = None
    not_modified: bool = False
    retry: int = 0
    """How many times the request had been tried before."""
    retried: bool = False
    """Whether it was tried once more: then a later row has the outcome, and this one counts as none."""
    redirect_url: str | None = None
    verdict: str = "allowed"
    """allowed, robots-disallowed, robots-unreachable, opted-out."""
    listed: int | None = None
    """Entries of a poll's listing; None for failures and for requests that are no poll."""
    fresh: int | None = None
    """Of these, addresses not seen before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """A page, a row or a revisit as read back."""

    url: str
    fetched_at: datetime | None
    """UTC; None for rows, which nobody fetched, and where the record states no valid time."""
    status: int | None
    content_type: str | None
    """Media type of the HTTP header in lower case, without parameters."""
    charset: str | None
    """As the HTTP header says, lower case, unchecked."""
    payload: bytes
    """Body of the answer, transfer and content encodings removed; empty for a revisit."""
    discovery: Discovery | None
    offset: int
    """Bytes into the WARC file at which the record begins."""
    kind: Literal["page", "row", "revisit"]
    row: "Row | None" = None
    """The line as parsed, for a row; `payload` is the line itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A record that can't be used, to be shown as a rejection."""

    offset: int
    reason: DamageReason
    evidence: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An article given as a line of JSON."""

    line: int
    """Counts from 1; 0 in a landed record that does not state it."""
    raw: bytes
    """The line as it came, without its end."""
    url: str
    title: str | None
    lead: str | None
    body: str | None
    authors: tuple[str, ...]
    outlet: str | None
    language: str | None
    published_at: datetime | None
    published_precision: Literal["second", "minute", "day"] | None
    first_seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A line that gives no article."""

    line: int
    raw: bytes
    """The line as it came; its beginning if it is longer than `MAX_PAYLOAD`."""
    error: str
    url: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """One landed WARC file: the unit of processing."""

    day: date
    source: str
    path: Path
    ledger: Path | None
    """Fetch ledger of a crawl; None for an import."""
