"""Articles given as JSON, one a line.

Belongs here: cutting a stream into lines and reading a line strictly. Does not belong here: putting lines
into the landing zone (`importing.py`).
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, Literal

from crawler.landing.records import MAX_PAYLOAD, BadRow, Row
from crawler.urls import UrlError, canonical_url

LINE_TYPE = "application/vnd.wattwire.article+json"
"""Media type of a landed line; its parameter `line` is the number. Lines are judged when they are read, so
that a later version can read what this one refuses."""

_TEXTS = ("url", "title", "lead", "body", "outlet", "language", "published_at", "first_seen_at")
# Forms that `fromisoformat` takes since Python 3.11, the basic one without hyphens included.
_DAY, _ZONE = r"\d{4}-?(\d{2}-?\d{2}|W\d{2}(-?\d)?)", r"(Z|[+-]\d{2}(:?\d{2}){0,2})?"
_PRECISION: tuple[tuple[str, Literal["second", "minute", "day"]], ...] = (
    (rf"{_DAY}(\D\d{{2}}{_ZONE})?", "day"),  # there is no precision of an hour
    (rf"{_DAY}\D\d{{2}}:?\d{{2}}{_ZONE}", "minute"),
)


def read_jsonl(stream: BinaryIO) -> Iterator[Row | BadRow]:
    """Lines of a stream as rows; empty lines are passed over but counted.

    A line above `MAX_PAYLOAD` bytes is a bad row with its beginning. Bounded memory.
    """
    number = 0
    # Two more for CR and LF: a line of exactly the limit is whole.
    while raw := stream.readline(MAX_PAYLOAD + 2):
        number += 1
        line = raw.rstrip(b"\r\n")
        rest = raw
        while not rest.endswith(b"\n") and (rest := stream.readline(MAX_PAYLOAD)):
            continue
        if line.strip():
            yield parse_line(line, number)


def parse_line(raw: bytes, number: int) -> Row | BadRow:
    """One line as an article.

    Needs `url` and at least one of `title`, `lead`, `body`; every text is a string or null; `authors` is a
    list of strings or one string. Times are ISO 8601; without an offset they are UTC, without a time of day
    they are a day's beginning. Unknown keys are ignored, and kept in the landed line.
    """
    if len(raw) > MAX_PAYLOAD:
        return BadRow(line=number, raw=raw[: MAX_PAYLOAD + 1], error=f"longer than {MAX_PAYLOAD} bytes")
    values: Any = None
    try:
        values = json.loads(raw)
        return _row(values, raw, number)
    except RecursionError:
        error = "nested too deeply"
    except UnicodeDecodeError as fault:
        error = f"not UTF-8 at byte {fault.start}"
    except json.JSONDecodeError as fault:
        error = f"no JSON: {fault.msg} at character {fault.pos}"
    except ValueError as fault:
        error = str(fault)
    url = values.get("url") if isinstance(values, dict) else None
    return BadRow(line=number, raw=raw, error=error, url=_whole(url) if isinstance(url, str) else None)


def _row(values: Any, raw: bytes, number: int) -> Row:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(values, dict):
        raise ValueError(f"not an object but {str(values)[:60]!r}")
    texts = {name: _text(values, name) for name in _TEXTS}
    if texts["url"] is None:
        raise ValueError("url is missing")
    try:
        canonical_url(texts["url"])
    except UrlError as error:
        raise ValueError(f"url: {error}") from error
    if not (texts["title"] or texts["lead"] or texts["body"]):
        raise ValueError("title, lead and body are all missing")
    published = texts["published_at"]
    return Row(
        line=number,
        raw=raw,
        url=texts["url"],
        title=texts["title"],
        lead=texts["lead"],
        body=texts["body"],
        authors=_authors(values.get("authors")),
        outlet=texts["outlet"],
        language=texts["language"],
        published_at=_time(published, "published_at"),
        published_precision=_precision(published) if published else None,
        first_seen_at=_time(texts["first_seen_at"], "first_seen_at"),
    )


def _text(values: dict[str, Any], name: str) -> str | None:
    value = values.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is no text but {str(value)[:60]!r}")
    return _whole(value).strip() or None if value else None


def _whole(text: str) -> str:
    # JSON can escape half a surrogate pair, which no file or table takes.
    return text.encode("utf-8", errors="replace").decode()


def _authors(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"authors is no list of names but {str(value)[:60]!r}")
    return tuple(name for name in (_whole(name).strip() for name in names) if name)


def _time(value: str | None, name: str) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{name} is no ISO 8601 time but {value[:60]!r}") from error


def _precision(value: str) -> Literal["second", "minute", "day"]:
    return next((found for form, found in _PRECISION if re.fullmatch(form, value)), "second")
