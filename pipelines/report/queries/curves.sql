-- A row per day, narrative and language of the newest 180 days, countries added up. Only observed places count: a sum
-- is NULL where there was none, and `places_observed` < `places` says that it is a part of the whole, as does
-- `hours_observed` < `hours_expected`. What was found
-- in places that nobody observed is in found.sql.
select
    day,
    narrative,
    coalesce(language, 'und') as language,
    (sum(assertions) filter (outlets_observed > 0))::bigint as assertions,
    (sum(disputes) filter (outlets_observed > 0))::bigint as disputes,
    (sum(assertions_with_copies) filter (outlets_observed > 0))::bigint as assertions_with_copies,
    (sum(disputes_with_copies) filter (outlets_observed > 0))::bigint as disputes_with_copies,
    count(*) as places,
    count(*) filter (outlets_observed > 0) as places_observed,
    sum(hours_observed)::bigint as hours_observed,
    sum(hours_expected)::bigint as hours_expected
from spread_daily
where day > (select max(day) from spread_daily) - interval 180 day
group by all
order by narrative, language, day
