"""What the invented web answers: statuses, validators, faults, and only what is out."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.newsweb.answers import Answer, Newsweb
from crawler.newsweb.publications import Publication
from crawler.newsweb.sites import END, START, Way

MINUTE = timedelta(minutes=1)
WEB = Newsweb(1)


def get(url: str, now: datetime = END, **conditions: str) -> Answer:
    parts = urlsplit(url)
    return WEB.answer(parts.netloc, parts.path, now, **conditions)


def served(way: Way) -> list[Publication]:
    found = [p for p in WEB.publications if p.way == way]
    assert found, way
    return found


def headers(answer: Answer) -> dict[str, str]:
    return dict(answer.headers)


def test_every_article_answers_once_it_is_out() -> None:
    for publication in WEB.publications:
        assert get(publication.url).status == (404 if publication.way == "gone" else 200), publication.url
        down = any(
            o.hits(publication.outlet_id, publication.published_at - MINUTE) for o in WEB.oddities.outages
        )
        early = get(publication.url, publication.published_at - MINUTE).status
        assert early in ((429, 503) if down else (404,)), publication.url


@given(st.integers(0, 2**16), st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_the_same_seed_gives_the_same_bytes(seed: int, place: int) -> None:
    one, other = Newsweb(seed), Newsweb(seed)
    for step in range(20):
        publication = one.publications[(place + step) % len(one.publications)]
        parts = urlsplit(publication.url)
        assert one.answer(parts.netloc, parts.path, END) == other.answer(parts.netloc, parts.path, END)
    for site in one.sites.values():
        for feed in site.feeds:
            now = START + timedelta(days=5)
            assert one.answer(site.domain, feed.path, now) == other.answer(site.domain, feed.path, now)


def test_the_order_of_requests_does_not_matter() -> None:
    fresh = Newsweb(1)
    moments = [START + timedelta(hours=hour) for hour in (200, 20, 120, 119, 201)]
    for now in moments:
        get("http://nordpost.test/feed.xml", now)
    for now in reversed(moments):
        assert fresh.answer("nordpost.test", "/feed.xml", now) == get("http://nordpost.test/feed.xml", now)


def test_an_unknown_host_is_a_bad_gateway() -> None:
    answer = get("http://nowhere.test/")
    assert answer.status == 502
    assert b"nowhere.test is no outlet" in answer.body


def test_an_unknown_page_is_not_found() -> None:
    assert get("http://nordpost.test/nothing.html").status == 404
    assert get("http://nordpost.test/extra/de/999.html").status == 404
    assert get("http://nordpost.test/extra/xx/1.html").status == 404


def test_all_outlets_are_down_for_one_hour() -> None:
    since = START + timedelta(hours=106)
    for site in WEB.sites.values():
        for path in ("/robots.txt", site.feeds[0].path, "/"):
            statuses = [
                WEB.answer(site.domain, path, since + wait).status
                for wait in (-MINUTE, timedelta(), 59 * MINUTE, timedelta(hours=1))
            ]
            assert statuses == [200, 503, 503, 200], (site.id, path)
    assert headers(get("http://nordpost.test/", since + 10 * MINUTE))["retry-after"] == "3000"


def test_one_outlet_is_down_longer_and_one_asks_for_patience() -> None:
    assert get("http://donaublatt.test/rss", START + timedelta(hours=155)).status == 503
    assert get("http://nordpost.test/feed.xml", START + timedelta(hours=155)).status == 200
    assert get("http://prairiedispatch.test/latest/", START + timedelta(hours=62)).status == 429


def test_a_feed_runs_empty_and_fills_again() -> None:
    counts = [
        get("http://tejodiario.test/rss.xml", START + timedelta(hours=hour)).body.count(b"<item>")
        for hour in (77, 80, 83)
    ]
    assert counts[0] > 0
    assert counts[1] == 0
    assert counts[2] >= counts[0]
    assert get("http://tejodiario.test/rss.xml", START + timedelta(hours=80)).status == 200


def test_a_moved_page_redirects_to_its_new_address() -> None:
    for publication in served("moved"):
        answer = get(publication.listed_url)
        assert (answer.status, headers(answer)["location"]) == (301, publication.url)
        assert get(publication.url).status == 200


def test_a_flaky_page_recovers() -> None:
    for publication in served("flaky"):
        after = [
            get(publication.url, publication.published_at + timedelta(hours=h)).status for h in (0, 1, 2, 3)
        ]
        assert after == [503, 503, 200, 200]


def test_a_corrected_page_changes_at_its_time() -> None:
    for publication in served("corrected"):
        assert publication.corrected_at
        before = get(publication.url, publication.corrected_at - MINUTE)
        after = get(publication.url, publication.corrected_at)
        charset = WEB.sites[publication.outlet_id].charset
        assert publication.correction
        assert publication.correction not in lxml.html.fromstring(before.body.decode(charset)).text_content()
        assert publication.correction in lxml.html.fromstring(after.body.decode(charset)).text_content()
        assert headers(before)["etag"] != headers(after)["etag"]
        assert headers(before)["last-modified"] != headers(after)["last-modified"]


def test_a_walled_page_shows_a_wall_and_no_more() -> None:
    for publication in served("paywall"):
        text = lxml.html.fromstring(get(publication.url).body.decode()).text_content()
        assert publication.lead
        assert publication.lead in text
        assert '"isAccessibleForFree": false' in text


def test_a_script_page_has_no_text() -> None:
    for publication in served("script-only"):
        body = lxml.html.fromstring(get(publication.url).body.decode()).find("body")
        assert body is not None
        assert "".join(body.xpath(".//text()[not(parent::script)]")).split() == []


def test_a_reservation_is_stated_in_header_and_page() -> None:
    for publication in served("reserved"):
        answer = get(publication.url)
        assert headers(answer)["tdm-reservation"] == "1"
        assert b'<meta name="tdm-reservation" content="1">' in answer.body
    assert "tdm-reservation" not in headers(get(served("plain")[0].url))


def test_charsets_are_declared_or_left_to_the_page() -> None:
    types = {}
    for site in WEB.sites.values():
        publication = next(p for p in WEB.publications if p.outlet_id == site.id and p.way == "plain")
        answer = get(publication.url)
        types[site.id] = headers(answer)["content-type"]
        answer.body.decode(site.charset)
        assert f"charset={site.charset}".encode() in answer.body.replace(b'"', b"")
    assert types["alpenkurier"] == "text/html; charset=iso-8859-1"
    assert types["echodelasambre"] == "text/html"
    assert types["shihai"] == "text/html"
    assert types["minato"] == "text/html; charset=shift_jis"


@pytest.mark.parametrize(
    "url", ["http://nordpost.test/feed.xml", "http://meseta.test/ultimas/", "http://minato.test/robots.txt"]
)
def test_validators_save_the_body(url: str) -> None:
    now = START + timedelta(days=4)
    first = get(url, now)
    etag, modified = headers(first)["etag"], headers(first)["last-modified"]
    for conditions in (
        {"if_none_match": etag},
        {"if_none_match": f'"x", W/{etag}'},
        {"if_modified_since": modified},
    ):
        answer = get(url, now, **conditions)
        assert (answer.status, answer.body) == (304, b"")
        assert headers(answer) == {"etag": etag, "last-modified": modified}


def test_a_new_article_ends_the_validity() -> None:
    now = START + timedelta(days=4)
    first = headers(get("http://nordpost.test/feed.xml", now))
    later = now + timedelta(days=1)
    assert get("http://nordpost.test/feed.xml", later, if_none_match=first["etag"]).status == 200
    assert get("http://nordpost.test/feed.xml", later, if_modified_since=first["last-modified"]).status == 200


def test_an_entity_tag_beats_a_date_and_a_bad_date_is_ignored() -> None:
    future = format_datetime(datetime(2030, 1, 1, tzinfo=UTC), usegmt=True)
    url = "http://nordpost.test/feed.xml"
    assert get(url, if_none_match='"other"', if_modified_since=future).status == 200
    assert get(url, if_modified_since="some day").status == 200
    assert get(url, if_modified_since=future).status == 304


def test_links_of_a_page_lead_somewhere() -> None:
    publication = next(p for p in served("plain") if p.outlet_id == "nordpost")
    site = WEB.sites[publication.outlet_id]
    page = lxml.html.fromstring(get(publication.url).body.decode(site.charset))
    page.make_links_absolute(publication.url)
    links = [link for link in page.xpath("//a/@href") if not link.endswith("#")]
    assert len(links) > 5
    assert {get(link).status for link in links} == {200}
