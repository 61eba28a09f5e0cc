"""The title of an article: candidates of a page cleaned of outlet names, then agreement decides.

Belongs here: headline candidates and their choice. Does not: other metadata (`metadata`), the headline inside
the body (`body`).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from pipelines.reading.document import Document
from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import strings

_SEPARATOR = r"(?:\s+[|\-–—·•»›:]+\s+|\s*[|｜_]\s*|\s+[-–—]\s*)"
_FIRST_PART = re.compile(r"^(?P<name>[^|｜:–—]{2,40}?)\s+[|｜:–—-]\s+(?P<rest>.{8,})$")
_LAST_PART = re.compile(rf"^(?P<head>.{{8,}})(?:{_SEPARATOR}|:\s+)(?P<tail>[^|｜]{{1,60}})$")
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
# Headings of one kind that are looked at: pages may be hostile.
_MOST_HEADINGS = 20
_FRONT_PAGE = re.compile(r"(?:https?:)?(?://[^/?#]+)?/?")
# Of sources that differ in punctuation only, the one whose spelling is kept.
_SPELLING = ("open-graph", "json-ld", "h1")


def find_title(document: Document) -> str | None:
    """The headline that most sources of the page agree on; None where the page names none."""
    names = outlet_names(document)
    candidates = _candidates(document, names)
    if not candidates:
        return None
    texts = {source: strip_outlet(text, names) for source, text in candidates.items()}
    texts = {source: text for source, text in texts.items() if same_words(text) not in names} or texts
    texts = {source: _shared_head(text, texts.values()) for source, text in texts.items()}
    texts = {source: text for source, text in texts.items() if not _is_cut_short(text, texts)} or texts
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


def outlet_names(document: Document) -> frozenset[str]:
    """Names of the outlet in comparable form: site name, publisher, parts of the host."""
    if document.outlet is None:
        document.outlet = frozenset(_outlet_names(document))
    return document.outlet


def _outlet_names(document: Document) -> set[str]:
    article = document.structured.article or {}
    found = [
        document.head.first("og:site_name", "application-name", "publisher", "apple-mobile-web-app-title")
        or ""
    ]
    found += strings(article.get("publisher"))
    host = re.sub(r"^https?://(?:www\.)?|[/:?#].*$", "", document.url.lower())
    found += [host, host.rsplit(".", 1)[0], *(part for part in host.split(".")[:-1] if len(part) > 2)]
    found += _logos(document)
    names = {same_words(name) for name in found if name} - {""}
    title = document.tree.title
    # "Headline | Outlet": what the title element adds to a headline on the page. A logo may be a heading too.
    added = [
        title[len(h) :]
        for h in document.headings
        if title.startswith(h) and 0 < len(title) - len(h) < _LONGEST_NAME and same_words(h) not in names
    ]
    return names | {same_words(name) for name in added} - {""}


def strip_outlet(text: str, names: Collection[str]) -> str:
    """A headline without trailing " | Outlet" parts, at most three of them, and without a leading one."""
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
    first = _FIRST_PART.match(text)
    return first["rest"] if first and same_words(first["name"]) in names else text


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


def _is_cut_short(text: str, texts: Mapping[str, str]) -> bool:
    """Whether a candidate stops where the visible headline goes on: with dots, or alone against the title."""
    begun, shown = same_words(text), same_words(texts.get("h1", ""))
    if begun == shown or not shown.startswith(begun):
        return False
    alone = [*map(same_words, texts.values())].count(begun) == 1
    return text.endswith(("…", "...")) or (alone and same_words(texts.get("title", "")) == shown)


def _has_sharing_headline(texts: dict[str, str]) -> bool:
    """Whether the outlet wrote a second headline for both sharing cards beside the one in h1, JSON-LD and title.

    Of 13 such pages the reference holds the sharing headline on 8; with this rule 112 of 129 titles are
    right.
    """
    plain = {same_words(texts.get(source, "")) for source in ("json-ld", "h1", "title")}
    shared = {same_words(texts.get(source, "")) for source in ("open-graph", "twitter")}
    return len(plain) == len(shared) == 1 and plain != shared and "" not in plain | shared


def _candidates(document: Document, names: Collection[str]) -> dict[str, str]:
    article = document.structured.article or {}
    found = {
        "json-ld": next(iter(strings(article.get("headline"))), ""),
        "h1": _own_heading(document, names),
        "open-graph": document.head.first("og:title") or "",
        "twitter": document.head.first("twitter:title") or "",
        "microdata": next(iter(document.head.microdata.get("headline", ())), ""),
        "title": document.tree.title,
    }
    cleaned = {source: text for source, raw in found.items() if len(text := clean_text(raw)) > 1}
    if cleaned.keys() == {"title"}:
        return {"title": _visible_part(document, cleaned["title"])}
    return cleaned


def _own_heading(document: Document, names: Collection[str]) -> str:
    """Of several h1 the one that the page's title holds; outlets also mark their logo and other articles so.

    Where it holds none but a scrap, a lower heading that makes up much of it goes before a logo or a section in h1.
    """
    title = same_words((document.head.first("og:title") or "") + document.tree.title)
    headings = [h for h in document.headings if same_words(h) not in names]
    inside = [h for h in headings if len(same_words(h)) > 5 and same_words(h) in title]
    long = [h for h in headings if len(h.split()) > 2]
    # The longest: names of sections stand in the title too.
    own = max(inside, key=len) if inside else next(iter(long or headings), "")
    enough = _LEAST_PART * len(document.tree.title)
    # "Headline - standfirst": a logo or a section stands at the end of the title, a headline begins it.
    begins = len(own.split()) > 3 and document.tree.title.startswith(own)
    sure = not document.headings or (inside and (begins or len(own) >= enough))
    return own if sure else _lower_heading(document, enough) or own


def _lower_heading(document: Document, enough: float) -> str:
    """The heading of a lower level that the title element consists of, between marks of punctuation."""
    title = document.tree.title
    for heading in islice(document.tree.iter("h2", "h3"), _MOST_HEADINGS):
        text = document.tree.text_of(heading)
        if text and text in title and len(text) >= enough:
            before, _, behind = title.partition(text)
            if not any(map(str.isalnum, before.rstrip()[-1:] + behind.lstrip()[:1])):
                return text
    return ""


def _logos(document: Document) -> Iterator[str]:
    """Texts of first-level headings that lead to the front page."""
    tree = document.tree
    for heading in islice(tree.iter("h1"), _MOST_HEADINGS):
        links = (e.get("href") or "" for e in tree.inside(heading) if e.tag == "a")
        if any(_FRONT_PAGE.fullmatch(link) for link in links):
            yield tree.text_of(heading)


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
