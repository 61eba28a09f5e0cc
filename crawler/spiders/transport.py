"""One request through Scrapy's downloader: an answer, or an error of a known class.

Only what happens on the wire. Whether to ask, how often, and what to make of the answer is decided by its
callers.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from gzip import GzipFile
from io import BytesIO

from OpenSSL.SSL import Error as TlsError
from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web.client import ResponseFailed

from crawler.clock import Clock
from crawler.politeness.addresses import GuardedResolver
from crawler.politeness.contact import is_development_host
from crawler.politeness.pace import Pace
from crawler.urls import host_of

CLOCK_HEADER = "X-Newsweb-Now"
"""Tells the synthetic news web what time the crawl has; sent to development hosts only."""


GZIP = frozenset({b"gzip", b"x-gzip"})
CHUNK = 4096
"""Bytes looked at a time."""

TEXT_CONTROLS = frozenset(b"\t\n\f\r\x1b")
"""Control characters of texts; the last one switches alphabets in ISO-2022-JP."""

WIRE_BYTES = "wattwire_wire_bytes"
"""Request meta: size of the body before Scrapy decoded it."""


class Unpacking(HttpCompressionMiddleware):
    """Scrapy's decompression, for which a body that does not fit its content encoding is a known failure.

    Scrapy lets through whatever gzip, zlib, Brotli and Zstandard raise, so one such answer would end the crawl. It
    takes what there is of a gzip that was cut off, and bytes of an unknown encoding, for a page.
    """

    # without `spider`, an argument that Scrapy phases out
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Unpack the body."""
        encoding = (response.headers.get("Content-Encoding") or b"").strip().lower()
        try:
            unpacked = super().process_response(request, response)
        except IgnoreRequest:  # the body is larger than allowed
            raise
        except Exception as error:
            raise UnpackingError(f"the body is not what its content encoding says: {error}") from error
        if encoding in GZIP and _ends_too_early(response.body):
            raise ResponseDataLossError("the gzip ends too early")
        # A text is one, whatever the header says: servers write `utf-8` or `none` there.
        if (
            isinstance(unpacked, Response)
            and "Content-Encoding" in unpacked.headers
            and _is_binary(unpacked.body)
        ):
            raise UnpackingError(f"the content encoding {encoding!r} is not known")
        return unpacked


def _ends_too_early(body: bytes) -> bool:
    with GzipFile(fileobj=BytesIO(body)) as file:
        try:
            while file.read(CHUNK):
                continue
        except EOFError:
            return True
        except OSError:  # a wrong checksum, or something behind the end: the page is whole
            return False
    return False


def _is_binary(body: bytes) -> bool:
    return any(byte < 32 and byte not in TEXT_CONTROLS for byte in body[:CHUNK])


class UnpackingError(ValueError):
    """A body that does not fit its content encoding."""


class WireSize:
    """Downloader middleware that notes how large a body was on the wire; it sits below the decompression."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Note the size and pass the response on."""
        request.meta[WIRE_BYTES] = len(response.body)
        return response


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP response.

    Attributes:
        body: content encoding removed.
        wire_bytes: size of the body as it came.
        latency_ms: from the request to the header of the response.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    wire_bytes: int
    requested_at: datetime
    received_at: datetime
    latency_ms: float | None

    def header(self, name: str) -> str | None:
        """First value of a header; names are case-insensitive."""
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), None)


class TransportError(RuntimeError):
    """No complete answer.

    Attributes:
        kind: error class as in the fetch ledger: timeout, dns, private-address, connection, tls, too-large,
            bad-content, bad-url.
        requested_at: when the request was sent.
    """

    def __init__(self, kind: str, detail: str, requested_at: datetime) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.requested_at = requested_at


class Transport:
    """The way to the network.

    Args:
        download: Scrapy's `engine.download_async`.
        clock: gives the times of answers.
        pace: turns at hosts.
        user_agent: sent with each request.
        dev_hosts: `host:port` of the proxy for `.test` hosts; None without the development switch.
    """

    def __init__(
        self,
        download: Callable[[Request], Awaitable[Response]],
        *,
        clock: Clock,
        pace: Pace,
        user_agent: str,
        dev_hosts: str | None,
    ) -> None:
        self._download = download
        self._clock = clock
        self._pace = pace
        self._user_agent = user_agent
        self._proxy = f"http://{dev_hosts}" if dev_hosts else None

    async def get(self, url: str, *, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """Ask for `url`, when it is its host's turn.

        Raises:
            TransportError: no complete answer within the limits of time and size.
        """
        host = host_of(url)
        async with self._pace.turn(host):
            requested_at = self._clock.now()
            request = self._request(url, host, headers, requested_at, max_bytes)
            try:
                response = await self._download(request)
            except FAILURES as error:
                raise TransportError(_kind(error, host), str(error) or repr(error), requested_at) from error
        latency: float | None = request.meta.get("download_latency")
        return Answer(
            url=url,
            status=response.status,
            headers=_headers(response),
            body=response.body,
            wire_bytes=request.meta.get(WIRE_BYTES, len(response.body)),
            requested_at=requested_at,
            received_at=self._clock.now(),
            latency_ms=None if latency is None else latency * 1000,
        )

    def _request(
        self, url: str, host: str, headers: Mapping[str, str], now: datetime, max_bytes: int
    ) -> Request:
        # Scrapy's default headers are off: its `Accept-Language: en` would ask outlets for another edition.
        sent = {"User-Agent": self._user_agent, "Accept": "*/*", **headers}
        meta: dict[str, object] = {"download_maxsize": max_bytes}
        if self._proxy and is_development_host(host):
            meta["proxy"] = self._proxy
            sent[CLOCK_HEADER] = now.isoformat()
        return Request(url, headers=sent, meta=meta, callback=NO_CALLBACK)


_KINDS: dict[type[Exception], str] = {
    DownloadTimeoutError: "timeout",
    CannotResolveHostError: "dns",
    DownloadConnectionRefusedError: "connection",
    DownloadFailedError: "connection",
    ResponseDataLossError: "connection",
    ConnectError: "connection",
    ConnectionClosed: "connection",
    DownloadCancelledError: "too-large",  # Scrapy's name for a body beyond DOWNLOAD_MAXSIZE
    IgnoreRequest: "too-large",  # the same limit, met while unpacking
    UnpackingError: "bad-content",
    UnsupportedURLSchemeError: "bad-url",
}


FAILURES: tuple[type[Exception], ...] = (*_KINDS, ResponseFailed, TlsError, VerificationError)
"""Everything that may go wrong on the wire; whatever else is raised is a fault of ours and passes."""


def _kind(error: BaseException, host: str) -> str:
    # Twisted tells a refused name and an unknown one by the same error.
    if isinstance(error, CannotResolveHostError) and host in GuardedResolver.refused:
        return "private-address"
    # Before the table: a fault of TLS comes wrapped in an error that stands there as `connection`.
    if _is_tls(error):
        return "tls"
    return next((kind for known, kind in _KINDS.items() if isinstance(error, known)), "connection")


def _is_tls(error: BaseException | None) -> bool:
    """Whether TLS is at the bottom of an error; Twisted wraps it in a list of reasons."""
    if isinstance(error, ResponseFailed):
        return any(_is_tls(reason.value) for reason in error.reasons)
    if isinstance(error, TlsError | VerificationError):
        return True
    return error is not None and _is_tls(error.__cause__)


def _headers(response: Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        # A character for each byte: any value survives, and RFC 9110, section 5.5, allows any.
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
