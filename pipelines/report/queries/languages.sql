-- A row per language: articles, and articles that carry a narrative.
select
    coalesce(a.language, 'und') as language,
    count(*) as articles,
    count(distinct a.outlet_id) as outlets,
    count(n.article_id) as with_narrative
from articles a
left join (select distinct article_id from article_narratives) n using (article_id)
group by all
order by articles desc, language
