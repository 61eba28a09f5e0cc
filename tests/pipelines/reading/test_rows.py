"""Lists, tables and quotes: those that begin or end an article belong to it, and what their lines are."""

import pytest

from pipelines.reading.rows import cell_of, row_of
from tests.pipelines.reading.layouts import paragraphs
from tests.pipelines.reading.test_losses import TEASERS, TEXTS, lost
from tests.pipelines.reading.test_teaser_layouts import read
from tests.pipelines.reading.trees import tree_of

ITEMS = ("Stone walls: 11 blocks", "Roof: 300 slates", "Chimney: one, with a lean")
UL = "<ul>" + "".join(f"<li>{item}</li>" for item in ITEMS) + "</ul>"
CELLS = ("Part", "Blocks", "Gable", "212", "Porch", "88")
TABLE = "<table><tr><th>{}</th><th>{}</th></tr><tr><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td></tr></table>"
FORMS = {
    "list": (UL, ITEMS),
    "numbered list": (UL.replace("ul>", "ol>"), ITEMS),
    "list in a division": (f"<div>{UL}</div>", ITEMS),
    "list of paragraphs": (UL.replace("<li>", "<li><p>").replace("</li>", "</p></li>"), ITEMS),
    "heading and list": (f"<h3>What is carried</h3>{UL}", ("What is carried", *ITEMS)),
    "box with heading": (f"<div class='x1'><h3>What is carried</h3>{UL}</div>", ("What is carried", *ITEMS)),
}
BEHIND = FORMS | {
    "table": (TABLE.format(*CELLS), CELLS),
    "table of paragraphs": (TABLE.format(*(f"<p>{cell}</p>" for cell in CELLS)), CELLS),
    "table in a figure": (f"<figure>{TABLE.format(*CELLS)}</figure>", CELLS),
    "definitions": ("<dl><dt>Gable</dt><dd>212 blocks</dd></dl>", ("Gable", "212 blocks")),
    "quote": ("<blockquote><p>Never again.</p></blockquote>", ("Never again.",)),
}


@pytest.mark.parametrize("after", ["", TEASERS], ids=["nothing after", "teasers after"])
@pytest.mark.parametrize("form", BEHIND)
def test_lists_and_tables_behind_the_last_paragraph_stay(form: str, after: str) -> None:
    rows, wanted = BEHIND[form]
    assert lost(paragraphs(TEXTS) + rows, *wanted, after=after) == {}


@pytest.mark.parametrize("form", BEHIND)
def test_lists_and_tables_between_paragraphs_stay(form: str) -> None:
    rows, wanted = BEHIND[form]
    assert lost(paragraphs(TEXTS[:5]) + rows + paragraphs(TEXTS[5:]), *wanted) == {}


@pytest.mark.parametrize("form", FORMS)
def test_points_above_the_first_paragraph_stay(form: str) -> None:
    rows, wanted = FORMS[form]
    assert lost(rows + paragraphs(TEXTS), *wanted) == {}


@pytest.mark.parametrize(
    "rows",
    [
        "<ul><li>Brannish</li><li>Lime</li><li>Gulls</li></ul>",
        "<ul><li><a href='/a'>All about lime</a></li><li><a href='/b'>All about gulls</a></li></ul>",
        "<ul><li>Print this page</li></ul>",
        "<div><p>Ask us</p><ul><li>By letter or card</li><li>By mouth</li></ul><p>Every day but Sunday</p></div>",
    ],
    ids=["tags", "links", "one item", "part of a box"],
)
def test_lists_that_are_no_text_stay_out(rows: str) -> None:
    html = f"<article><h1>{TEXTS[0][:20]}</h1>{paragraphs(TEXTS)}{rows}</article>"
    assert read(html).body == "\n\n".join(TEXTS)


def test_rows_of_a_table_are_lines_with_tabs_whatever_is_in_their_cells() -> None:
    text = paragraphs(TEXTS[:5]) + TABLE.format(*(f"<div><p>{cell}</p></div>" for cell in CELLS))
    reading = read(f"<article>{text}{paragraphs(TEXTS[5:])}</article>")
    assert "\n\nPart\tBlocks\n\nGable\t212\n\nPorch\t88\n\n" in (reading.body or "")
    assert [stretch.kind for stretch in reading.stretches[5:11]] == ["cell"] * 6


@pytest.mark.parametrize(
    ("body", "row", "cell"),
    [
        ("<ul><li>a</li></ul>", "li", None),
        ("<ul><li><div><p>a</p></div></li></ul>", "li", None),
        ("<ul><li><p>a</p><p>b</p></li></ul>", None, None),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "blockquote", None),
        ("<table><tr><td>a</td></tr></table>", "td", "td"),
        ("<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", "td", "td"),
        ("<table><tr><td><p>a</p></td></tr></table>", "tr", None),
        ("<table><tr><td><p>a</p></td><td><a href='/x'>b</a></td></tr></table>", None, None),
        ("<div><p>a</p></div>", None, None),
    ],
)
def test_the_row_of_a_line(body: str, row: str | None, cell: str | None) -> None:
    first = tree_of(body).blocks[0]
    found, in_cell = row_of(first), cell_of(first)
    assert (found and found.tag, in_cell and in_cell.tag) == (row, cell)
