"""Reads WARC files, ours and those of others, whole or damaged.

Belongs here: from a file to pages, rows, revisits and damages, one at a time. Does not belong here: finding
records in a file (`blocks.py`), and what a page says (`pipelines/reading`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crawler.landing.blocks import Block, read_blocks
from crawler.landing.decoding import DecodingError, read_answer, read_status
from crawler.landing.discovery_fields import FIELDS_TYPE, from_fields
from crawler.landing.records import Damage, Landed, Row
from crawler.landing.rows import LINE_TYPE, parse_line

_LINE = re.compile(r";\s*line=(\d{1,18})(?!\d)", re.ASCII)


def read_landed(path: Path) -> Iterator[Landed | Damage]:
    """Pages, rows and revisits of a WARC file in order, and a damage for each record that can't be used.

    Reads `.warc`, `.warc.gz` and `.warc.zst` by their content, whoever wrote them. Records of other kinds
    (request, warcinfo, DNS, conversion) are passed over. After damage it goes on with the next record that
    can be found; in a file that is packed as a whole, not by record, there is none. Holds two records, of
    at most 17 MB, in memory.

    Raises:
        OSError: the file is missing or can't be read; never for its content.
    Source: WARC 1.1 (ISO 28500:2017).
    """
    # The description of a page comes right after it; whatever else comes shows that it has none.
    page: Landed | None = None
    page_id = None
    for block in read_blocks(path):
        if page and isinstance(block, Block) and _describes(block, page_id):
            page = replace(page, discovery=from_fields(block.content))
            continue
        if page:
            yield page
            page = None
        found = _landed(block) if isinstance(block, Block) else block
        if isinstance(found, Damage):
            yield found
        elif found and isinstance(block, Block):
            page, page_id = found, block.headers.get("warc-record-id")
    if page:
        yield page


def _describes(block: Block, record_id: str | None) -> bool:
    # WARC has both for it: what a record describes, and what was captured together; crawlers write either.
    about = block.headers.get("warc-refers-to") or block.headers.get("warc-concurrent-to")
    return (
        block.headers.get("warc-type") == "metadata"
        and block.headers.get("content-type") == FIELDS_TYPE
        and about is not None
        and about == record_id
    )


def _landed(block: Block) -> Landed | Damage | None:
    kind = block.headers.get("warc-type", "").lower()
    media = block.headers.get("content-type", "").lower()
    if kind == "resource" and media.startswith(LINE_TYPE):
        return _row(block, media)
    # A name lookup is a `response` too, of the type text/dns.
    if kind not in ("response", "revisit") or (media and not media.startswith("application/http")):
        return None
    # The grammar of WARC 1.0 has the address in angle brackets, and some tools write them.
    url = block.headers.get("warc-target-uri", "").strip("<> ")
    if not url:
        return Damage(offset=block.offset, reason="no-url", evidence=f"a {kind} without WARC-Target-URI")
    return _revisit(block, url) if kind == "revisit" else _page(block, url)


def _page(block: Block, url: str) -> Landed | Damage:
    if reason := block.headers.get("warc-truncated"):
        evidence = f"its recorder cut it off: {reason}"
        return Damage(offset=block.offset, reason="truncated", evidence=evidence, url=url)
    if part := block.headers.get("warc-segment-number"):
        evidence = f"segment {part} of a record that its recorder cut into several"
        return Damage(offset=block.offset, reason="truncated", evidence=evidence, url=url)
    try:
        answer = read_answer(block.content)
    except DecodingError as error:
        return Damage(offset=block.offset, reason=error.reason, evidence=str(error), url=url)
    return Landed(
        url=url,
        fetched_at=block.date,
        status=answer.status,
        content_type=answer.content_type,
        charset=answer.charset,
        payload=answer.body,
        discovery=None,
        offset=block.offset,
        kind="page",
    )


def _revisit(block: Block, url: str) -> Landed:
    return Landed(
        url=url,
        fetched_at=block.date,
        status=read_status(block.content),
        content_type=None,
        charset=None,
        payload=b"",
        discovery=None,
        offset=block.offset,
        kind="revisit",
    )


def _row(block: Block, media: str) -> Landed | Damage:
    number = _LINE.search(media)
    row = parse_line(block.content, int(number[1]) if number else 0)
    if not isinstance(row, Row):
        return Damage(
            offset=block.offset, reason="bad-row", evidence=f"line {row.line}: {row.error}", url=row.url
        )
    return Landed(
        url=row.url,
        fetched_at=None,
        status=None,
        content_type=LINE_TYPE,
        charset="utf-8",
        payload=block.content,
        discovery=None,
        offset=block.offset,
        kind="row",
        row=row,
    )
