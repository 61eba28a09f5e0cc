"""Bad input: whatever a page holds, reading it ends in a reading, never in an exception."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.page import Page, Reading, read_page

PAGES = sorted(Path(__file__).parent.glob("pages/*/page.*"))
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
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


def flaws(reading: Reading) -> list[str]:
    """What about a reading can't be, whatever the page."""
    body = reading.body or ""
    texts = [reading.title, reading.lead, body, *reading.authors, reading.section, *reading.captions]
    texts += [teaser.title for teaser in reading.teasers] + [teaser.url for teaser in reading.teasers]
    found = [f"unfit character in {text[:40]!r}" for text in texts if text and _UNFIT.search(text)]
    at = 0
    for stretch in reading.stretches:
        if not at <= stretch.start < stretch.end <= len(body) or body[at : stretch.start].strip():
            found.append(f"{stretch} behind {at} of {len(body)}")
        at = stretch.end
    if reading.lead and reading.lead in body.split("\n\n"):
        found.append("the lead is a line of the body")
    if any(teaser.url and not teaser.url.startswith(("http://", "https://")) for teaser in reading.teasers):
        found.append("a teaser's address is none")
    if (reading.kind is None) != (reading.rejected is not None):
        found.append("a kind and a rejection, or neither")
    return found


def with_tags_mutated(html: bytes, seed: int) -> bytes:
    """A page some of whose tags are lost, doubled or swapped, and whose end may be missing."""
    rng = random.Random(seed)
    parts = re.split(rb"(<[^<>]*>)", html)
    tags = [number for number, part in enumerate(parts) if part.startswith(b"<")]
    for number in rng.sample(tags, min(len(tags), 8)):
        other = rng.choice(tags)
        change = rng.randrange(3)
        if change == 0:
            parts[number] = b""
        elif change == 1:
            parts[number] *= 2
        else:
            parts[number], parts[other] = parts[other], parts[number]
    whole = b"".join(parts)
    return whole[: rng.randrange(len(whole) // 2, len(whole) + 1)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_pages_with_mutated_tags_keep_what_always_holds(path: Path) -> None:
    html = path.read_bytes()
    found = {seed: flaws(read(with_tags_mutated(html, seed))) for seed in range(12)}
    assert {seed: what for seed, what in found.items() if what} == {}


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
        assert flaws(reading) == []


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
        P * 20_000,
        P * 5 + b"<br>" * 200_000 + P * 5,
        P * 10 + b"<a href='/x'>A link of some few words</a> " * 20_000,
        P * 10 + b"<img src='data:image/png;base64," + b"A" * 20_000_000 + b"'>" + P * 10,
        b'<script type="application/ld+json">' + b'{"@graph":[' * 50_000 + b"</script>" + P * 10,
        b"<p>" + b"&amp;&#x41;&#99999999;&" * 50_000 + P * 5,
        b"<html>\0<body>" + P.replace(b"is", b"i\0s") * 20,
        "<html>\ud800<p>".encode("utf-16-le", "surrogatepass") + P * 5,
        b"<meta charset=utf-16>" + P * 10,
        b"<html><p>" + "Caf\xe9 und B\xe4r. ".encode("latin-1") * 2_000,
        b"<article>" + b"<h1>Headline of it</h1>" * 5_000 + P * 10,
        b"<html><script>document.write('x')</script></html>",
        b"",
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
        "flat",
        "breaks",
        "links",
        "data address",
        "deep json",
        "entities",
        "nul",
        "lone surrogate",
        "wrong utf-16 label",
        "latin-1 without label",
        "headlines",
        "scripts only",
        "empty",
    ],
)
def test_hostile_pages(html: bytes) -> None:
    reading = read(html)
    assert reading.rejected is None or reading.rejected.evidence
    assert flaws(reading) == []


def test_ten_articles_on_one_page_give_one_reading() -> None:
    page = b"".join(b"<article><h2>Piece %d</h2>%s</article>" % (i, P * 4) for i in range(10))
    assert read(page).word_count > 0


@pytest.mark.parametrize("url", ["", "not a url", "http://[", "https://e.example/" + "a" * 5000])
def test_odd_addresses(url: str) -> None:
    page = Page(url=url, html=P * 10, charset=None, content_type=None, fetched_at=None)
    assert read_page(page).word_count == 180
