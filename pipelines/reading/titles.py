"""The title of an article: candidates of a page cleaned of outlet names, then agreement decides.

Belongs here: headline candidates and their choice. Does not: other metadata (`metadata`), the headline inside
the body (`body`).
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from pipelines.reading.document import Document
from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import strings

_SEPARATOR = r"(?:\s+[|\-–—·•»›:]+\s+|\s*[|｜_]\s*|\s+[-–—]\s*)"
_LAST_PART = re.compile(rf"^(?P<head>.{{8,}}){_SEPARATOR}(?P<tail>[^|｜]{{1,60}})$")
_WORDLESS = re.compile(r"[\W_]+")
_WORDLESS_BYTES = bytes(byte for byte in range(128) if _WORDLESS.match(chr(byte)))
# Order decides ties. Measured on 129 real pages: the exact title is in JSON-LD on 93, in h1 on 92, in
# og:title on 87.
_SOURCES = ("json-ld", "open-graph", "h1", "twitter", "microdata", "title")
# Agreement of these three, ties to the first of the order above: 109 of 129, against 106 for the best fixed
# order.
_VOTERS = ("json-ld", "h1", "open-graph")
_LINES = ("h1", "h2", "h3", "div", "p", "span", "td", "b", "strong")
_LEAST_PART = 0.4
_LONGEST_NAME = 40
# Of sources that differ in punctuation only, the one whose spelling is kept.
_SPELLING = ("open-graph", "json-ld", "h1")


def find_title(document: Document) -> str | None:
    """The headline that most sources of the page agree on; None where the page names none."""
    candidates = _candidates(document)
    if not candidates:
        return None
    names = outlet_names(document)
    texts = {source: strip_outlet(text, names) for source, text in candidates.items()}
    texts = {source: _shared_head(text, texts.values()) for source, text in texts.items()}
    voters = [source for source in _VOTERS if source in texts] or list(texts)
    votes = Counter(same_words(texts[source]) for source in voters)
    best = max(voters, key=lambda source: (votes[same_words(texts[source])], -_SOURCES.index(source)))
    if _has_sharing_headline(texts):
        best = "open-graph"
    alike = [
        source
        for source in _SPELLING
        if source in texts and same_words(texts[source]) == same_words(texts[best])
    ]
    return texts[alike[0] if alike else best]


def outlet_names(document: Document) -> set[str]:
    """Names of the outlet in comparable form: site name, publisher, parts of the host."""
    article = document.structured.article or {}
    found = [
        document.head.first("og:site_name", "application-name", "publisher", "apple-mobile-web-app-title")
        or ""
    ]
    found += strings(article.get("publisher"))
    host = re.sub(r"^https?://(?:www\.)?|[/:?#].*$", "", document.url.lower())
    found += [host, host.rsplit(".", 1)[0], *(part for part in host.split(".")[:-1] if len(part) > 2)]
    title = document.tree.title
    # "Headline | Outlet": what the title element adds to a headline on the page.
    found += [
        title[len(h) :]
        for h in document.headings
        if title.startswith(h) and 0 < len(title) - len(h) < _LONGEST_NAME
    ]
    return {same_words(name) for name in found if name} - {""}


def strip_outlet(text: str, names: Iterable[str]) -> str:
    """A headline without trailing " | Outlet" parts, at most three of them."""
    for _ in range(3):
        match = _LAST_PART.match(text)
        if not match:
            break
        tail = same_words(match["tail"])
        # An empty tail is a dangling separator; digits alone are the date that some outlets append.
        if (
            tail
            and not tail.isdigit()
            and not any(tail == name or (len(tail) > 3 and tail in name) for name in names)
        ):
            break
        text = match["head"].strip()
    return text


@lru_cache(maxsize=5_000)
def same_words(text: str) -> str:
    """Comparable form of a headline: case and everything but letters and digits folded away.

    Kept, since several rules ask for each short line, and an outlet's lines are on all of its pages.
    """
    folded = text.casefold()
    if folded.isascii():
        # A tenth of the time of the expression.
        return folded.encode().translate(None, _WORDLESS_BYTES).decode()
    return _WORDLESS.sub("", folded)


def _has_sharing_headline(texts: dict[str, str]) -> bool:
    """Whether the outlet wrote a second headline for both sharing cards beside the one in h1, JSON-LD and title.

    Of 13 such pages the reference holds the sharing headline on 8; with this rule 112 of 129 titles are
    right.
    """
    plain = {same_words(texts.get(source, "")) for source in ("json-ld", "h1", "title")}
    shared = {same_words(texts.get(source, "")) for source in ("open-graph", "twitter")}
    return len(plain) == len(shared) == 1 and plain != shared and "" not in plain | shared


def _candidates(document: Document) -> dict[str, str]:
    article = document.structured.article or {}
    headings = document.headings
    found = {
        "json-ld": next(iter(strings(article.get("headline"))), ""),
        "h1": _own_heading(document, headings),
        "open-graph": document.head.first("og:title") or "",
        "twitter": document.head.first("twitter:title") or "",
        "microdata": next(iter(document.head.microdata.get("headline", ())), ""),
        "title": document.tree.title,
    }
    cleaned = {source: text for source, raw in found.items() if len(text := clean_text(raw)) > 1}
    if cleaned.keys() == {"title"}:
        return {"title": _visible_part(document, cleaned["title"])}
    return cleaned


def _own_heading(document: Document, headings: list[str]) -> str:
    """Of several h1 the one that the page's title holds; outlets also mark their logo and other articles so."""
    title = same_words((document.head.first("og:title") or "") + document.tree.title)
    inside = [h for h in headings if len(same_words(h)) > 5 and same_words(h) in title]
    long = [h for h in headings if len(h.split()) > 2]
    return next(iter(inside or long or headings), "")


def _visible_part(document: Document, title: str) -> str:
    """The part of the title element that stands on the page as a line; outlets add names and sections around it."""
    best = ""
    for element in document.tree.iter(*_LINES):
        line = document.tree.text_of(element) if sum(1 for _ in document.tree.children(element)) < 8 else ""
        whole = len(line) > len(best) and _LEAST_PART * len(title) <= len(line) < len(title)
        if whole and (
            (title.startswith(line) and not title[len(line)].isalnum())
            or (title.endswith(line) and not title[-len(line) - 1].isalnum())
        ):
            best = line
    return best or title


def _shared_head(text: str, others: Iterable[str]) -> str:
    """Another source's text where this one only adds something after a separator."""
    for other in others:
        if (
            15 <= len(other) < len(text)
            and text.startswith(other)
            and re.match(rf"{_SEPARATOR}\S", text[len(other) :])
        ):
            return other
    return text
