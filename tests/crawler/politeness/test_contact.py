"""Tests of `crawler/politeness/contact.py`."""

import pytest

from crawler.politeness.contact import (
    ContactMissingError,
    check_contact,
    needs_contact,
    require_contact,
    user_agent,
)

SERVER = "127.0.0.1:8100"


@pytest.mark.parametrize(
    ("host", "dev_hosts", "expected"),
    [
        ("127.0.0.1", None, False),
        ("127.8.8.8", None, False),
        ("::1", None, False),
        ("localhost", None, False),
        ("nordpost.test", SERVER, False),
        ("nordpost.test", None, True),
        ("example.org", SERVER, True),
        ("localhost.example.org", None, True),
        ("127.0.0.1.example.org", None, True),
        ("192.168.0.9", None, True),
    ],
)
def test_whom_one_may_ask_anonymously(host: str, dev_hosts: str | None, expected: bool) -> None:
    assert needs_contact(host, dev_hosts) is expected


def test_the_message_says_how_to_set_a_contact() -> None:
    with pytest.raises(ContactMissingError) as raised:
        require_contact(
            ["b.example", "127.0.0.1", "a.example", "c.example", "d.example"], contact=None, dev_hosts=None
        )
    message = str(raised.value)
    assert "a.example, b.example, c.example and 1 more" in message
    assert "127.0.0.1" not in message
    assert '[crawl]\n    contact = "mailto:you@example.org"' in message
    assert "WATTWIRE_CRAWL__CONTACT=mailto:you@example.org" in message


def test_a_contact_opens_the_world_and_names_itself() -> None:
    require_contact(["a.example"], contact="mailto:me@example.org", dev_hosts=None)
    assert user_agent("mailto:me@example.org").endswith("(+mailto:me@example.org)")
    assert user_agent("mailto:me@example.org").startswith("wattwire/")
    assert "(" not in user_agent(None)


@pytest.mark.parametrize(
    "contact",
    [
        "mailto:me@example.org",
        "MAILTO:me+crawl@example.org",
        "me@example.org",
        "https://example.org",
        "http://news.example.org:8080/crawler?who=we#contact",
    ],
)
def test_a_mail_or_web_address_is_a_contact(contact: str) -> None:
    assert check_contact(contact) == contact


@pytest.mark.parametrize(
    "contact",
    [
        "",
        "x",
        "me",
        "me@",
        "@example.org",
        "me@host",
        "mailto:",
        "mailto:me",
        "example.org",
        "https://",
        "https://localhost/",
        "ftp://example.org/",
        "me@example.org you@example.org",
        "https://example.org/a b",
        "https://example.org/(a)",
        "me@example.org)\r\nX-Header: 1",
    ],
)
def test_what_reaches_nobody_is_no_contact(contact: str) -> None:
    with pytest.raises(ValueError, match="write it like mailto:you@"):
        check_contact(contact)
