"""What a page shows beside its article: teasers of others with their links, captions of its pictures.

Belongs here: telling them from what was cut. Does not: cutting (`prune`, `lines`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.reading.blocks import BLOCK_TAGS, HEADINGS, Block, count_words
from pipelines.reading.cuts import Cuts
from pipelines.reading.document import absolute
from pipelines.reading.markers import marks_teasers
from pipelines.reading.tree import Element, Tree

# Reasons of cuts under which pages show other articles, and words that a link's text then has at least: shorter ones
# name sections and services, which fill menus and sidebars. Of 60 links drawn from 129 pages 46 lead to an article;
# with 4 words in all places it were 38. The last two reasons add 216 to 1,404 links; of 40 of them 31 lead to one.
# fmt: off
_LEAST_WORDS = {"related": 3, "card": 3, "appended": 3, "aside": 6, "nav": 6, "chrome": 6, "link": 6,
                "outside the article": 6, "behind the article": 6}
# fmt: on
# Fewest in any place. In a box that a teaser marker heads they are enough, whatever it was cut for: of 31 such links
# on 595 pages 20 lead to an article.
_FEWEST_WORDS, _MOST_WORDS = 3, 40
_CAPTIONS = frozenset({"figcaption", "caption"})
_MOST = 100


@dataclass(frozen=True, slots=True)
class Teaser:
    """Another article that the page points to; `url` is None where its headline is no link."""

    title: str
    url: str | None


def find_shown_teasers(page: Cuts, url: str) -> tuple[Teaser, ...]:
    """Teasers of other articles in page order, each address once, a hundred at most.

    Args:
        page: after its text was extracted.
        url: of the page; links are resolved against it, and a link to the page itself is no teaser.
    """
    found: dict[str, Teaser] = {}
    for teaser in (*_linked(page, url), *_unlinked(page)):
        if len(found) == _MOST:
            break
        found.setdefault(teaser.url or teaser.title, teaser)
    return tuple(found.values())


def find_captions(page: Cuts, lines: Sequence[Block]) -> tuple[str, ...]:
    """Captions of the pictures between the headline and the article's last line, in page order."""
    if not lines:
        return ()
    around = (block for block in page.tree.blocks if page.begins <= block.place < lines[-1].place)
    return tuple(dict.fromkeys(block.text for block in around if page.why(block) in _CAPTIONS))


def _linked(page: Cuts, url: str) -> Iterator[Teaser]:
    tree, own = page.tree, url.partition("#")[0]
    lines = {b.element.place: why for b in tree.blocks if (why := page.why(b)) in _LEAST_WORDS}
    headed: dict[int, bool] = {}
    for link in tree.iter("a"):
        if link.text_start == link.text_end:
            continue
        why = page.reason(link) or (_line_of(link, tree, lines) if lines else "")
        if why not in _LEAST_WORDS or not (href := link.get("href")):
            continue
        # Most are links of menus and have few words, before their text is cleaned as well as behind.
        most = count_words("".join(tree.pieces[link.text_start : link.text_end]))
        if most < _FEWEST_WORDS:
            continue
        least = _FEWEST_WORDS if _is_headed(link, page, headed) else _LEAST_WORDS[why]
        if most < least:
            continue
        title = _headline(link, page)
        if least <= count_words(title) <= _MOST_WORDS:
            address = absolute(url, href.partition("#")[0])
            if address and address != own:
                yield Teaser(title, address)


def _is_headed(link: Element, page: Cuts, headed: dict[int, bool]) -> bool:
    """Whether a teaser marker heads the box that was cut around a link; `headed` keeps the answer for each box."""
    why, box = page.reason(link), link
    while why and box.parent and page.reason(box.parent) == why:
        box = box.parent
    if box.place not in headed:
        first = page.tree.first_block(box)
        headed[box.place] = first is not None and marks_teasers(first.text)
    return headed[box.place]


def _line_of(link: Element, tree: Tree, lines: Mapping[int, str]) -> str:
    """Why the line around a link, or the first one in it, was cut."""
    around = next((one.place for one in link.ancestors() if one.tag in BLOCK_TAGS), 0)
    first = tree.first_block(link)
    return lines.get(around) or lines.get(first.element.place if first else 0, "")


def _headline(link: Element, page: Cuts) -> str:
    """The heading inside a link that holds a whole card, else its text."""
    inside = page.tree.inside(link) if link.end > link.place + 1 else ()
    return page.tree.text_of(next((element for element in inside if element.tag in HEADINGS), link))


def _unlinked(page: Cuts) -> Iterator[Teaser]:
    """Texts under a teaser marker on pages that open their teasers by script."""
    linked: dict[int, bool] = {}
    for block in page.tree.blocks:
        long_enough = _LEAST_WORDS["related"] <= block.words <= _MOST_WORDS
        if (
            long_enough
            and not block.linked
            and page.why(block) == "related"
            and not marks_teasers(block.text)
        ):
            root = block.element
            while root.parent and page.reason(root.parent) == "related":
                root = root.parent
            around = root.parent or root
            if around.place not in linked:
                linked[around.place] = any(element.tag == "a" for element in page.tree.inside(around))
            if not linked[around.place]:
                yield Teaser(block.text, None)
