-- `coverage` by UTC day: an outlet's days from its first request, or declared, and how many hours of each were observed.
-- Made from spans, not from hours: a declared quarter of a year of 4,700 outlets has 13.7 million hours, 570,000 days.
-- A day's hours are the bits of a number, so that one that was polled and declared, or declared twice, counts once.
with crawled as (
    select
        outlet_id,
        unnest(generate_series(
            min(hour)::date::timestamp, (select max(hour) from steps.requests)::date::timestamp, interval 1 day
        ))::date as day,
        0 as hours
    from steps.requests
    group by outlet_id
),
polled as (
    select outlet_id, hour::date as day, bit_or(1 << date_part('hour', hour)::integer) as hours
    from steps.requests
    where is_poll and is_ok
    group by all
),
span as (
    select
        outlet_id,
        since at time zone 'UTC' as first_moment,
        (until - interval 1 microsecond) at time zone 'UTC' as last_moment
    from parts.declared_observations
    where since < until
),
span_day as (
    select
        *,
        unnest(generate_series(
            first_moment::date::timestamp, last_moment::date::timestamp, interval 1 day
        ))::date as day
    from span
),
declared as (
    select
        outlet_id,
        day,
        -- From the first hour up to 24, less those after the last.
        (1 << case when day = last_moment::date then date_part('hour', last_moment)::integer + 1 else 24 end)
        - (1 << case when day = first_moment::date then date_part('hour', first_moment)::integer else 0 end) as hours
    from span_day
),
between_declared as (
    select
        outlet_id,
        unnest(generate_series(
            min(first_moment)::date::timestamp, max(last_moment)::date::timestamp, interval 1 day
        ))::date as day,
        0 as hours
    from span
    group by outlet_id
)
select outlet_id, day, bit_count(bit_or(hours))::integer as hours_observed
from (
    from crawled union all from polled union all from declared union all from between_declared
)
group by outlet_id, day
