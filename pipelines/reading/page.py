"""Reads one page from end to end: bytes in, a `Reading` out.

Belongs here: the order of the steps. Does not: any of the steps; nothing here touches network, disk or clock.
"""

from dataclasses import dataclass
from datetime import datetime

from pipelines.reading.authors import find_authors
from pipelines.reading.blocks import count_words
from pipelines.reading.body import extract_text
from pipelines.reading.dates import Published, find_modified, find_published
from pipelines.reading.document import parse
from pipelines.reading.encoding import decode
from pipelines.reading.metadata import find_canonical, find_descriptions, find_page_language, find_section
from pipelines.reading.titles import find_title

@dataclass(frozen=True, slots=True)
class Page:
    url: str
    html: bytes
    charset: str | None
    content_type: str | None
    fetched_at: datetime | None
    listed_at: datetime | None = None
    listed_kind: str | None = None
    status: int | None = None

@dataclass
class R:
    title: str|None
    lead: str|None
    body: str|None
    rejected: None

def read_page(page: Page):
    d = parse(decode(page.html, page.charset).text, page.url)
    if d is None: return R(None,None,None,None)
    title=find_title(d)
    t=extract_text(d.tree,title=title,descriptions=find_descriptions(d),authors=find_authors(d))
    return R(title,t.lead,t.body,None)
