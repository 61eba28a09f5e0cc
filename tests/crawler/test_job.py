"""Tests of `crawler/job.py` and of the plan that `crawler/crawl.py` makes of a job."""

import json
from datetime import date
from pathlib import Path

import pytest

from crawler.crawl import plan_crawl
from crawler.job import CrawlJob, CrawlSummary, JobError, targets_of
from crawler.politeness.contact import ContactMissingError
from crawler.registry import RegistryError
from crawler.spiders.tally import Tally
from tests.crawler.site import NOON, Crawls

ME = "mailto:me@example.org"


def make(home: Path) -> Crawls:
    """A registry of one outlet on this machine, one invented one, and one far away."""
    crawls = Crawls(home)
    crawls.outlet("near", ("rss", "http://127.0.0.1:9/feed"))
    crawls.outlet("invented", ("rss", "http://nordpost.test/feed"), domain="nordpost.test")
    crawls.outlet(
        "far", ("rss", "https://far.example/a"), ("hub", "https://www.far.example/"), domain="far.example"
    )
    return crawls


def job(crawls: Crawls, **changes: object) -> CrawlJob:
    return CrawlJob.of(crawls.job(**changes))


def test_a_job_has_careful_defaults(tmp_path: Path) -> None:
    values = Crawls(tmp_path).job()
    del values["delay_s"]
    found = CrawlJob.of(values)
    assert (found.outlets, found.since, found.contact, found.dev_hosts, found.instants) == (None,) * 5
    assert (found.delay_s, found.max_articles, found.max_sub_sitemaps) == (1.0, 500, 20)
    assert (found.day, found.landing) == (date(2026, 11, 23), tmp_path / "landing")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"crawl_id": ""}, "crawl_id"),
        ({"crawl_id": ".hidden"}, "crawl_id"),
        ({"crawl_id": "a/b"}, "crawl_id"),
        ({"crawl_id": "a\n"}, "crawl_id"),
        ({"contact": "two words"}, "contact"),
        ({"contact": "mailto:mé@example.org"}, "contact"),
        ({"contact": ""}, "contact"),
        ({"dev_hosts": "http://127.0.0.1:80"}, "dev_hosts"),
        ({"dev_hosts": "127.0.0.1"}, "dev_hosts"),
        ({"instants": []}, "instants"),
        ({"instants": ["2026-11-23T12:00:00"]}, "instants"),
        ({"delay_s": -1}, "delay_s"),
        ({"max_articles": -1}, "max_articles"),
        ({"max_sub_sitemaps": 1.5}, "max_sub_sitemaps"),
        ({"since": "yesterday"}, "since"),
        ({"landing": None}, "landing"),
        ({"speed": 3}, "speed"),
    ],
)
def test_a_job_that_can_not_be_run_names_the_key(
    tmp_path: Path, changes: dict[str, object], key: str
) -> None:
    values = Crawls(tmp_path).job() | changes
    with pytest.raises(JobError, match=rf"can't be run as it is: \d validation errors?(?s:.)*\n{key}"):
        CrawlJob.of(values)


@pytest.mark.parametrize("values", [None, [], "job", 3])
def test_what_is_no_job_at_all_is_an_error_of_the_job(values: object) -> None:
    with pytest.raises(JobError, match="The job can't be run as it is"):
        CrawlJob.of(values)


def test_all_outlets_are_the_targets_unless_some_are_named(tmp_path: Path) -> None:
    crawls = make(tmp_path)
    every = targets_of(job(crawls, contact=ME))
    assert [outlet.id for outlet in every.outlets] == ["far", "invented", "near"]
    assert every.hosts == {"127.0.0.1", "nordpost.test", "far.example", "www.far.example"}
    some = targets_of(job(crawls, outlets=["near", "far", "near"], contact=ME))
    assert [outlet.id for outlet in some.outlets] == ["near", "far"], "in the order given, each one once"
    assert some.hosts == {"127.0.0.1", "far.example", "www.far.example"}
    assert len(some.registry) == 3, "also outlets that are not visited own their hosts"


def test_whom_a_job_may_ask_without_a_contact(tmp_path: Path) -> None:
    crawls = make(tmp_path)
    assert targets_of(job(crawls, outlets=["near"])).hosts == {"127.0.0.1"}
    with pytest.raises(ContactMissingError, match=r"not nordpost\.test\."):
        targets_of(job(crawls, outlets=["near", "invented"]))
    switched = job(crawls, outlets=["near", "invented"], dev_hosts="127.0.0.1:8642")
    assert targets_of(switched).hosts == {"127.0.0.1", "nordpost.test"}
    with pytest.raises(ContactMissingError, match=r"not far\.example, www\.far\.example\."):
        targets_of(job(crawls, dev_hosts="127.0.0.1:8642"))


def test_unknown_outlets_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"Unknown outlet nobody, none\. `wattwire outlets list`"):
        targets_of(job(make(tmp_path), outlets=["nobody", "near", "none"], contact=ME))


def test_no_outlet_at_all_names_the_folders(tmp_path: Path) -> None:
    empty = job(Crawls(tmp_path), registry=[str(tmp_path / "a"), str(tmp_path / "b")])
    with pytest.raises(JobError, match=rf"the registry is empty \({tmp_path}/a, {tmp_path}/b\)"):
        targets_of(empty)
    with pytest.raises(JobError, match="There is no outlet to crawl"):
        targets_of(job(make(tmp_path / "full"), outlets=[], contact=ME))


def test_a_faulty_registry_comes_before_unknown_outlets(tmp_path: Path) -> None:
    crawls = make(tmp_path)
    (tmp_path / "outlets" / "x.yaml").write_text("x: {name: X}")
    with pytest.raises(RegistryError, match=r"x\.yaml:1: x\.domain: missing; add it"):
        targets_of(job(crawls, outlets=["nobody"]))


def test_the_plan_is_careful_unless_the_development_switch_is_set(tmp_path: Path) -> None:
    crawls = make(tmp_path)
    careful = plan_crawl(job(crawls, delay_s=2.5, contact=ME, since="2026-11-20", max_articles=7))
    assert (careful.workers, careful.concurrency, careful.delay_s, careful.patience_s) == (1, 64, 2.5, 30.0)
    assert (careful.limits.since, careful.limits.sub_sitemaps) == (date(2026, 11, 20), 20)
    assert (careful.max_articles, careful.user_agent.rpartition(" ")[2]) == (7, f"(+{ME})")
    quick = plan_crawl(job(crawls, delay_s=2.5, contact=ME, dev_hosts="127.0.0.1:8642"))
    assert (quick.workers, quick.concurrency, quick.delay_s, quick.patience_s) == (4, 16, 0.0, 0.0)


@pytest.mark.parametrize("names", [("http_proxy", "https_proxy", "all_proxy", "no_proxy")])
def test_only_private_hosts_that_the_user_spelled_out_are_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    """Those of the registry, of the development switch and of the proxies; public ones need no opening."""
    for name in names:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    crawls = make(tmp_path)
    assert plan_crawl(job(crawls, contact=ME)).open_hosts == {"127.0.0.1"}
    assert plan_crawl(job(crawls, outlets=["far"], contact=ME)).open_hosts == frozenset()
    switched = job(crawls, outlets=["invented"], dev_hosts="localhost:8642")
    assert plan_crawl(switched).open_hosts == {"localhost"}
    monkeypatch.setenv("https_proxy", "http://me:pw@10.1.2.3:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    assert plan_crawl(job(crawls, outlets=["far"], contact=ME)).open_hosts == {"10.1.2.3"}


def test_a_summary_is_one_line_and_keeps_its_letters() -> None:
    tally = Tally(landed=2)
    tally.errors["http-404"] += 3
    summary = CrawlSummary("crawl-1", 1, 0.25, "OSError: kein\nPlatz für ö", tally.counts())
    line = summary.to_json()
    assert "\n" not in line
    assert "Platz für ö" in line
    read = json.loads(line)
    assert list(read) == ["crawl_id", "outlets", "seconds", "failure", "counts"]
    assert (read["counts"]["landed"], read["counts"]["errors"]) == (2, {"http-404": 3})
    assert read["counts"]["broken"] == {}


def test_instants_keep_their_zone_and_their_order(tmp_path: Path) -> None:
    found = job(make(tmp_path), instants=["2026-11-23T13:00:00+01:00", "2026-11-23T12:30:00Z"])
    assert found.instants is not None
    assert found.instants[0] == NOON
    assert [instant.minute for instant in found.instants] == [0, 30]
