"""Landed files for the tests: made by the real writer, or by warcio as another tool would make them.

Belongs here: making files. Does not belong here: any assertion.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from warcio.warcwriter import WARCWriter

from crawler.landing.reader import read_landed
from crawler.landing.records import Damage, Discovery, Fetch, Landed
from crawler.landing.writer import LandingWriter

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 10, 15, 0, 123456, tzinfo=UTC)
AGENT = "wattwire/0.1 (+https://wattwire.test)"
SOURCE = "crawl-20261123T101500Z-ab12"
HTML = [("Content-Type", "text/html; charset=utf-8")]


def discovery(title: str | None = "Strom") -> Discovery:
    """A discovery with every field."""
    return Discovery(
        kind="feed",
        source_url="https://nordpost.test/rss",
        listed_at=AT,
        listed_title=title,
        poll_id="p1",
        first_seen_at=AT,
        not_seen_at=AT.replace(hour=9),
    )


def fetch(number: int = 0) -> Fetch:
    """A row of the ledger with every field."""
    return Fetch(
        crawl_id=SOURCE,
        outlet_id="nordpost",
        url=f"https://nordpost.test/{number}",
        kind="article",
        requested_at=AT,
        status=200,
        bytes=5,
        latency_ms=12.5,
        retry=1,
        redirect_url="https://nordpost.test/r",
        listed=3,
        fresh=0,
    )


def crawl(landing: Path, bodies: Sequence[bytes], source: str = SOURCE) -> Path:
    """A finished crawl with a page and a ledger row for each body; the path of its WARC file."""
    with LandingWriter(landing, DAY, source, user_agent=AGENT) as writer:
        for number, body in enumerate(bodies):
            url = f"https://nordpost.test/{number}"
            writer.response(
                url,
                fetched_at=AT,
                status=200,
                http_headers=HTML,
                body=body,
                discovery=discovery(f"Title {number}"),
            )
            writer.fetch(fetch(number))
    return landing / DAY.isoformat() / f"{source}.warc.gz"


def foreign(records: Sequence[tuple[str, bytes]], *, gzip: bool = True, **headers: str) -> bytes:
    """A file of (record type, HTTP message or block) by another tool; `_` in header names stands for `-`."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=gzip, warc_version="WARC/1.0")
    for number, (kind, block) in enumerate(records):
        record = writer.create_warc_record(
            f"https://other.test/{number}",
            kind,
            payload=BytesIO(block),
            warc_content_type="application/http; msgtype=response" if kind == "response" else "text/plain",
            warc_headers_dict={"WARC-Date": "2026-11-23T10:15:00Z"}
            | {name.replace("_", "-"): value for name, value in headers.items()},
        )
        writer.write_record(record)
    return out.getvalue()


def record(
    kind: str, block: bytes, *headers: str, version: str = "WARC/1.1", ends: str = "\r\n", length: str = ""
) -> bytes:
    """One record letter by letter, as no library would write it; unpacked."""
    lines = [version, f"WARC-Type: {kind}", f"Content-Length: {length or len(block)}", *headers, "", ""]
    return ends.join(lines).encode() + block + ends.encode() * 2


def message(body: bytes, *headers: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    """An HTTP answer."""
    return "\r\n".join([status, *headers, "", ""]).encode() + body


def pages(path: Path) -> list[Landed]:
    """What is read back, without damages."""
    return [item for item in read_landed(path) if isinstance(item, Landed)]


def damages(path: Path) -> list[Damage]:
    """The damages alone."""
    return [item for item in read_landed(path) if isinstance(item, Damage)]
