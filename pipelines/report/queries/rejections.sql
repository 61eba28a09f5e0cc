-- A row per stage and reason: pages and rows that did not become an article, with one example (the smallest URL).
select
    stage,
    reason,
    count(*) as rejected,
    count(distinct outlet_id) as outlets,
    min(url) as example_url,
    arg_min(evidence, url) as example_evidence,
    count(*) over () as total
from rejections
group by stage, reason
order by rejected desc, stage, reason
limit 50
