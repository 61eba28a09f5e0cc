"""Whether an article is free to read, as its page declares or says to its readers.

Belongs here: declarations, what a text that breaks off says. Does not: finding where it does (`paywall`), the verdict
(`gate` rejects stubs of paid articles).
"""

import re
from collections.abc import Iterator

from pipelines.reading.document import Document
from pipelines.reading.jsonld import Json, Node, strings

FREE, METERED, PAID = "free", "metered", "paid"
_TIERS = {
    "free": FREE,
    "open": FREE,
    "public": FREE,
    "metered": METERED,
    "registered": METERED,
    "registration": METERED,
    "locked": PAID,
    "paid": PAID,
    "premium": PAID,
    "plus": PAID,
    "abo": PAID,
    "subscriber": PAID,
    "subscribers": PAID,
    "subscription": PAID,
}
_YES, _NO = frozenset({"true", "yes", "1", "on"}), frozenset({"false", "no", "0", "off"})
# The last part of names such as "article:content_tier", "lp:premium", "node-premium", "is_free".
_NAME = re.compile(
    r"(?:^|[:._-])(?:is[_-]?)?(?:(?P<tier>(?:content[_-]?|access[_-]?)?tier|access[_-]status)"
    r"|(?P<paid>premium|paywall(?:ed)?|paid|locked)|(?P<free>free))$"
)
_WORTH_A_LOOK = ("tier", "status", "premium", "paywall", "paywalled", "paid", "locked", "free")

# Words of an article's beginning that outlets give away; behind a longer text such a sentence is of another.
_LONGEST_BEGINNING = 200


def access_as_shown(wall: str | None, words: float) -> str | None:
    """`paid` where a short text breaks off at a sentence for subscribers; else None: whole articles say nothing.

    Args:
        wall: the sentence, see `paywall`.
        words: of the text.
    """
    return PAID if wall and words < _LONGEST_BEGINNING else None


def find_access(document: Document) -> str | None:
    """`free`, `metered` or `paid` as the page declares; None where it does not say.

    Of declarations that differ, metered counts before paid and paid before free: an article of which a part is closed
    is not free, and metered is what outlets call a wall that opens a few times a month.
    """
    said = {*_structured(document), *_declared(document)}
    return next((access for access in (METERED, PAID, FREE) if access in said), None)


def _structured(document: Document) -> Iterator[str]:
    article = document.structured.article or {}
    # A page's node says it where the article's does not.
    nodes = (
        [article] if "isAccessibleForFree" in article or "hasPart" in article else document.structured.nodes
    )
    for node in nodes[:20]:
        for value in (node.get("isAccessibleForFree"), *_parts(node)):
            free = _truth(value)
            if free is not None:
                yield FREE if free else PAID
    for value in document.head.microdata.get("isaccessibleforfree", ()):
        free = _truth(value)
        if free is not None:
            yield FREE if free else PAID


def _parts(node: Node) -> list[Json]:
    """What the parts of an article say that are closed; an open part makes no free article."""
    parts = node.get("hasPart")
    listed = parts if isinstance(parts, list) else [parts]
    values = [part.get("isAccessibleForFree") for part in listed[:20] if isinstance(part, dict)]
    return [value for value in values if _truth(value) is False]


def _truth(value: Json) -> bool | None:
    """Booleans as pages write them: true, "True", "http://schema.org/False", 0."""
    if isinstance(value, bool | int):
        return bool(value)
    text = next(iter(strings(value)), "").rsplit("/", 1)[-1].strip().lower()
    return True if text in _YES else False if text in _NO else None


def _declared(document: Document) -> Iterator[str]:
    for name, values in document.head.meta.items():
        if not name.endswith(_WORTH_A_LOOK):
            continue
        match = _NAME.search(name)
        value = values[0].strip().lower()
        if not match:
            continue
        if match["tier"]:
            if tier := _TIERS.get(value):
                yield tier
        elif value in _YES or value in _NO:
            yield FREE if (value in _YES) == bool(match["free"]) else PAID
