"""The job of a crawl as planned from a home and its settings."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.job import CrawlJob, JobError
from crawler.registry import PACKAGED
from pipelines.home import Home
from pipelines.settings import CrawlSettings, Settings
from pipelines.stages.crawling import plan_job
from tests.pipelines.stages.landed import DAY

CONTACT = "mailto:desk@riverbend-herald.example"


def settings(**crawl: object) -> Settings:
    """Settings with some of the crawl's."""
    return Settings(crawl=CrawlSettings.model_validate(crawl))


def test_a_job_lands_and_remembers_in_its_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    job = plan_job(home, settings(contact=CONTACT), DAY, {})
    assert (job.landing, job.state, job.day) == (home.landing, home.crawl_state, DAY)
    assert (job.contact, job.dev_hosts) == (CONTACT, None)
    assert job.registry == (PACKAGED,)


def test_what_is_not_told_keeps_the_jobs_defaults(tmp_path: Path) -> None:
    job = plan_job(Home(tmp_path), settings(), DAY, {"outlets": None, "since": None, "instants": None})
    fields = CrawlJob.model_fields
    names = ("outlets", "since", "instants", "delay_s", "max_articles", "max_sub_sitemaps", "contact")
    assert [getattr(job, name) for name in names] == [fields[name].default for name in names]


def test_options_are_heeded(tmp_path: Path) -> None:
    at = datetime(2026, 11, 23, 6, tzinfo=UTC)
    options = {"outlets": ["orf"], "since": "2026-11-01", "instants": [at.isoformat()]}
    job = plan_job(Home(tmp_path), settings(), DAY, options)
    assert (job.outlets, job.since, job.instants) == (("orf",), DAY.replace(day=1), (at,))


def test_the_homes_own_outlets_come_after_the_packaged_ones(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.outlets.mkdir()
    assert plan_job(home, settings(), DAY, {}).registry == (PACKAGED, home.outlets)
    assert plan_job(home, settings(packaged_outlets=False), DAY, {}).registry == (home.outlets,)


def test_two_jobs_of_one_second_have_names_of_their_own(tmp_path: Path) -> None:
    names = {plan_job(Home(tmp_path), settings(), DAY, {}).crawl_id for _ in range(5)}
    assert len(names) == 5
    assert [name for name in names if not re.fullmatch(r"crawl-\d{8}T\d{6}Z-[0-9a-f]{4}", name)] == []


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"since": "yesterday"}, "since"),
        ({"outlets": "orf"}, "outlets"),
        ({"instants": []}, "instants"),
        ({"instants": ["2026-11-23T06:00:00"]}, "instants"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_an_option_that_does_not_fit_is_named(tmp_path: Path, options: dict[str, object], named: str) -> None:
    with pytest.raises(JobError, match=named):
        plan_job(Home(tmp_path), settings(), DAY, options)


def test_a_development_host_is_passed_on(tmp_path: Path) -> None:
    job = plan_job(Home(tmp_path), settings(dev_hosts="127.0.0.1:8080"), DAY, {})
    assert job.dev_hosts == "127.0.0.1:8080"
