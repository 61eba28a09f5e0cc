-- Outlets that had taken a narrative up by the end of each UTC day: a row for every covered day, and for days with adoptions.
-- new_outlets is NULL on a day on which no outlet at all was observed and none adopted.
create macro adoption_curve(narrative_id) as table
with adopted as (
    select (one.adopted_at at time zone 'UTC')::date as day, count(*) as outlets
    from adoptions as one
    where one.narrative = narrative_id
    group by all
),
watched as (
    select
        (coverage.hour at time zone 'UTC')::date as day,
        count(distinct coverage.outlet_id) filter (coverage.observed) as outlets_observed
    from coverage
    group by all
),
days as (select watched.day from watched union select adopted.day from adopted)
select
    days.day,
    case when watched.outlets_observed > 0 then coalesce(adopted.outlets, 0) else adopted.outlets end as new_outlets,
    coalesce(sum(adopted.outlets) over (order by days.day), 0)::bigint as outlets_so_far,
    nullif(watched.outlets_observed, 0) as outlets_observed
from days
left join adopted using (day)
left join watched using (day)
order by days.day
