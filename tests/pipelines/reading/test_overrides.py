"""Pages read by an outlet's selectors: what each of them does, and recorded pages that shipped overrides are for."""

import json
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.registry import PACKAGED, Registry, load_registry
from pipelines.reading.overrides import Outcome, Selectors
from pipelines.reading.page import Page, Reading, explain_page, read_page
from pipelines.registry import selectors_at
from tests.pipelines.reading.layouts import paragraphs
from tests.pipelines.reading.stories import ENGLISH, GERMAN

RECORDED = sorted((Path(__file__).parent / "overrides").iterdir())
FIELDS = [
    (folder, field)
    for folder in RECORDED
    for field in json.loads((folder / "expected.json").read_text(encoding="utf-8"))["with"]
]
TEXT, OTHER = paragraphs(ENGLISH.paragraphs), paragraphs(GERMAN.paragraphs)
BODY, STRANGER = "\n\n".join(ENGLISH.paragraphs), GERMAN.paragraphs[0]
HTML = f"""<html><head><title>{ENGLISH.title}</title><meta name="x-when" content="2026-02-03T08:15:00Z"></head><body>
<div class="kicker">Coast <b>and</b> sea<br>today</div><h1>{ENGLISH.title}</h1>
<div class="who"><span>Ada Winther</span><span>Jon Maas</span></div><i data-t="2026-02-04">Wednesday</i>
<div class="opener"><p>A house moves.</p><p>Nobody knows how far it will go.</p></div>
<div class="related">{TEXT}</div><div class="z">{OTHER * 3}</div></body></html>"""


def page(html: str = HTML, selectors: Selectors | None = None) -> Page:
    url = "https://www.tidepost.example/news/1"
    return Page(url, html.encode(), "utf-8", "text/html", fetched_at=None, selectors=selectors)


def reading(html: str = HTML, **selectors: Any) -> Reading:  # noqa: ANN401 - any field of the selectors
    return read_page(page(html, Selectors(**selectors) if selectors else None))


def test_the_general_reader_goes_wrong_on_the_page() -> None:
    read = reading()
    assert read.override is None
    assert STRANGER in (read.body or "")
    assert BODY not in (read.body or "")


@pytest.mark.parametrize("selector", ["div.related", "div.related > p", ".related, .nothing"])
def test_the_body_is_what_is_named_and_nothing_else(selector: str) -> None:
    read = reading(body=selector)
    assert (read.body, read.override) == (BODY, Outcome(("body",), ()))
    assert [read.body[s.start : s.end] for s in read.stretches] == list(ENGLISH.paragraphs)


def test_pieces_apart_are_one_body() -> None:
    html = HTML.replace(
        "</body>",
        '<div class="part"><p>It stands there now, dry and level, and nobody lives in it yet.</p></div></body>',
    )
    assert (
        reading(html, body=".related, .part").body
        == f"{BODY}\n\nIt stands there now, dry and level, and nobody lives in it yet."
    )


def test_furniture_in_a_named_body_is_left_out_unless_it_is_named_itself() -> None:
    links = '<ul><li><a href="/2">The pier is painted again</a></li></ul>'
    html = HTML.replace('class="related">', f'class="related">{links}')
    assert reading(html, body=".related").body == BODY
    assert reading(html, body=".related li, .related p").body == f"The pier is painted again\n\n{BODY}"


def test_a_named_body_is_not_cut_as_an_appended_article() -> None:
    html = (
        f"<html><body><article><h1>{GERMAN.title}</h1>{OTHER}</article><article class='own'><h1>{ENGLISH.title}"
        f"</h1>{TEXT}</article></body></html>"
    )
    assert STRANGER in (reading(html).body or "")
    own = reading(html, body="article.own", title=".own h1")
    assert (own.title, own.body) == (ENGLISH.title, BODY)


def test_what_is_dropped_is_not_there() -> None:
    read = reading(drop=("div.z", ".nothing"))
    assert (read.body, read.override) == (BODY, Outcome(("drop",), ()))


def test_what_is_dropped_is_explained_where_the_page_has_it() -> None:
    every = explain_page(page())[1]
    selectors = Selectors(drop=("div.z, .who", "i", "h1 + div", "script, .nothing"))
    fates = explain_page(page(selectors=selectors))[1]
    assert [fate.text for fate in fates] == [fate.text for fate in every]
    dropped = {fate.text: fate.where for fate in fates if fate.why == "override"}
    assert list(dropped) == ["Ada WintherJon Maas", "Wednesday", *GERMAN.paragraphs]
    assert dropped[STRANGER] == "body > div.z > p"


def test_words_dropped_from_a_line_are_explained_before_it() -> None:
    html = f"<html><body><div>{TEXT}<p>It stayed <b class='x'>Buy now</b> there for good.</p></div></body></html>"
    fates = explain_page(page(html, Selectors(drop=(".x, b",))))[1]
    assert [(fate.text, fate.why) for fate in fates][-2:] == [
        ("Buy now", "override"), ("It stayed there for good.", None),
    ]  # fmt: skip


def test_a_page_can_not_be_dropped_as_a_whole() -> None:
    assert all(fate.why != "override" for fate in explain_page(page(selectors=Selectors(drop=("body",))))[1])


def test_what_readers_do_not_see_is_no_part_of_a_title() -> None:
    heading = "<svg><text>Logo</text></svg>峠の<ruby>筆<rp>（</rp><rt>ふで</rt></ruby>"
    html = f"<html><title>Sea <b></title><h1>{heading}</h1></html>"
    assert reading(html, title="h1").title == "峠の筆"
    assert reading(html, title="title").title == "Sea <b>"


def test_a_dropped_meta_tag_declares_nothing() -> None:
    html = HTML.replace("x-when", "pubdate")
    assert reading(html).published is not None
    assert reading(html, drop=("meta[name=pubdate]",)).published is None


@pytest.mark.parametrize("selector", ["*", "html", "head", "body", "div", "div div"])
def test_dropping_nearly_everything_leaves_a_page(selector: str) -> None:
    nested = (
        f"<html><body><div class='a'><div class='b'><div class='c'>{TEXT}</div></div></div></body></html>"
    )
    assert (
        reading(nested, drop=(selector, selector), body="div", title="div", author="p").override is not None
    )


def test_fields_are_taken_from_where_they_are_named() -> None:
    read = reading(title=".kicker", author=".who span", published="meta[name=x-when]", lead=".opener")
    assert read.title == "Coast and sea today"
    assert read.authors == ("Ada Winther", "Jon Maas")
    assert read.lead == "A house moves.\n\nNobody knows how far it will go."
    assert read.lead not in (read.body or "")
    assert read.published is not None
    assert (read.published.stated(), read.published.source) == ("2026-02-03T08:15:00+00:00", "override")
    assert read.override == Outcome(("author", "lead", "published", "title"), ())


def test_a_date_may_stand_in_an_attribute() -> None:
    read = reading(published="i", published_attribute="data-t")
    assert read.published is not None
    assert (read.published.stated(), read.published.precision) == ("2026-02-04", "day")


def test_what_is_not_found_is_noted_and_left_to_the_general_reader() -> None:
    nowhere = dict.fromkeys(("body", "lead", "title", "author"), ".nowhere")
    read = reading(**nowhere, drop=(".nowhere",), published="i")
    assert read.override == Outcome((), ("author", "body", "drop", "lead", "published", "title"))
    assert replace(read, override=None) == reading()


def test_an_element_without_text_is_not_found() -> None:
    html = HTML.replace("</body>", "<p class='e'> </p><script class='e'>x</script></body>")
    read = reading(html, body=".e", lead=".e", title=".e", author=".e")
    assert read.override == Outcome((), ("author", "body", "lead", "title"))


def test_no_page_can_name_its_own_body() -> None:
    html = HTML.replace('class="z"', 'class="z" override body="" override="" body=""')
    assert reading(html, body="div.related").body == BODY


def test_a_comment_that_hides_the_page_hides_nothing_from_selectors() -> None:
    read = reading(HTML.replace("<body>", "<body><!-- begin"), body="div.related")
    assert (read.body, read.override) == (BODY, Outcome(("body",), ()))


@given(st.sampled_from(["p", "div", "*", "h1", "span, p", ":not(p)"]), st.integers(0, len(HTML)))
def test_a_page_that_breaks_off_is_read(selector: str, end: int) -> None:
    read = reading(HTML[:end], body=selector, drop=("b",), lead=selector, title=selector, author=selector)
    assert read.body is None or read.body.strip()


@cache
def registry() -> Registry:
    return load_registry([PACKAGED])


def recorded(folder: Path, *, overridden: bool) -> tuple[Reading, dict[str, Any]]:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    at = datetime.fromisoformat(expected["fetched_at"])
    selectors = selectors_at(registry()[expected["outlet"]], at) if overridden else None
    html = (folder / "page.html").read_bytes()
    return read_page(Page(expected["url"], html, "utf-8", "text/html", at, selectors=selectors)), expected


def value(read: Reading, field: str) -> object:
    found = getattr(read, field)
    return list(found) if isinstance(found, tuple) else found


@pytest.mark.parametrize(("folder", "field"), FIELDS)
def test_a_shipped_override_mends_what_the_general_reader_gets_wrong(folder: Path, field: str) -> None:
    without, expected = recorded(folder, overridden=False)
    read, _ = recorded(folder, overridden=True)
    right = expected["with"][field]
    assert value(read, field) == right
    # Where this fails the general reader has learned it, and the override can go.
    assert value(without, field) == expected["without"][field] != right
    assert read.override is not None
    assert read.override.missed == ()


@pytest.mark.parametrize("folder", RECORDED, ids=lambda folder: folder.name)
def test_a_recorded_page_is_an_article_of_its_outlet_either_way(folder: Path) -> None:
    for overridden in (False, True):
        read, expected = recorded(folder, overridden=overridden)
        assert read.rejected is None
        assert read.word_count > 80
    owner = registry().outlet_for_host(expected["url"].split("/")[2])
    assert owner is not None
    assert owner.id == expected["outlet"]
    assert str(folder / "page.html").endswith(tuple(o.page for o in owner.overrides))
