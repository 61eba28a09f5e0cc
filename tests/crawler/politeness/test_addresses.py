"""Tests of `crawler/politeness/addresses.py`; what Twisted makes of it is in the crawls of `spiders/`."""

import pytest
from twisted.internet.error import DNSLookupError

from crawler.politeness.addresses import GuardedResolver, is_forbidden


@pytest.mark.parametrize(
    ("host", "open_hosts", "expected"),
    [
        ("127.0.0.1", set(), True),
        ("127.0.0.1", {"127.0.0.1"}, False),
        ("10.1.2.3", {"127.0.0.1"}, True),
        ("169.254.169.254", set(), True),
        ("2130706433", set(), True),
        ("::ffff:10.0.0.1", set(), True),
        ("localhost", set(), True),
        ("printer.local", set(), True),
        ("example.org", set(), False),
        ("8.8.8.8", set(), False),
    ],
)
def test_spelled_out_addresses(host: str, open_hosts: set[str], expected: bool) -> None:
    assert is_forbidden(host, open_hosts) is expected


class _Reactor:
    """Enough of a reactor for a resolver that never reaches its threads."""


@pytest.mark.parametrize(
    ("name", "address", "refused"),
    [
        ("evil.example", "10.0.0.1", True),
        ("good.example", "93.184.216.34", False),
        ("here.example", "127.0.0.1", False),
    ],
)
def test_names_by_the_address_they_lead_to(
    monkeypatch: pytest.MonkeyPatch, name: str, address: str, refused: bool
) -> None:
    from scrapy.resolver import dnscache

    monkeypatch.setitem(dnscache, name, address)
    resolver = GuardedResolver(_Reactor(), 100, 1.0)  # type: ignore[arg-type]
    resolver.open_hosts = frozenset({"here.example"})
    results: list[object] = []
    resolver.getHostByName(name).addBoth(results.append)
    if refused:
        assert results[0].check(DNSLookupError)  # type: ignore[attr-defined]
        assert name in GuardedResolver.refused
    else:
        assert results == [address]
        assert name not in GuardedResolver.refused
