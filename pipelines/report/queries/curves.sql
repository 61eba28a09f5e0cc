-- A row per day, narrative and language of the newest 180 days. Countries are added up; a sum is NULL where no
-- country was observed, and `places_observed` < `places` says that the sum is a part of the whole.
select
    day,
    narrative,
    language,
    sum(assertions)::bigint as assertions,
    sum(disputes)::bigint as disputes,
    sum(assertions_with_copies)::bigint as assertions_with_copies,
    sum(disputes_with_copies)::bigint as disputes_with_copies,
    count(*) as places,
    count(assertions) as places_observed
from spread_daily
where day > (select max(day) from spread_daily) - interval 180 day
group by all
order by narrative, language, day
