"""Guard against requests into private networks: third-party listings and redirects choose our addresses
(SSRF).

Spelled-out addresses are judged by `crawler.urls.is_private_address` before a request; here is the other
half, the
names: the address a name resolves to is checked where Twisted connects, so no second lookup can differ.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Self

from scrapy.resolver import CachingThreadedResolver

from crawler.urls import is_private_address

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

OPEN_HOSTS_SETTING = "WATTWIRE_OPEN_HOSTS"
"""Scrapy setting: host names that may lie in a private network, because the user named them."""


class PrivateAddressError(RuntimeError):
    """A host that leads into a private network though nobody configured it; the message names it."""

    def __init__(self, host: str, address: str) -> None:
        where = "is" if host == address else f"resolves to {address}, which is"
        super().__init__(
            f"{host} {where} inside a private network; only hosts that the outlet registry names may be"
        )


def refuse_private(host: str, open_hosts: Collection[str]) -> None:
    """Refuse a host that is private by its spelling.

    Raises:
        PrivateAddressError: it is, and is not among `open_hosts`.
    """
    if host not in open_hosts and is_private_address(host):
        raise PrivateAddressError(host, host)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's caching resolver, which fails for names that lead into a private network."""

    open_hosts: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: "Crawler", reactor: "ReactorBase") -> Self:
        """Resolver with the open hosts of the crawl's settings."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.open_hosts = frozenset(crawler.settings.getlist(OPEN_HOSTS_SETTING))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 -
    Twisted's name
        """Address of a name.

        Raises:
            PrivateAddressError: through the deferred.
        """
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if name not in self.open_hosts and is_private_address(address):
            raise PrivateAddressError(name, address)
        return address
