-- An outlet's first event for a narrative that is no copy; an event without a time can't be put in order.
select
    outlet_id, narrative, stance, article_id, time_used as adopted_at, time_kind, earliest, latest
from narrative_events
where not is_copy and time_used is not null
qualify row_number() over (partition by outlet_id, narrative order by time_used, article_id, stance) = 1
