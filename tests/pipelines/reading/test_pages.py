"""Synthetic pages of many designs, a folder each: the page, and what the reader must make of it, field by field.

`expected.json` was written from the page, not from what the reader gave. A field that the reader gets wrong stands
under `failing` with the reason; it must fail, and goes from there when the reader is mended.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.reading.page import Page, Reading, read_page
from pipelines.reading.posts import Post

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(folder.name for folder in PAGES.iterdir())
EXPECTED: dict[str, dict[str, Any]] = {
    name: json.loads((PAGES / name / "expected.json").read_text(encoding="utf-8")) for name in NAMES
}
FIELDS = [
    pytest.param(name, field, marks=[pytest.mark.xfail(reason=why, strict=True)] if why else [])
    for name in NAMES
    for field in EXPECTED[name]["reading"]
    for why in [EXPECTED[name].get("failing", {}).get(field)]
]


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@cache
def reading(name: str) -> Reading:
    given = EXPECTED[name]["page"]
    content_type = given["content_type"]
    return read_page(
        Page(
            url=given["url"],
            html=next((PAGES / name).glob("page.*")).read_bytes(),
            charset=content_type.partition("charset=")[2] or None,
            content_type=content_type,
            fetched_at=moment(given["fetched_at"]),
            listed_at=moment(given.get("listed_at")),
            listed_kind=given.get("listed_kind"),
            status=given.get("status"),
        )
    )


def shown(post: Post, body: str) -> dict[str, str | None]:
    return {"at": post.at, "clock": post.clock, "title": post.title, "text": body[post.start : post.end]}


def found(name: str, field: str) -> object:
    got = reading(name)
    published = got.published
    values: dict[str, object] = {
        "title": got.title,
        "lead": got.lead,
        "body": got.body,
        "authors": list(got.authors),
        "agencies": list(got.agencies),
        "section": got.section,
        "keywords": list(got.keywords),
        "access": got.access,
        "corrections": list(got.corrections),
        "published": published.stated() if published else None,
        "published_source": published.source if published else None,
        "published_precision": published.precision if published else None,
        "published_zone": "stated" if published and published.offset_minutes is not None else None,
        "modified": got.modified_at.isoformat() if got.modified_at else None,
        "page_language": got.page_language,
        "canonical_url": got.canonical_url,
        "captions": list(got.captions),
        "teasers": [[teaser.title, teaser.url] for teaser in got.teasers],
        "posts": [shown(post, got.body or "") for post in got.posts],
        "kind": got.kind,
        "rejected": got.rejected.reason if got.rejected else None,
    }
    return values[field]


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_field(name: str, field: str) -> None:
    assert found(name, field) == EXPECTED[name]["reading"][field]


@pytest.mark.parametrize("name", [name for name in NAMES if not EXPECTED[name]["reading"]["rejected"]])
def test_an_article_s_fields_are_all_expected(name: str) -> None:
    """What a page doesn't state must be expected as null: a field left out would not be looked at."""
    assert set(EXPECTED[name]["reading"]) == set(EXPECTED["jsonld_graph"]["reading"])


@pytest.mark.parametrize("name", [name for name in NAMES if EXPECTED[name]["reading"]["rejected"]])
def test_a_rejection_gives_evidence(name: str) -> None:
    rejected = reading(name).rejected
    assert rejected is not None
    assert rejected.evidence.strip()
