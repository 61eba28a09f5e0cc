"""What every kind of listing is read into.

Only the shared value types live here; the readers are `feeds`, `sitemaps` and `hubs`. Whether a link is new,
on the outlet's site, or worth a request is the spider's business.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit

ListingKind = Literal["feed", "sitemap-index", "sitemap", "news-sitemap", "hub"]

MAX_URL_LENGTH = 2083
"""Longest URL taken from a listing, in characters: the limit of the browsers outlets test with; sitemaps.org
asks for less than 2,048."""

_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Link:
    """One article as a listing shows it.

    Attributes:
        url: absolute http(s) URL, as listed (not canonical).
        title: listed title, whitespace collapsed; None where the listing has none.
        listed_at: publication time the listing states, with a zone; None where it states none or a bare date.
        updated_at: time of the last change the listing states; a bare date counts from its first second.
        language: language code as the listing writes it.
    """

    url: str
    title: str | None = None
    listed_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that a sitemap index points to; `updated_at` is its `lastmod`, the end of the day for a bare date."""

    url: str
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one listing holds. With an `error` it was not readable, and nothing follows from missing links."""

    kind: ListingKind
    links: tuple[Link, ...] = ()
    children: tuple[Child, ...] = ()
    error: str | None = None


def absolute_url(base: str, reference: str | None) -> str | None:
    """Absolute http(s) URL of a reference found in the document `base`; None for anything that is no page.

    Without a user name, which a third party has no business to make us send.
    """
    if not reference:
        return None
    try:
        # RFC 3986, appendix C: white space around a line break comes from breaking a long line. Tabs go as in
        # browsers; other white space is part of the name.
        unbroken = "".join(line.strip() for line in reference.splitlines()).replace("\t", "")
        url = urljoin(base, _SPACE.sub(lambda space: quote(space.group()), unbroken))
        parts = urlsplit(url)
        if "@" in parts.netloc:
            parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
            url = parts.geturl()
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # "http://[", a port that is no number: the listing is third-party text
        return None
    return url if usable and len(url) <= MAX_URL_LENGTH else None


def plain_text(text: str | None) -> str | None:
    """Text with whitespace collapsed; None when nothing is left."""
    return " ".join(text.split()) or None if text else None
