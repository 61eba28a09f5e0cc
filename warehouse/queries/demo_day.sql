-- One UTC day of one narrative: outlets by what they did, adopters so far, hours observed of all outlets.
-- Parameters: $narrative (VARCHAR), $day (DATE). Returns one row.
with core as (select * from narrative_events where narrative = $narrative and day = $day)
select
    (
        select count(*) from articles
        where (coalesce(published_at, first_seen_at) at time zone 'UTC')::date = $day
    ) as articles,
    count(distinct outlet_id) filter (stance = 'asserts' and not is_copy) as asserting,
    count(distinct outlet_id) filter (stance = 'disputes' and not is_copy) as disputing,
    count(distinct outlet_id) filter (stance = 'reports' and not is_copy) as reporting,
    count(distinct outlet_id) filter (is_copy) as copying,
    (
        select count(*) from adoptions
        where narrative = $narrative and (adopted_at at time zone 'UTC')::date <= $day
    ) as adopted,
    (
        select count(*) filter (observed) from coverage where (hour at time zone 'UTC')::date = $day
    ) as observed,
    (select count(*) from coverage where (hour at time zone 'UTC')::date = $day) as hours
from core
