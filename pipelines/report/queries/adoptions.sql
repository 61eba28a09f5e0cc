-- The first 40 outlets of each narrative: their first independent event, with the interval it happened in.
select
    d.narrative,
    d.stance,
    d.outlet_id,
    coalesce(o.name, d.outlet_id) as outlet,
    o.country,
    a.title,
    a.url,
    d.time_kind,
    d.adopted_at at time zone 'UTC' as adopted_at,
    d.earliest at time zone 'UTC' as earliest,
    d.latest at time zone 'UTC' as latest,
    d.article_id,
    n.confidence,
    row_number() over by_time as place,
    count(*) over (partition by d.narrative) as total
from adoptions d
left join outlets o on o.id = d.outlet_id
left join article_narratives n
    on n.article_id = d.article_id and n.narrative = d.narrative and n.stance = d.stance
left join articles a on a.article_id = d.article_id
window by_time as (partition by d.narrative order by d.adopted_at, d.outlet_id)
qualify place <= 40
order by d.narrative, place
