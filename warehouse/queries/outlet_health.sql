-- How well each outlet is watched; outlets that were never polled are missing.
-- Returns outlet_id, last_observed (NULL: never), hours_observed, hours, polls_failed (NULL: every hour lies in a declared span).
select
    outlet_id,
    max(hour) filter (observed) as last_observed,
    count(*) filter (observed) as hours_observed,
    count(*) as hours,
    sum(polls_failed) as polls_failed
from coverage
group by outlet_id
