"""Bad input: whatever a page holds, reading it ends in a reading, never in an exception."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.page import Page, Reading, read_page

PAGES = sorted(Path(__file__).parent.glob("pages/*/page.html"))
P = b"<p>This is a paragraph of an article that goes on for some words, and then it ends here.</p>"


def read(html: bytes) -> Reading:
    return read_page(
        Page(url="https://e.example/a/b", html=html, charset=None, content_type=None, fetched_at=None)
    )


@given(st.binary(max_size=2000))
@settings(max_examples=150, deadline=None)
def test_any_bytes(html: bytes) -> None:
    assert read(html).rejected is not None or read(html).word_count > 0


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "a",
        "h1",
        "h2",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "br",
        "article",
        "section",
        "time",
        "script",
        "span",
        "b",
        "figure",
        "blockquote",
        "form",
    ]
)
TREES = st.recursive(
    st.text(max_size=40),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag} class='related body'>{''.join(parts)}</{tag}>",
        TAGS,
        st.lists(inner, max_size=5),
    ),
    max_leaves=40,
)


@given(TREES)
@settings(max_examples=100, deadline=None)
def test_any_tree(html: str) -> None:
    reading = read(f"<html><body>{html}</body></html>".encode("utf-8", "replace"))
    assert reading.word_count >= 0


def mutated(html: bytes, seed: int) -> bytes:
    """A page with some of its bytes lost, doubled, moved or replaced."""
    rng = random.Random(seed)
    data = bytearray(html)
    for _ in range(min(12, len(data) // 8)):
        at, length = rng.randrange(len(data)), rng.randrange(1, 80)
        piece = bytes(data[at : at + length])
        change = rng.randrange(4)
        if change == 0:
            del data[at : at + length]
        elif change == 1:
            data[at:at] = piece
        elif change == 2:
            data[at : at + length] = rng.randbytes(len(piece))
        else:
            data += piece
    return bytes(data)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_mutated_pages(path: Path) -> None:
    html = path.read_bytes()
    for seed in range(8):
        reading = read(mutated(html, seed))
        assert reading.rejected is not None or reading.word_count > 0


@pytest.mark.parametrize(
    "html",
    [
        b"<div>" * 100_000 + b"hello" + b"</div>" * 100_000,
        b"<b>" * 50_000 + P * 10,
        b"<html><body>" + b"<p>unclosed words here and there" * 3_000,
        b"<table><tr><td>" * 2_000 + P * 20,
        b"<div " + b" ".join(b'a%d="x"' % i for i in range(100_000)) + b">" + P * 10,
        b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>" + P * 10,
        b"<html><frameset><frame src='a'><frame src='b'></frameset></html>",
        b"<html><script>" + b"x=1;" * 500_000 + b"</script>" + P * 20,
        b"<html><body><p>" + b"a" * 1_000_000,
        b"<title>" + b"a - b | " * 30_000 + b"</title>" + P * 5,
        b"\xff\xfe" + P[:-1],
    ],
    ids=[
        "deep",
        "deep inline",
        "unclosed",
        "nested tables",
        "attributes",
        "json",
        "frames",
        "script",
        "one word",
        "title",
        "half utf-16",
    ],
)
def test_hostile_pages(html: bytes) -> None:
    reading = read(html)
    assert reading.rejected is None or reading.rejected.evidence


def test_ten_articles_on_one_page_give_one_reading() -> None:
    page = b"".join(b"<article><h2>Piece %d</h2>%s</article>" % (i, P * 4) for i in range(10))
    assert read(page).word_count > 0


@pytest.mark.parametrize("url", ["", "not a url", "http://[", "https://e.example/" + "a" * 5000])
def test_odd_addresses(url: str) -> None:
    page = Page(url=url, html=P * 10, charset=None, content_type=None, fetched_at=None)
    assert read_page(page).word_count == 180
