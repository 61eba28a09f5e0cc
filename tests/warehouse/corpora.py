"""Random small corpora: few articles, outlets and hours, so that they meet in every way."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from tests.warehouse.model import Corpus, Row
from tests.warehouse.rows import capture, row

START = datetime(2026, 3, 28, 18, tzinfo=UTC)
"""Six hours before the day on which Berlin changes to summer time."""

ARTICLES = {
    "a0": "berlin",
    "a1": "berlin",
    "a2": "tokyo",
    "a3": "new_york",
    "a4": "import.example",
    "a5": "tokyo",
}
UNITS = ((date(2026, 3, 28), "crawl-1"), (date(2026, 3, 29), "crawl-2"), (date(2026, 3, 29), "import-3"))
REGISTRY = [
    row(
        "outlet_registry",
        id="berlin",
        country="de",
        languages=["de"],
        time_zone="Europe/Berlin",
        outlet_group="g",
    ),
    row("outlet_registry", id="tokyo", country="jp", languages=["ja", "en"], time_zone="Asia/Tokyo"),
    row(
        "outlet_registry",
        id="new_york",
        country="us",
        languages=["en"],
        time_zone="America/New_York",
        outlet_group="h",
    ),
    row(
        "outlet_registry",
        id="munich",
        country="de",
        languages=["de", "tr"],
        time_zone="Europe/Berlin",
        outlet_group="g",
    ),
]

moments = st.integers(0, 60 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
steps = st.sampled_from([timedelta(0), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=30)])


@st.composite
def published(draw: st.DrawFn) -> Row:
    """The columns of a stated date: none, a point or a day, with an offset or without."""
    precision = draw(st.sampled_from([None, "second", "day"]))
    if precision is None:
        return {}
    at = draw(moments) - draw(st.sampled_from([timedelta(0), timedelta(hours=10)]))
    offset = draw(st.sampled_from([None, 0, 540, -300]))
    return {"published_at": at, "published_precision": precision, "published_offset_minutes": offset}


@st.composite
def captures(draw: st.DrawFn, number: int) -> Row:
    """A capture in some unit; its text is one of three versions."""
    article = draw(st.sampled_from(sorted(ARTICLES)))
    fetched = draw(st.none() | moments)
    seen = None if fetched is None else fetched - draw(steps)
    day, source = draw(st.sampled_from(UNITS))
    one = capture(
        article,
        number,
        outlet_id=ARTICLES[article],
        fetched_at=fetched,
        first_seen_at=seen,
        not_seen_at=draw(st.none() | steps.map(lambda step: seen - step)) if seen else None,
        title=draw(st.sampled_from(["t", "u"])),
        body=draw(st.sampled_from(["b", None])),
        section=draw(st.sampled_from([None, "s"])),
        **draw(published()),
    )
    return one | {"landed_day": day, "source": source}


def _fetches() -> st.SearchStrategy[Row]:
    return st.builds(
        lambda outlet, kind, at, outcome, listed: row(
            "fetch_log", outlet_id=outlet, kind=kind, requested_at=at, **outcome, listed=listed
        ),
        st.sampled_from(["berlin", "tokyo", "munich", None]),
        st.sampled_from(["feed", "hub", "article", "robots"]),
        moments,
        st.sampled_from(
            [
                {"status": 200},
                {"status": 304, "not_modified": True},
                {"status": 301, "redirect_url": "https://x.test"},
                {"status": 302, "redirect_url": "https://x.test", "error": "redirect-loop"},
                {"status": 503, "error": "status"},
                {"status": 503, "retried": True},
                {"status": None, "error": "timeout"},
                {"status": 200, "error": "bad-content"},
            ]
        ),
        st.sampled_from([None, 0, 7]),
    )


def _declared() -> st.SearchStrategy[Row]:
    return st.builds(
        lambda outlet, since, length: row(
            "declared_observations", outlet_id=outlet, since=since, until=since + length
        ),
        st.sampled_from(["import.example", "berlin"]),
        moments,
        steps,
    )


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """A corpus in which every unit has tagged each of its revisions once."""
    found = [draw(captures(number)) for number in range(draw(st.integers(0, 9)))]
    corpus = Corpus(captures=found, outlet_registry=REGISTRY)
    for day, source, revision in sorted({(c["landed_day"], c["source"], c["revision_id"]) for c in found}):
        unit = {"landed_day": day, "source": source}
        language = draw(st.sampled_from(["de", "en", "ja"]))
        corpus.languages.append(row("languages", revision_id=revision, language=language) | unit)
        for narrative in draw(st.sets(st.sampled_from(["power-bottleneck", "grid-queue"]))):
            stance = draw(st.sampled_from(["asserts", "disputes", "reports"]))
            tags = row("narratives", revision_id=revision, narrative=narrative, stance=stance)
            corpus.narratives.append(tags | unit)
    pairs = st.tuples(
        st.sampled_from(sorted(ARTICLES)),
        st.sampled_from(sorted(ARTICLES)),
        st.sampled_from([0.5, 0.75, 1.0]),
    )
    corpus.near_duplicates = [
        row("near_duplicates", left_id=left, right_id=right, similarity=similarity)
        for left, right, similarity in draw(st.lists(pairs, max_size=5))
        if left < right
    ]
    corpus.fetch_log = draw(st.lists(_fetches(), max_size=6))
    corpus.declared_observations = draw(st.lists(_declared(), max_size=2))
    return corpus
