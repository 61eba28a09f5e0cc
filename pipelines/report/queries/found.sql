-- A row per day, narrative and language with an event of the newest 180 days: what was found, observed or not.
select
    day,
    narrative,
    coalesce(language, 'und') as language,
    count(*) filter (stance = 'asserts' and not is_copy) as assertions,
    count(*) filter (stance = 'disputes' and not is_copy) as disputes,
    count(*) filter (stance = 'asserts') as assertions_with_copies,
    count(*) filter (stance = 'disputes') as disputes_with_copies
from narrative_events
where day > (select max(day) from narrative_events) - interval 180 day
group by all
order by narrative, language, day
