"""`wattwire read` and `wattwire tag`: JSONL in, JSONL out, a row a line, order kept.

Belongs here: the shape of the rows and what a bad one becomes. Does not belong here: reading and recognising, nor a
home: both filters work without one.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from crawler.registry import Outlet
from crawler.urls import canonical_url
from pipelines.reading.language import UNKNOWN, WATCHED, detect_language
from pipelines.reading.language_codes import language_code
from pipelines.reading.page import Page, Reading, read_page
from pipelines.recognising.model import Narrative, Text
from pipelines.recognising.recognise import recognise_narratives, recognise_topics
from pipelines.registry import selectors_at

Given = TypeVar("Given", bound=BaseModel)


class PageRow(BaseModel):
    """A page as `read` takes it."""

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None
    url: str = Field(min_length=1)  # of any form: archives name their pages by what is no address, too
    html: str
    fetched_at: datetime | None = None


class TextRow(BaseModel):
    """A text as `tag` takes it; what `read` prints fits."""

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None
    title: str | None = None
    lead: str | None = None
    body: str | None = None
    language: str | None = None

    @model_validator(mode="after")
    def _has_text(self) -> "TextRow":
        if not (self.title or self.lead or self.body):
            raise ValueError("none of title, lead and body holds text")
        return self


def read_rows(lines: Iterable[bytes], outlet: Outlet | None = None) -> Iterator[dict[str, Any]]:
    """What the reader makes of pages: an object for each line, in order.

    A line that is no page gives `{"id", "line", "error"}`, lines counted from 1; blank lines are passed over.

    Args:
        lines: a page each, as JSON.
        outlet: whose overrides apply to all of them; None: none apply.
    """
    return _filter(lines, PageRow, lambda row: _read(row, outlet))


def tag_rows(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """What the recogniser makes of texts: an object for each line, in order; bad lines as in `read_rows`."""
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
            row = model.model_validate_json(line)
        except ValidationError as error:
            yield {"id": _id(line), "line": number, "error": _fault(error)}
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


def _fault(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'line'}: {e['msg']}" for e in error.errors())
