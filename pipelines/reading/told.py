"""Text that structured data tells: the body of an article, the updates of a live blog.

Belongs here: reading it, and when it stands in for the visible text. Does not: finding the node (`jsonld`), posts in
the visible text (`posts`).
Measured before: mixing such bodies into visible ones loses on average. They count only where scripts fill the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.reading.blocks import count_words
from pipelines.reading.body import Stretch, Text
from pipelines.reading.bounds import MAX_TEXT
from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import Json, Node, StructuredData, strings
from pipelines.reading.timestamps import parse_stamp
from pipelines.reading.titles import same_words
from pipelines.reading.walk import parse

# Words of visible text that is no article by itself, of one that may be the beginning of what is told, and by how much
# the told text is longer. Real articles have 127 at least.
_NOTHING, _BEGINNING, _LONGER = 20, 80, 2
_SHORTEST = 40
_MOST_UPDATES = 500
# Letters by which a paragraph is known again; content systems cut what they tell.
_KNOWN_BY = 60
Part = tuple[str, str]
"""Kind of a stretch, and its text."""


@dataclass(frozen=True, slots=True)
class Update:
    """A post of a live blog; `at` as stated, None where it is no date."""

    at: str | None
    title: str | None
    paragraphs: tuple[str, ...]


def known_by(text: str) -> str:
    """What is compared to tell whether two texts begin alike."""
    return same_words(text[: 2 * _KNOWN_BY])[:_KNOWN_BY]


def told_updates(data: StructuredData) -> tuple[Update, ...]:
    """The posts of the live blog that a page declares, in its order."""
    node = next((one for one in data.nodes if one.get("liveBlogUpdate")), None)
    listed = node.get("liveBlogUpdate") if node else None
    listed = listed if isinstance(listed, list) else [listed]
    return tuple(_update(one) for one in listed[:_MOST_UPDATES] if isinstance(one, dict))


def _update(node: Node) -> Update:
    at = next(iter(strings(node.get("datePublished"))), "").strip()
    title = next((clean_text(name) for name in strings(node.get("headline") or node.get("name"))), None)
    return Update(at if parse_stamp(at) else None, title or None, tuple(_paragraphs(node.get("articleBody"))))


def _paragraphs(value: Json) -> Iterator[str]:
    for text in strings(value):
        tree = parse(text[:MAX_TEXT]) if "<" in text else None
        lines = [block.text for block in tree.blocks] if tree else text[:MAX_TEXT].split("\n")
        yield from (line for line in map(clean_text, lines) if line)


def fuller_text(text: Text, data: StructuredData, updates: Sequence[Update]) -> Text:
    """The visible text, or what structured data tells where the visible one is nothing or its beginning.

    A text without lines is trafilatura's, which takes it from there too, in one piece.
    """
    shown = sum(line.words for line in text.lines) + count_words(text.lead or "") if text.lines else 0
    if shown >= _BEGINNING or not data.article:
        return text
    parts = [("paragraph", line) for line in _paragraphs(data.article.get("articleBody"))]
    for update in updates:
        parts += [("heading", update.title)] if update.title else []
        parts += [("paragraph", line) for line in update.paragraphs]
    told = " ".join(line for _, line in parts)
    if count_words(told) < max(_SHORTEST, _LONGER * shown):
        return text
    begins = known_by(text.lead or text.body or ""), known_by(text.body or "")
    whole = same_words(told)
    if shown >= _NOTHING and not any(start in whole for start in begins):
        return text
    return _made(text.lead, parts)


def _made(lead: str | None, parts: Sequence[Part]) -> Text:
    """A text of these parts; the lead stays apart where it is not the beginning of them."""
    stretches: list[Stretch] = []
    at = 0
    for kind, line in parts:
        stretches.append(Stretch(kind, at, at + len(line)))
        at += len(line) + 2
    body = "\n\n".join(line for _, line in parts)
    return Text(None if lead and same_words(lead) in same_words(body) else lead, body, tuple(stretches))
