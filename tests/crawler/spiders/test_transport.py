"""Tests of `crawler/spiders/transport.py`: hostile and broken answers of a server on loopback."""

import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from OpenSSL.SSL import Error as TlsError
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.landing.units import landed_units
from crawler.politeness.addresses import GuardedResolver
from crawler.spiders.transport import Answer, UnpackingError, _kind
from tests.crawler.site import Crawls, Reply, Result, Site, article, rss, running_site

ONE_TRY = "import crawler.spiders.exchange as e\ne.RETRIES = 0\n"
MIB = 1024 * 1024


def crawl_pages(
    site: Site, home: Path, pages: dict[str, Reply], script: str = ONE_TRY
) -> tuple[Crawls, Result]:
    """A crawl of a site whose feed lists these pages; `/last` follows them and is sound."""
    crawls = Crawls(home)
    crawls.outlet("nordpost", ("rss", site.url("/feed")))
    for path, reply in pages.items():
        site.set(path, reply)
    site.set("/last", article("Last"))
    site.set("/feed", rss(*((site.url(path), path, None) for path in (*pages, "/last"))))
    # three failures in a row would end the round
    return crawls, crawls.run(script + "import crawler.spiders.news as n\nn.MAX_STRIKES = 99")


def ends(crawls: Crawls, site: Site) -> dict[str, tuple[int | None, str | None]]:
    """Status and error of each article by its path."""
    rows = (row for row in crawls.ledger() if row.kind == "article")
    return {row.url.replace(site.url(""), ""): (row.status, row.error) for row in rows}


def raw(head: bytes, body: bytes = b"") -> Reply:
    """An answer written by hand."""
    return Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\n" + body)


def packed(body: bytes, encoding: str) -> Reply:
    """A page that claims to be packed."""
    return Reply(body, headers={"Content-Encoding": encoding})


def test_a_body_that_does_not_fit_its_content_encoding_costs_one_page_and_not_the_crawl(
    tmp_path: Path,
) -> None:
    with running_site() as site:
        pages = {
            name: packed(b"<p>not packed at all</p>", name[1:]) for name in ("/gzip", "/deflate", "/zstd")
        }
        pages["/sound"] = packed(zlib.compress(b"<p>packed</p>"), "deflate")
        crawls, result = crawl_pages(site, tmp_path, pages)
        assert result.code == 0, result.err
        assert ends(crawls, site) == {
            "/gzip": (None, "bad-content"),
            "/deflate": (None, "bad-content"),
            "/zstd": (None, "bad-content"),
            "/sound": (200, None),
            "/last": (200, None),
        }
        assert result.counts["left_over"] == 0, "another try would meet the same bytes"
        assert {record.url: record.payload for record in crawls.landed()} == {
            site.url("/sound"): b"<p>packed</p>",
            site.url("/last"): str(article("Last").body).encode(),
        }


def test_a_cut_gzip_is_no_page_and_a_text_is_one_whatever_its_encoding_is_called(tmp_path: Path) -> None:
    with running_site() as site:
        whole = gzip.compress(b"<p>word by word</p>" * 2000)
        pages = {
            "/cut": packed(whole[: len(whole) // 2], "gzip"),
            "/checksum": packed(whole[:-8] + bytes(8), "GZIP"),
            "/appended": packed(whole + b"<!-- from the cache -->", "gzip"),
            "/charset": packed(b"<p>plain</p>", "UTF-8"),
            "/secret": packed(whole, "compress"),
            "/half-secret": packed(gzip.compress(whole), "compress, gzip"),
        }
        crawls, result = crawl_pages(site, tmp_path, pages)
        assert result.code == 0, result.err
        assert ends(crawls, site) == {
            "/cut": (None, "connection"),
            "/checksum": (200, None),
            "/appended": (200, None),
            "/charset": (200, None),
            "/secret": (None, "bad-content"),
            "/half-secret": (None, "bad-content"),
            "/last": (200, None),
        }
        assert result.counts["left_over_why"] == {"connection": 1}, "it may come whole another time"


def test_a_small_body_that_unpacks_to_a_large_one_is_too_large(tmp_path: Path) -> None:
    """Bombs: less than 50 KB on the wire, and more than the limit when unpacked."""
    with running_site() as site:
        bomb = b"\0" * (32 * MIB)
        pages = {
            "/gzip": packed(gzip.compress(bomb), "gzip"),
            "/deflate": packed(zlib.compress(bomb), "deflate"),
            "/twice": packed(gzip.compress(gzip.compress(bomb)), "gzip, gzip"),
        }
        assert max(len(reply.body) for reply in pages.values()) < 50_000
        crawls, result = crawl_pages(site, tmp_path, pages)
        assert result.code == 0, result.err
        assert ends(crawls, site) == {**dict.fromkeys(pages, (None, "too-large")), "/last": (200, None)}
        assert [record.url for record in crawls.landed()] == [site.url("/last")]


def test_a_body_without_end_is_cut_off_at_the_limit(tmp_path: Path) -> None:
    """Neither a length beforehand nor a chunk tells how much will come."""
    with running_site() as site:
        chunk = b"100000\r\n" + b"x" * MIB + b"\r\n"
        pages = {
            "/announced": raw(b"Content-Length: 900000000\r\n", b"x"),
            "/chunks": raw(b"Transfer-Encoding: chunked\r\n", chunk * 10),
            "/until-closed": raw(b"Connection: close\r\n", b"x" * (9 * MIB)),
        }
        crawls, result = crawl_pages(site, tmp_path, pages)
        assert result.code == 0, result.err
        assert ends(crawls, site) == {**dict.fromkeys(pages, (None, "too-large")), "/last": (200, None)}


def test_the_largest_page_allowed_is_landed_whole(tmp_path: Path) -> None:
    with running_site() as site:
        body = b"<p>" + b"x" * (8 * MIB - 3)
        crawls, result = crawl_pages(site, tmp_path, {"/full": Reply(body)})
        assert result.code == 0, result.err
        kept = {record.url: record.payload for record in crawls.landed()}
        assert kept[site.url("/full")] == body


BROKEN = {
    "/junk": Reply(raw=b"hello\r\n\r\n"),
    "/nothing": Reply(raw=b""),
    "/status": Reply(raw=b"HTTP/1.1 abc Odd\r\n\r\n"),
    "/length": raw(b"Content-Length: abc\r\n", b"x"),
    "/negative": raw(b"Content-Length: -4\r\n", b"x"),
    "/two-lengths": raw(b"Content-Length: 1\r\nContent-Length: 2\r\n", b"xx"),
    "/short": raw(b"Content-Length: 100\r\n", b"<p>half"),
    "/chunk": raw(b"Transfer-Encoding: chunked\r\n", b"zz\r\nhello"),
    "/cut-chunk": raw(b"Transfer-Encoding: chunked\r\n", b"5\r\nhello"),
    "/coding": raw(b"Transfer-Encoding: nonsense\r\n", b"x"),
    "/long-header": raw(b"X: " + b"a" * 100_000 + b"\r\n", b"x"),
}


def test_what_is_no_http_is_a_failed_connection_and_may_come_right(tmp_path: Path) -> None:
    with running_site() as site:
        crawls, result = crawl_pages(site, tmp_path, BROKEN)
        assert result.code == 0, result.err
        assert ends(crawls, site) == {**dict.fromkeys(BROKEN, (None, "connection")), "/last": (200, None)}
        assert result.counts["errors"]["connection"] == len(BROKEN)
        assert result.counts["left_over"] == len(BROKEN)
        assert result.counts["landed"] == 1


def test_answers_that_are_odd_but_whole_are_landed(tmp_path: Path) -> None:
    with running_site() as site:
        pages = {
            "/until-closed": raw(b"Connection: close\r\n", b"<p>open end</p>"),
            "/chunks": raw(b"Transfer-Encoding: chunked\r\n", b"4\r\n<p>a\r\n4\r\n</p>\r\n0\r\n\r\n"),
            "/continue": Reply(
                raw=b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n<p>b</p>"
            ),
            "/old": Reply(raw=b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>c</p>"),
            "/empty": Reply(b""),
        }
        crawls, result = crawl_pages(site, tmp_path, pages)
        assert result.code == 0, result.err
        kept = {record.url.replace(site.url(""), ""): record.payload for record in crawls.landed()}
        del kept["/last"]
        assert kept == {
            "/until-closed": b"<p>open end</p>",
            "/chunks": b"<p>a</p>",
            "/continue": b"<p>b</p>",
            "/old": b"<p>c</p>",
            "/empty": b"",
        }


def test_what_is_sent_with_a_request_and_what_is_not(tmp_path: Path) -> None:
    """Name and contact, no cookies, no referrer: each request stands for itself."""
    with running_site() as site:
        crawls = Crawls(tmp_path)
        crawls.outlet("nordpost", ("rss", site.url("/feed")))
        site.set("/feed", rss((site.url("/a"), "A", None), (site.url("/b"), "B", None)))
        page = article("A")
        page.headers["Set-Cookie"] = "session=1; Path=/"
        site.set("/a", page)
        site.set("/b", article("B"))
        assert crawls.run(contact="https://example.org/crawler").code == 0
        assert len(site.seen) == 5
        for seen in site.seen:
            assert seen.headers["User-Agent"].endswith(" (+https://example.org/crawler)")
            assert seen.headers["Accept"] == "*/*"
            assert "gzip" in seen.headers["Accept-Encoding"]
            assert not {"Cookie", "Referer", "X-Newsweb-Now", "Authorization"} & set(seen.headers)


def test_headers_that_come_twice_are_both_kept_and_their_letters_escaped(tmp_path: Path) -> None:
    with running_site() as site:
        page = raw(b"X-Two: one\r\nX-Two: two\r\nX-Latin: caf\xe9\r\nContent-Length: 8\r\n", b"<p>a</p>")
        assert crawl_pages(site, tmp_path, {"/a": page})[1].code == 0
        (unit,) = landed_units(tmp_path / "landing")
        with gzip.open(unit.path) as warc:
            lines = [line for line in warc.read().split(b"\r\n") if line.startswith((b"X-Two", b"X-Latin"))]
        assert sorted(lines) == [b"X-Latin: caf%C3%A9", b"X-Two: one", b"X-Two: two"]


@contextmanager
def tls_server(folder: Path) -> Iterator[int]:
    """A server with a certificate that nobody signed; gives its port."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.pem").write_bytes(certificate.public_bytes(Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    try:
                        context.wrap_socket(connection, server_side=True).close()
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def test_a_certificate_that_nobody_signed_is_not_trusted(tmp_path: Path) -> None:
    with tls_server(tmp_path) as port:
        crawls = Crawls(tmp_path / "home")
        crawls.outlet("nordpost", ("rss", f"https://127.0.0.1:{port}/feed"))
        result = crawls.run(ONE_TRY)
        assert result.code == 0, result.err
        assert [(row.kind, row.error) for row in crawls.ledger()] == [
            ("robots", "tls"),
            ("feed", "robots-unreachable"),
        ]


def wrapped(*reasons: Exception) -> ResponseFailed:
    """An error as Twisted reports it: a list of reasons."""
    return ResponseFailed([Failure(reason) for reason in reasons])


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DownloadTimeoutError("slow"), "timeout"),
        (CannotResolveHostError("who"), "dns"),
        (IgnoreRequest("large"), "too-large"),
        (UnpackingError("gzip"), "bad-content"),
        (ConnectionLost(), "connection"),
        (wrapped(ConnectionLost()), "connection"),
        (wrapped(ConnectionLost(), TlsError([])), "tls"),
        (wrapped(wrapped(TlsError([]))), "tls"),
        (TlsError([]), "tls"),
    ],
)
def test_each_failure_has_its_class(error: Exception, kind: str) -> None:
    assert _kind(error, "nordpost.test") == kind


def test_the_cause_of_a_failure_counts_too() -> None:
    error = ConnectionLost()
    error.__cause__ = TlsError([])
    assert _kind(error, "nordpost.test") == "tls"


def test_a_name_that_was_refused_is_told_from_one_that_does_not_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(GuardedResolver, "refused", {"evil.example"})
    assert _kind(CannotResolveHostError("x"), "evil.example") == "private-address"
    assert _kind(CannotResolveHostError("x"), "good.example") == "dns"


def test_a_header_is_found_whatever_its_case_and_the_first_one_counts() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    headers = (("ETag", '"1"'), ("etag", '"2"'), ("Content-TYPE", "text/html"))
    answer = Answer("http://x.test/", 200, headers, b"", 0, now, now + timedelta(seconds=1), None)
    assert answer.header("ETAG") == '"1"'
    assert answer.header("content-type") == "text/html"
    assert answer.header("Age") is None
