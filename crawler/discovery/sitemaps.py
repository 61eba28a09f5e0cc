"""Sitemap indexes, sitemaps and news sitemaps (sitemaps.org 0.9, Google's news extension 0.9) → listing.

Reads tolerant of missing or wrong namespaces and of truncated files. Which children of an index are worth a
request is the spider's business.
"""

import zlib
from collections.abc import Iterator
from datetime import tzinfo
from io import BytesIO

from lxml import etree

from crawler.discovery.dates import read_change_time, read_latest_change, read_time
from crawler.discovery.listing import Child, Link, Listing, absolute_url, plain_text

MAX_SITEMAP_BYTES = 50 * 1024 * 1024
"""Largest sitemap, uncompressed: the limit sitemaps.org sets; also what keeps a gzip bomb harmless."""

_GZIP = b"\x1f\x8b"
_STEP = 4096


class SitemapError(ValueError):
    """A body that is no sitemap; caught in this module and turned into `Listing.error`."""


def read_sitemap(body: bytes, url: str, *, zone: tzinfo | None = None) -> Listing:
    """Links of a sitemap or news sitemap, or the children of a sitemap index.

    Args:
        body: XML, or gzip of it (recognised by content, since servers label `.xml.gz` in every way).
        url: address it came from.
        zone: the outlet's zone, for times written without one.

    Returns:
        Listing of kind `sitemap-index`, `news-sitemap` (at least one news entry) or `sitemap`; `error` set
        when the body is none of these. Never raises for content; entities are not expanded and nothing is
        loaded.
    """
    try:
        root = _root(_decompressed(body))
    except (zlib.error, SitemapError) as error:
        return Listing("sitemap", error=str(error))
    name = _name(root)
    if name == "sitemapindex":
        return Listing("sitemap-index", children=tuple(_children(root, url, zone)))
    if name != "urlset":
        return Listing("sitemap", error=f"not a sitemap: its root element is <{name}>")
    entries = [entry for entry in root if _name(entry) == "url"]
    news = any(_find(entry, "news") is not None for entry in entries)
    links = (_link(entry, url, zone) for entry in entries)
    return Listing("news-sitemap" if news else "sitemap", tuple(link for link in links if link is not None))


def _root(document: bytes) -> etree._Element:
    if not document.strip():
        raise SitemapError("the body is empty")
    # An entity could name a local file or grow without end; a cut file still gives what came before the cut.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SitemapError(f"no XML: {error}") from error
    if root is None:  # what a recovering parser returns for text without any element
        raise SitemapError("no XML element in the body")
    return root


def _decompressed(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    parts: list[bytes] = []
    left = MAX_SITEMAP_BYTES + 1
    # By steps, or a body of a million tiny members would be copied a million times.
    source, data = BytesIO(body), b""
    while (data := data if len(data) >= len(_GZIP) else data + source.read(_STEP)).startswith(_GZIP):
        member = zlib.decompressobj(wbits=31)
        # The end is not checked: a transfer that broke off still lists what came before.
        while data and not member.eof:
            parts.append(member.decompress(data, left))
            left -= len(parts[-1])
            if not left:
                raise SitemapError(f"more than {MAX_SITEMAP_BYTES // 2**20} MiB when unpacked")
            data = member.unused_data if member.eof else source.read(_STEP)
    return b"".join(parts)


def _children(root: etree._Element, base: str, zone: tzinfo | None) -> Iterator[Child]:
    for entry in root:
        if _name(entry) == "sitemap" and (url := absolute_url(base, _text(entry, "loc"))):
            yield Child(url, read_latest_change(_text(entry, "lastmod"), zone))


def _link(entry: etree._Element, base: str, zone: tzinfo | None) -> Link | None:
    url = absolute_url(base, _text(entry, "loc"))
    if url is None:
        return None
    modified = read_change_time(_text(entry, "lastmod"), zone)
    news = _find(entry, "news")
    if news is None:
        return Link(url, updated_at=modified)
    published = _text(news, "publication_date")
    publication = _find(news, "publication")
    return Link(
        url=url,
        title=plain_text(_text(news, "title")),
        listed_at=read_time(published, zone),
        updated_at=modified or read_change_time(published, zone),
        language=None if publication is None else plain_text(_text(publication, "language")),
    )


def _name(element: etree._Element) -> str:
    """Local name: namespaces of sitemaps in the wild are misspelt too often to be matched."""
    tag = element.tag
    # A recovering parser leaves a prefix that was never declared in the name itself.
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _find(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if _name(child) == name), None)


def _text(element: etree._Element, name: str) -> str | None:
    child = _find(element, name)
    return None if child is None else "".join(str(part) for part in child.itertext()).strip() or None
