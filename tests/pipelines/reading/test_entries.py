"""Whole articles in a row on one page: told apart from sections, posts and comments, and what becomes of them."""

import pytest

from pipelines.reading.page import Page, Reading, read_page

THINGS = ("bridge", "school", "harbour", "station", "library", "market")
TITLE = "The bridge stays closed"


def text(thing: str, lines: int = 3) -> str:
    return "".join(
        f"<p>The council met and spoke for two hours about the old {thing} in point {n} of the day.</p>"
        for n in range(lines)
    )


def entry(thing: str, below: str, tag: str, heading: str = "h2") -> str:
    headline = f"The {thing} stays closed"
    return f"<{tag}><{heading}>{headline}</{heading}><span>{below}</span>{text(thing)}</{tag}>"


def read(main: str, title: str, head: str = "") -> Reading:
    html = f"<html lang=en><title>{title}</title>{head}<body><nav><a href=/>Home</a></nav><main>{main}</main>"
    return read_page(Page("https://river.example/notes/x", html.encode(), None, "text/html", None))


def row(belows: list[str], tag: str = "article", heading: str = "h2") -> str:
    return "".join(entry(thing, below, tag, heading) for thing, below in zip(THINGS, belows, strict=False))


DAYS = [f"By Ann Lee, {day} March 2026" for day in range(1, 7)]


@pytest.mark.parametrize("tag", ["article", "section", "div class=post"])
@pytest.mark.parametrize("heading", ["h1", "h2", "h3"])
def test_a_page_of_whole_articles_is_none(tag: str, heading: str) -> None:
    reading = read(row(DAYS, tag, heading), "Notes of Riverbend")
    assert reading.rejected is not None
    assert reading.rejected.reason == "section_page"
    assert "6 whole articles" in reading.rejected.evidence


@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_the_one_that_the_page_is_titled_after_is_read_alone(heading: str) -> None:
    reading = read(row(DAYS, heading=heading), f"{TITLE} | Riverbend")
    assert reading.rejected is None
    assert reading.title == TITLE
    assert reading.body is not None
    assert [thing for thing in THINGS if thing in reading.body] == ["bridge"]


@pytest.mark.parametrize(
    "belows",
    [
        [f"1{n}:05, 3 March 2026" for n in range(6)],
        [f"1{n}:05" for n in range(6)],
        ["" for _ in range(6)],
        [*DAYS[:2], "", "", "", ""],
    ],
)
def test_posts_of_one_day_and_sections_are_parts_of_one_article(belows: list[str]) -> None:
    reading = read(f"<h1>News from the river</h1>{row(belows, 'section')}", "News from the river")
    assert reading.rejected is None
    assert reading.body is not None
    assert all(thing in reading.body for thing in THINGS)


def test_what_calls_itself_a_dated_article_is_one() -> None:
    head = '<meta property="article:published_time" content="2026-03-07T10:00:00Z">'
    assert read(row(DAYS), "A week by the river", head).rejected is None


def test_comments_in_a_row_leave_the_article_above_them() -> None:
    comments = "".join(
        f"<div class=comment><h4>Neighbour number {n}</h4><span>{n + 1} March 2026</span>{text('ferry', 4)}</div>"
        for n in range(6)
    )
    main = (
        f"<article><h1>{TITLE}</h1>{text('bridge', 8)}</article><section class=comments>{comments}</section>"
    )
    reading = read(main, TITLE)
    assert reading.rejected is None
    assert reading.body is not None
    assert "bridge" in reading.body
    assert "ferry" not in reading.body


def test_a_short_article_above_teasers_with_text_stays() -> None:
    others = row(DAYS[1:4], "div")
    reading = read(
        f"<article><h1>A ferry for the river</h1>{text('ferry', 8)}</article>{others}",
        "A ferry for the river",
    )
    assert reading.rejected is None
    assert "ferry" in (reading.body or "")


SAME_DAY = ["By Ann Lee, 3 March 2026" for _ in THINGS]


@pytest.mark.parametrize("tag", ["article", "div class=wrap", "section data-url=/n"])
@pytest.mark.parametrize("count", [2, 3, 6])
@pytest.mark.parametrize("longer", [0, 12])
def test_articles_of_one_day_in_a_row_are_told_by_their_headlines(tag: str, count: int, longer: int) -> None:
    last = entry("market", SAME_DAY[0], tag, "h1").replace("<p>", text("market", longer) + "<p>", 1)
    reading = read(row(SAME_DAY[: count - 1], tag, "h1") + last, TITLE)
    assert (reading.rejected, reading.title) == (None, TITLE)
    assert [thing for thing in THINGS if thing in (reading.body or "")] == ["bridge"]


@pytest.mark.parametrize("below", ["", "By Ann Lee"])
def test_first_level_headings_that_none_of_is_the_title_make_a_page_of_articles(below: str) -> None:
    long = "".join(
        f"<section><h1>The {thing} of Riverbend stays closed until the autumn</h1>{below}{text(thing)}</section>"
        for thing in THINGS
    )
    reading = read(long, "Notes")
    assert reading.rejected is not None
    assert reading.rejected.reason == "section_page"


def test_short_first_level_headings_head_the_sections_of_one_article() -> None:
    sections = "".join(f"<div><h1>The {thing}</h1>{text(thing)}</div>" for thing in THINGS)
    reading = read(f"<div><h1>{TITLE}</h1>{text('ferry', 6)}{sections}</div>", TITLE)
    assert all(thing in (reading.body or "") for thing in THINGS)
