"""Reservations of text and data mining by the TDM Reservation Protocol (W3C group, EU directive 2019/790).

Read from the three places it names: a file of the host, an HTTP header, a meta element of the page. One that
reserves is enough, whatever the others say. robots.txt is `robots`.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

TDMREP_PATH = "/.well-known/tdmrep.json"

META_MENTION = re.compile(rb"tdm-reservation", re.IGNORECASE)
META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
META_NAME = re.compile(rb"""\bname\s*=\s*["']?\s*tdm-reservation\b""", re.IGNORECASE)
META_RESERVED = re.compile(rb"""\bcontent\s*=\s*["']?\s*1\b""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HostReservations:
    """Rules of a host's tdmrep.json: compiled path patterns in file order, each with its reservation."""

    rules: tuple[tuple[re.Pattern[str], bool], ...] = ()

    def reserves(self, url: str) -> bool:
        """Whether the first rule that matches the address reserves it; no rule, no reservation."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return next((reserved for pattern, reserved in self.rules if pattern.match(path)), False)


class TdmRepError(ValueError):
    """A tdmrep.json that is not what the protocol describes; the message says in which way."""


def read_tdmrep(body: bytes) -> HostReservations:
    """Rules of a `/.well-known/tdmrep.json`.

    Raises:
        TdmRepError: no JSON, or not a list of objects with `location`. Many hosts answer every address with a
            page.
    Source: TDM Reservation Protocol, "TDM File on the Origin Server".
    """
    try:
        declared = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise TdmRepError(f"no JSON: {error}") from error
    # The protocol has a list; a single rule without one says as clearly what is reserved.
    entries = [declared] if isinstance(declared, dict) else declared
    if not isinstance(entries, list):
        raise TdmRepError(f"a list of rules is expected, not {type(declared).__name__}")
    return HostReservations(tuple(_rule(entry) for entry in entries))


def page_reserves(headers: Sequence[tuple[str, str]], body: bytes) -> bool:
    """Whether a response reserves itself, in its `tdm-reservation` header or a meta element of that name."""
    for name, value in headers:
        if name.casefold() == "tdm-reservation" and value.strip() == "1":
            return True
    # the whole page: on 130 news pages of 31 countries the head ended after 48 KB (median) to 965 KB
    if not META_MENTION.search(body):
        return False
    return any(META_NAME.search(tag) and META_RESERVED.search(tag) for tag in META.findall(body))


def _rule(entry: Any) -> tuple[re.Pattern[str], bool]:  # noqa: ANN401 - parsed JSON
    if not isinstance(entry, dict) or not isinstance(entry.get("location"), str):
        raise TdmRepError(f"a rule without a location: {entry!r:.80}")
    # The protocol writes the number 1; the same in quotes is no less a reservation.
    return _pattern(entry["location"]), str(entry.get("tdm-reservation")).strip() == "1"


def _pattern(location: str) -> re.Pattern[str]:
    """Pattern of a location, with `*` and a closing `$` as in robots.txt; of an address, its path."""
    path = urlsplit(location).path if "://" in location else location
    path = path if path.startswith(("/", "*")) else f"/{path}"
    anchored = path.endswith("$")
    # A run of stars counts as one: each would be a loop of its own, and a hostile file never done with.
    return re.compile(
        "[^\n]*".join(map(re.escape, re.split(r"\*+", path.removesuffix("$")))) + ("$" if anchored else "")
    )
