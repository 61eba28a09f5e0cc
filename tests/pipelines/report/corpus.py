"""A corpus in memory with the public tables that the report reads, filled by hand or in bulk."""

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

START = datetime(2026, 11, 10, tzinfo=UTC)
DAYS = 14
CLAIMS = {
    "power-bottleneck": "Electric power, rather than chips, models, money or people, is what limits AI.",
    "grid-queue": "Data centres wait years for a grid connection.",
}

_TABLES = """
create table outlets (id varchar, name varchar, country varchar);
create table articles (article_id varchar, url varchar, outlet_id varchar, title varchar, language varchar,
    published_at timestamptz, published_precision varchar);
create table article_narratives (article_id varchar, narrative varchar, stance varchar, confidence double,
    evidence varchar, speaker varchar, recogniser_version varchar);
create table narrative_events (article_id varchar, narrative varchar, stance varchar, outlet_id varchar,
    country varchar, language varchar, time_used timestamptz, time_kind varchar, earliest timestamptz,
    latest timestamptz, day date, is_copy boolean);
create table copies (article_id varchar, original_id varchar, similarity double, same_group boolean);
create table adoptions (outlet_id varchar, narrative varchar, stance varchar, article_id varchar,
    adopted_at timestamptz, time_kind varchar, earliest timestamptz, latest timestamptz);
create table coverage (outlet_id varchar, hour timestamptz, polls_ok integer, polls_failed integer,
    listed integer, fetched integer, observed boolean);
create table rejections (outlet_id varchar, url varchar, stage varchar, reason varchar, evidence varchar);
create table spread_daily (day date, narrative varchar, country varchar, language varchar, assertions bigint,
    disputes bigint, reports bigint, assertions_with_copies bigint, disputes_with_copies bigint,
    reports_with_copies bigint, outlets_observed bigint, hours_observed bigint, hours_expected bigint);
create schema steps;
create view steps.article_times as select article_id, outlet_id, published_at as time_used from articles;
set timezone = 'Asia/Tokyo';
"""
# A zone far from UTC: whatever depends on the session's zone gives another day.

OUTLETS = [
    ("nordpost", "Nordpost", "de", "de"),
    ("grid_daily", "Grid Daily", "gb", "en"),
    ("courant", "Le Courant de la Vallée de la Grande Rivière", "fr", "fr"),
    ("denki_shinbun", "電気と計算の日々新聞", "jp", "ja"),
    ("dianli", "电力与算力周报", "cn", "zh"),
    ("corriente", "Corriente", "es", "es"),
]
EVIDENCE = {
    "de": "Nicht die Chips fehlen, sagt die Betreiberin, sondern der Strom, der sie antreibt.",
    "en": "The limit is no longer silicon but the substation at the end of the road.",
    "fr": "Ce n'est plus la puce qui manque, c'est le courant.",
    "ja": "足りないのは半導体ではなく、それを動かす電力だと担当者は述べた。",
    "zh": "限制人工智能发展的不再是芯片，而是电力。",
    "es": "Lo que falta no son chips, sino enchufes.",
}


def empty_corpus() -> duckdb.DuckDBPyConnection:
    """The tables without a row."""
    connection = duckdb.connect()
    connection.execute(_TABLES)
    return connection


def insert(connection: duckdb.DuckDBPyConnection, table: str, *rows: tuple[Any, ...]) -> None:
    """Insert rows, columns in order; those left out at the end are NULL."""
    columns = len(connection.execute(f"describe {table}").fetchall())
    marks = ", ".join(["?"] * len(rows[0]) + ["null"] * (columns - len(rows[0])))
    connection.executemany(f"insert into {table} values ({marks})", rows)  # noqa: S608  (a table of this module)


def add_event(
    connection: duckdb.DuckDBPyConnection,
    article: str,
    *,
    outlet: tuple[str, str, str, str] = OUTLETS[0],
    narrative: str = "power-bottleneck",
    stance: str = "asserts",
    at: datetime = START,
    is_copy: bool = False,
    title: str = "Strom ist knapper als Chips",
    url: str | None = None,
    evidence: str | None = None,
) -> None:
    """An article with one event."""
    outlet_id, _, country, language = outlet
    address = f"https://{outlet_id}.test/{article}" if url is None else url
    earliest, latest = at - timedelta(minutes=40), at + timedelta(minutes=15)
    insert(connection, "articles", (article, address, outlet_id, title, language, at, "minute"))
    said = EVIDENCE[language] if evidence is None else evidence
    insert(connection, "article_narratives", (article, narrative, stance, 0.82, said, "Inga Holt", "rules-7"))
    event = (article, narrative, stance, outlet_id, country, language, at, "published_at", earliest, latest)
    insert(connection, "narrative_events", (*event, at.date(), is_copy))
    if is_copy:
        insert(connection, "copies", (article, "a0", 0.97, False))


def filled_corpus(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Fourteen days, six outlets, two narratives; nothing observed on two days, on another only a part."""
    insert(connection, "outlets", *[(id_, name, country) for id_, name, country, _ in OUTLETS])
    count = 0
    for day in range(DAYS):
        for place, outlet in enumerate(OUTLETS):
            at = START + timedelta(days=day, hours=7 + place, minutes=11 * place)
            for number in range((day * (place + 2) + place) % 4 if day >= place else 0):
                stance = "disputes" if (day + number + place) % 5 == 0 else "asserts"
                narrative = "grid-queue" if (number + place) % 3 == 2 else "power-bottleneck"
                copied = number > 1
                add_event(
                    connection,
                    f"a{count}",
                    outlet=outlet,
                    narrative=narrative,
                    stance=stance,
                    at=at,
                    is_copy=copied,
                )
                count += 1
    _derive(connection)
    insert(
        connection,
        "rejections",
        *[("nordpost", f"https://nordpost.test/v/{n}", "gate", "too-short", "31 words") for n in range(40)],
        ("courant", "https://courant.test/x", "reading", "no-text", "<html></html>"),
    )
    return connection


def _derive(connection: duckdb.DuckDBPyConnection) -> None:
    # What the warehouse's views would say of these events, with two days and one place left out.
    connection.execute("""
        insert into adoptions
        select outlet_id, narrative, stance, article_id, time_used, time_kind, earliest, latest
        from narrative_events where not is_copy
        qualify row_number() over (partition by outlet_id, narrative order by time_used, article_id) = 1;

        insert into coverage
        select o.id, hour, 1, 0, 3, 3,
            not (hour >= '2026-11-14 00:00Z' and hour < '2026-11-16 00:00Z')
            and not (o.id = 'dianli' and hour >= '2026-11-18 00:00Z' and hour < '2026-11-19 00:00Z')
            and not (o.id = 'courant' and extract(hour from hour) % 3 = 0)
        from outlets o, generate_series(timestamptz '2026-11-10 00:00Z', timestamptz '2026-11-23 23:00Z',
            interval 1 hour) as hours(hour);

        insert into spread_daily
        select d.day::date, n.narrative, p.country, p.language,
            case when seen then count(e.article_id) filter (e.stance = 'asserts' and not e.is_copy) end,
            case when seen then count(e.article_id) filter (e.stance = 'disputes' and not e.is_copy) end,
            case when seen then 0 end,
            case when seen then count(e.article_id) filter (e.stance = 'asserts') end,
            case when seen then count(e.article_id) filter (e.stance = 'disputes') end,
            case when seen then 0 end,
            case when seen then 1 end,
            (select count(*) filter (c.observed) from coverage c join outlets o on o.id = c.outlet_id
                where o.country = p.country and (c.hour at time zone 'UTC')::date = d.day),
            24
        from generate_series(date '2026-11-10', date '2026-11-23', interval 1 day) as d(day),
            (select distinct narrative from narrative_events) n,
            (select distinct country, language from narrative_events) p,
            lateral (select d.day not in (date '2026-11-14', date '2026-11-15')
                and not (p.language = 'zh' and d.day = date '2026-11-18') as seen)
        left join narrative_events e
            on e.day = d.day and e.narrative = n.narrative and e.language = p.language
        group by d.day, n.narrative, p.country, p.language, seen;
    """)


def large_corpus(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Fourteen narratives, 26 languages, 200 days, 6,000 events, 300 outlets, 80 reasons of rejection."""
    connection.execute("""
        insert into outlets select 'o' || n, 'The ' || repeat('Very ', n % 5) || 'Long Outlet ' || n, 'de'
        from range(300) t(n);
        insert into articles select 'a' || n, 'https://o' || n % 300 || '.test/' || n, 'o' || n % 300,
            'Headline ' || n || repeat(' and what else it says', n % 9), 'l' || chr(97 + (n % 28)::int % 26),
            timestamptz '2026-05-01 00:00Z' + interval (n * 47) minute, 'minute' from range(6000) t(n);
        insert into article_narratives select 'a' || n, 'narrative-' || n % 14,
            if(hash('a' || n) % 4 = 0, 'disputes', 'asserts'), 0.7,
            repeat('A sentence that carries the narrative. ', 1 + n % 40), 'Somebody', 'rules-7' from range(6000) t(n);
        insert into narrative_events
        select a.article_id, n.narrative, if(hash(a.article_id) % 4 = 0, 'disputes', 'asserts'), a.outlet_id,
            'de',
            a.language, a.published_at, 'published_at', a.published_at, a.published_at,
            (a.published_at at time zone 'UTC')::date, hash(a.url) % 3 = 0
        from articles a join article_narratives n using (article_id);
        insert into adoptions
        select outlet_id, narrative, stance, article_id, time_used, time_kind, earliest, latest
        from narrative_events where not is_copy
        qualify row_number() over (partition by outlet_id, narrative order by time_used, article_id) = 1;
        insert into coverage select 'o' || o, hour, 1, 0, 1, 1, hash(o, hour) % 7 > 0
        from range(100) t(o), generate_series(timestamptz '2026-08-01', timestamptz '2026-11-12',
            interval 1 hour) h(hour);
        insert into rejections select 'o1', 'https://o1.test/' || n, 'gate', 'reason-' || n % 80,
            repeat('evidence ', 200) from range(5000) t(n);
        insert into spread_daily
        select d.day::date, n.narrative, 'de', l.language, hash(d.day, n.narrative, l.language) % 5,
            hash(l.language, d.day) % 3, 0, hash(d.day, n.narrative, l.language) % 5 + 2,
            hash(l.language, d.day) % 3 + 1, 0, 5, 120, 120
        from generate_series(date '2026-05-01', date '2026-11-12', interval 1 day) d(day),
            (select distinct narrative from narrative_events) n, (select distinct language from articles) l;
        update spread_daily set assertions = null, disputes = null, assertions_with_copies = null,
            disputes_with_copies = null, outlets_observed = null where day between '2026-09-01' and '2026-09-04';
    """)
    return connection
