"""The demo's score: a perfect corpus gets full marks, and each kind of fault lowers its own figure."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.newsweb.cascade import spread
from crawler.newsweb.sites import DAYS, START, load_oddities
from crawler.newsweb.truth import TrueRow, truth
from crawler.urls import article_id, canonical_url
from pipelines.demo.score import Measure, score
from pipelines.home import Home, prepare
from warehouse.publish import publish
from warehouse.store import Store
from warehouse.tables import table

Row = dict[str, Any]

ROWS = truth(spread(1))
DAY, SOURCE = date(2026, 3, 12), "crawl-of-a-perfect-observer"


def put(store: Store, name: str, rows: Iterable[Row]) -> None:
    """Write a part; columns that a row leaves out are NULL."""
    columns = list(table(name).schema.names)
    with store.transaction() as parts:
        parts.put(name, DAY, SOURCE, "1", [dict.fromkeys(columns) | row for row in rows])


def capture(row: TrueRow) -> Row:
    body = row.revisions[-1].body if row.revisions else row.body
    published = datetime.fromisoformat(row.published_at)
    return {
        "revision_id": article_id(row.url),
        "article_id": article_id(row.url),
        "url": canonical_url(row.url),
        "fetched_url": row.url,
        "outlet_id": row.outlet_id,
        "title": row.title,
        "lead": row.lead,
        "body": body,
        "authors": list(row.authors),
        "published_at": published,
        "published_precision": "second",
        "published_source": "json-ld",
        "text_basis": "full",
        "fetched_at": published + timedelta(minutes=5),
        "first_seen_at": published + timedelta(minutes=5),
        "extraction_version": "1",
        "warc_file": f"{SOURCE}.warc.gz",
        "warc_offset": 0,
    }


def narratives(row: TrueRow) -> list[Row]:
    return [
        {
            "revision_id": article_id(row.url),
            "narrative": found.id,
            "stance": found.stance,
            "confidence": 1.0,
            "evidence": found.evidence,
            "evidence_field": "body",
            "evidence_start": 0,
            "evidence_end": len(found.evidence),
            "speaker": found.speaker,
            "recogniser_version": "1",
        }
        for found in row.narratives or ()
    ]


def pair(row: TrueRow) -> Row:
    left, right = sorted((article_id(row.url), article_id(str(row.copy_of))))
    return {"left_id": left, "right_id": right, "similarity": 1.0}


def polls() -> list[Row]:
    """A poll of every outlet in every hour, failed in the outages."""
    everyone = sorted({row.outlet_id for row in ROWS})
    dark = {
        (outlet, outage.from_hour + hour): outage.status
        for outage in load_oddities().outages
        for outlet in outage.outlets or everyone
        for hour in range(outage.hours)
    }
    return [
        {
            "crawl_id": SOURCE,
            "outlet_id": outlet,
            "url": f"http://{outlet}.test/feed",
            "kind": "feed",
            "requested_at": START + timedelta(hours=hour, minutes=55),
            "status": dark.get((outlet, hour), 200),
            "not_modified": False,
            "retry": 0,
            "verdict": "allowed",
        }
        for outlet in everyone
        for hour in range(24 * DAYS)
    ]


Change = Callable[[list[Row], list[Row], list[Row]], None]


def measured(folder: Path, change: Change) -> dict[str, Measure]:
    home = prepare(Home(folder))
    articles = [row for row in ROWS if row.fate == "article"]
    captures = [capture(row) for row in articles]
    tags = [tag for row in articles for tag in narratives(row)]
    pairs = [pair(row) for row in articles if row.copy_of]
    change(captures, tags, pairs)
    store = Store(home.store)
    for name, rows in (("captures", captures), ("narratives", tags), ("near_duplicates", pairs)):
        put(store, name, rows)
    put(store, "fetch_log", polls())
    publish(store, home.corpus)
    return {measure.name: measure for measure in score(home, ROWS)}


def nothing(captures: list[Row], tags: list[Row], pairs: list[Row]) -> None:
    """The perfect observer's corpus as it is."""


def test_a_perfect_corpus_gets_full_marks(tmp_path: Path) -> None:
    for measure in measured(tmp_path, nothing).values():
        assert measure.right == measure.true, measure
        assert measure.claimed in (None, measure.true), measure
        assert measure.true > 0, measure


def lose_an_article(captures: list[Row], tags: list[Row], pairs: list[Row]) -> None:
    captures.pop()


def read_a_teaser_into_a_text(captures: list[Row], tags: list[Row], pairs: list[Row]) -> None:
    captures[0]["body"] += "\n\nRead this next"


def keep_a_stub(captures: list[Row], tags: list[Row], pairs: list[Row]) -> None:
    stub = next(row for row in ROWS if row.fate == "rejected")
    captures.append(capture(stub))


def turn_a_stance(captures: list[Row], tags: list[Row], pairs: list[Row]) -> None:
    tags[0]["stance"] = "reports" if tags[0]["stance"] != "reports" else "asserts"


def miss_a_copy(captures: list[Row], tags: list[Row], pairs: list[Row]) -> None:
    lonely = next(
        one
        for one in pairs
        if sum({one["left_id"], one["right_id"]} & {p["left_id"], p["right_id"]} != set() for p in pairs) == 1
    )
    pairs.remove(lonely)


def miss_the_first_mover(captures: list[Row], tags: list[Row], pairs: list[Row]) -> None:
    tags[:] = [tag for tag in tags if tag["narrative"] != "orbital-compute"]


@pytest.mark.parametrize(
    ("change", "lowered"),
    [
        (lose_an_article, {"articles", "texts word for word"}),
        (read_a_teaser_into_a_text, {"texts word for word"}),
        (keep_a_stub, {"articles", "pages that are no article"}),
        (turn_a_stance, {"narratives with stance"}),
        (miss_a_copy, {"copies"}),
        (miss_the_first_mover, {"narratives", "narratives with stance", "first movers of a narrative"}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_each_fault_lowers_its_own_figure(tmp_path: Path, change: Change, lowered: set[str]) -> None:
    short = {
        name
        for name, m in measured(tmp_path, change).items()
        if m.right < m.true or (m.claimed is not None and m.claimed > m.right)
    }
    assert lowered <= short
    assert short <= lowered | {
        "narratives",
        "narratives with stance",
        "copies",
        "first movers of a narrative",
    }
