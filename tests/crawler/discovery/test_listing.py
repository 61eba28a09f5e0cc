"""Tests of `crawler/discovery/listing.py`: references in documents of third parties."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.listing import MAX_URL_LENGTH, absolute_url, plain_text

BASE = "https://nordpost.test/news/feed.xml"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("a", "https://nordpost.test/news/a"),
        ("/a", "https://nordpost.test/a"),
        ("../a", "https://nordpost.test/a"),
        ("//np.test/a", "https://np.test/a"),
        ("?id=7", "https://nordpost.test/news/feed.xml?id=7"),
        ("http://np.test", "http://np.test"),
        ("HTTP://np.test/A", "HTTP://np.test/A"),
        ("  /a\n", "https://nordpost.test/a"),
        ("https://np.test/long-\n    address", "https://np.test/long-address"),
        ("/a\tb\r\n\tc", "https://nordpost.test/abc"),
        (" /a b.html ", "https://nordpost.test/a%20b.html"),
        ("/a?q=two  words\u3000#top", "https://nordpost.test/a?q=two%20%20words%E3%80%80#top"),
        ("/ #", "https://nordpost.test/%20"),
        ("/straße", "https://nordpost.test/straße"),
        ("https://me@np.test/a", "https://np.test/a"),
        ("https://me:secret@np.test:8443/a?b=c@d#e@f", "https://np.test:8443/a?b=c@d#e@f"),
        ("//me:se@cret@np.test/@me", "https://np.test/@me"),
        ("https://np.test/a?mail=x@np.test", "https://np.test/a?mail=x@np.test"),
    ],
)
def test_references_become_addresses_without_a_user_name(reference: str, expected: str) -> None:
    assert absolute_url(BASE, reference) == expected


@pytest.mark.parametrize(
    "reference",
    [None, "", "mailto:desk@nordpost.test", "javascript:void(0)", "tel:123", "ftp://np.test/a", "file:///a",
     "data:text/html,a", "http://", "http:///a", "http://[::1", "http://np.test:x/", "http://np.test:0/",
     "http://np.test:99999/", "https://me@/a", "/" + "a" * MAX_URL_LENGTH],
)  # fmt: skip
def test_what_is_no_page_is_none(reference: str | None) -> None:
    assert absolute_url(BASE, reference) is None


def test_the_longest_address_is_taken() -> None:
    longest = "https://np.test/".ljust(MAX_URL_LENGTH, "a")
    assert absolute_url(BASE, longest) == longest
    assert absolute_url(BASE, longest + "a") is None


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://me@", "//", "/", "http://["]))
def test_any_reference_is_an_address_of_a_host_or_none(text: str, start: str) -> None:
    found = absolute_url(BASE, start + text)
    if found is not None:
        parts = urlsplit(found)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname not in {None, ""}
        assert "@" not in parts.netloc
        assert absolute_url(BASE, found) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [(None, None), ("", None), (" \n\t", None), (" a \n b ", "a b"), ("a\u00a0\u2003b", "a b")],
)
def test_text_is_collapsed(text: str | None, expected: str | None) -> None:
    assert plain_text(text) == expected
