-- A row per day and language of the newest 180 days: what the counts are to be measured by. Articles of observed places
-- only, by the day that their events are counted on; NULL where no place was observed. An outlet counts in each of its
-- languages.
with place as (
    select distinct day, country, language, outlets_observed, hours_observed, hours_expected
    from spread_daily
    where day > (select max(day) from spread_daily) - interval 180 day
),
read as (
    select
        (t.time_used at time zone 'UTC')::date as day,
        o.country,
        a.language,
        count(*) as articles_with_copies,
        count(*) filter (c.article_id is null) as articles
    from articles a
    join steps.article_times t using (article_id)
    left join outlets o on o.id = a.outlet_id
    left join (select distinct article_id from copies) c on c.article_id = a.article_id
    group by all
)
select
    p.day,
    coalesce(p.language, 'und') as language,
    (sum(coalesce(r.articles, 0)) filter (p.outlets_observed > 0))::bigint as articles,
    (sum(coalesce(r.articles_with_copies, 0)) filter (p.outlets_observed > 0))::bigint as articles_with_copies,
    sum(p.outlets_observed)::bigint as outlets_observed,
    sum(p.hours_observed)::bigint as hours_observed,
    sum(p.hours_expected)::bigint as hours_expected
from place p
left join read r
    on r.day = p.day and r.country is not distinct from p.country and r.language is not distinct from p.language
group by all
order by language, p.day
