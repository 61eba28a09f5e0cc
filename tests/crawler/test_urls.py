"""Addresses: canonical form, identity, hosts, private networks."""

import socket
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import UrlError, article_id, canonical_url, host_of, is_private_address, registrable_domain

HOSTS = st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9äé]{1,8}){0,3}(:[0-9]{1,5})?", fullmatch=True)
ADDRESSES = st.one_of(
    st.text(max_size=80),
    st.builds(
        "{}://{}{}{}{}".format,
        st.sampled_from(["http", "https", "HTTPS"]),
        HOSTS,
        st.text(alphabet="/.%aä€ 2fF;?=&#~+", max_size=20),
        st.text(alphabet="?&=utm_sorceab%2f#é", max_size=30),
        st.text(max_size=10),
    ),
)


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("HTTP://News.Example.ORG:80/a?b=2&a=1#top", "http://news.example.org/a?b=2&a=1"),
        ("https://example.org:443", "https://example.org/"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://example.org/%7euser/%c3%a4", "https://example.org/~user/%C3%A4"),
        ("https://example.org/straße?q=ä", "https://example.org/stra%C3%9Fe?q=%C3%A4"),
        ("https://zeitung.bücher.example/", "https://zeitung.xn--bcher-kva.example/"),
        ("https://example.org/a?utm_source=rss&utm_medium=x", "https://example.org/a"),
        ("https://example.org/a?id=7&traffic_source=rss&page=2", "https://example.org/a?id=7&page=2"),
        ("https://example.org/a?UTM_Campaign=x&fbclid=y", "https://example.org/a"),
        ("https://example.org/a?", "https://example.org/a"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("  https://example.org/a\n", "https://example.org/a"),
    ],
)
def test_canonical_form(given_url: str, expected: str) -> None:
    assert canonical_url(given_url) == expected


@pytest.mark.parametrize(
    "query", ["idxno=251622", "eid=5", "cid=9", "uid=3", "source=desk", "v=uokT", "p=7874"]
)
def test_parameters_that_name_an_article_are_kept(query: str) -> None:
    assert canonical_url(f"https://example.org/news?{query}").endswith(query)


@pytest.mark.parametrize(
    "bad",
    ["", "news/1", "//example.org/a", "ftp://example.org/a", "javascript:alert(1)", "https://", "http://[::1/a",
     "mailto:a@example.org", "https:///a", "https://exa mple.org/", "https://example.org:99999/"],
)  # fmt: skip
def test_no_address(bad: str) -> None:
    with pytest.raises(UrlError, match="no http or https address"):
        canonical_url(bad)


@given(ADDRESSES)
def test_canonical_form_is_stable_or_refused(url: str) -> None:
    try:
        once = canonical_url(url)
    except UrlError:
        return
    assert canonical_url(once) == once
    assert once.isascii()
    assert "#" not in once
    assert "utm_" not in once.partition("?")[2].partition("=")[0]
    assert host_of(once) == host_of(url) == host_of(url).lower()


def test_article_id_is_that_of_the_canonical_form() -> None:
    digest = blake2b(b"https://example.org/a").hexdigest()[:16]
    assert article_id("https://EXAMPLE.org/a?utm_source=rss#x") == digest
    assert article_id("https://example.org/b") != digest


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.example.co.uk", "example.co.uk"),
        ("www.asahi.com", "asahi.com"),
        ("a.b.nordpost.test", "nordpost.test"),
        ("Example.ORG.", "example.org"),
        ("someone.blogspot.com", "someone.blogspot.com"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("192.0.2.1", "192.0.2.1"),
        ("a.b.unlisted", "b.unlisted"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


def test_suffixes_are_read_without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert registrable_domain("never-asked-before.example.com.au") == "example.com.au"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.0",  # noqa: S104 - nothing is bound
     "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "[::1]", "::",
     "fe80::1%eth0",
     "fd00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2130706433", "0x7f000001",
     "0x7f.1", "127.1", "0177.0.0.1", "localhost", "a.localhost", "printer.local", "LOCALHOST.", ""],
)  # fmt: skip
def test_private(host: str) -> None:
    assert is_private_address(host)


@pytest.mark.parametrize(
    "host",
    ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::", "134744072",
     "example.org", "face.de", "local.example.org", "nordpost.test", "3.4.5.6"],
)  # fmt: skip
def test_public(host: str) -> None:
    assert not is_private_address(host)


@given(st.ip_addresses(v=4))
def test_every_spelling_of_an_address_is_judged_alike(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    spellings = [
        str(number),
        hex(number),
        f"::ffff:{address}",
        f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}",
    ]
    assert {is_private_address(spelling) for spelling in spellings} == {is_private_address(str(address))}


@given(st.text(max_size=30))
def test_the_guard_takes_any_text(host: str) -> None:
    assert is_private_address(host) in (True, False)
