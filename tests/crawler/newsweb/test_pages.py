"""Article pages: every template draws every article whole, with clutter around, in the outlet's charset."""

import json
from collections.abc import Iterator

import lxml.html
import pytest

from crawler.newsweb.answers import Newsweb
from crawler.newsweb.pages import article_page
from crawler.newsweb.phrases import load_phrases
from crawler.newsweb.publications import Publication
from crawler.newsweb.sites import END, load_sites
from crawler.newsweb.texts import load_library

LIBRARY = load_library()
SITES = load_sites()
TEMPLATES = sorted({site.template for site in SITES.values()})


def squeezed(text: str) -> str:
    """Without white space, which templates may set as they like."""
    return "".join(text.split())


def articles(newsweb: Newsweb) -> Iterator[tuple[Publication, str]]:
    for publication in newsweb.publications:
        if publication.text:
            site = SITES[publication.outlet_id]
            page = article_page(site, LIBRARY[publication.language], publication, END)
            yield publication, page.decode(site.charset)


def test_every_page_holds_the_whole_text(newsweb: Newsweb) -> None:
    for publication, html in articles(newsweb):
        text = squeezed(lxml.html.fromstring(html).text_content())
        for part in (publication.title, publication.lead or "", *publication.body):
            assert squeezed(part) in text, (publication.url, part)


def test_every_page_has_navigation_cookies_comments_and_teasers(newsweb: Newsweb) -> None:
    for publication, html in articles(newsweb):
        words = LIBRARY[publication.language]
        text = squeezed(lxml.html.fromstring(html).text_content())
        assert squeezed("".join(words.navigation)) in text.replace("|", "") or len(words.navigation) == 0
        assert squeezed(words.cookie) in text
        assert squeezed(words.labels.comments) in text
        assert sum(squeezed(comment) in text for comment in words.comments) == 3
        assert sum(squeezed(teaser.text) in text for teaser in words.teasers) >= 4
        assert squeezed(words.read_next) in text


def test_the_clutter_never_stands_in_a_text(newsweb: Newsweb) -> None:
    for publication in newsweb.publications:
        words = LIBRARY[publication.language]
        clutter = [teaser.text for teaser in words.teasers] + [teaser.title for teaser in words.teasers]
        clutter += [words.cookie, *words.comments]
        body = "\n".join(publication.body)
        assert not [part for part in clutter if part in body], publication.url


def test_no_plumbing_leaks(newsweb: Newsweb) -> None:
    for publication, html in articles(newsweb):
        shown = lxml.html.fromstring(html).text_content()
        for leak in ("{{", "{%", "None", "Undefined", "Markup(", "&lt;", "&amp;"):
            assert leak not in shown, (publication.url, leak)
        assert publication.text
        assert publication.text.id not in html
        assert not [n.id for n in publication.narratives if n.id in html]
        for mark in ("<", "**", "](", "http", "\t", "  "):
            assert not [part for part in publication.body if mark in part], (publication.url, mark)


def test_the_printed_date_stands_on_every_page_but_those_with_opengraph_alone(newsweb: Newsweb) -> None:
    for publication, html in articles(newsweb):
        local = publication.published_at.astimezone(SITES[publication.outlet_id].zone)
        printed = load_phrases()[publication.language].printed_date(local)
        bare_of_it = SITES[publication.outlet_id].template == "opengraph"
        assert (printed in html) is not bare_of_it, publication.url


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_machine_readable_date_is_the_true_one_where_there_is_one(
    template: str, newsweb: Newsweb
) -> None:
    found = [(p, h) for p, h in articles(newsweb) if SITES[p.outlet_id].template == template]
    assert found
    for publication, html in found:
        local = publication.published_at.astimezone(SITES[publication.outlet_id].zone)
        assert (local.isoformat() in html) is (template != "legacy")


@pytest.mark.parametrize("template", ["jsonld", "graph", "amp"])
def test_structured_data_parses_and_names_the_article(template: str, newsweb: Newsweb) -> None:
    for publication, html in articles(newsweb):
        if SITES[publication.outlet_id].template != template:
            continue
        (script,) = lxml.html.fromstring(html).xpath('//script[@type="application/ld+json"]/text()')
        data = json.loads(script)
        nodes = data.get("@graph", [data])
        (article,) = [node for node in nodes if node["@type"] == "NewsArticle"]
        assert article["headline"] == publication.title
        assert article["mainEntityOfPage"] == publication.url
        assert [author["name"] for author in article["author"]] == list(publication.authors)
        assert ("@graph" in data) is (template == "graph")


def test_opengraph_pages_have_no_other_structured_data(newsweb: Newsweb) -> None:
    for publication, html in articles(newsweb):
        if SITES[publication.outlet_id].template == "opengraph":
            assert "ld+json" not in html
            assert 'property="article:published_time"' in html


def test_the_designs_share_no_class_names(newsweb: Newsweb) -> None:
    seen = {name: _classes(newsweb, name) for name in TEMPLATES}
    for name, classes in seen.items():
        others = set().union(*(found for other, found in seen.items() if other != name))
        assert not classes & others, name


def _classes(newsweb: Newsweb, template: str) -> set[str]:
    publication = next(p for p in newsweb.publications if p.text and SITES[p.outlet_id].template == template)
    site = SITES[publication.outlet_id].model_copy(update={"teasers": "plain"})
    html = article_page(site, LIBRARY[publication.language], publication, END).decode(site.charset)
    return set(lxml.html.fromstring(html).xpath("//@class"))


def test_letters_a_charset_lacks_become_references(newsweb: Newsweb) -> None:
    latin = next(p for p in newsweb.publications if p.text and SITES[p.outlet_id].charset == "iso-8859-1")
    changed = Publication(**{**{k: getattr(latin, k) for k in latin.__slots__}, "title": "20 € für Łódź"})
    page = article_page(SITES[latin.outlet_id], LIBRARY[latin.language], changed, END)
    assert b"20 &#8364; f\xfcr &#321;\xf3d&#378;" in page
    assert "20 € für Łódź" in lxml.html.fromstring(page.decode("iso-8859-1")).text_content()
