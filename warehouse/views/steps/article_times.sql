-- When each article came out, for anything that orders articles, with the interval in which the truth lies.
-- A stated time counts unless it lies more than an hour after the article was first seen: then its clock or zone is
-- wrong, since nothing is seen before it is published. The hour is for clocks that run ahead.
with stated as (
    select
        newest.article_id,
        newest.outlet_id,
        newest.published_at,
        newest.published_precision = 'day' as is_day,
        newest.published_offset_minutes is null and outlet.time_zone is null as zone_is_unknown,
        -- The calendar day as the page means it: at its own offset, else in the outlet's zone, else in UTC.
        date_trunc('day', case
            when newest.published_offset_minutes is not null
            then newest.published_at at time zone 'UTC' + to_minutes(newest.published_offset_minutes)
            else timezone(coalesce(outlet.time_zone, 'UTC'), newest.published_at)
        end) as local_day,
        newest.published_offset_minutes as offset_minutes,
        coalesce(outlet.time_zone, 'UTC') as time_zone,
        newest.first_seen_at,
        newest.not_seen_at
    from steps.newest
    left join outlets as outlet on outlet.id = newest.outlet_id
),
bounded as (
    select
        *,
        case when offset_minutes is not null then timezone('UTC', local_day - to_minutes(offset_minutes))
             else timezone(time_zone, local_day) end as day_start,
        case when offset_minutes is not null
             then timezone('UTC', local_day + interval 1 day - to_minutes(offset_minutes))
             else timezone(time_zone, local_day + interval 1 day) end as day_end
    from stated
),
judged as (
    select
        *,
        case when published_at is null then false
             when first_seen_at is null then true
             else case when is_day then day_start else published_at end <= first_seen_at + interval 1 hour
        end as is_trusted,
        is_day and first_seen_at >= day_start and first_seen_at < day_end as is_seen_that_day
    from bounded
)
select
    article_id,
    outlet_id,
    case when is_trusted and is_day and not coalesce(is_seen_that_day, false) then day_start
         when is_trusted and not is_day then published_at
         else first_seen_at end as time_used,
    case when is_trusted and not (is_day and coalesce(is_seen_that_day, false)) then 'published_at'
         when first_seen_at is not null then 'first_seen_at' end as time_kind,
    case when is_trusted and is_day then day_start
         -- A clock time of an unknown zone was read as UTC; zones run from UTC-12 to UTC+14.
         when is_trusted and zone_is_unknown then published_at - interval 14 hours
         when is_trusted then published_at
         when not_seen_at < first_seen_at then not_seen_at end as earliest,
    case when is_trusted and is_day then greatest(day_start, least(day_end, first_seen_at))
         when is_trusted and zone_is_unknown
         then greatest(published_at, least(published_at + interval 12 hours, first_seen_at))
         when is_trusted then published_at
         else first_seen_at end as latest
from judged
