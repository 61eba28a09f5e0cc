select
    linked.story_id,
    count(*) as articles,
    count(distinct timed.outlet_id) as outlets,
    list_sort(list(distinct spoken.language) filter (spoken.language is not null)) as languages,
    min(timed.time_used) as first_at,
    max(timed.time_used) as last_at
from article_stories as linked
join steps.article_times as timed using (article_id)
left join article_languages as spoken using (article_id)
group by linked.story_id
