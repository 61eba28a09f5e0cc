"""`Discovery` as the block of a WARC metadata record, and back.

Belongs here: the names and the spelling of the fields (application/warc-fields, WARC 1.1 section 6.4).
Does not belong here: the record around them.
"""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_args
from urllib.parse import unquote

from crawler.landing.records import Discovery, DiscoveryKind

FIELDS_TYPE = "application/warc-fields"
_PREFIX = "discovery-"
_TIMES = {"listed_at", "first_seen_at", "not_seen_at"}


def to_fields(discovery: Discovery) -> bytes:
    """The fields that are known, a line each, in UTF-8."""
    lines = []
    for field in fields(Discovery):
        value = getattr(discovery, field.name)
        if value is not None:
            text = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
            lines.append(f"{_PREFIX}{field.name.replace('_', '-')}: {_on_one_line(text)}\r\n")
    return "".join(lines).encode("utf-8", errors="replace")


def from_fields(block: bytes) -> Discovery | None:
    """What `to_fields` wrote; None for fields of others, such as `fetchTimeMs`, and for broken ones.

    A page whose discovery can't be read is a page whose discovery is unknown, not a damaged page.
    """
    values: dict[str, Any] = {}
    for line in block.decode("utf-8", errors="replace").split("\r\n"):
        name, _, value = line.partition(": ")
        if name.startswith(_PREFIX):
            values[name.removeprefix(_PREFIX).replace("-", "_")] = unquote(value)
    # A kind that a later version writes reads as unknown here, and the page is still a page.
    if values.get("kind") not in get_args(DiscoveryKind) or "first_seen_at" not in values:
        return None
    try:
        for name in _TIMES & values.keys():
            values[name] = datetime.fromisoformat(values[name])
        if any(values[name].tzinfo is None for name in _TIMES & values.keys()):
            return None
        return Discovery(**values)
    except (TypeError, ValueError):
        return None


def _on_one_line(text: str) -> str:
    # Only what would end the line is escaped, and the escape itself, so that the file stays readable.
    for character in "%\r\n":
        text = text.replace(character, f"%{ord(character):02X}")
    return text
