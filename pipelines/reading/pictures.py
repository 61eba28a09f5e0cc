"""Finds captions that neither a tag nor a class names: the line of a box with a picture, lines that end in a credit.

Belongs here: telling captions by shape and words. Does not: those that hints name (`prune`).
"""

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.reading.blocks import Block
from pipelines.reading.tree import Element, Tree

_PICTURE = (
    r"(?:photos?|fotos?|fot\.|zdjęcie|image|picture|bild(?:er)?|crédits?|фото|φωτογραφία|写真|圖|图|사진)"
)
_CREDIT_ENDS = re.compile(
    rf"[(（\[]\s?{_PICTURE}[^()（）]{{0,20}}[:：/／][^()（）]{{2,80}}[)）\]]$", re.IGNORECASE
)
_CREDIT = re.compile(rf"^\W*{_PICTURE}\s?\d*\s?[:：/／]|\s{_PICTURE}\s?[:：/／].{{2,40}}$", re.IGNORECASE)
_MARKS = re.compile(
    r"(?:^|[\s_-])(?:cap|captions?|img|image|photo|foto|bild|picture|legende)(?:$|[\s_-])", re.IGNORECASE
)
_LONGEST = 60
# Elements between a picture and the box that holds its line as well.
_WITHIN = 4
_BOXES = frozenset({"div", "section", "td", "center", "table", "tbody"})
_NO_TEXT = frozenset({"img", "picture", "a"})
# Share of the page's article-like words that captions may have together.
_MOST = 0.30


def find_captions(tree: Tree) -> list[Block]:
    """The lines of a page that are captions; none where they are much of its text."""
    credited = (b for b in tree.blocks if b.text[-1] in ")）]" and b.element.tag == "p")
    found = {block.place: block for block in credited if _CREDIT_ENDS.search(block.text)}
    for box, line in _pictured(tree):
        texts = (e for e in (box, *tree.inside(line.element)) if e.tag not in _NO_TEXT)
        if _CREDIT.search(line.text) or any(_MARKS.search(element.marks) for element in texts):
            found[line.place] = line
    weight = sum(block.words for block in found.values() if block.good)
    return list(found.values()) if weight < _MOST * tree.total or not weight else []


def _pictured(tree: Tree) -> Iterator[tuple[Element, Block]]:
    """The boxes of pictures that hold a single line without links."""
    for picture in tree.iter("img", "amp-img"):
        around = list(islice(picture.ancestors(), _WITHIN))
        box = next((e for e in around if e.words), None)
        wordless = next((e for e in around if e.parent is box), picture)
        if box is not None and wordless.tag == "p" and (line := _line_below(wordless, tree)):
            yield line.element, line
        if box is None or box.tag not in _BOXES or box.words > _LONGEST or box.linked:
            continue
        line = tree.first_block(box)
        if line is not None and line.words == box.words and line.element.tag[0] != "h":
            yield box, line


def _line_below(picture: Element, tree: Tree) -> Block | None:
    """The short paragraph right behind one that holds only a picture: editors of plain pages caption so."""
    behind = tree.around(picture)[1]
    line = tree.first_block(behind) if behind is not None and behind.tag == "p" else None
    return line if line and line.words <= _LONGEST and not line.linked else None
