"""Where a text breaks off because the rest of it is for subscribers, and the sentences that say so.

Belongs here: finding them at the end of a text. Does not: what becomes of the page (`gate`), declarations (`access`).
"""

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from pipelines.reading.blocks import Block
from pipelines.reading.tree import Tree

_WORDS = yaml.safe_load((Path(__file__).parent / "walls.yaml").read_text(encoding="utf-8"))["cut_short"]
_NEEDS: tuple[str, ...] = tuple(_WORDS["needs"])
_CUT_SHORT = re.compile("|".join(_WORDS["phrases"]), re.IGNORECASE)
# Characters of such a sentence; lines at the end of a text, and behind it, that are looked at.
_LONGEST, _LAST, _BEHIND = 200, 6, 5
# Words of a line that only an article has; below the sentence stand offers and a link to log in.
_PARAGRAPH = 25


def says_cut_short(line: str) -> bool:
    """Whether a line says that the article goes on for some readers only."""
    if len(line) > _LONGEST:
        return False
    folded = line.casefold()
    return any(word in folded for word in _NEEDS) and bool(_CUT_SHORT.search(line))


def break_off(tree: Tree, lines: Sequence[Block]) -> tuple[list[Block], str | None]:
    """The lines without those by which the text breaks off, and the first of these; None where it doesn't.

    The sentence stands among the last lines or right behind them. Where paragraphs follow, the page has the rest too.
    """
    for number in range(max(0, len(lines) - _LAST), len(lines)):
        line = lines[number]
        if says_cut_short(line.text) and not any(b.words >= _PARAGRAPH for b in lines[number + 1 :]):
            return list(lines[:number]), line.text
    last = lines[-1].place + 1 if lines else 0
    behind = tree.placed[last : last + _BEHIND] if lines else []
    return list(lines), next((block.text for block in behind if says_cut_short(block.text)), None)
