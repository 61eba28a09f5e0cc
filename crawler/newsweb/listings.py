"""Feeds, sitemaps, hub pages of the invented outlets as bytes: publications in, listing out. Pure.

What is listed when is decided here; what a request is answered with is `answers.py`.
"""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from typing import Final

from markupsafe import escape

from crawler.newsweb.pages import encoded, templates
from crawler.newsweb.phrases import load_phrases
from crawler.newsweb.publications import Publication, number
from crawler.newsweb.sites import START, Feed, Site
from crawler.newsweb.texts import LanguageTexts

_NEWEST: Final = 20
NEWS_WINDOW: Final = timedelta(hours=48)
"""How long an entry stays in a news sitemap, as its protocol asks."""

_TEMPLATES: Final = {
    "rss": "rss.xml",
    "atom": "atom.xml",
    "sitemap": "sitemap_index.xml",
    "news-sitemap": "news_sitemap.xml",
    "hub": "hub.html",
}
_CONTENT_TYPES: Final = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "sitemap": "application/xml",
    "news-sitemap": "text/xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing; times are ISO 8601 with the outlet's offset, `link` may carry tracking."""

    title: str
    link: str
    path: str
    guid: int
    section: str
    language: str
    lead: str | None
    summary: str
    html: str
    byline: str
    published: str
    updated: str
    rfc822: str
    printed_date: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing as it goes out."""

    content_type: str
    body: bytes


def listing(
    site: Site, words: LanguageTexts, feed: Feed, out: Sequence[Publication], now: datetime
) -> Listed:
    """One listing of an outlet at a moment.

    Args:
        site: the outlet.
        words: what surrounds its pages, for a hub.
        feed: which of its listings.
        out: its publications up to `now`, newest first.
        now: aware.
    """
    shown = out[:_NEWEST]
    if feed.kind == "news-sitemap":
        shown = [publication for publication in out if now - publication.published_at < NEWS_WINDOW]
    # Feeds count where readers come from; a sitemap lists what is to be indexed.
    tracking = site.tracking if feed.kind in ("rss", "atom") else ""
    changed = max([START, *(_changed(publication, now) for publication in out)]).astimezone(site.zone)
    text = (
        templates()
        .get_template(_TEMPLATES[feed.kind])
        .render(
            site=site,
            words=words,
            feed=feed,
            self_url=site.root + feed.path,
            entries=[_entry(site, publication, tracking, now) for publication in shown],
            sitemaps=_daily_sitemaps(site, feed, out, now) if feed.kind == "sitemap" else [],
            changed_iso=changed.isoformat(),
            changed_rfc822=format_datetime(changed),
        )
    )
    if feed.kind == "hub":
        return Listed(page_type(site), encoded(text, site.charset))
    return Listed(_CONTENT_TYPES[feed.kind], encoded(text, site.feed_charset))


def daily_sitemap(site: Site, feed: Feed, day: date, out: Iterable[Publication], now: datetime) -> Listed:
    """The sitemap of one UTC day, a gzip file where the index is `packed`."""
    shown = [publication for publication in out if publication.published_at.date() == day]
    entries = [_entry(site, publication, "", now) for publication in shown]
    body = encoded(templates().get_template("sitemap.xml").render(site=site, entries=entries), "utf-8")
    if feed.packed:
        # gzip writes the time of packing into its header; fixed,
        # equal content has equal bytes and an equal ETag.
        return Listed("application/x-gzip", gzip.compress(body, mtime=0))
    return Listed("application/xml", body)


def sitemap_path(feed: Feed, day: date) -> str:
    """The path of the sitemap of one day."""
    return f"/sitemaps/{day.isoformat()}.xml{'.gz' if feed.packed else ''}"


def page_type(site: Site) -> str:
    """The content type of the outlet's pages, with a charset where the outlet declares one."""
    return f"text/html; charset={site.charset}" if site.declared else "text/html"


def robots(site: Site) -> str:
    """The outlet's robots.txt with its sitemaps."""
    lines = [f"Sitemap: {site.root}{feed.path}" for feed in site.feeds if "sitemap" in feed.kind]
    return "\n".join([site.robots.rstrip(), "", *lines, ""])


def _daily_sitemaps(
    site: Site, feed: Feed, out: Iterable[Publication], now: datetime
) -> list[dict[str, str]]:
    newest: dict[date, datetime] = {}
    for publication in out:
        day = publication.published_at.date()
        newest[day] = max(newest.get(day, START), _changed(publication, now))
    return [
        {"url": site.root + sitemap_path(feed, day), "changed": changed.astimezone(site.zone).isoformat()}
        for day, changed in sorted(newest.items())
    ]


def _changed(publication: Publication, now: datetime) -> datetime:
    corrected = publication.corrected_at
    return corrected if corrected and corrected <= now else publication.published_at


def _entry(site: Site, publication: Publication, tracking: str, now: datetime) -> Entry:
    local = publication.published_at.astimezone(site.zone)
    paragraphs = publication.body or (publication.lead or "",)
    return Entry(
        title=publication.title,
        link=f"{publication.listed_url}?{tracking}" if tracking else publication.listed_url,
        path=publication.listed_url.removeprefix(site.root),
        guid=number(publication.url),
        section=publication.section,
        language=publication.language,
        lead=publication.lead,
        summary=publication.lead or paragraphs[0],
        html="".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs),
        byline=", ".join(publication.authors),
        published=local.isoformat(),
        updated=_changed(publication, now).astimezone(site.zone).isoformat(),
        rfc822=format_datetime(local),
        printed_date=load_phrases()[publication.language].printed_date(local),
    )
