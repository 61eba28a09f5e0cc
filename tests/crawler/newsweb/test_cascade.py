"""The spread over outlets and days: the same for a seed, and plausible for any."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.newsweb.cascade import CascadeError, plan_texts, spread
from crawler.newsweb.publications import Publication
from crawler.newsweb.sites import DAYS, END, START, load_oddities, load_sites
from crawler.newsweb.texts import all_texts, load_library

LIBRARY = load_library()
SITES = load_sites()
ODDITIES = load_oddities()
SEEDS = st.integers(0, 2**32)


def spread_of(seed: int) -> tuple[Publication, ...]:
    return spread(seed, library=LIBRARY, sites=SITES, oddities=ODDITIES)


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_seed_decides_everything(seed: int) -> None:
    assert spread_of(seed) == spread_of(seed)


def test_another_seed_spreads_otherwise() -> None:
    assert spread_of(1) != spread_of(2)


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_any_cascade_is_sound(seed: int) -> None:
    out = spread_of(seed)
    by_url = {publication.url: publication for publication in out}
    assert len(by_url) == len(out)
    assert list(out) == sorted(out, key=lambda p: p.published_at)
    first = {p.text.id: p for p in out if p.text and p.role != "copy"}
    for publication in out:
        site = SITES[publication.outlet_id]
        assert START <= publication.published_at <= END - timedelta(hours=2)
        assert publication.url.startswith(site.root + "/")
        assert publication.language in site.languages
        assert (publication.copy_of is not None) == (publication.role == "copy")
        if publication.copy_of:
            original = by_url[publication.copy_of]
            assert original.text == publication.text
            assert original.role != "copy"
            assert original.outlet_id == publication.original_outlet != publication.outlet_id
            assert original.published_at < publication.published_at
        if publication.text and publication.text.rebuts:
            assert first[publication.text.rebuts].published_at < publication.published_at


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_every_text_comes_out_once_and_an_outlet_prints_none_twice(seed: int) -> None:
    plans = plan_texts(seed, all_texts(LIBRARY), SITES)
    own = [plan.text.id for plan in plans if plan.role != "copy"]
    assert sorted(own) == sorted(text.id for text in all_texts(LIBRARY))
    assert max(Counter((plan.site.id, plan.text.id) for plan in plans).values()) == 1


def test_the_demo_has_news_nearly_every_day_at_every_outlet() -> None:
    out = [publication for publication in spread_of(1) if publication.text]
    assert 150 <= len(out) <= 300
    days = {(p.outlet_id, (p.published_at - START).days) for p in out}
    assert len(days) >= 0.85 * len(SITES) * DAYS
    for site in SITES.values():
        load = Counter((p.published_at - START).days for p in out if p.outlet_id == site.id)
        assert max(load.values()) <= site.articles_per_day.max


def test_all_roles_and_ways_occur() -> None:
    out = spread_of(1)
    assert {p.role for p in out} == {"original", "version", "rebuttal", "copy", "stub"}
    assert {p.way for p in out} >= {"plain", "corrected", "moved", "flaky", "paywall", "script-only", "gone"}
    assert sum(p.role == "copy" for p in out) >= 30


def test_articles_come_out_when_somebody_is_awake() -> None:
    own = [p for p in spread_of(1) if p.text and p.published_at < END - timedelta(days=1)]
    hours = [p.published_at.astimezone(SITES[p.outlet_id].zone).hour for p in own]
    assert min(hours) >= 6
    assert max(hours) <= 22


def test_delays_have_a_heavy_tail() -> None:
    out = {p.url: p for p in spread_of(1)}
    waits = sorted(
        (p.published_at - out[p.copy_of].published_at) / timedelta(hours=1) for p in out.values() if p.copy_of
    )
    assert waits[len(waits) // 2] < waits[-1] / 3


def test_a_language_without_an_outlet_is_an_error() -> None:
    silent = {key: site for key, site in SITES.items() if "pl" not in site.languages}
    with pytest.raises(CascadeError, match="No outlet publishes in pl"):
        plan_texts(1, all_texts(LIBRARY), silent)


def test_a_rebuttal_of_nothing_is_an_error() -> None:
    texts = [text for text in all_texts(LIBRARY) if text.rebuts]
    with pytest.raises(CascadeError, match="which nobody publishes"):
        plan_texts(1, texts[:1], SITES)


def test_an_oddity_without_an_article_is_an_error() -> None:
    own = {
        key: tuple(t for t in words.texts if not t.rebuts and key != "en") for key, words in LIBRARY.items()
    }
    bare = {key: LIBRARY[key].model_copy(update={"texts": texts}) for key, texts in own.items()}
    with pytest.raises(CascadeError, match="harbourledger has no own article to be corrected"):
        spread(1, library=bare, sites=SITES, oddities=ODDITIES)
