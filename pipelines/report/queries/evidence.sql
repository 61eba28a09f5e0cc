-- The newest 500 events with the sentence that carries them; `total` counts all of them.
select
    e.day,
    e.narrative,
    e.stance,
    e.language,
    e.is_copy,
    e.time_kind,
    coalesce(o.name, e.outlet_id) as outlet,
    a.title,
    a.url,
    n.evidence,
    n.speaker,
    n.confidence,
    e.article_id,
    count(*) over () as total
from narrative_events e
join article_narratives n
    on n.article_id = e.article_id and n.narrative = e.narrative and n.stance = e.stance
left join articles a on a.article_id = e.article_id
left join outlets o on o.id = e.outlet_id
order by e.time_used desc nulls last, e.article_id, e.narrative
limit 500
