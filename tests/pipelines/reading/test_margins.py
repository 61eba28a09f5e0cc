"""The blocks around an article."""

from pipelines.reading.margins import find_margins
from pipelines.reading.walk import parse


def test_blocks_before_and_behind_the_lines() -> None:
    tree = parse("<body>" + "".join(f"<p>line {n}</p>" for n in range(30)) + "</body>")
    assert tree is not None
    margins = find_margins(tree.blocks, tree.blocks[10:15])
    assert [block.text for block in margins.before] == [f"line {n}" for n in range(2, 10)]
    assert [block.text for block in margins.behind] == [f"line {n}" for n in range(15, 20)]
    dropped = [block for block in tree.blocks if block.place not in (9, 15)]
    margins = find_margins(dropped, tree.blocks[10:15])
    assert (margins.before[-1].text, margins.behind[0].text) == ("line 8", "line 16")


def test_at_the_edges_there_are_fewer_and_without_lines_none() -> None:
    tree = parse("<body><p>first</p><p>second</p></body>")
    assert tree is not None
    margins = find_margins(tree.blocks, tree.blocks)
    assert (list(margins.before), list(margins.behind)) == ([], [])
    assert find_margins(tree.blocks, []).before == ()
