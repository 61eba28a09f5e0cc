-- Rows of spread_daily for one narrative, both days included; a bound left out is open.
create macro spread(narrative_id, since := null, until := null) as table
select daily.*
from spread_daily as daily
where daily.narrative = narrative_id
    and (since is null or daily.day >= since::date)
    and (until is null or daily.day <= until::date)
order by daily.day, daily.country, daily.language
