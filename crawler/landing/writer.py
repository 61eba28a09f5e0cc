"""Writes what one crawl fetches: WARC 1.1 records and the journal of its requests.

Belongs here: the order and the form of what is written. Does not belong here: reading (`reader.py`), what a
killed writer leaves (`recovery.py`), and which pages may be stored at all (`politeness/`).
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.landing.discovery_fields import FIELDS_TYPE, to_fields
from crawler.landing.ledger import JOURNAL, Journal, read_journal, write_ledger
from crawler.landing.records import OPEN, Discovery, Fetch, LandingError
from crawler.landing.units import LEDGER, claimed, day_folder, find_unit, settle, sync_folder

# The profile names how a revisit was recognised (WARC 1.1, section 6.7.3).
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# They describe bytes that are not stored: the body is decoded. Kept under the prefix that other crawlers use.
_STALE = {"content-encoding", "transfer-encoding", "content-length"}
_STALE_PREFIX = "X-Crawler-"


class LandingWriter:
    """One crawl's WARC file and ledger, a context manager.

    Each record is with the operating system when its method returns: a killed process loses none, and the
    next `recover` puts them in place. Leaving the block, also by an exception, puts the files in place at
    once.

    Raises:
        LandingError: the source has landed already, is being written, or the folder can't be written.
    """

    def __init__(self, landing: Path, day: date, source: str, *, user_agent: str) -> None:
        folder = day_folder(landing, day)
        if find_unit(landing, source):
            raise LandingError(f"{source} has landed already in {landing}. Give the crawl an id of its own.")
        self._final = folder / f"{source}.warc.gz"
        self._ledger = folder / f"{source}{LEDGER}"
        self._open = self._final.with_name(self._final.name + OPEN)
        self._held = ExitStack()
        if not self._held.enter_context(claimed(self._open)):
            raise LandingError(
                f"{source} is being written by another process. Give the crawl an id of its own."
            )
        try:
            # The journal comes first and goes last: recovery finds what was left by it.
            self._journal = self._held.enter_context(Journal(folder / f"{source}{JOURNAL}"))
            self._file = self._held.enter_context(self._open.open("xb"))
        except OSError as error:
            self._held.close()
            raise LandingError(
                f"{source} can't be written in {folder}: {error.strerror}. If a killed crawl left "
                "files of this name, recover the landing zone first; else mend its permissions."
            ) from error
        self._warc = WARCWriter(self._file, gzip=True, warc_version="WARC/1.1")
        info = {
            "software": "wattwire",
            "format": "WARC File Format 1.1",
            "http-header-user-agent": user_agent,
        }
        self._write(self._warc.create_warcinfo_record(self._final.name, info))

    def response(
        self,
        url: str,
        *,
        fetched_at: datetime,
        status: int,
        http_headers: Sequence[tuple[str, str]],
        body: bytes,
        discovery: Discovery | None,
    ) -> None:
        """Land a page.

        Args:
            url: the address the body came from, after redirects.
            fetched_at: when the answer came, aware.
            status: HTTP status of the answer.
            http_headers: as received; those about encoding and length are kept under another name.
            body: with transfer and content encoding removed, as Scrapy hands it over.
            discovery: how the address came to be known; None if nothing is to be recorded.
        """
        headers = [_renamed(name, value) for name, value in http_headers]
        headers.append(("Content-Length", str(len(body))))
        url = _on_one_line(url)
        record = self._warc.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            http_headers=_message(status, headers),
            warc_headers_dict={"WARC-Date": _stamp(fetched_at)},
        )
        self._write(record)
        self._describe(url, record, fetched_at, discovery)

    def revisit(
        self,
        url: str,
        *,
        fetched_at: datetime,
        status: int,
        http_headers: Sequence[tuple[str, str]],
        discovery: Discovery | None,
    ) -> None:
        """Land the news that a page is unchanged; arguments as for `response`."""
        url = _on_one_line(url)
        record = self._warc.create_warc_record(
            url,
            "revisit",
            http_headers=_message(status, [_renamed(name, value) for name, value in http_headers]),
            warc_headers_dict={"WARC-Date": _stamp(fetched_at), "WARC-Profile": UNCHANGED},
        )
        self._write(record)
        self._describe(url, record, fetched_at, discovery)

    def fetch(self, row: Fetch) -> None:
        """Add a row to the ledger."""
        self._journal.append(row)

    def close(self) -> None:
        """Put WARC file and ledger in place; a second call does nothing.

        The WARC file comes last, since it makes the unit: whoever sees one sees its ledger.
        """
        if self._file.closed:
            return
        with self._held:
            self._file.close()
            self._journal.close()
            write_ledger(self._ledger, read_journal(self._journal.path))
            settle(self._open, self._final)
            self._journal.path.unlink()
            sync_folder(self._final.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _describe(self, url: str, record: ArcWarcRecord, at: datetime, discovery: Discovery | None) -> None:
        if discovery is None:
            return
        about = record.rec_headers.get_header("WARC-Record-ID")
        metadata = self._warc.create_warc_record(
            url,
            "metadata",
            payload=BytesIO(to_fields(discovery)),
            warc_content_type=FIELDS_TYPE,
            warc_headers_dict={"WARC-Date": _stamp(at), "WARC-Refers-To": about, "WARC-Concurrent-To": about},
        )
        self._write(metadata)

    def _write(self, record: ArcWarcRecord) -> None:
        self._warc.write_record(record)
        self._file.flush()


def _stamp(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone; give an aware datetime")
    # Fractions of a second are new in WARC 1.1, which the header of each record states.
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _on_one_line(url: str) -> str:
    # The rest of a broken line would be read as a header, and half a surrogate pair can't be written.
    return "".join(url.splitlines()).encode("utf-8", errors="replace").decode()


def _renamed(name: str, value: str) -> tuple[str, str]:
    # A line break would end the header; folded ones are read as one line (RFC 9112, section 5.2).
    name, value = "".join(name.split()), " ".join(value.split())
    return (_STALE_PREFIX + name if name.lower() in _STALE else name), value


def _message(status: int, headers: list[tuple[str, str]]) -> StatusAndHeaders:
    # Not `status in HTTPStatus`: before Python 3.12 that raises for a number.
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"
    return StatusAndHeaders(f"{status} {phrase}", headers, protocol="HTTP/1.1")
