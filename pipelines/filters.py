"""`wattwire read` and `wattwire tag`: JSONL in, JSONL out, a row a line, order kept.

Belongs here: the shape of the rows and what a bad one becomes. Does not belong here: reading and recognising, nor a
home: both filters work without one.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawler.registry import Outlet
from crawler.urls import canonical_url
from pipelines.reading.language import UNKNOWN, WATCHED, detect_language
from pipelines.reading.language_codes import language_code
from pipelines.reading.page import Page, Reading, read_page
from pipelines.recognising.model import Narrative, Text
from pipelines.recognising.recognise import recognise_narratives, recognise_topics
from pipelines.registry import selectors_at

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Given = TypeVar("Given", bound=BaseModel)

_PLAIN = {
    "missing": "is missing",
    "model_type": "must be a JSON object",
    "string_too_short": "is empty",
    "string_type": "must be text in quotes",
}
"""What is wrong in plain words, by pydantic's name for it."""


class PageRow(BaseModel):
    """A page as `read` takes it."""

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None
    url: str = Field(min_length=1)  # of any form: archives name their pages by what is no address, too
    html: str
    fetched_at: datetime | None = None


class TextRow(BaseModel):
    """A text as `tag` takes it; what `read` prints fits, `rejected` with a reason included."""

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None
    title: str | None = None
    lead: str | None = None
    body: str | None = None
    language: str | None = None
    rejected: object = None

    @property
    def rejection(self) -> str | None:
        """Why `read` rejected the page; None where it did not, whatever others call `rejected`."""
        return self.rejected if self.rejected and isinstance(self.rejected, str) else None

    @model_validator(mode="after")
    def _has_text(self) -> "TextRow":
        if not (self.title or self.lead or self.body or self.rejection):
            raise ValueError("has text in none of title, lead and body")
        return self


class ErrorRow(BaseModel):
    """What a bad line became in a filter before this one."""

    model_config = ConfigDict(extra="forbid")

    id: str | int | None
    line: int
    error: str


def read_rows(lines: Iterable[bytes], outlet: Outlet | None = None) -> Iterator[dict[str, Any]]:
    """What the reader makes of pages: an object for each line, in order.

    A line that is no page gives `{"id", "line", "error"}`, lines counted from 1; such an object that comes in, from an
    earlier filter, is passed on unchanged. Blank lines are passed over.

    Args:
        lines: a page each, as JSON.
        outlet: whose overrides apply to all of them; None: none apply.
    """
    return _filter(lines, PageRow, lambda row: _read(row, outlet))


def tag_rows(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """What the recogniser makes of texts: an object for each line, in order; bad lines as in `read_rows`.

    A page that `read` rejected is no article and is not tagged: `on_topic` is None, the lists are empty, and its
    `rejected` is kept.
    """
    return _filter(lines, TextRow, _tag)


def read_one(html: bytes, url: str, outlet: Outlet | None = None) -> dict[str, Any]:
    """The row of a single page given as bytes, encoding undecided; of the outlet's overrides the newest applies.

    Raises:
        UrlError: the address has no scheme http(s) or no host.
    """
    canonical_url(url)
    page = Page(url, html, None, None, fetched_at=None, selectors=selectors_at(outlet, None))
    return _reading_row(url, read_page(page))


def _filter(
    lines: Iterable[bytes], model: type[Given], make: Callable[[Given], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = model.model_validate_json(line.rstrip())
        except ValidationError as error:
            yield _error_row(line) or {"id": _id(line), "line": number, "error": _fault(error)}
        else:
            yield make(row)


def _read(row: PageRow, outlet: Outlet | None) -> dict[str, Any]:
    html = row.html.encode("utf-8", "replace")
    # As a charset of the header, which wins: what the page declares speaks of bytes that are long gone.
    selectors = selectors_at(outlet, row.fetched_at)
    page = Page(row.url, html, "utf-8", None, fetched_at=row.fetched_at, selectors=selectors)
    return _reading_row(row.id, read_page(page))


def _reading_row(identity: str | int | None, reading: Reading) -> dict[str, Any]:
    language = detect_language(
        reading.title, _join(reading.lead, reading.body), page_language=reading.page_language
    )
    published = reading.published
    return {
        "id": identity,
        "title": reading.title,
        "lead": reading.lead,
        "body": reading.body,
        "authors": list(reading.authors),
        "published_at": published and published.stated(),
        "published_source": published and published.source,
        "published_precision": published and published.precision,
        "language": language.language,
        "rejected": reading.rejected and reading.rejected.reason,
        "published_zone": "stated" if published and published.offset_minutes is not None else None,
        "dates_disagree": [asdict(other) for other in published.disagrees] if published else [],
        "dates_refused": [asdict(refused) for refused in reading.dates_refused],
        "modified_at": reading.modified_at and reading.modified_at.isoformat(),
        "canonical_url": reading.canonical_url,
        "page_language": reading.page_language,
        "mended": reading.mended,
        "section": reading.section,
        "keywords": list(reading.keywords),
        "agencies": list(reading.agencies),
        "access": reading.access,
        "corrections": list(reading.corrections),
        "kind": reading.kind,
        "override": reading.override and asdict(reading.override),
        "stretches": [asdict(stretch) for stretch in reading.stretches],
        "posts": [asdict(post) for post in reading.posts],
        "captions": list(reading.captions),
        "teasers": [asdict(teaser) for teaser in reading.teasers],
    }


def _tag(row: TextRow) -> dict[str, Any]:
    language = _language(row)
    if row.rejection:
        untagged: dict[str, Any] = {"on_topic": None, "topics": [], "narratives": []}
        return {"id": row.id, "language": language, **untagged, "rejected": row.rejection}
    text = Text(title=row.title, lead=row.lead, body=row.body, language=language)
    topics = recognise_topics(text)
    return {
        "id": row.id,
        "language": language,
        "on_topic": topics.on_topic,
        "topics": [topic.id for topic in topics.topics],
        "narratives": [_narrative_row(narrative) for narrative in recognise_narratives(text)],
    }


def _language(row: TextRow) -> str:
    """The given language in the corpus's code, whatever its spelling; detected where it is none that is followed."""
    given = language_code(row.language or "")
    if given in WATCHED:
        return given
    # Worth a second try: without a language there are no word lists, and so no tags.
    hint = None if given == UNKNOWN else given
    found = detect_language(row.title, _join(row.lead, row.body), page_language=hint)
    # "declared" is what was given, echoed: nobody knows whether such a language exists.
    return UNKNOWN if found.detector == "declared" else found.language


def _narrative_row(narrative: Narrative) -> dict[str, Any]:
    return {
        "id": narrative.id,
        "stance": narrative.stance,
        "confidence": narrative.confidence,
        "evidence": narrative.evidence,
        "evidence_field": narrative.evidence_field,
        "start": narrative.start,
        "end": narrative.end,
        "speaker": narrative.speaker,
        "speaker_id": narrative.speaker_id,
    }


def _join(*parts: str | None) -> str:
    return "\n\n".join(part for part in parts if part)


def _id(line: bytes) -> str | int | None:
    """The id of a row that doesn't fit, where one can still be read."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):  # the latter: nested too deeply
        return None
    found = row.get("id") if isinstance(row, dict) else None
    return found if isinstance(found, str | int) else None


def _error_row(line: bytes) -> dict[str, Any] | None:
    """The line as an earlier filter's error row; None where it is none."""
    try:
        return ErrorRow.model_validate_json(line).model_dump()
    except ValidationError:
        return None


def _fault(error: ValidationError) -> str:
    faults = {fault["loc"][:1]: fault for fault in error.errors()}
    return "; ".join(
        f"{''.join(map(str, place)) or 'the line'} {_plain(fault)}" for place, fault in faults.items()
    )


def _plain(fault: "ErrorDetails") -> str:
    """What is wrong, as the end of a sentence that begins with the key or "the line"."""
    kind = fault["type"]
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    if kind == "json_invalid":
        why = fault["ctx"]["error"].replace("EOF", "it ends").replace("line 1 column", "character")
        return f"can't be read as JSON: {why}"
    if fault["loc"][:1] == ("id",):
        return "must be text in quotes or a whole number"
    if kind.startswith("datetime"):
        return "must be a time as in 2026-11-20T08:30:00Z"
    return _PLAIN.get(kind, fault["msg"])
