"""What class, id and role of an element hint about it: teasers, comments, consent layers, other furniture.

Belongs here: reading hints; their vocabulary is `hints.yaml`. Does not: what is done about a hinted element (`prune`).
"""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from pipelines.reading.tree import Element

_MARKS = yaml.safe_load((Path(__file__).parent / "hints.yaml").read_text(encoding="utf-8"))
_KIND: dict[str, str] = {word: kind for kind, words in _MARKS["words"].items() for word in words}
_PHRASES: dict[str, re.Pattern[str]] = {
    kind: re.compile("|".join(phrases), re.IGNORECASE) for kind, phrases in _MARKS["phrases"].items()
}
# Words that mark the article itself; a class that has one is no hint, whatever else it says.
_BODY = re.compile(
    r"article[-_]*body|story[-_]*body|post[-_]*(?:body|content)|entry[-_]*content|article[-_]*(?:content|text)|body[-_]*(?:text|copy)|rich[-_]*text",
    re.IGNORECASE,
)
# "has-sidebar", "sidebar-grid": the word describes the layout around the article.
_LAYOUT = frozenset({"has", "with", "without", "no", "not", "grid", "layout", "page", "hide", "hidden"})
_CAPTIONED = frozenset({"caption", "credit", "credits", "copyright", "figcaption"})
_HIDDEN = frozenset(
    {
        "hidden",
        "hide",
        "is-hidden",
        "visually-hidden",
        "visuallyhidden",
        "sr-only",
        "screen-reader-text",
        "d-none",
    }
)
_PIECES = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_LEAD = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|stand-?first|intro|introduction|dek|deck|chapo|chapeau|subtitle|sub-?title|sub-?headline|subhead|sub-?head|subheading|"
    r"entradilla|sumario|sommario|linha-?fina|lid|zajawka|vorspann|perex|ingress|manchet|sapo|teaser-?text|excerpt|summary|abstract|kurzfassung|preamble|bajada|copete|occhiello|resumo|description|zhaiyao|daoyu)(?:$|[\s_-])|(?:^|\s)(?:article|detail)[-_]?teaser(?:$|\s)",
    re.IGNORECASE,
)


def kind_of(element: Element) -> str | None:
    """The kind of non-article part that the element's attributes hint at, or None."""
    attributes = element.attributes
    if not attributes:
        return None
    get = attributes.get
    if "hidden" in attributes or ((style := get("style")) and "none" in style and _is_off(style)):
        return "hidden"
    return _kind(get("class"), get("id"), get("role"), get("data-testid"), get("data-component"))


def _is_off(style: str) -> bool:
    return "display:none" in style.replace(" ", "")


@lru_cache(maxsize=20_000)
def _kind(classes: str | None, *others: str | None) -> str | None:
    """The kind by class, id, role, test id and component name; asked for the same ones again and again."""
    # A reader never sees it; "hidden md:block" of CSS frameworks hides on small screens only.
    if classes and ":" not in classes and not _HIDDEN.isdisjoint(classes.lower().split()):
        return "hidden"
    identity, role, *named = others
    if role in {"navigation", "dialog", "alertdialog", "search", "complementary"}:
        return "chrome" if role != "dialog" else "consent"
    return _kind_of_marks(" ".join(filter(None, (classes, identity, *named))))


def marks_body(element: Element) -> bool:
    """Whether the element's class or id calls it the body of the article."""
    return bool(_BODY.search(element.marks))


def marks_lead(element: Element) -> bool:
    """Whether the element's attributes call it a standfirst."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    return element.get("itemprop") in {"description", "alternativeHeadline", "abstract"} or bool(
        _LEAD.search(_spaced(marks))
    )


def _kind_of_marks(marks: str) -> str | None:
    # What only subscribers see is text of the article, but seldom all of it.
    if _BODY.search(marks) or "paywall" in marks.lower():
        return None
    # Utility classes of CSS frameworks ("md:hidden", "w-[10px]") say how something looks, not what it is.
    tokens = [token for token in marks.split() if ":" not in token and "[" not in token]
    for token in tokens:
        for called, phrase in _PHRASES.items():
            if phrase.search(token):
                return called
        pieces = [piece.lower() for piece in _PIECES.findall(token)]
        kind = next((_KIND[piece] for piece in pieces if piece in _KIND), None)
        # "image-text", "TextImage": a picture and a text beside it, not its caption.
        if kind == "caption" and "text" in pieces and not _CAPTIONED.intersection(pieces):
            continue
        if kind and not _LAYOUT.intersection(pieces):
            return kind
    return None


@lru_cache(maxsize=20_000)
def _spaced(marks: str) -> str:
    """CamelCase taken apart: articleLead -> article-Lead."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", marks)
