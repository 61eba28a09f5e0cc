-- Hours observed a day for up to 60 outlets (those with most hours known, then by id), newest 90 days.
-- Hours are counted up once: an import that declares a quarter of a year of thousands of outlets has millions of them.
with daily as materialized (
    select
        outlet_id,
        (hour at time zone 'UTC')::date as day,
        count(*) as hours,
        count(*) filter (observed) as hours_observed,
        sum(polls_failed)::bigint as polls_failed
    from coverage
    group by all
),
ranked as (
    select
        outlet_id,
        row_number() over (order by sum(hours) desc, outlet_id) as place,
        count(*) over () as total
    from daily
    group by outlet_id
)
select
    c.outlet_id,
    coalesce(o.name, c.outlet_id) as outlet,
    c.day,
    c.hours,
    c.hours_observed,
    c.polls_failed,
    r.total
from daily as c
join ranked as r using (outlet_id)
left join outlets as o on o.id = c.outlet_id
where r.place <= 60
    and c.day > (select max(day) from daily) - interval 90 day
order by outlet, c.outlet_id, c.day
