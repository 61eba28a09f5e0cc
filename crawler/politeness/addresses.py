"""Guard against requests into private networks: listings and redirects choose our addresses (SSRF).

Spelled-out addresses are judged by `crawler.urls.is_private_address` before a request; here is the other
half, the names: the address a name resolves to is checked where Twisted connects, so no second lookup can
differ.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.urls import is_private_address

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

OPEN_HOSTS_SETTING = "WATTWIRE_OPEN_HOSTS"
"""Scrapy setting: hosts that may lie in a private network, because the user spelled them out."""


def is_forbidden(host: str, open_hosts: Collection[str]) -> bool:
    """Whether a host lies in a private network by its spelling, and nobody configured it."""
    return host not in open_hosts and is_private_address(host)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's caching resolver, for which a name that leads into a private network does not exist.

    Attributes:
        refused: names refused so far. Twisted reduces any failure to "lookup failed"; this tells the two
            apart.
    """

    open_hosts: frozenset[str] = frozenset()
    # Of the class: Scrapy makes the resolver and hands nobody the object.
    refused: ClassVar[set[str]] = set()

    @classmethod
    def from_crawler(cls, crawler: "Crawler", reactor: "ReactorBase") -> Self:
        """Resolver with the open hosts of the crawl's settings."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.open_hosts = frozenset(crawler.settings.getlist(OPEN_HOSTS_SETTING))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802
        """Address of a name; fails with DNSLookupError for unknown and for refused ones."""
        # Behind Scrapy's cache, so for cached answers too; one
        # address a name, as the base class knows IPv4 only.
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if name not in self.open_hosts and is_private_address(address):
            self.refused.add(name)
            raise DNSLookupError(f"{name} resolves to {address}, which lies in a private network")
        return address
