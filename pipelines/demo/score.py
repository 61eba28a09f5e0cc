"""How well the corpus of a demo tells what happened in the synthetic news web.

Belongs here: comparing published tables with the truth. Does not belong here: the truth, and showing the figures.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.newsweb.sites import START, load_oddities
from crawler.newsweb.truth import TrueRow
from crawler.urls import canonical_url
from pipelines.home import Home
from warehouse.connection import reading
from warehouse.queries import load_query


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure as counts: right ones of those true (recall) and of those claimed (precision).

    `claimed` is None where there is nothing to claim wrongly.
    """

    name: str
    right: int
    true: int
    claimed: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the corpus says, by canonical URL."""

    texts: dict[str, str]
    events: set[tuple[str, str, str]]
    copies: set[str]
    first: dict[str, set[str]]
    unobserved: set[tuple[str, datetime]]


def score(home: Home, rows: Sequence[TrueRow]) -> list[Measure]:
    """Compare the demo's corpus with the truth, subject by subject."""
    found = _read(home)
    articles = {canonical_url(row.url): row for row in rows if row.fate == "article"}
    refused = {canonical_url(row.url) for row in rows if row.fate != "article"}
    stances = {(url, n.id, n.stance) for url, row in articles.items() for n in row.narratives or ()}
    outages = _outages(rows)
    return [
        _sets("articles", set(articles), set(found.texts)),
        Measure("pages that are no article", len(refused - found.texts.keys()), len(refused)),
        Measure("texts word for word", _exact(articles, found.texts), len(articles)),
        _sets("copies", {url for url, row in articles.items() if row.copy_of}, found.copies),
        _sets("narratives", {(url, n) for url, n, _ in stances}, {(url, n) for url, n, _ in found.events}),
        _sets("narratives with stance", stances, found.events),
        _first_movers(rows, found.first),
        _sets("hours lost to outages", outages, found.unobserved),
    ]


def _read(home: Home) -> Found:
    with reading(home.corpus) as db:
        texts, events, copied, movers, dark = (
            db.execute(load_query(f"demo_{name}")).fetchall()
            for name in ("texts", "events", "copies", "first_movers", "unobserved")
        )
    first: dict[str, set[str]] = {}
    for narrative, outlet in movers:
        first.setdefault(narrative, set()).add(outlet)
    return Found(
        dict(texts),
        set(events),
        {url for (url,) in copied},
        first,
        {(o, h.astimezone(UTC)) for o, h in dark},
    )


def _sets(name: str, true: Set[object], claimed: Set[object]) -> Measure:
    return Measure(name, len(true & claimed), len(true), len(claimed))


def _exact(articles: Mapping[str, TrueRow], texts: Mapping[str, str]) -> int:
    """Articles whose stored text has the words of the newest version, no more and no less."""
    return sum(_words(_newest(row)) == _words(texts.get(url, "")) for url, row in articles.items())


def _newest(row: TrueRow) -> str:
    body = row.revisions[-1].body if row.revisions else row.body
    return "\n".join(part for part in (row.lead, body) if part)


def _words(text: str) -> list[str]:
    # Words only: pages in old encodings lose dashes and quotes, which is no fault of the reader's.
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text))


def _first_movers(rows: Sequence[TrueRow], named: Mapping[str, Set[str]]) -> Measure:
    """Narratives whose first independent outlet, whatever its stance, is named rightly; of a tie, any will do."""
    narratives = {n.id for row in rows for n in row.narratives or ()}
    # Texts in one form of ISO 8601, so that their order is that of the times.
    times: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        for narrative in row.narratives or ():
            if row.fate == "article" and not row.copy_of:
                times.setdefault(narrative.id, []).append((row.published_at, row.outlet_id))
    first = {
        narrative: {outlet for at, outlet in events if at == min(events)[0]}
        for narrative, events in times.items()
    }
    right = sum(not first[narrative].isdisjoint(named.get(narrative, ())) for narrative in first)
    return Measure("first movers of a narrative", right, len(narratives))


def _outages(rows: Sequence[TrueRow]) -> set[tuple[str, datetime]]:
    everyone = sorted({row.outlet_id for row in rows})
    return {
        (outlet, START + timedelta(hours=outage.from_hour + hour))
        for outage in load_oddities().outages
        for outlet in outage.outlets or everyone
        for hour in range(outage.hours)
    }
