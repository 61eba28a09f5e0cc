-- Day × narrative × country × language. Days on which a country is covered have a row for every combination that is
-- known there; on other days there are rows only where something was published.
-- A zero needs an observed outlet that publishes in the language; elsewhere it is NULL, and a count is a lower bound.
with speaking as (
    select id as outlet_id, country, unnest(languages) as language from outlets
    union
    select outlet_id, country, language from narrative_events
),
watched as (
    select
        seen.day,
        speaking.country,
        speaking.language,
        count(distinct seen.outlet_id) filter (seen.hours_observed > 0) as outlets_observed,
        sum(seen.hours_observed)::bigint as hours_observed,
        24 * count(*) as hours_expected
    from steps.outlet_day as seen
    join speaking using (outlet_id)
    group by all
),
country_day as (select distinct day, country from watched),
known as (
    select distinct country, language from watched
    union
    select distinct country, language from narrative_events
),
narratives as (select distinct narrative from narrative_events),
counted as (
    select
        day,
        narrative,
        country,
        language,
        count(*) filter (stance = 'asserts' and not is_copy) as assertions,
        count(*) filter (stance = 'disputes' and not is_copy) as disputes,
        count(*) filter (stance = 'reports' and not is_copy) as reports,
        count(*) filter (stance = 'asserts') as assertions_with_copies,
        count(*) filter (stance = 'disputes') as disputes_with_copies,
        count(*) filter (stance = 'reports') as reports_with_copies
    from narrative_events
    where day is not null
    group by all
),
cells as (
    select country_day.day, narratives.narrative, country_day.country, known.language
    from country_day
    join known on known.country is not distinct from country_day.country
    cross join narratives
    union
    select day, narrative, country, language from counted
),
filled as (
    select
        cells.day, cells.narrative, cells.country, cells.language,
        nullif(watched.outlets_observed, 0) as outlets_observed,
        watched.hours_observed,
        watched.hours_expected,
        counted.* exclude (day, narrative, country, language)
    from cells
    left join counted
        on counted.day = cells.day
        and counted.narrative = cells.narrative
        and counted.country is not distinct from cells.country
        and counted.language is not distinct from cells.language
    left join watched
        on watched.day = cells.day
        and watched.country is not distinct from cells.country
        and watched.language is not distinct from cells.language
)
select
    day,
    narrative,
    country,
    language,
    case when outlets_observed is null then nullif(assertions, 0) else coalesce(assertions, 0) end as assertions,
    case when outlets_observed is null then nullif(disputes, 0) else coalesce(disputes, 0) end as disputes,
    case when outlets_observed is null then nullif(reports, 0) else coalesce(reports, 0) end as reports,
    case when outlets_observed is null then nullif(assertions_with_copies, 0) else coalesce(assertions_with_copies, 0) end as assertions_with_copies,
    case when outlets_observed is null then nullif(disputes_with_copies, 0) else coalesce(disputes_with_copies, 0) end as disputes_with_copies,
    case when outlets_observed is null then nullif(reports_with_copies, 0) else coalesce(reports_with_copies, 0) end as reports_with_copies,
    outlets_observed,
    hours_observed,
    hours_expected
from filled
