"""Article pages of the invented outlets as bytes: publication in, HTML out. Pure; feeds are `listings.py`."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crawler.newsweb.phrases import Phrases, load_phrases
from crawler.newsweb.publications import Publication
from crawler.newsweb.sites import Site
from crawler.newsweb.texts import LanguageTexts

_TEASERS: Final = 4
_COMMENTS: Final = 3
_NICKNAMES: Final = (
    "Quercus",
    "m.k.",
    "tante_e",
    "Lupo77",
    "Anon",
    "J. R.",
    "nightowl",
    "Zaphod2",
    "ok_then",
)
_RESERVED: Final = Markup('<meta name="tdm-reservation" content="1">')
_TEMPLATE_OF_WAY: Final = {"paywall": "paywall.html", "script-only": "script_only.html"}


@dataclass(frozen=True, slots=True)
class TeaserLink:
    """A teaser as a page shows it."""

    title: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class PageView:
    """What a template needs to know of an article; times are ISO 8601 with the outlet's own offset."""

    url: str
    title: str
    lead: str | None
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    section: str
    language: str
    published: str
    modified: str | None
    printed_date: str
    json_ld: dict[str, object]
    graph: dict[str, object]
    walled: dict[str, object]

    @property
    def byline(self) -> str:
        """The authors in one string; empty for none."""
        return ", ".join(self.authors)


@cache
def templates() -> Environment:
    """The templates; escaping is on for HTML and XML alike, an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def article_page(site: Site, words: LanguageTexts, publication: Publication, now: datetime) -> bytes:
    """The page of a publication in the outlet's charset; a correction stands on it from its time on."""
    local = publication.published_at.astimezone(site.zone)
    phrases = load_phrases()[publication.language]
    teasers, comments = _surroundings(words, publication.url)
    html = (
        templates()
        .get_template(_TEMPLATE_OF_WAY.get(publication.way, f"{site.template}.html"))
        .render(
            site=site,
            words=words,
            phrases=phrases,
            teasers=teasers,
            comments=comments,
            page=page_view(site, publication, phrases, local, now),
            reservation=_RESERVED if publication.way == "reserved" else "",
        )
    )
    return encoded(html, site.charset)


def teaser_page(site: Site, words: LanguageTexts, index: int) -> bytes:
    """Where a teaser's link leads: its words and a wall."""
    teaser = words.teasers[index]
    url = f"{site.root}/extra/{words.language}/{index}.html"
    teasers, _ = _surroundings(words, url)
    html = (
        templates()
        .get_template("paywall.html")
        .render(
            site=site,
            words=words,
            phrases=load_phrases()[words.language],
            teasers=teasers,
            page={
                "title": teaser.title,
                "lead": teaser.text,
                "language": words.language,
                "walled": {"@context": "https://schema.org", "@type": "WebPage", "name": teaser.title},
            },
        )
    )
    return encoded(html, site.charset)


def page_view(
    site: Site, publication: Publication, phrases: Phrases, local: datetime, now: datetime
) -> PageView:
    """The article as the templates see it at a moment."""
    corrected = publication.corrected_at is not None and publication.corrected_at <= now
    modified = (
        publication.corrected_at.astimezone(site.zone) if corrected and publication.corrected_at else None
    )
    paragraphs = publication.body or ((publication.lead or "",) if publication.way != "script-only" else ())
    if corrected and publication.correction:
        paragraphs = (*paragraphs, publication.correction)
    article = _news_article(site, publication, local, modified)
    return PageView(
        url=publication.url,
        title=publication.title,
        lead=publication.lead if publication.body or publication.way == "paywall" else None,
        paragraphs=paragraphs,
        authors=publication.authors,
        section=publication.section,
        language=publication.language,
        published=local.isoformat(),
        modified=modified.isoformat() if modified else None,
        printed_date=phrases.printed_date(local),
        json_ld={"@context": "https://schema.org", **article},
        graph={"@context": "https://schema.org", "@graph": [_web_site(site), article]},
        walled={"@context": "https://schema.org", **article, "isAccessibleForFree": False},
    )


def encoded(html: str, charset: str) -> bytes:
    """Bytes in the outlet's charset; letters it lacks become character references."""
    return html.encode(charset, errors="xmlcharrefreplace")


def _news_article(
    site: Site, publication: Publication, local: datetime, modified: datetime | None
) -> dict[str, object]:
    # A copied text is signed by its agency; a reader must not take that for a person's name.
    kind = "Organization" if publication.role == "copy" else "Person"
    return {
        "@type": "NewsArticle",
        "headline": publication.title,
        "mainEntityOfPage": publication.url,
        "datePublished": local.isoformat(),
        "dateModified": (modified or local).isoformat(),
        "author": [{"@type": kind, "name": author} for author in publication.authors],
        "publisher": {"@type": "Organization", "name": site.name},
        "articleSection": publication.section,
        "inLanguage": publication.language,
        **({"description": publication.lead} if publication.lead else {}),
    }


def _web_site(site: Site) -> dict[str, object]:
    return {"@type": "WebSite", "@id": f"{site.root}/#site", "name": site.name, "url": f"{site.root}/"}


def _surroundings(words: LanguageTexts, url: str) -> tuple[list[TeaserLink], list[Comment]]:
    """Teasers and comments of a page; the same address always has the same ones."""
    # Random hashes a string by SHA-512, not by `hash`, which differs from process to process.
    rng = Random(url)  # noqa: S311 - a simulation, no secret
    places = rng.sample(range(len(words.teasers)), min(_TEASERS, len(words.teasers)))
    teasers = [
        TeaserLink(words.teasers[n].title, words.teasers[n].text, f"/extra/{words.language}/{n}.html")
        for n in places
    ]
    said = rng.sample(words.comments, min(_COMMENTS, len(words.comments)))
    return teasers, [Comment(rng.choice(_NICKNAMES), text) for text in said]
