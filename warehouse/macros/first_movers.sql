-- Who took a narrative up, in order of time, with the sentence that shows it. Outlets at the same moment share a rank.
create macro first_movers(narrative_id) as table
select
    rank() over (order by one.adopted_at) as rank,
    one.adopted_at,
    one.time_kind,
    one.earliest,
    one.latest,
    one.outlet_id,
    outlet.name,
    outlet.country,
    spoken.language,
    one.stance,
    one.article_id,
    said.evidence,
    said.speaker,
    article.url
from adoptions as one
join articles as article on article.article_id = one.article_id
join article_narratives as said
    on said.article_id = one.article_id and said.narrative = one.narrative and said.stance = one.stance
left join article_languages as spoken on spoken.article_id = one.article_id
left join outlets as outlet on outlet.id = one.outlet_id
where one.narrative = narrative_id
order by one.adopted_at, one.outlet_id
