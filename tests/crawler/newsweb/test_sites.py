"""The outlets, what goes wrong with them, and the registry made of them."""

from datetime import timedelta
from pathlib import Path

import pytest
from protego import Protego

from crawler.newsweb.listings import robots
from crawler.newsweb.sites import START, EmptyFeed, Outage, load_oddities, load_sites, write_registry
from crawler.registry import check_registry, load_registry

SITES = load_sites()
ODDITIES = load_oddities()


def test_the_web_is_as_wide_as_the_demo_needs() -> None:
    languages = {language for site in SITES.values() for language in site.languages}
    assert len(SITES) >= 14
    assert {"en", "de", "fr", "es", "zh", "ja", "it", "pt", "pl"} <= languages
    assert {site.charset for site in SITES.values()} > {"utf-8", "iso-8859-1", "shift_jis", "gb18030"}
    assert {feed.kind for site in SITES.values() for feed in site.feeds} == {
        "rss",
        "atom",
        "sitemap",
        "news-sitemap",
        "hub",
    }
    assert {site.teasers for site in SITES.values()} == {"cards", "list", "plain", "inset"}
    assert len({site.template for site in SITES.values()}) >= 8


def test_two_outlets_belong_to_one_group() -> None:
    groups = [site.group for site in SITES.values() if site.group]
    assert sorted(groups) == ["tidewater_media", "tidewater_media"]


def test_the_crawler_reads_the_registry_without_complaint(tmp_path: Path) -> None:
    write_registry(tmp_path / "outlets")
    assert check_registry([tmp_path / "outlets"]) == []
    registry = load_registry([tmp_path / "outlets"])
    assert set(registry) == set(SITES)
    for outlet_id, site in SITES.items():
        outlet = registry[outlet_id]
        assert (outlet.country, outlet.languages, outlet.group) == (site.country, site.languages, site.group)
        assert [source.kind for source in outlet.feeds] == [feed.kind for feed in site.feeds]
        assert registry.outlet_for_host(site.domain) is outlet


def test_the_registry_has_one_file_a_country(tmp_path: Path) -> None:
    write_registry(tmp_path)
    write_registry(tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} == {site.country for site in SITES.values()}


def test_oddities_name_outlets_that_exist() -> None:
    named = {outlet for outage in ODDITIES.outages for outlet in outage.outlets}
    named |= {entry.outlet for entry in (*ODDITIES.empty_feeds, *ODDITIES.changes, *ODDITIES.stubs)}
    assert named <= set(SITES)


def test_one_outage_of_an_hour_hits_everybody() -> None:
    common = [outage for outage in ODDITIES.outages if not outage.outlets]
    assert [outage.hours for outage in common] == [1]
    assert all(common[0].hits(outlet_id, common[0].since) for outlet_id in SITES)


@pytest.mark.parametrize(("hour", "hit"), [(-1, False), (0, True), (1, True), (2, False)])
def test_an_outage_ends(hour: int, hit: bool) -> None:
    outage = Outage(outlets=("nordpost",), from_hour=10, hours=2, status=503)
    now = START + timedelta(hours=10 + hour)
    assert outage.hits("nordpost", now) is hit
    assert not outage.hits("meseta", now)


def test_an_empty_feed_fills_again() -> None:
    gap = EmptyFeed(outlet="nordpost", from_hour=3, hours=2)
    hits = [gap.hits("nordpost", START + timedelta(hours=hour)) for hour in range(7)]
    assert hits == [False, False, False, True, True, False, False]
    assert not gap.hits("meseta", START + timedelta(hours=3))


def test_robots_txt_forbids_exactly_the_disallowed_stubs() -> None:
    assert any(stub.way == "disallowed" for stub in ODDITIES.stubs)
    for stub in ODDITIES.stubs:
        site = SITES[stub.outlet]
        url = site.root + stub.path.format(number=1)
        allowed = Protego.parse(robots(site)).can_fetch(url, "wattwire")
        assert allowed is (stub.way != "disallowed"), url


def test_robots_txt_lists_the_sitemaps() -> None:
    site = SITES["corrierelago"]
    assert list(Protego.parse(robots(site)).sitemaps) == ["http://corrierelago.test/sitemap_index.xml"]
