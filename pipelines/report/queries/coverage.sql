-- Hours observed a day for up to 60 outlets (those with most hours known, then by id), newest 90 days.
with ranked as (
    select
        outlet_id,
        row_number() over (order by count(*) desc, outlet_id) as place,
        count(*) over () as total
    from coverage
    group by outlet_id
)
select
    c.outlet_id,
    coalesce(o.name, c.outlet_id) as outlet,
    (c.hour at time zone 'UTC')::date as day,
    count(*) as hours,
    count(*) filter (c.observed) as hours_observed,
    sum(c.polls_failed)::bigint as polls_failed,
    any_value(r.total) as total
from coverage c
join ranked r using (outlet_id)
left join outlets o on o.id = c.outlet_id
where r.place <= 60
    and c.hour > (select max(hour) from coverage) - interval 90 day
group by c.outlet_id, outlet, day
order by outlet, c.outlet_id, day
