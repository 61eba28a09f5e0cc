"""Counts over fetch ledgers: which poll succeeded, which failed, and what is no poll."""

from typing import Any

import pytest

from pipelines.stages.coverage import Polls, count_polls
from tests.pipelines.homes import CAPTURES
from tests.pipelines.stages.landed import Desk, fetch


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ({"listed": 3}, Polls(ok=1, failed=0, listed=3, fetched=0)),
        ({"listed": 0}, Polls(ok=1, failed=0, listed=0, fetched=0)),
        ({"kind": "sitemap", "listed": 7}, Polls(ok=1, failed=0, listed=7, fetched=0)),
        ({"kind": "news-sitemap", "listed": 7}, Polls(ok=1, failed=0, listed=7, fetched=0)),
        ({"kind": "hub", "listed": 2}, Polls(ok=1, failed=0, listed=2, fetched=0)),
        ({"status": 304, "not_modified": True}, Polls(ok=1, failed=0, listed=0, fetched=0)),
        ({"status": 200, "error": "bad-content"}, Polls(ok=0, failed=1, listed=0, fetched=0)),
        ({"status": 503, "error": "status"}, Polls(ok=0, failed=1, listed=0, fetched=0)),
        ({"status": None, "error": "timeout"}, Polls(ok=0, failed=1, listed=0, fetched=0)),
        ({"status": 301, "redirect_url": "https://x.example/"}, Polls(0, 0, 0, 0)),
        ({"status": 302, "redirect_url": "https://x.example/", "error": "redirect-loop"}, Polls(0, 1, 0, 0)),
        ({"status": 503, "retried": True}, Polls(0, 0, 0, 0)),
        ({"status": None, "error": "timeout", "retried": True}, Polls(0, 0, 0, 0)),
        ({"status": 503, "retry": 2}, Polls(ok=0, failed=1, listed=0, fetched=0)),
        ({"kind": "robots", "listed": None}, Polls(0, 0, 0, 0)),
        ({"kind": "article"}, Polls(ok=0, failed=0, listed=0, fetched=1)),
        ({"kind": "article", "status": 404}, Polls(0, 0, 0, 0)),
        ({"kind": "article", "status": 200, "error": "too-large"}, Polls(0, 0, 0, 0)),
        ({"kind": "article", "status": None, "error": "dns"}, Polls(0, 0, 0, 0)),
    ],
)
def test_one_request(desk: Desk, given: dict[str, Any], counted: Polls) -> None:
    unit = desk.crawl("crawl-1", fetches=[fetch(**given)])
    assert count_polls([unit]) == counted


def test_counts_add_up_over_units(desk: Desk) -> None:
    first = desk.crawl(
        "crawl-1", fetches=[fetch(listed=2), fetch(kind="article"), fetch(error="dns", status=None)]
    )
    second = desk.crawl("crawl-2", fetches=[fetch(listed=5), fetch(kind="article")])
    assert count_polls([first, second]) == Polls(ok=2, failed=1, listed=7, fetched=2)
    assert count_polls([second]) == Polls(ok=1, failed=0, listed=5, fetched=1)


def test_an_import_has_no_ledger_and_polls_nothing(desk: Desk) -> None:
    assert count_polls([desk.pages(CAPTURES)]) == Polls(0, 0, 0, 0)
    assert count_polls([]) == Polls(0, 0, 0, 0)


def test_a_crawl_that_asked_nobody_polls_nothing(desk: Desk) -> None:
    assert count_polls([desk.crawl("crawl-1")]) == Polls(0, 0, 0, 0)
