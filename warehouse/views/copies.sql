-- Each group of articles linked by near-duplicate texts has one original, its earliest; the others are its copies.
-- Groups are found by passing on the smallest article id of a group, only from articles whose label has just changed.
with recursive link as (
    select from_id, to_id, max(similarity) as similarity
    from (
        select left_id as from_id, right_id as to_id, similarity from parts.near_duplicates
        union all
        select right_id, left_id, similarity from parts.near_duplicates
    )
    semi join steps.newest as known on known.article_id = from_id
    semi join steps.newest as partner on partner.article_id = to_id
    group by from_id, to_id
),
labelled(article_id, label) using key (article_id) as (
    select distinct from_id, from_id from link
    union
    select link.to_id, min(labelled.label)
    from labelled
    join link on link.from_id = labelled.article_id
    join recurring.labelled as before on before.article_id = link.to_id
    where labelled.label < before.label
    group by link.to_id
),
ordered as (
    select
        labelled.article_id,
        timed.outlet_id,
        first_value(labelled.article_id) over family as original_id
    from labelled
    join steps.article_times as timed using (article_id)
    window family as (partition by labelled.label order by timed.time_used nulls last, labelled.article_id)
),
compared as (
    -- Copies of one text need not have been compared with its original: they may have met through a third. Containment
    -- as in `pipelines/tracking/duplicates.py`, of the two revisions that have most in common.
    select ordered.article_id, max(least(1.0,
        common / (192 + common) * (own.shingles + theirs.shingles) / least(own.shingles, theirs.shingles)
    )) as similarity
    from ordered
    join parts.signatures as own on own.article_id = ordered.article_id
    join parts.signatures as theirs on theirs.article_id = ordered.original_id
    cross join lateral (
        select len(list_filter(list_zip(own.hashes, theirs.hashes), lambda hash: hash[1] = hash[2])) as common
    )
    where ordered.article_id <> ordered.original_id
    group by ordered.article_id
),
strongest as (
    select from_id as article_id, max(similarity) as similarity from link group by from_id
)
select
    ordered.article_id,
    ordered.original_id,
    coalesce(direct.similarity, compared.similarity, strongest.similarity) as similarity,
    case
        when ordered.outlet_id = original.outlet_id then true
        when own.outlet_group is null or theirs.outlet_group is null then null
        else own.outlet_group = theirs.outlet_group
    end as same_group
from ordered
join ordered as original on original.article_id = ordered.original_id
join strongest on strongest.article_id = ordered.article_id
left join compared on compared.article_id = ordered.article_id
left join link as direct on direct.from_id = ordered.article_id and direct.to_id = ordered.original_id
left join outlets as own on own.id = ordered.outlet_id
left join outlets as theirs on theirs.id = original.outlet_id
where ordered.article_id <> ordered.original_id
