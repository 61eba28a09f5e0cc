select
    tagged.article_id,
    tagged.narrative,
    tagged.stance,
    timed.outlet_id,
    outlet.country,
    spoken.language,
    timed.time_used,
    timed.time_kind,
    timed.earliest,
    timed.latest,
    (timed.time_used at time zone 'UTC')::date as day,
    copy.article_id is not null as is_copy
from article_narratives as tagged
join steps.article_times as timed using (article_id)
left join article_languages as spoken using (article_id)
left join outlets as outlet on outlet.id = timed.outlet_id
left join copies as copy on copy.article_id = tagged.article_id
