"""Who we say we are, and whom we may ask without saying it.

Nobody crawls anonymously: without a contact only this machine is asked. Settings are read elsewhere and
arrive as values.
"""

import re
from importlib.metadata import version
from ipaddress import ip_address

from crawler.urls import UrlError, host_of

DEVELOPMENT_SUFFIX = ".test"
"""Top-level domain that exists in no DNS (RFC 6761, section 6.2): names of the synthetic news web."""


_MAIL = re.compile(r"(mailto:)?[^\s@<>()\"]+@[^\s@<>()\"]+", re.IGNORECASE)


class ContactMissingError(RuntimeError):
    """A crawl of hosts of others without a contact; the message says how to set one."""

    def __init__(self, hosts: list[str]) -> None:
        shown = ", ".join(hosts[:3]) + (f" and {len(hosts) - 3} more" if len(hosts) > 3 else "")
        super().__init__(
            f"No contact is configured, so only this machine may be crawled, not {shown}.\n"
            "Outlets must be able to reach whoever crawls them. Set a contact, either in wattwire.toml:\n"
            '    [crawl]\n    contact = "mailto:you@example.org"\n'
            "or in the environment: WATTWIRE_CRAWL__CONTACT=mailto:you@example.org"
        )


def check_contact(contact: str) -> str:
    """The contact, if outlets can reach somebody by it.

    Raises:
        ValueError: it is neither a mail address, with or without `mailto:`, nor an http(s) address.
    """
    try:
        if _MAIL.fullmatch(contact):
            # A host with a dot: nobody outside can write to a name of this network.
            host = host_of(f"http://{contact.rpartition('@')[2]}/")
        elif contact.isascii() and not re.search(r"[\s()]", contact):
            host = host_of(contact)
        else:
            host = ""
    except UrlError:
        host = ""
    if "." not in host:
        raise ValueError(
            f"{contact!r} is no mail or web address that outlets can reach; "
            "write it like mailto:you@example.org or https://example.org/crawler"
        )
    return contact


def user_agent(contact: str | None) -> str:
    """Value of the User-Agent header: product, version, and how to reach whoever runs it."""
    product = f"wattwire/{version('wattwire')}"
    # A comment after the product (RFC 9110, section 10.1.5); by its `+` operators know whose crawler it is.
    return f"{product} (+{contact})" if contact else product


def is_loopback(host: str) -> bool:
    """Whether a host name means this machine by its spelling; names are not resolved."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_development_host(host: str) -> bool:
    """Whether a host is one of the synthetic news web."""
    return host.endswith(DEVELOPMENT_SUFFIX)


def require_contact(hosts: list[str], *, contact: str | None, dev_hosts: str | None) -> None:
    """Refuse to crawl hosts of others without a contact.

    Args:
        hosts: every host the crawl would ask.
        contact: address or URL of whoever crawls.
        dev_hosts: `host:port` that serves `.test` hosts, when the development switch is set.

    Raises:
        ContactMissingError: no contact, and a host that is neither loopback nor served by the development
            switch.
    """
    foreign = sorted(host for host in set(hosts) if needs_contact(host, dev_hosts))
    if foreign and not contact:
        raise ContactMissingError(foreign)


def needs_contact(host: str, dev_hosts: str | None) -> bool:
    """Whether asking this host takes a contact."""
    # A `.test` name counts as foreign without the switch: it would be looked up in DNS like any other.
    return not is_loopback(host) and not (dev_hosts and is_development_host(host))
