"""Front and section pages → article links, by the shape of the address and the anchor text.

For outlets without a usable feed. Teaser texts, dates and pictures of a hub are not read: the article page
says it better. Rules were developed on 42 front and section pages of 12 German outlets of June 2024.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from crawler.discovery.listing import Link, Listing, absolute_url, plain_text
from crawler.urls import UrlError, canonical_url, host_of, registrable_domain

MAX_LINKS = 400
"""Links kept of one hub, in page order; the largest hub of the development set has 199."""

DATE_IN_PATH = re.compile(r"/(19|20)\d\d[/-]?(0[1-9]|1[0-2])([/-]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
NUMBER = re.compile(r"\d{5,}")
"""Running numbers of articles; shorter ones are mostly pages, places and years."""
WORD = re.compile(r"[^\W\d_]{2,}")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
"""Scripts written without spaces (and Korean, whose headlines have few): letters are counted, not words."""

# fmt: off
NO_ARTICLE = frozenset({
    "tag", "tags", "thema", "themen", "topic", "topics", "tema", "temas", "sujet", "sujets",
    "schlagwort", "stichwort", "author", "authors", "autor", "autoren", "auteur", "autores", "autore",
    "profile", "profil", "user", "account", "konto", "login", "signin", "sign-in", "register",
    "registrieren", "abo", "abos", "subscribe", "subscription", "subscriptions", "newsletter",
    "newsletters", "kontakt", "contact", "impressum", "imprint", "datenschutz", "privacy", "agb",
    "terms", "about", "ueber-uns", "hilfe", "help", "faq", "search", "suche", "recherche", "buscar",
    "rss", "feed", "feeds", "shop", "deals", "gutscheine", "gutschein", "gutscheincodes", "coupon",
    "coupons", "vergleich", "spiele", "games", "raetsel", "sudoku", "horoskop", "authenticate",
    "fernsehprogramm", "epaper", "e-paper", "stellenmarkt", "jobs", "karriere", "werbung", "advertise",
    "mediadaten", "anzeigen", "cookie", "cookies", "mediathek", "podcast", "podcasts", "live-tv",
    "livestream", "sitemap", "share",
})
# fmt: on
"""Path segments of pages that are lists, services or advertising in the languages of the development set."""

VISIBLE = etree.XPath(".//text()[not(parent::style or parent::script or parent::noscript)]")
ADVERTISING = frozenset({"sponsored", "ugc"})
MIN_SCORE = 4


def read_hub(body: bytes, url: str, *, charset: str | None = None) -> Listing:
    """Article links of a hub page, in page order.

    Args:
        body: HTML.
        url: address of the page; only links to its registrable domain count.
        charset: of the HTTP header; the page's own declaration is used without it.

    Returns:
        Listing of kind `hub`, titles from anchor texts, no dates. `error` set when there is no HTML in the
        body. A page whose links are made by scripts gives an empty listing. Never raises for content.
    """
    try:
        parser = html.HTMLParser(encoding=charset, no_network=True)
    except LookupError:  # a charset that doesn't exist: let the page speak
        parser = html.HTMLParser(no_network=True)
    try:
        root = html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        return Listing("hub", error=f"no HTML: {error}")
    if next(root.iter("a", "p", "div", "title"), None) is None:
        return Listing("hub", error="no HTML: neither text nor links in the body")
    found: dict[str, Link] = {}
    for link in _candidates(root, _base(root, url)):
        try:
            key = canonical_url(link.url)
        except UrlError:
            continue  # the outlet's markup; such an address can't be requested
        known = found.get(key)
        # A teaser links twice, by its picture and by its headline; the longer text is the headline.
        if known is None or len(link.title or "") > len(known.title or ""):
            found[key] = Link(known.url if known else link.url, link.title)
    domain, own = registrable_domain(host_of(url)), canonical_url(url)
    links = [link for key, link in found.items() if key != own and is_article_link(link, domain)]
    return Listing("hub", tuple(links[:MAX_LINKS]))


def is_article_link(link: Link, domain: str) -> bool:
    """Whether address and anchor text look like an article on `domain` rather than navigation.

    Points: for the address a date 3, a running number 2, a slug of four words 3 (three words 2), an `.html`
    ending or a depth of three 1; for the text a headline's length 2. A forbidden segment or another domain
    decides against.
    """
    if registrable_domain(host_of(link.url)) != domain:
        return False
    path = unquote(urlsplit(link.url).path)
    segments = [segment for segment in path.casefold().split("/") if segment]
    if (
        not segments
        or not NO_ARTICLE.isdisjoint(segments[:-1])
        or segments[-1].partition(".")[0] in NO_ARTICLE
    ):
        return False
    return _address_score(path, segments) + _title_score(link.title) >= MIN_SCORE


def _address_score(path: str, segments: list[str]) -> int:
    # The last two: some outlets put the number behind the slug, as a segment of its own.
    slug = max(segments[-2:], key=len)
    words = len(WORD.findall(slug)) if "-" in slug or "_" in slug else 1
    score = 3 if DATE_IN_PATH.search(path) else 0
    score += 2 if NUMBER.search(segments[-1]) else 0
    score += 3 if words >= 4 else 2 if words == 3 else 0
    return score + int(segments[-1].endswith((".html", ".htm", ".shtml")) or len(segments) >= 3)


def _title_score(title: str | None) -> int:
    text = title or ""
    if CJK.search(text):
        return 2 if len(CJK.findall(text)) >= 8 else -1
    words = len(WORD.findall(text))
    if words >= 4 and len(text) >= 20:
        return 2
    return -1 if text and words <= 2 else 0


def _candidates(root: html.HtmlElement, base: str) -> Iterator[Link]:
    for anchor in root.iter("a"):
        relation = (anchor.get("rel") or "").casefold().split()
        url = absolute_url(base, anchor.get("href"))
        if url is None or not ADVERTISING.isdisjoint(relation) or _in_navigation(anchor):
            continue
        yield Link(
            url.partition("#")[0], plain_text(anchor.get("title")) or plain_text(_visible_text(anchor))
        )


def _visible_text(anchor: html.HtmlElement) -> str:
    found = VISIBLE(anchor)
    return " ".join(str(text) for text in found) if isinstance(found, list) else ""


def _in_navigation(anchor: html.HtmlElement) -> bool:
    """Inside nav or footer; `header` is no evidence, teasers have one each."""
    return any(parent.tag in {"nav", "footer"} for parent in anchor.iterancestors())


def _base(root: html.HtmlElement, url: str) -> str:
    declared = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return absolute_url(url, declared) or url
