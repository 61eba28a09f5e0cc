-- What became of landed files, for readers of the corpus.
-- Takes $sources, the units in the order in which they count, and $files, their WARC files in any order.
-- Returns what (new, revision, rejection), name (source of the unit for new, else its WARC file), reason, number and, for
-- refusals of imports and for damage, the first one's evidence and offset. An article is new in the first unit of the order that holds it, unless a unit
-- outside of it does. What there is none of has no row.
with turns as (
    select unnest($sources::varchar[]) as source, generate_subscripts($sources::varchar[], 1) as turn
),
first_turn as (
    select article_id, min(coalesce(turn, 0)) as turn
    from parts.captures
    left join turns using (source)
    group by article_id
)
select 'new' as what, source as name, null as reason, count(*) as number, null as evidence, null as at
from first_turn
join turns using (turn)
group by source
union all
select 'revision', warc_file, null, count(*), null, null
from article_revisions
where list_contains($files::varchar[], warc_file)
group by warc_file
union all
select
    'rejection',
    warc_file,
    reason,
    count(*),
    arg_min(evidence, warc_offset) filter (stage in ('import', 'landing')),
    min(warc_offset) filter (stage in ('import', 'landing'))
from rejections
where list_contains($files::varchar[], warc_file)
group by warc_file, reason
order by what, name, number desc, reason
