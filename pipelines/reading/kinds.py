"""What kind of page an article stands on, and which kinds a page says that it is.

Belongs here: declared types, the words of section, address and headline. Does not: whether the page is rejected
(`gate`, `strangers`), the topic.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from pipelines.reading.document import Document
from pipelines.reading.encoding import clean_text
from pipelines.reading.jsonld import strings, types_of
from pipelines.reading.posts import Post, run_backwards

ARTICLE, LIVE_BLOG = "article", "live-blog"
_WORDS: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "kinds.yaml").read_text(encoding="utf-8")
)
_ENDS_OF_TEXT = 500
# What articles hold as a part; beside an article such a type says nothing about the page.
_PARTS = frozenset({"videoobject", "clip", "movie", "audioobject", "imagegallery", "mediagallery", "review"})
_FORUM = frozenset({"qapage", "question", "answer", "discussionforumposting"})
# Three entries may be a timetable or a chronicle. Of 896 pages two call themselves nothing and are live blogs, with 12
# and 18 long posts; lists of dates have entries of 30 characters.
_MANY_POSTS, _LONG_POST = 6, 150


@dataclass
class Declared:
    """What a page says that it is, apart from its text.

    Attributes:
        document: the page.
        title: its headline.
        section: the section it files itself under.
        labels: short lines above its headline, in lower case.
    """

    document: Document
    title: str | None
    section: str | None
    labels: frozenset[str] = frozenset()

    @cached_property
    def article(self) -> bool:
        """Whether structured data describes an article with a headline."""
        node = self.document.structured.article
        named = node is not None and bool(node.get("headline"))
        return named and any(map(_is_article, types_of(node or {})))

    @cached_property
    def dated_article(self) -> bool:
        """Whether it calls itself an article in any way; og:type alone is on section and product pages too."""
        return self.article or bool(self.document.head.first("article:published_time"))

    @cached_property
    def types(self) -> frozenset[str]:
        """Lower-case types: of the node that describes the article if there is one, else of all nodes and microdata."""
        if self.article:
            return frozenset(types_of(self.document.structured.article or {}))
        marked = (element.get("itemtype") for element in self.document.tree.having("itemtype"))
        plain = {value.strip().rstrip("/").rsplit("/", 1)[-1].lower() for value in marked if value}
        found = plain.union(*(types_of(node) for node in self.document.structured.nodes))
        holds_parts = self.dated_article or "article" in self.open_graph or any(map(_is_article, found))
        return frozenset(found - _PARTS if holds_parts else found)

    @cached_property
    def open_graph(self) -> frozenset[str]:
        """Values of og:type, and what stands before their dot."""
        values = [value.strip().lower() for value in self.document.head.meta.get("og:type", ())]
        return frozenset(values) | {value.partition(".")[0] for value in values}

    @cached_property
    def segments(self) -> frozenset[str]:
        """Directories of the address, the last part apart: that is the article's own name."""
        try:
            path = urlsplit(self.document.url).path
        except ValueError:
            return frozenset()
        return frozenset(part for part in unquote(path).lower().strip("/").split("/")[:-1] if part)

    @cached_property
    def filed(self) -> frozenset[str]:
        """Names of its section and its genre."""
        node = self.document.structured.article or {}
        names = [self.section or "", *strings(node.get("genre")), *strings(node.get("articleSection"))]
        return frozenset(clean_text(name).lower() for name in names if name)

    def says(self, kind: str) -> str | None:
        """What on the page says that it is of this kind, for evidence; None where nothing does."""
        words: dict[str, Any] = _WORDS[kind]
        for name, values in (
            ("type", self.types),
            ("og:type", self.open_graph),
            ("section", self.filed),
            ("label", self.labels),
            ("address", self.segments),
        ):
            if found := sorted(values.intersection(words.get(_LISTS[name], ()))):
                return f"{name} {found[0]}"
        titled = next((m for p in _TITLES.get(kind, ()) if (m := p.search(self.title or ""))), None)
        return f"titled {titled.group().strip()!r}" if titled else None


_LISTS = {
    "type": "types",
    "og:type": "open_graph",
    "section": "sections",
    "label": "sections",
    "address": "segments",
}


def _patterns(name: str) -> dict[str, list[re.Pattern[str]]]:
    return {
        kind: [re.compile(pattern, re.IGNORECASE) for pattern in words[name]]
        for kind, words in _WORDS.items()
        if name in words
    }


_TITLES, _PHRASES = _patterns("titles"), _patterns("phrases")


def find_kind(declared: Declared, text: str, posts: Sequence[Post]) -> str:
    """Kind of an article's page, `ARTICLE` where it says nothing else.

    The others are the keys of `kinds.yaml`: live-blog, press-release, advertorial, satire, opinion, review, obituary,
    quiz, gallery, video, audio.

    Args:
        declared: what the page says that it is.
        text: lead and body.
        posts: of a live blog, as far as its shape shows them.
    """
    return next((kind for kind in _WORDS if _is(kind, declared, text, posts)), ARTICLE)


def _is_article(name: str) -> bool:
    return name.endswith(("article", "blogposting", "report"))


def _is(kind: str, declared: Declared, text: str, posts: Sequence[Post]) -> bool:
    if kind == LIVE_BLOG:
        typed = "liveblogposting" in declared.types
        # Answers of a forum state times too. An age may be that of anything.
        dated = [] if declared.types & _FORUM else [post for post in posts if post.at or post.clock]
        many = sum(post.end - post.start >= _LONG_POST for post in dated) >= _MANY_POSTS
        return typed or many or run_backwards(dated) or bool(posts and declared.says(kind))
    ends = text[:_ENDS_OF_TEXT] + "\n" + text[-_ENDS_OF_TEXT:]
    return bool(declared.says(kind)) or any(p.search(ends) for p in _PHRASES.get(kind, ()))
