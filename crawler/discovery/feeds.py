"""RSS, RDF and Atom feeds → listing.

Reading is feedparser's; what we decide here is which of its fields count and what is an error. Full text in a
feed is not used: the article page is fetched anyway.
"""

import io
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

import feedparser

from crawler.discovery.dates import read_change_time, read_time
from crawler.discovery.listing import Link, Listing, absolute_url, plain_text

HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
"""What feedparser notes about a feed that it read all the same."""


def read_feed(
    body: bytes, url: str, *, content_type: str | None = None, zone: tzinfo | None = None
) -> Listing:
    """Links of a feed.

    Args:
        body: the response body; a wrong or missing encoding is tolerated as feedparser does.
        url: address the feed came from, base of relative links.
        content_type: HTTP header, part of encoding detection (RFC 7303).
        zone: the outlet's zone, for dates written without one.

    Returns:
        Listing of kind `feed`; `error` set when the body is no feed (an HTML page, JSON, nothing). A feed cut
        off in the middle gives the entries before the cut. Never raises for content.
    """
    if not body.strip():
        return Listing("feed", error="the body is empty")
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    try:
        # BytesIO, because parse() takes bare bytes for a file name first
        # Texts of entries are not used, so their HTML is neither cleaned nor are links
        # in it resolved; the links of the entries themselves are resolved in any case.
        parsed = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # noqa: BLE001 - feedparser lets any error of its XML and date parsers through
        return Listing("feed", error=f"not readable as a feed: {type(error).__name__}: {error}")
    entries = parsed.get("entries", [])
    if not parsed.get("version") and not entries:
        return Listing("feed", error=f"not a feed: the body starts with {_opening(body)!r}")
    fault = parsed.get("bozo_exception")
    # an empty feed with a wrong encoding or media type is still an empty feed
    if fault is not None and not entries and not isinstance(fault, HARMLESS):
        return Listing("feed", error=f"a broken feed without a readable entry: {fault}")
    language = plain_text(_own(parsed.get("feed", {}), "language"))
    atom = str(parsed.get("version", "")).startswith("atom")
    links = (_link(entry, url, language, zone, atom=atom) for entry in entries)
    return Listing("feed", tuple(link for link in links if link is not None))


def _link(
    entry: Mapping[str, Any], base: str, language: str | None, zone: tzinfo | None, *, atom: bool
) -> Link | None:
    url = absolute_url(base, _own(entry, "link")) or absolute_url(base, _permalink(entry))
    if url is None:
        return None
    published, updated = _own(entry, "published"), _own(entry, "updated")
    if published is None and not atom:
        published = (
            updated  # RSS 1.0 and Dublin Core have one date only (dc:date), which is the publication's
        )
    return Link(
        url=url,
        title=plain_text(_own(entry, "title")),
        listed_at=read_time(published, zone),
        updated_at=read_change_time(updated or published, zone),
        language=language,
    )


def _permalink(entry: Mapping[str, Any]) -> str | None:
    identifier = _own(entry, "id")
    # RSS takes a `guid` for the address unless it says otherwise; Atom's ids are often `tag:` ones.
    return identifier if identifier and identifier.startswith(("http://", "https://")) else None


def _own(fields: Mapping[str, Any], key: str) -> str | None:
    """Field as the feed states it: feedparser's lookup gives `published` for a missing `updated`."""
    value = dict(fields).get(key)
    return value if isinstance(value, str) else None


def _opening(body: bytes) -> str:
    return body.lstrip()[:40].decode("utf-8", "replace")
