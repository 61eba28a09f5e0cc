-- One article, the original it copies and its copies: a row for each and for each narrative it carries, with the sentence
-- and the place in the landed file, so that a figure can be followed to its source.
create macro trace(article) as table
with family as (
    select coalesce(
        (select copy.original_id from copies as copy where copy.article_id = article), article::varchar
    ) as original_id
),
member as (
    select family.original_id as id from family
    union
    select copy.article_id from copies as copy join family using (original_id)
)
select
    case when shown.article_id = family.original_id then 'original' else 'copy' end as role,
    shown.article_id,
    shown.outlet_id,
    timed.time_used,
    timed.time_kind,
    shown.language,
    shown.title,
    said.narrative,
    said.stance,
    said.evidence,
    said.evidence_field,
    said.evidence_start,
    said.evidence_end,
    said.speaker,
    shown.url,
    shown.warc_file,
    shown.warc_offset
from member
cross join family
join articles as shown on shown.article_id = member.id
join steps.article_times as timed on timed.article_id = member.id
left join article_narratives as said on said.article_id = member.id
order by timed.time_used nulls last, shown.article_id, said.narrative
