"""What a page says about itself besides title, authors and dates: section, keywords, description, address, language.

Belongs here: declared facts. Does not: the language that the text is in (`language`).
"""

import re

from crawler.urls import UrlError, canonical_url
from pipelines.reading.document import Document, absolute
from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import strings, types_of
from pipelines.reading.language_codes import language_code
from pipelines.reading.titles import outlet_names, same_words

_GENERIC_SECTIONS = frozenset(
    {"home", "startseite", "news", "accueil", "inicio", "portada", "start", "article", "artikel", "index"}
)


# The first is the most to the point, the last is often the outlet's own for all its pages.
_KEYWORD_META = (
    "news_keywords",
    "article:tag",
    "og:article:tag",
    "parsely-tags",
    "sailthru.tags",
    "mrf:tags",
    "keywords",
)
_KEYWORD_SEPARATOR = re.compile(r"\s*[,;|،、，；]\s*")
# Longer ones are summaries. More than two dozen are written for search engines.
_LONGEST_KEYWORD, _MOST_KEYWORDS = 60, 24


def find_section(document: Document) -> str | None:
    """The section the page files itself under: declared, else the last breadcrumb before the article."""
    article = document.structured.article or {}
    declared = [
        *strings(article.get("articleSection")),
        document.head.first(
            "article:section",
            "og:article:section",
            "section",
            "parsely-section",
            "cxenseparse:articlesection",
        ),
    ]
    declared += document.head.microdata.get("articlesection", [])
    sections = [clean_text(s) for s in declared if s]
    crumbs = _breadcrumbs(document)
    return next(
        (s for s in [*sections, *crumbs] if s and s.lower() not in _GENERIC_SECTIONS and len(s) < 80), None
    )


def find_keywords(document: Document) -> tuple[str, ...]:
    """Keywords that the page declares, each once whatever its case, names of the outlet left out, two dozen at most."""
    article = document.structured.article or {}
    keywords: dict[str, str] = {}
    for values in (
        *(document.head.meta.get(name, []) for name in _KEYWORD_META[:1]),
        strings(article.get("keywords")),
        *(document.head.meta.get(name, []) for name in _KEYWORD_META[1:]),
    ):
        # One string lists them; of several, each is one.
        texts = _KEYWORD_SEPARATOR.split(values[0]) if len(values) == 1 else values
        for text in texts:
            keyword = clean_text(text).strip("#\"' ")
            if keyword.isascii() < len(keyword) <= _LONGEST_KEYWORD and not keyword.isdigit():
                keywords.setdefault(same_words(keyword), keyword)
    outlet = outlet_names(document)
    return tuple(word for key, word in keywords.items() if key and key not in outlet)[:_MOST_KEYWORDS]


def find_descriptions(document: Document) -> list[str]:
    """Summaries the page declares, best first; they tell which visible block is the standfirst."""
    article = document.structured.article or {}
    found = [
        *strings(article.get("description")),
        *strings(article.get("alternativeHeadline")),
        *strings(article.get("abstract")),
    ]
    found += [
        document.head.first(name) or "" for name in ("og:description", "description", "twitter:description")
    ]
    return list(dict.fromkeys(text for text in map(clean_text, found) if text))


def find_canonical(document: Document) -> str | None:
    """The address that the page calls canonical, in `crawler.urls`' spelling; None without one but its front page."""
    links = document.head.links.get("canonical", [])[:1] + document.head.meta.get("og:url", [])[:1]
    for link in links:
        found = absolute(document.url, link)
        # Broken templates name the front page as canonical on each article.
        if found and re.search(r"//[^/]+/.", found):
            try:
                return canonical_url(found)
            except UrlError:
                continue
    return None


def find_page_language(document: Document) -> str | None:
    """Two-letter code of the language that the page declares; None where it declares none."""
    return next((code for value in declared_languages(document) if (code := language_code(value))), None)


def declared_languages(document: Document) -> list[str]:
    """What the page declares to be its language, as stated and best first, with the country where one is stated."""
    article = document.structured.article or {}
    declared = [
        document.tree.language,
        *strings(article.get("inLanguage")),
        document.head.first("content-language", "og:locale", "language", "dc.language"),
    ]
    return [value for value in declared if value]


def _breadcrumbs(document: Document) -> list[str]:
    lists = [n for n in document.structured.nodes if "breadcrumblist" in types_of(n)]
    items = lists[0].get("itemListElement") if lists else None
    if not isinstance(items, list):
        return []
    names = [
        next(iter(strings(item.get("name") or item.get("item"))), "")
        for item in items
        if isinstance(item, dict)
    ]
    # The first crumb is the front page, the last often the article itself.
    return [clean_text(name) for name in reversed(names[1:-1])]
