-- The newest 40 events of each narrative with the sentence that carries them, and the first five adoptions, wherever
-- they stand; `total` counts all events of the narrative.
with shown as (
    select
        e.*,
        row_number() over (
            partition by e.narrative order by e.time_used desc nulls last, e.article_id, e.stance
        ) as place,
        count(*) over (partition by e.narrative) as total
    from narrative_events e
),
adopted as (
    select narrative, article_id, stance
    from adoptions
    qualify row_number() over (partition by narrative order by adopted_at, outlet_id) <= 5
)
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
    e.total
from shown e
join article_narratives n
    on n.article_id = e.article_id and n.narrative = e.narrative and n.stance = e.stance
left join articles a on a.article_id = e.article_id
left join outlets o on o.id = e.outlet_id
where e.place <= 40
    or exists (
        from adopted d
        where d.narrative = e.narrative and d.article_id = e.article_id and d.stance = e.stance
    )
order by e.total desc, e.narrative, e.place
