"""The landing writer: what is written comes back, and nothing appears before it is whole."""

import gzip
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import WARCIterator

from crawler.landing.ledger import SCHEMA, read_ledger
from crawler.landing.records import Discovery, Fetch, LandingError
from crawler.landing.units import find_unit, landed_units
from crawler.landing.writer import LandingWriter
from tests.crawler.landing.warcs import AGENT, AT, DAY, HTML, SOURCE, crawl, discovery, fetch, pages

TIMES = st.integers(0, 4 * 10**15).map(
    lambda us: datetime(1971, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)
)
TEXTS = st.one_of(st.none(), st.text(min_size=1))
DISCOVERIES = st.builds(
    Discovery,
    kind=st.sampled_from(["feed", "sitemap", "news-sitemap", "hub", "given"]),
    source_url=TEXTS,
    listed_at=st.one_of(st.none(), TIMES),
    listed_title=TEXTS,
    poll_id=TEXTS,
    first_seen_at=TIMES,
    not_seen_at=st.one_of(st.none(), TIMES),
)
_Page = tuple[bytes, list[tuple[str, str]], int, datetime, Discovery]
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["Content-Type", "Content-Encoding", "Transfer-Encoding", "Content-Length", "X-Any", "Vary"]
        ),
        st.one_of(
            st.text(max_size=30), st.sampled_from(["gzip", "chunked", "br", "7", "text/html; charset=x"])
        ),
    ),
    max_size=6,
)
FETCHES = st.builds(
    Fetch,
    crawl_id=st.just(SOURCE),
    outlet_id=st.text(),
    url=st.text(),
    kind=st.sampled_from(["robots", "feed", "sitemap", "news-sitemap", "hub", "article"]),
    requested_at=TIMES,
    status=st.one_of(st.none(), st.integers(100, 599)),
    error=TEXTS,
    bytes=st.one_of(st.none(), st.integers(0, 2**40)),
    latency_ms=st.one_of(st.none(), st.floats(0, 1e6)),
    not_modified=st.booleans(),
    retry=st.integers(0, 5),
    redirect_url=TEXTS,
    verdict=st.sampled_from(["allowed", "opted-out"]),
    listed=st.one_of(st.none(), st.integers(0, 1000)),
    fresh=st.one_of(st.none(), st.integers(0, 1000)),
)


@given(
    st.lists(
        st.tuples(st.binary(max_size=300), HEADERS, st.integers(100, 599), TIMES, DISCOVERIES), max_size=4
    )
)
def test_pages_come_back_as_they_went(
    crawled: list[_Page],
) -> None:
    with TemporaryDirectory() as folder:
        with LandingWriter(Path(folder), DAY, SOURCE, user_agent=AGENT) as writer:
            for n, (body, headers, status, at, how) in enumerate(crawled):
                url = f"https://nordpost.test/{n}"
                writer.response(
                    url, fetched_at=at, status=status, http_headers=headers, body=body, discovery=how
                )
        read = pages(Path(folder) / DAY.isoformat() / f"{SOURCE}.warc.gz")
    assert [(p.payload, p.status, p.fetched_at, p.discovery) for p in read] == [
        (body, status, at, how) for body, _, status, at, how in crawled
    ]
    assert [page.url for page in read] == [f"https://nordpost.test/{n}" for n in range(len(crawled))]


@given(st.lists(FETCHES, max_size=5))
def test_the_ledger_comes_back_as_it_went(rows: list[Fetch]) -> None:
    with TemporaryDirectory() as folder:
        with LandingWriter(Path(folder), DAY, SOURCE, user_agent=AGENT) as writer:
            for row in rows:
                writer.fetch(row)
        unit = find_unit(Path(folder), SOURCE)
        assert unit is not None
        assert unit.ledger is not None
        assert list(read_ledger(unit.ledger)) == rows


def test_a_crawl_without_anything_is_a_unit_with_an_empty_ledger(tmp_path: Path) -> None:
    path = crawl(tmp_path, [])
    (unit,) = landed_units(tmp_path)
    assert (unit.day, unit.source, unit.path) == (DAY, SOURCE, path)
    assert unit.ledger is not None
    assert pq.read_schema(unit.ledger).equals(SCHEMA)
    assert list(read_ledger(unit.ledger)) == []
    assert pages(path) == []


def test_the_file_is_warc_1_1_with_its_maker_and_joined_descriptions(tmp_path: Path) -> None:
    path = crawl(tmp_path, [b"<p>a"])
    with path.open("rb") as file:
        records = [(one.rec_type, one.rec_headers, one.content_stream().read()) for one in WARCIterator(file)]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "metadata"]
    info, page, about = records
    assert gzip.decompress(path.read_bytes()).startswith(b"WARC/1.1\r\n")
    assert f"http-header-user-agent: {AGENT}".encode() in info[2]
    assert page[1].get_header("WARC-Date") == "2026-11-23T10:15:00.123456Z"
    assert about[1].get_header("WARC-Refers-To") == page[1].get_header("WARC-Record-ID")
    assert about[1].get_header("WARC-Concurrent-To") == page[1].get_header("WARC-Record-ID")
    assert about[1].get_header("Content-Type") == "application/warc-fields"
    assert b"discovery-listed-title: Title 0\r\n" in about[2]


def test_headers_that_no_longer_fit_are_kept_under_another_name(tmp_path: Path) -> None:
    sent = [("Content-Encoding", "gzip"), ("content-length", "7"), ("X-Split", "a\r\nEvil: b")]
    with LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT) as writer:
        writer.response(
            "https://nordpost.test/",
            fetched_at=AT,
            status=799,
            http_headers=sent,
            body=b"decoded",
            discovery=None,
        )
    text = gzip.decompress((tmp_path / DAY.isoformat() / f"{SOURCE}.warc.gz").read_bytes()).decode()
    http = text[text.index("HTTP/1.1 799 ") :].split("\r\n\r\n")[0].split("\r\n")
    assert http[1:3] == ["X-Crawler-Content-Encoding: gzip", "X-Crawler-content-length: 7"]
    assert http[3:] == ["X-Split: a Evil: b", "Content-Length: 7"]


def test_times_of_other_zones_are_stored_in_utc(tmp_path: Path) -> None:
    tokyo = AT.astimezone(timezone(timedelta(hours=9)))
    with LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT) as writer:
        writer.response(
            "https://a.test/", fetched_at=tokyo, status=200, http_headers=HTML, body=b"a", discovery=None
        )
    (page,) = pages(tmp_path / DAY.isoformat() / f"{SOURCE}.warc.gz")
    assert page.fetched_at == AT
    assert page.fetched_at.utcoffset() == timedelta(0)


def test_times_without_a_zone_are_refused(tmp_path: Path) -> None:
    naive = AT.replace(tzinfo=None)
    with LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT) as writer:
        with pytest.raises(ValueError, match="no time zone"):
            writer.response(
                "https://a.test/", fetched_at=naive, status=200, http_headers=[], body=b"", discovery=None
            )
        with pytest.raises(ValueError, match="no time zone"):
            writer.fetch(
                Fetch(crawl_id="c", outlet_id="o", url="https://a.test/", kind="hub", requested_at=naive)
            )
    assert pages(tmp_path / DAY.isoformat() / f"{SOURCE}.warc.gz") == []


def test_a_revisit_has_status_and_discovery_but_no_body(tmp_path: Path) -> None:
    with LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT) as writer:
        writer.revisit(
            "https://a.test/",
            fetched_at=AT,
            status=304,
            http_headers=[("ETag", '"1"')],
            discovery=discovery(),
        )
    (page,) = pages(tmp_path / DAY.isoformat() / f"{SOURCE}.warc.gz")
    assert (page.kind, page.status, page.payload, page.discovery) == ("revisit", 304, b"", discovery())


def test_nothing_shows_before_the_end(tmp_path: Path) -> None:
    with LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT) as writer:
        writer.fetch(fetch())
        assert landed_units(tmp_path) == []
    assert [unit.source for unit in landed_units(tmp_path)] == [SOURCE]
    assert sorted(path.name for path in (tmp_path / DAY.isoformat()).iterdir()) == [
        f"{SOURCE}.fetches.parquet", f"{SOURCE}.warc.gz",
    ]  # fmt: skip


def test_an_exception_keeps_what_was_fetched(tmp_path: Path) -> None:
    def crawl_and_fail() -> None:
        with LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT) as writer:
            writer.response(
                "https://a.test/", fetched_at=AT, status=200, http_headers=HTML, body=b"a", discovery=None
            )
            raise RuntimeError("spider")

    with pytest.raises(RuntimeError, match="spider"):
        crawl_and_fail()
    assert [page.payload for page in pages(tmp_path / DAY.isoformat() / f"{SOURCE}.warc.gz")] == [b"a"]


def test_a_source_is_written_once(tmp_path: Path) -> None:
    with (
        LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT),
        pytest.raises(LandingError, match="being written by another"),
    ):
        LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT)
    with pytest.raises(LandingError, match="has landed already"):
        LandingWriter(tmp_path, DAY.replace(day=24), SOURCE, user_agent=AGENT)


def test_an_unwritable_landing_zone_is_named(tmp_path: Path) -> None:
    (tmp_path / "landing").write_text("a file where a folder must be")
    with pytest.raises(LandingError, match=r"landing.*can't be written.*--home"):
        LandingWriter(tmp_path / "landing", DAY, SOURCE, user_agent=AGENT)


def test_half_a_surrogate_pair_does_not_cost_the_ledger(tmp_path: Path) -> None:
    with LandingWriter(tmp_path, DAY, SOURCE, user_agent=AGENT) as writer:
        writer.fetch(
            Fetch(crawl_id="c", outlet_id="o", url="https://a.test/\ud800", kind="hub", requested_at=AT)
        )
    unit = find_unit(tmp_path, SOURCE)
    assert unit is not None
    assert unit.ledger is not None
    assert [row.url for row in read_ledger(unit.ledger)] == ["https://a.test/?"]


def test_units_are_sorted_and_strangers_are_left_out(tmp_path: Path) -> None:
    strangers = [("2026-11-23", "x.warc.gz.open"), ("2026-11-23", "notes.txt"), ("2026-99-23", "c.warc")]
    units = [("2026-11-24", "b.warc"), ("2026-11-23", "z.warc.zst"), ("2026-11-23", "a.warc.gz")]
    for day, name in units + strangers:
        (tmp_path / day).mkdir(exist_ok=True)
        (tmp_path / day / name).touch()
    assert [(unit.day.day, unit.source) for unit in landed_units(tmp_path)] == [
        (23, "a"),
        (23, "z"),
        (24, "b"),
    ]
    assert [unit.source for unit in landed_units(tmp_path, DAY)] == ["a", "z"]
    assert landed_units(tmp_path / "none", DAY) == []
    assert find_unit(tmp_path, "none") is None
