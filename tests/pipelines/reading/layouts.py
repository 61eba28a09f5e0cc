"""Pages built around a story: where designs put teasers and the next article, and how they frame the text.

Belongs here: markup. Does not: the texts (`stories`). No name of a class here is a known outlet's.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.pipelines.reading.stories import Story

Layout = Callable[[Story], str]


def paragraphs(texts: Sequence[str]) -> str:
    """Plain paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def head(story: Story) -> str:
    """What the head of such a page declares."""
    return (
        f"<head><meta charset='utf-8'><title>{story.title}</title>"
        f"<meta property='og:title' content='{story.title.replace(chr(39), '&#39;')}'>"
        "<meta property='article:published_time' content='2026-03-10T08:00:00+01:00'></head>"
    )


def page(story: Story, body: str) -> str:
    """A whole page."""
    return (
        f"<!doctype html><html lang='{story.language}'>{head(story)}<body>"
        f"<header><a href='/'>Logo</a><nav><a href='/a'>A</a> <a href='/b'>B</a></nav></header>{body}"
        "<footer><p>© 2026</p></footer></body></html>"
    )


def link(story: Story, number: int) -> str:
    """A teaser's headline as a link."""
    return f"<a href='/story/{number}'>{story.teasers[number][0]}</a>"


def each(story: Story, form: str) -> str:
    """All teasers in one form: {link}, {title} and {text} stand for their parts."""
    return "".join(
        form.format(link=link(story, number), title=title, text=text)
        for number, (title, text) in enumerate(story.teasers)
    )


def _cards(story: Story) -> str:
    return (
        f"<section><h2>{story.markers[0]}</h2>"
        + each(story, "<div class='tile'><h3>{link}</h3><p>{text}</p></div>")
        + "</section>"
    )


def _flat(story: Story) -> str:
    return f"<h3>{story.markers[0]}</h3>" + each(story, "<p>{link}</p><p>{text}</p>")


def _flat_without_links(story: Story) -> str:
    return f"<h3>{story.markers[1]}</h3>" + each(story, "<p>{text}</p>")


def _list(story: Story) -> str:
    return f"<div><h4>{story.markers[2]}</h4><ul>" + each(story, "<li>{link}</li>") + "</ul></div>"


def _list_with_summaries(story: Story) -> str:
    return f"<h4>{story.markers[0]}</h4><ol>" + each(story, "<li>{link}<br>{text}</li>") + "</ol>"


def _definitions(story: Story) -> str:
    return f"<h4>{story.markers[0]}</h4><dl>" + each(story, "<dt>{link}</dt><dd>{text}</dd>") + "</dl>"


def _divs_without_links(story: Story) -> str:
    return (
        f"<div><div>{story.markers[1]}</div>"
        + each(story, "<div onclick='go()'><div>{title}</div><div>{text}</div></div>")
        + "</div>"
    )


def _bold_marker(story: Story) -> str:
    return f"<p><strong>{story.markers[0]}:</strong></p>" + each(story, "<p>{link}</p>")


def _aside(story: Story) -> str:
    return f"<aside><b>{story.markers[2]}</b>" + each(story, "<p>{link} {text}</p>") + "</aside>"


def _data_section(story: Story) -> str:
    return (
        f"<section data-module='reco' data-position='end'><h2>{story.markers[1]}</h2>"
        + each(story, "<article data-tracking='1'><h3>{link}</h3><p>{text}</p></article>")
        + "</section>"
    )


def _test_id(story: Story) -> str:
    return (
        "<section data-testid='related-stories'>"
        + each(story, "<div><h3>{link}</h3><p>{text}</p></div>")
        + "</section>"
    )


def _data_component(story: Story) -> str:
    return "<div data-component='most-read'>" + each(story, "<div>{title}<p>{text}</p></div>") + "</div>"


def _nav(story: Story) -> str:
    return "<nav aria-label='x'>" + each(story, "<div>{link}<p>{text}</p></div>") + "</nav>"


def _complementary(story: Story) -> str:
    return "<div role='complementary'>" + each(story, "<h3>{link}</h3><p>{text}</p>") + "</div>"


def _picture_cards(story: Story) -> str:
    return (
        f"<div class='strip'><div class='strip-title'>{story.markers[0]}</div>"
        + each(
            story, "<a class='strip-item' href='/x'><img src='i.jpg' alt='{title}'><span>{title}</span></a>"
        )
        + "</div>"
    )


def _heading_links(story: Story) -> str:
    return f"<h2>{story.markers[0]}</h2>" + each(story, "<h3>{link}</h3><p>{text}</p>")


def _inline_markers(story: Story) -> str:
    return "".join(f"<p>{story.markers[0]}: {link(story, number)}</p>" for number in range(3))


def _details(story: Story) -> str:
    return (
        f"<details open><summary>{story.markers[0]}</summary>" + each(story, "<p>{link}</p>") + "</details>"
    )


def _table(story: Story) -> str:
    return (
        f"<table><tr><th>{story.markers[0]}</th></tr>" + each(story, "<tr><td>{link}</td></tr>") + "</table>"
    )


def _kickers_above(story: Story) -> str:
    return (
        "<section>"
        + each(story, "<div class='x7'><p>+1</p><h3>{link}</h3><p>{text}</p></div>")
        + "</section>"
    )


def _dates_above(story: Story) -> str:
    return (
        "<div>"
        + each(story, "<div class='x7'><time>2 March</time><h3>{link}</h3><p>{text}</p></div>")
        + "</div>"
    )


def _summaries_above(story: Story) -> str:
    return "<div>" + each(story, "<div class='x7'><p>{text}</p><h3>{link}</h3></div>") + "</div>"


def _links_below(story: Story) -> str:
    return (
        "<div>"
        + each(story, "<div class='x7'><h3>{title}</h3><p>{text}</p><a href='/t'>→ +</a></div>")
        + "</div>"
    )


def _opened_by_script(story: Story) -> str:
    return "<div>" + each(story, "<div data-href='/t'><h3>{title}</h3><p>{text}</p></div>") + "</div>"


def _two_cards(story: Story) -> str:
    pair = replace(story, teasers=story.teasers[:2])
    return "<div>" + each(pair, "<div class='x7'><p>+1</p><h3>{link}</h3><p>{text}</p></div>") + "</div>"


def _flat_unmarked(story: Story) -> str:
    return each(story, "<h3>{link}</h3><p>{text}</p>")


def _texts_after_a_plain_marker(story: Story) -> str:
    return f"<p><b>{story.markers[0]}</b></p>" + each(story, "<p>{text}</p>")


def _items_after_a_plain_marker(story: Story) -> str:
    return f"<p>{story.markers[1]}:</p><ul>" + each(story, "<li>{text}</li>") + "</ul>"


AFTER: dict[str, Layout] = {
    "cards": _cards,
    "flat paragraphs after a heading": _flat,
    "summaries after a heading": _flat_without_links,
    "list": _list,
    "list with summaries": _list_with_summaries,
    "definition list": _definitions,
    "divs without links": _divs_without_links,
    "links after a bold line": _bold_marker,
    "aside": _aside,
    "section with data attributes": _data_section,
    "section that only its test id names": _test_id,
    "division that only its component names": _data_component,
    "navigation": _nav,
    "complementary role": _complementary,
    "pictures that are links": _picture_cards,
    "headings that are links": _heading_links,
    "lines with a marker": _inline_markers,
    "details": _details,
    "table of links": _table,
    "cards below kickers": _kickers_above,
    "cards below dates": _dates_above,
    "cards below summaries": _summaries_above,
    "cards above links": _links_below,
    "cards that a script opens": _opened_by_script,
    "two cards": _two_cards,
    "texts after a plain marker": _texts_after_a_plain_marker,
    "items after a plain marker": _items_after_a_plain_marker,
    "headings that are links, unmarked": _flat_unmarked,
}


def _next_in_article(story: Story) -> str:
    return f"<article><h2>{story.next_title}</h2>{paragraphs(story.next_paragraphs)}</article>"


def _next_in_article_with_h1(story: Story) -> str:
    return f"<article><h1>{story.next_title}</h1><div>{paragraphs(story.next_paragraphs)}</div></article>"


def _next_by_class(story: Story) -> str:
    return f"<div class='next-article'><h2>{story.next_title}</h2>{paragraphs(story.next_paragraphs)}</div>"


def _next_behind_a_marker(story: Story) -> str:
    return (
        f"<div><div>{story.markers[0]}</div><h2><a href='/n'>{story.next_title}</a></h2>"
        f"{paragraphs(story.next_paragraphs[:1])}</div>"
    )


def _next_in_section(story: Story) -> str:
    return (
        f"<section class='endless' data-url='/n'><h1>{story.next_title}</h1>"
        f"{paragraphs(story.next_paragraphs)}</section>"
    )


def _next_in_a_signed_box(story: Story) -> str:
    return (
        f"<div id='a-2'><div><h2>{story.next_title}</h2><p>By John Doe</p></div>"
        f"<div>{paragraphs(story.next_paragraphs)}</div></div>"
    )


NEXT: dict[str, Layout] = {
    "its own article": _next_in_article,
    "its own article with a first heading": _next_in_article_with_h1,
    "a division named next": _next_by_class,
    "a division behind a marker": _next_behind_a_marker,
    "a section with an address": _next_in_section,
    "a box with a byline": _next_in_a_signed_box,
}


def _inset_aside(story: Story) -> str:
    return f"<aside><b>{story.markers[0]}</b>{link(story, 0)}</aside>"


def _inset_list(story: Story) -> str:
    return f"<ul class='related'><li>{link(story, 0)}</li><li>{link(story, 1)}</li></ul>"


def _inset_line(story: Story) -> str:
    return f"<p><em>{story.markers[0]}: {link(story, 0)}</em></p>"


def _inset_pair(story: Story) -> str:
    return f"<p><strong>{story.markers[0]}</strong></p><p>{link(story, 0)}</p>"


def _inset_card(story: Story) -> str:
    title, text = story.teasers[0]
    return f"<div class='teaser'><a href='/t'><h4>{title}</h4></a><p>{text}</p></div>"


def _inset_block(story: Story) -> str:
    return f"<div><span>{story.markers[1]}</span><div>{link(story, 0)}</div><div>{link(story, 1)}</div></div>"


def _inset_figure(story: Story) -> str:
    title, text = story.teasers[0]
    return f"<figure><img src='p.jpg' alt='{title}'><figcaption>{text}</figcaption></figure>"


def _inset_alternating(story: Story) -> str:
    return f"<h2>{story.markers[0]}</h2>" + each(story, "<p>{link}</p><p>{text}</p>")


def _inset_heading_and_link(story: Story) -> str:
    return f"<h3>{story.markers[0]}</h3><p>{link(story, 0)}</p>"


def _inset_heading_and_list(story: Story) -> str:
    return f"<h2>{story.markers[1]}</h2><ul><li>{link(story, 0)}</li><li>{link(story, 1)}</li></ul>"


INSETS: dict[str, Layout] = {
    "aside": _inset_aside,
    "list": _inset_list,
    "line": _inset_line,
    "bold line and link": _inset_pair,
    "card": _inset_card,
    "block of divisions": _inset_block,
    "figure with a caption": _inset_figure,
    "links and summaries in turns": _inset_alternating,
    "heading and link": _inset_heading_and_link,
    "heading and list": _inset_heading_and_list,
    "cards below kickers": _kickers_above,
}


FRAMES: dict[str, str] = {
    "article": "<main><article><h1>{title}</h1><div class='article-body'>{text}</div></article>{after}</main>",
    "inside the article": "<main><article><h1>{title}</h1>{text}{after}</article></main>",
    "inside its body": "<article><h1>{title}</h1><div itemprop='articleBody'>{text}{after}</div></article>",
    "divisions": "<div id='p'><div><h1>{title}</h1><div>{text}</div></div>{after}</div>",
    "flat": "<h1>{title}</h1>{text}{after}",
    "headline outside": "<div><h1>{title}</h1></div><div class='c'><div class='d'>{text}</div>{after}</div>",
}


def framed(story: Story, frame: str, after: str = "", text: str | None = None) -> str:
    """The page of a story in one of the frames, something behind its text."""
    own = paragraphs(story.paragraphs) if text is None else text
    return page(story, FRAMES[frame].format(title=story.title, text=own, after=after))
