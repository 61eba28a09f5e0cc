-- Outlet × hour. An hour is observed when a poll of the outlet succeeded in it, or when an importer declared it.
with counted as (
    select
        outlet_id,
        hour,
        count(*) filter (is_poll and is_ok) as polls_ok,
        count(*) filter (is_poll and not coalesce(is_ok, false) and not coalesce(is_step, false)) as polls_failed,
        sum(listed) filter (is_poll and is_ok) as listed,
        count(*) filter (is_article and is_ok) as fetched
    from steps.requests
    group by outlet_id, hour
),
crawled as (
    select
        outlet_id,
        unnest(generate_series(min(hour), (select max(hour) from steps.requests), interval 1 hour)) as hour
    from steps.requests
    group by outlet_id
),
declared as (
    select distinct
        span.outlet_id,
        unnest(generate_series(
            date_trunc('hour', span.since at time zone 'UTC'),
            date_trunc('hour', (span.until - interval 1 microsecond) at time zone 'UTC'),
            interval 1 hour
        )) as hour
    from parts.declared_observations as span
    where span.since < span.until
),
declared_span as (
    select outlet_id, unnest(generate_series(min(hour), max(hour), interval 1 hour)) as hour
    from declared
    group by outlet_id
),
hours as (
    select outlet_id, hour from crawled
    union
    select outlet_id, hour from declared_span
)
select
    hours.outlet_id,
    hours.hour at time zone 'UTC' as hour,
    -- Without a request, we know that we polled nothing while our crawls ran, and nothing about anybody else's.
    case when counted.hour is null and crawled.hour is null then null
         when counted.hour is null and declared.hour is not null then null
         else coalesce(counted.polls_ok, 0) end as polls_ok,
    case when counted.hour is null and crawled.hour is null then null
         when counted.hour is null and declared.hour is not null then null
         else coalesce(counted.polls_failed, 0) end as polls_failed,
    counted.listed::bigint as listed,
    case when counted.hour is null and crawled.hour is null then null
         when counted.hour is null and declared.hour is not null then null
         else coalesce(counted.fetched, 0) end as fetched,
    coalesce(counted.polls_ok > 0, false) or declared.hour is not null as observed
from hours
left join counted using (outlet_id, hour)
left join crawled using (outlet_id, hour)
left join declared using (outlet_id, hour)
