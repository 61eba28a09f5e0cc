"""Whether a page is an article, and if not, why: the reason and the evidence of its rejection.

Belongs here: the verdict over what the other modules read, pages that stand in for an article or list articles. Does
not: reading itself, pages that are complete and no news (`strangers`), kinds of article (`kinds`).
A wrong rejection loses an article for good, a wrong pass leaves a stray row: in doubt a page passes.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from pipelines.reading.blocks import count_words
from pipelines.reading.document import Document
from pipelines.reading.encoding import find_wide
from pipelines.reading.kinds import Declared
from pipelines.reading.markers import consent_words
from pipelines.reading.strangers import Shown, find_stranger

# The shortest of 130 real articles has 127 words; flashes of one sentence exist, captions and slogans are
# shorter than this.
MIN_WORDS = 20
_WALL_WORDS = 160
_WALL_WORDS_PER_TERM = 15
_ERROR_WORDS = 120
_STUB_WORDS = 60
# Characters of an article; of 896 pages the one with the most has 96,000 in all.
_MOST_TEXT = 500_000
# On 42 section pages the most words of prose in one place are 61 but on one, on 129 articles 35 at least and
# 60 on all but two,
# which declare themselves articles; hence the limit, wider where the page says it is a list or its address is
# a front page.
# Where the address is that of a topic and nothing has a date, an introduction above few links is enough.
_SECTION_LINES, _LISTING_LINES, _TOPIC_LINES = 12, 8, 3
_MOST_PROSE, _MOST_PROSE_LISTING, _MOST_PROSE_FRONT = 50, 80, 120
_PHRASES = yaml.safe_load((Path(__file__).parent / "walls.yaml").read_text(encoding="utf-8"))
# Text has next to no control characters but tab, line breaks and, in Japanese mail encodings, escape.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_BINARY, _SNIFFED = 0.02, 4096
_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?><\?xml[^>]*>\s*|<!--.*?-->\s*)*+<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]",
    re.DOTALL,
)
_HTML_TYPES = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")
_ERROR_TITLE = re.compile("|".join(_PHRASES["error_titles"]), re.IGNORECASE)
_PAYWALL = re.compile("|".join(_PHRASES["paywall"]), re.IGNORECASE)
_SCRIPT_NEEDED = re.compile("|".join(_PHRASES["script_needed"]), re.IGNORECASE)
_BOT_WALL = re.compile("|".join(_PHRASES["bot_wall"]), re.IGNORECASE)
_ADBLOCK_WALL = re.compile("|".join(_PHRASES["adblock_wall"]), re.IGNORECASE)
_CONSENT_PHRASES = re.compile("|".join(_PHRASES["consent_phrases"]), re.IGNORECASE)
_ADDRESSING = re.compile("|".join(_PHRASES["addressing"]), re.IGNORECASE)
_LEAST_ADDRESSING = 2
_SECTION_PATH = re.compile(
    r"^/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:index\.[a-z]+)?$|"
    r"/(?:tags?|topics?|thema|themen(?:seiten?)?|stichwort|schlagwort|categor(?:y|ies|ia|ias|ie)|kategori[ea]|section"
    r"|rubrik|rubrique|sujets?|temas?|etiquetas?|argoment[io]|etichette|assuntos?|onderwerp(?:en)?|temat|tagi|tegi|teg"
    r"|authors?|autor(?:en|es|e|i)?|auteurs?|search|suche|recherche|buscar|cerca|busca|zoeken|szukaj|archive?)/[^/]*/?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a page is no article: `reason` from a fixed vocabulary, `evidence` what on the page says so."""

    reason: str
    evidence: str


def judge_response(status: int | None, content_type: str | None, payload: bytes) -> Rejection | None:
    """Reject by what the response says before its page is read: error status, another type than HTML, nothing in it."""
    if status is not None and status >= 400:
        return Rejection(f"http_{status}", f"status {status}")
    media = (content_type or "").partition(";")[0].strip().lower()
    if media and not media.startswith(_HTML_TYPES):
        return Rejection("not_html", f"content type {media[:80]}")
    if not payload.strip():
        return Rejection("empty", f"{len(payload)} bytes")
    return _other_format(payload)


def _other_format(payload: bytes) -> Rejection | None:
    if payload.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")):
        return Rejection("not_html", f"file signature {payload[:4]!r}")
    head = payload[:_SNIFFED]
    if feed := _FEED.match(head):
        return Rejection("not_html", f"a feed or sitemap, begins {feed.group()[-20:]!r}")
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or find_wide(head)
    if not wide and len(_BINARY.findall(head)) > _MOST_BINARY * len(head):
        return Rejection("not_html", f"binary content, begins {payload[:8]!r}")
    return None


def judge_page(declared: Declared, shown: Shown) -> Rejection | None:
    """Reject pages that are no article.

    Args:
        declared: the parsed page, its headline, and what it says that it is.
        shown: its text and the shape of the whole page.
    """
    document, title = declared.document, declared.title
    if len(shown.text) > _MOST_TEXT:
        return Rejection("too_long", f"{len(shown.text)} characters, an article has {_MOST_TEXT} at most")
    stranger = find_stranger(declared, shown)
    checks = (
        _error_page(title, shown.words, document),
        _wall(declared, shown.text, shown.page_text, shown.words),
        Rejection(*stranger) if stranger else None,
        _section_page(declared, shown.shape.prose, shown.shape.linked_lines),
        _many_articles(declared, shown.articles),
        _many_cards(declared, shown.cards),
        _paywall_stub(document, shown),
        _too_short(document, f"{shown.text} {shown.page_text}", shown.words),
    )
    return next((rejection for rejection in checks if rejection), None)


def _error_page(title: str | None, words: float, document: Document) -> Rejection | None:
    if words >= _ERROR_WORDS:
        return None
    names = [title or "", document.tree.title, *document.headings[:2]]
    found = next((name for name in names if _ERROR_TITLE.search(name.strip()[:120])), None)
    return Rejection("error_page", f"titled {found.strip()[:80]!r}") if found else None


def _wall(declared: Declared, text: str, page_text: str, words: float) -> Rejection | None:
    if words >= _WALL_WORDS:
        return None
    start = f"{declared.title or ''} {declared.document.tree.title} {page_text[:3000]}"
    # Forms of articles ask for robots too; no wall calls itself an article of some day.
    own = declared.dated_article and words >= MIN_WORDS
    robot = _BOT_WALL.search(start) if words < _ERROR_WORDS and not own else None
    if robot:
        return Rejection("bot_wall", f"says {robot.group()!r}")
    # An article may be about cookies: then it says so in its headline, or speaks of others.
    titled = bool(consent_words(declared.title or ""))
    about = declared.dated_article + titled
    told = text or start
    if about == 2 or (about and len(_ADDRESSING.findall(told)) < _LEAST_ADDRESSING):
        return None
    blocker = _ADBLOCK_WALL.search(told) if words < _ERROR_WORDS and not about else None
    if blocker and _ADDRESSING.search(told):
        return Rejection("adblock_wall", f"says {blocker.group()!r}")
    said = [*consent_words(told), *(phrase.lower() for phrase in _CONSENT_PHRASES.findall(told))]
    # One mention of cookies is an article's own; a wall speaks of little else.
    if len(set(said)) >= 3 and len(said) * _WALL_WORDS_PER_TERM > count_words(told):
        return Rejection("consent_wall", f"says {', '.join(sorted(set(said))[:4])}")
    return None


def _section_page(declared: Declared, prose: float, linked_lines: int) -> Rejection | None:
    document = declared.document
    front = bool(_SECTION_PATH.search(_path(document.url)))
    introduced = front and prose < _MOST_PROSE and not declared.dated_article
    if linked_lines < (_TOPIC_LINES if introduced else _LISTING_LINES if front else _SECTION_LINES):
        return None
    most = _MOST_PROSE_FRONT if front else _MOST_PROSE_LISTING if document.structured.listing else _MOST_PROSE
    if prose >= most or (declared.dated_article and not front):
        return None
    return Rejection("section_page", f"{linked_lines} linked lines, longest run of prose {prose:.0f} words")


def _many_articles(declared: Declared, articles: int) -> Rejection | None:
    if not articles or declared.dated_article:
        return None
    return Rejection(
        "section_page", f"{articles} whole articles of different days, none with the page's title"
    )


def _many_cards(declared: Declared, cards: int) -> Rejection | None:
    if not cards or declared.dated_article or "article" in declared.open_graph:
        return None
    return Rejection("section_page", f"its text consists of {cards} teasers")


def _paywall_stub(document: Document, shown: Shown) -> Rejection | None:
    words, wall = shown.words, shown.wall
    if words >= _STUB_WORDS:
        return None
    article = document.structured.article or {}
    closed = (
        str(article.get("isAccessibleForFree", "")).lower() == "false"
        or (document.head.first("article:content_tier") or "").lower() == "locked"
    )
    offer = _PAYWALL.search(shown.page_text)
    said = wall or (offer.group() if offer else None)
    if not (closed or said) or (words >= MIN_WORDS and not wall and not (closed and offer)):
        return None
    return Rejection(
        "paywall_stub", f"{words:.0f} words, " + (f"says {said!r}" if said else "declared not free")
    )


def _too_short(document: Document, page_text: str, words: float) -> Rejection | None:
    if words >= MIN_WORDS:
        return None
    needed = _SCRIPT_NEEDED.search(f"{page_text} {document.tree.fallback}")
    if needed:
        return Rejection("script_only", f"{words:.0f} words, says {needed.group()!r}")
    if not words:
        return Rejection("no_text", f"no article text among {count_words(page_text):.0f} words")
    return Rejection("too_short", f"{words:.0f} words, an article has {MIN_WORDS}")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
