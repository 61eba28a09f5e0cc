"""`wattwire demo`: what it prints, and that the corpus agrees with the truth of the synthetic news web."""

import re
from collections import defaultdict
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dagster as dg
import duckdb
import pytest

from crawler.landing.reader import read_landed
from crawler.landing.records import Landed
from crawler.landing.units import landed_units
from crawler.newsweb.cascade import spread
from crawler.newsweb.texts import load_library
from crawler.newsweb.truth import truth
from crawler.urls import canonical_url
from pipelines.defs.assembly import definitions
from pipelines.demo.score import score
from pipelines.recognising.model import Text
from pipelines.recognising.recognise import recognise_narratives, recognise_topics
from tests.e2e.children import run
from tests.e2e.conftest import Demo
from tests.quality.floors import floors
from warehouse.connection import open_corpus

pytestmark = pytest.mark.e2e

FLOORS: dict[str, dict[str, float]] = floors("demo")

SPACE = re.compile(r"\s+")


def rows_of(corpus: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return corpus.execute(query).fetchall()


def urls(demo: Demo, *fates: str) -> set[str]:
    return {canonical_url(row.url) for row in demo.rows if row.fate in fates}


def test_prints_a_row_a_day_and_the_score(demo: Demo) -> None:
    out = demo.ended.stdout
    days = re.findall(r"^(03-\d\d) [MTWFS]\w\w +\d+ +\d+", out, re.MULTILINE)
    assert days == [f"03-{day:02}" for day in range(2, 12)]
    for column in ("asserting", "disputing", "copying", "recall", "precision"):
        assert column in out
    # Names of measures are those of the baseline: a new one needs its floor.
    printed = re.findall(r"^([^\d\n]+?)  +\d+ +\d+", out.partition("truth of the synthetic")[2], re.MULTILINE)
    assert set(printed) == set(FLOORS)


def test_nothing_went_wrong_on_the_way(demo: Demo) -> None:
    assert "Traceback" not in demo.ended.stderr
    assert "arning" not in demo.ended.stderr
    assert "Report:" in demo.ended.stderr
    assert "\x1b" not in demo.ended.stdout


def test_the_truth_is_that_of_the_seed(demo: Demo) -> None:
    assert demo.rows == truth(spread(1))


@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls(demo: Demo, name: str) -> None:
    measure = next(found for found in score(demo.home, demo.rows) if found.name == name)
    assert measure.right / measure.true >= FLOORS[name]["recall"]
    if "precision" in FLOORS[name]:
        assert measure.claimed
        assert measure.right / measure.claimed >= FLOORS[name]["precision"]


def test_each_page_ends_where_it_should(demo: Demo, corpus: duckdb.DuckDBPyConnection) -> None:
    found = {url for (url,) in rows_of(corpus, "select url from articles")}
    assert found == urls(demo, "article")
    rejected = {url for (url,) in rows_of(corpus, "select url from rejections")}
    assert {canonical_url(url) for url in rejected} >= urls(demo, "rejected")


def test_reserved_and_disallowed_pages_are_not_kept(demo: Demo, corpus: duckdb.DuckDBPyConnection) -> None:
    disallowed, reserved = urls(demo, "disallowed"), urls(demo, "reserved")
    assert (len(disallowed), len(reserved)) == (3, 1)
    landed = {
        canonical_url(record.url)
        for unit in landed_units(demo.home.landing)
        for record in read_landed(unit.path)
        if isinstance(record, Landed)
    }
    assert landed >= urls(demo, "article")
    assert not landed & (disallowed | reserved)
    verdicts = {
        (canonical_url(url), verdict, status)
        for url, verdict, status in rows_of(
            corpus, "select distinct url, verdict, status from fetches where verdict <> 'allowed'"
        )
    }
    asked = {(url, "opted-out", 200) for url in reserved}
    assert verdicts == {(url, "robots-disallowed", None) for url in disallowed} | asked


def test_outage_hours_are_rows(demo: Demo, corpus: duckdb.DuckDBPyConnection) -> None:
    outlets = {row.outlet_id for row in demo.rows}
    dark = rows_of(
        corpus,
        "select outlet_id, polls_ok, listed from coverage "
        "where (hour at time zone 'UTC') = timestamp '2026-03-06 10:00' and not observed",
    )
    assert {outlet for outlet, _, _ in dark} == outlets
    assert {(ok, listed) for _, ok, listed in dark} == {(0, None)}
    hours = rows_of(corpus, "select count(*), count(distinct (outlet_id, hour)) from coverage")
    assert hours == [(len(outlets) * 240,) * 2]


def test_unobserved_days_are_unknown_not_zero(corpus: duckdb.DuckDBPyConnection) -> None:
    """The day on which an outlet's language was watched has counts; a day outside the ten has no row at all."""
    days = rows_of(corpus, "select min(day)::varchar, max(day)::varchar from spread_daily")
    assert days == [("2026-03-02", "2026-03-11")]
    assert rows_of(
        corpus, "select count(*) from spread_daily where outlets_observed = 0 and assertions = 0"
    ) == [(0,)]


def test_teasers_reach_no_text(demo: Demo, corpus: duckdb.DuckDBPyConnection) -> None:
    teasers = {
        SPACE.sub(" ", teaser.text).strip()
        for content in load_library().values()
        for teaser in content.teasers
    }
    assert len(teasers) > 50
    own = [SPACE.sub(" ", f"{row.lead} {row.body}") for row in demo.rows if row.fate == "article"]
    teasers = {teaser for teaser in teasers if not any(teaser in text for text in own)}
    texts = rows_of(corpus, "select url, concat_ws(' ', lead, body) from articles")
    leaks = [(url, t) for url, text in texts for t in teasers if t in SPACE.sub(" ", text)]
    assert leaks == []


def test_teasers_give_no_tags(demo: Demo, corpus: duckdb.DuckDBPyConnection) -> None:
    """Pages carry teasers on energy and AI: their articles get no tag that the text alone would not get."""
    topics, narratives = defaultdict(set), defaultdict(set)
    for url, topic in rows_of(
        corpus, "select url, topic from article_topics join articles using (article_id)"
    ):
        topics[url].add(topic)
    for url, *found in rows_of(corpus, EVENTS):
        narratives[url].add(tuple(found))
    on_topic = {url for (url,) in rows_of(corpus, "select url from articles where on_topic")}
    assert on_topic
    for row in demo.rows:
        if row.fate == "article":
            url = canonical_url(row.url)
            body = row.revisions[-1].body if row.revisions else row.body
            text = Text(title=row.title, lead=row.lead, body=body, language=row.language)
            alone = recognise_topics(text)
            assert topics[url] <= {topic.id for topic in alone.topics}, url
            assert url not in on_topic or alone.on_topic, url
            assert narratives[url] <= {(n.id, n.stance) for n in recognise_narratives(text)}, url


EVENTS = "select url, narrative, stance from article_narratives join articles using (article_id)"


def test_each_mention_and_evidence_is_where_it_says(corpus: duckdb.DuckDBPyConnection) -> None:
    """Figures lead back to the text: evidence is the substring at its offsets, mentions lie within their field."""
    astray = rows_of(
        corpus,
        """select evidence, evidence_field from article_narratives join articles using (article_id)
        where evidence is distinct from substr(
            case evidence_field when 'title' then title when 'lead' then lead when 'body' then body end,
            evidence_start + 1, evidence_end - evidence_start
        )""",
    )
    assert astray == []
    assert rows_of(corpus, "select count(*) > 50 from article_narratives") == [(True,)]
    outside = rows_of(
        corpus,
        """with mention as (select article_id, unnest(mentions) as m from article_topics)
        select m from mention join articles using (article_id)
        where m."end" <= m."start" or m."end" >
            length(case m.field when 'title' then title when 'lead' then lead when 'body' then body end)""",
    )
    assert outside == []


def test_corrected_articles_have_two_revisions(demo: Demo, corpus: duckdb.DuckDBPyConnection) -> None:
    corrected = {canonical_url(row.url) for row in demo.rows if row.way == "corrected"}
    assert len(corrected) == 3
    found = rows_of(corpus, "select url, revision, changed from article_revisions where revision > 1")
    assert {url for url, _, _ in found} == corrected
    assert all(revision == 2 and "body" in changed for _, revision, changed in found)


def test_every_fetch_has_a_ledger_row(corpus: duckdb.DuckDBPyConnection) -> None:
    pages = rows_of(corpus, "select count(distinct url) from article_revisions")
    fetched = rows_of(
        corpus, "select count(distinct url) from fetches where kind = 'article' and status = 200"
    )
    assert fetched[0][0] >= pages[0][0] > 0


def test_the_report_is_one_file_alone(demo: Demo) -> None:
    report = demo.home.reports / "latest.html"
    assert str(report) in demo.ended.stderr.replace("\n", "")
    files = [path for path in demo.home.reports.iterdir() if path.resolve() != report.resolve()]
    assert files == []
    page = report.read_text(encoding="utf-8")
    assert Subresources.of(page) == []
    assert not re.search(r"url\(\s*['\"]?(https?:)?//", page), "a style sheet may load nothing"


class Subresources(HTMLParser):
    """Collects what a browser would load by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = [value for name, value in attrs if name in ("src", "srcset", "data", "poster") and value]
        if tag in ("link", "use", "image"):
            named += [value for name, value in attrs if name in ("href", "xlink:href") and value]
        self.loaded += [
            f"{tag} {value}" for value in named if urlsplit(value).scheme != "data" and value[0] != "#"
        ]
        if tag in ("script", "iframe", "object", "embed", "base"):
            self.loaded.append(tag)

    @classmethod
    def of(cls, page: str) -> list[str]:
        """Everything a page would load."""
        parser = cls()
        parser.feed(page)
        return parser.loaded


def test_processing_again_changes_no_row(demo: Demo) -> None:
    manifest = (demo.home.store / "manifest.jsonl").read_bytes()
    snapshot = demo.home.corpus.resolve()
    again = run(demo.home.root, "process")
    assert again.returncode == 0, again.stderr
    assert "Nothing to process" in again.stderr
    assert (demo.home.store / "manifest.jsonl").read_bytes() == manifest
    assert demo.home.corpus.resolve() == snapshot


def test_reprocessing_gives_the_same_rows(demo: Demo, tmp_path: Path) -> None:
    """The landed files alone, in a new home and in any order, give what the demo published."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("landing", "outlets"):
        (home / name).symlink_to(demo.home.root / name)
    (home / "wattwire.toml").write_text(demo.home.settings.read_text(encoding="utf-8"), encoding="utf-8")
    ended = run(home, "process")
    assert ended.returncode == 0, ended.stderr
    with closing(open_corpus(demo.home.corpus)) as one, closing(open_corpus(home / "corpus.duckdb")) as two:
        for table in PUBLISHED:
            assert _rows(one, table) == _rows(two, table), table


PUBLISHED = (
    "outlets", "fetches", "coverage", "articles", "article_revisions", "rejections", "article_languages",
    "article_topics", "article_narratives", "copies", "narrative_events", "adoptions", "spread_daily", "stories",
    "article_stories",
)  # fmt: skip


def _rows(corpus: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return sorted(map(repr, corpus.table(table).fetchall()))


def test_every_asset_is_green_in_dagster(demo: Demo) -> None:
    """Materialised for each of its days, with the newest checks passed."""
    graph = definitions(demo.home).get_repository_def().asset_graph
    days = {f"2026-03-{day:02}" for day in range(2, 12)}
    with dg.DagsterInstance.from_config(str(demo.home.dagster)) as instance:
        for key in graph.get_all_asset_keys():
            partitions = graph.get(key).partitions_def
            done = instance.get_materialized_partitions(key)
            assert set(partitions.get_partition_keys() if partitions else ()) == done, key
            assert done in (days, set()), key
            assert instance.get_latest_materialization_event(key) is not None, key
        records = instance.event_log_storage.get_latest_asset_check_execution_by_key(
            list(graph.asset_check_keys)
        )
    assert {key.name: record.status.value for key, record in records.items()} == {
        "crawl_not_empty": "SUCCEEDED",
        "rejection_share": "SUCCEEDED",
        "language_share": "SUCCEEDED",
    }
