"""robots.txt by RFC 9309: what a host allows and how fast.

Matching is Protego's; what an absent or unreachable file means is decided here. Requests are made elsewhere,
and reservations of text and data mining are `opt_outs`.
"""

from dataclasses import dataclass
from enum import StrEnum

from protego import Protego

MAX_ROBOTS_BYTES = 500 * 1024
"""The rest of a longer file is ignored (RFC 9309, section 2.5 asks for at least 500 KiB)."""

ROBOTS_NAME = "wattwire"
"""The name a robots.txt addresses us by (RFC 9309, section 2.2.1)."""

TOO_MANY_REQUESTS = 429


class Verdict(StrEnum):
    """Whether we may make a request, and what speaks against it. Values stand in the fetch ledger."""

    ALLOWED = "allowed"
    ROBOTS_DISALLOWED = "robots-disallowed"
    ROBOTS_UNREACHABLE = "robots-unreachable"
    OPTED_OUT = "opted-out"


@dataclass(frozen=True, slots=True)
class Robots:
    """What one host's robots.txt says to wattwire.

    Attributes:
        rules: the parsed file; None when everything is allowed or everything forbidden.
        reachable: False when the file could not be had: then nothing is allowed, and the state is worth
            another look soon.
    """

    rules: Protego | None
    reachable: bool

    def verdict(self, url: str) -> Verdict:
        """Whether `url` may be requested."""
        if not self.reachable:
            return Verdict.ROBOTS_UNREACHABLE
        if self.rules is None or self.rules.can_fetch(url, ROBOTS_NAME):
            return Verdict.ALLOWED
        return Verdict.ROBOTS_DISALLOWED

    def crawl_delay(self) -> float | None:
        """Seconds between two requests that the file asks for (`Crawl-delay`, `Request-rate`); None if none.

        Neither is in the RFC; outlets use them all the same.
        """
        if self.rules is None:
            return None
        delay = self.rules.crawl_delay(ROBOTS_NAME)
        rate = self.rules.request_rate(ROBOTS_NAME)
        paced = rate.seconds / rate.requests if rate is not None and rate.requests else None
        asked = [seconds for seconds in (delay, paced) if seconds is not None and seconds >= 0]
        return max(asked, default=None)


def read_robots(status: int | None, body: bytes) -> Robots:
    """Rules of a host.

    Args:
        status: HTTP status of the file after redirects; None when there was no answer.
        body: of the answer.

    Returns:
        2xx: the rules in the file. 4xx: everything allowed. 5xx, no answer, and 429 (the host is overloaded,
        not without rules; Google reads it the same way): nothing allowed. Never raises for content.

    Source: RFC 9309, sections 2.3.1.1 to 2.3.1.4.
    """
    if status is None or status >= 500 or status == TOO_MANY_REQUESTS:
        return Robots(None, reachable=False)
    if not 200 <= status < 300:
        return Robots(None, reachable=True)
    # A byte order mark left in would hide the first `User-agent` line and with it its group.
    text = body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace")
    if len(body) > MAX_ROBOTS_BYTES:
        text = text.rpartition("\n")[0]  # half a rule could allow or forbid what the whole one does not
    return Robots(Protego.parse(text), reachable=True)
