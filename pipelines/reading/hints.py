"""What class, id and role of an element hint about it: teasers, comments, consent layers and other parts that are not the article.

Belongs here: the vocabulary of hints. Does not: what is done about a hinted element (`prune`).
"""

import re
from functools import lru_cache

from lxml import html

# One word of a class or id, after splitting at -, _ and capitals. A hint alone cuts nothing: see the guards in `prune`.
_WORDS = {
    "related": "related recommend recommended recommendation recommendations recommender recirculation recirc teaser teasers outbrain taboola trending "
    "mostread popular readmore readnext morefrom upnext promo promos promobox promotion ligatus plista crosslinks linklist",
    "chrome": "breadcrumb breadcrumbs sidebar pagination pager toolbar navigation menu navbar masthead offcanvas skiplink tooltip",
    "sharing": "share sharing sharebar socials newsletter newsletters subscribe subscription signup donate donation",
    "advert": "ad ads advert adverts advertisement advertising adslot banner sponsor sponsored anzeige werbung publicidad",
    "caption": "caption figcaption imagecaption credit credits copyright",
    "byline": "byline authorbox bio authorbio timestamp",
    "comments": "comment comments disqus commentlist respond discussion",
    "consent": "cookie cookies consent gdpr onetrust didomi usercentrics cookiebanner privacybanner",
}  # fmt: skip
_PHRASES = {
    "related": re.compile(r"(?:read|see|view)[-_]?(?:more|also|next)|more[-_]?(?:on|from|stories|news)|most[-_]?(?:read|popular|viewed)|also[-_]?(?:read|like)|next[-_]?(?:article|story|read)|you[-_]?may|up[-_]?next|mehr[-_]?zum|lire[-_]?aussi|leggi[-_]?anche|lees[-_]?ook|lea[-_]?tambien", re.IGNORECASE),
    "byline": re.compile(r"author[-_]?(?:box|bio|info|card|profile)|about[-_]?(?:the[-_]?)?author", re.IGNORECASE),
    "sharing": re.compile(r"social[-_]?(?:share|links|bar|media|icons|buttons|sharing)", re.IGNORECASE),
    "advert": re.compile(r"(?:^|[-_ ])ad[-_](?:slot|container|wrapper|unit|label|placeholder)", re.IGNORECASE),
}  # fmt: skip
_KIND = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# Words that mark the article itself; a class that has one is no hint, whatever else it says.
_BODY = re.compile(r"article[-_]*body|story[-_]*body|post[-_]*(?:body|content)|entry[-_]*content|article[-_]*(?:content|text)|body[-_]*(?:text|copy)|rich[-_]*text|paywall", re.IGNORECASE)
# "has-sidebar", "sidebar-grid": the word describes the layout around the article.
_LAYOUT = frozenset({"has", "with", "without", "no", "not", "grid", "layout", "page", "hide", "hidden"})
_PIECES = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_LEAD = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|stand-?first|intro|introduction|dek|deck|chapo|chapeau|subtitle|sub-?title|sub-?headline|subhead|sub-?head|subheading|"
    r"entradilla|sommario|vorspann|perex|ingress|manchet|sapo|teaser-?text|excerpt|summary|abstract|kurzfassung|preamble|bajada|copete|occhiello|resumo|description|zhaiyao|daoyu)(?:$|[\s_-])",
    re.IGNORECASE,
)


def kind_of(element: html.HtmlElement) -> str | None:
    """The kind of non-article part that the element's attributes hint at, or None."""
    marks = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("data-testid"), element.get("data-component"))))
    role = element.get("role")
    if role in {"navigation", "dialog", "alertdialog", "search", "complementary"}:
        return "chrome" if role != "dialog" else "consent"
    return _kind_of_marks(marks) if marks else None


def marks_body(element: html.HtmlElement) -> bool:
    """Whether the element's class or id calls it the body of the article."""
    return bool(_BODY.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def marks_lead(element: html.HtmlElement) -> bool:
    """Whether the element's attributes call it a standfirst."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    return element.get("itemprop") in {"description", "alternativeHeadline", "abstract"} or bool(_LEAD.search(_spaced(marks)))


@lru_cache(maxsize=20_000)
def _kind_of_marks(marks: str) -> str | None:
    if _BODY.search(marks):
        return None
    # Utility classes of CSS frameworks ("md:hidden", "w-[10px]") say how something looks, not what it is.
    tokens = [token for token in marks.split() if ":" not in token and "[" not in token]
    for token in tokens:
        for kind, phrase in _PHRASES.items():
            if phrase.search(token):
                return kind
        pieces = [piece.lower() for piece in _PIECES.findall(token)]
        kind = next((_KIND[piece] for piece in pieces if piece in _KIND), None)
        if kind and not _LAYOUT.intersection(pieces):
            return kind
    return None


@lru_cache(maxsize=20_000)
def _spaced(marks: str) -> str:
    """camelCase taken apart: articleLead -> article-Lead."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", marks)
