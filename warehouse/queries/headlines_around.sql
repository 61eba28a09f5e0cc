-- Headlines seen within three days of any headline of one unit, those of the unit marked.
-- Parameters: $day (DATE), $source (VARCHAR): the unit. Returns article_id, outlet_id, language, title, seen_at, is_fresh.
with timed as (
    select
        captured.article_id, captured.outlet_id, spoken.language, captured.title,
        coalesce(captured.published_at, captured.first_seen_at) as seen_at,
        captured.landed_day = $day and captured.source = $source as is_fresh
    from parts.captures as captured
    join parts.languages as spoken
        on spoken.revision_id = captured.revision_id
        and spoken.landed_day = captured.landed_day
        and spoken.source = captured.source
    where captured.title is not null
),
span as (
    select min(seen_at) - interval 3 days as since, max(seen_at) + interval 3 days as until from timed where is_fresh
)
select distinct timed.*
from timed, span
where timed.seen_at between span.since and span.until
order by timed.article_id, timed.title, is_fresh desc
