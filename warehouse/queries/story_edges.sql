-- All links between articles, with the time of each end: near-duplicate texts and like headlines.
-- Returns left_id, right_id, left_at, right_at (NULL where no time is known).
with edge as (
    select left_id, right_id from parts.near_duplicates
    union
    select left_id, right_id from parts.title_links
),
timed as (select article_id, min(seen_at) as earliest from parts.signatures group by article_id)
select edge.left_id, edge.right_id, one.earliest as left_at, other.earliest as right_at
from edge
left join timed as one on one.article_id = edge.left_id
left join timed as other on other.article_id = edge.right_id
