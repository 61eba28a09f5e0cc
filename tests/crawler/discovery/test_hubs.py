"""Tests of `crawler/discovery/hubs.py`."""

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.hubs import is_article_link, read_hub
from crawler.discovery.listing import Link
from tests.corpora import SHARED, needs

URL = "https://www.tagblatt.example/wirtschaft/"

HUB = """<!doctype html><html><head><base href="https://www.tagblatt.example/"></head>
<body><nav>
<a href="/politik/die-lange-seite-mit-allen-themen">Alle Themen aus Politik und Gesellschaft</a></nav>
<article><header><a href="/wirtschaft/rechenzentren-warten-jahre-auf-strom-1234567.html">
  <style>.x{color:red}</style>Rechenzentren warten Jahre auf Strom</a></header>
<a href="/wirtschaft/rechenzentren-warten-jahre-auf-strom-1234567.html?utm_source=hub#kommentare">mehr</a>
</article>
<a href="/2026/11/23/netz">Der Netzausbau kommt nicht hinterher</a>
<a href="/thema/energie-wende-und-netz-ausbau">Mehr zum Thema Energie und ihrer Zukunft</a>
<a href="/wirtschaft/boerse">Börse</a>
<a href="/abo/jetzt-vier-wochen-gratis-testen">Vier Wochen gratis und unverbindlich testen</a>
<a rel="sponsored" href="/wirtschaft/die-besten-heizungen-im-grossen-test-99">Die besten Heizungen im Test</a>
<a href="https://anderswo.example/2026/11/23/ein-langer-artikel">Ein langer Artikel steht anderswo</a>
<a href="javascript:void(0)">Ein Knopf mit einem langen Text darin</a>
<footer><a href="/verlag/die-geschichte-unseres-hauses-1900000">Die Geschichte unseres Hauses seit 1900</a>
</footer></body></html>"""


def test_articles_and_nothing_else() -> None:
    listing = read_hub(HUB.encode(), URL)
    assert (listing.kind, listing.error) == ("hub", None)
    assert [(link.url, link.title) for link in listing.links] == [
        (
            "https://www.tagblatt.example/wirtschaft/rechenzentren-warten-jahre-auf-strom-1234567.html",
            "Rechenzentren warten Jahre auf Strom",
        ),
        ("https://www.tagblatt.example/2026/11/23/netz", "Der Netzausbau kommt nicht hinterher"),
    ]


@pytest.mark.parametrize(
    ("url", "title", "expected"),
    [
        ("https://jp.example/articles/-/20261123001", "データセンターの電力不足が深刻に", True),
        ("https://jp.example/category/20261123001", "経済", False),
        ("https://cn.example/2026/11/23/c_1130001234.htm", "人工智能用电需求快速增长", True),
        (
            "https://es.example/economia/la-red-no-da-mas-de-si-para-la-ia",
            "La red eléctrica no da más de sí",
            True,
        ),
        (
            "https://es.example/autor/una-periodista-con-nombre-largo",
            "Una periodista con nombre largo",
            False,
        ),
        ("https://en.example/", "Front page with a very long title", False),
    ],
)
def test_shapes_of_several_countries(url: str, title: str, expected: bool) -> None:
    domain = url.split("/")[2]
    assert is_article_link(Link(url, title), domain) is expected


@pytest.mark.parametrize("body", [b"", b"   "])
def test_a_body_without_html_is_an_error(body: bytes) -> None:
    assert read_hub(body, URL).error is not None


def test_a_page_built_by_scripts_lists_nothing() -> None:
    listing = read_hub(b"<html><body><div id='app'></div><script>run()</script></body></html>", URL)
    assert (listing.links, listing.error) == ((), None)


def test_an_unknown_charset_is_ignored() -> None:
    assert read_hub(HUB.encode(), URL, charset="x-martian").links == read_hub(HUB.encode(), URL).links


@given(st.binary(max_size=2_000), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "x-martian"]))
def test_random_bytes_never_raise(body: bytes, charset: str | None) -> None:
    assert read_hub(body, URL, charset=charset).kind == "hub"


@given(st.text(max_size=60))
def test_any_reference_is_survived(reference: str) -> None:
    escaped = reference.replace("&", "&amp;").replace('"', "&quot;")
    listing = read_hub(
        f'<a href="{escaped}">Ein langer Text als Anker dafür</a>'.encode("utf-8", "replace"), URL
    )
    assert all(link.url.startswith(("http://", "https://")) for link in listing.links)


@needs("corpora/pages/hubs-de.warc.gz")
def test_real_hubs_yield_articles() -> None:
    assert SHARED is not None
    found: dict[str, list[Link]] = {}
    with (SHARED / "corpora/pages/hubs-de.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            url = record.headers["WARC-Target-URI"]
            found[url] = list(read_hub(record.reader.read(), url).links)
    assert len(found) == 42
    assert min(map(len, found.values())) >= 5
    # headlines are longer than entries of a navigation; pictures are links without a text
    titles = [link.title for links in found.values() for link in links if link.title]
    assert sum(len(title) >= 20 for title in titles) / len(titles) > 0.9
