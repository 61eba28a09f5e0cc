-- Pairs of articles that share a band of their signatures, at least one of them in one unit, seen within 14 days.
-- Parameters: $day (DATE), $source (VARCHAR): the unit. Returns left_id < right_id, their minhashes and numbers of shingles.
-- A signature without a time is compared with all.
-- Measured on news copies: agency texts are taken up within hours, weeklies reprint within days; 14 days bound the work.
with fresh as (
    select * from parts.signatures where landed_day = $day and source = $source
),
span as (
    select
        min(seen_at) - interval 14 days as since,
        max(seen_at) + interval 14 days as until,
        bool_or(seen_at is null) as is_open
    from fresh
),
near as (
    select signatures.*
    from parts.signatures, span
    where span.is_open
        or signatures.seen_at is null
        or (signatures.seen_at >= span.since and signatures.seen_at <= span.until)
),
fresh_band as (select article_id, revision_id, seen_at, unnest(bands) as band from fresh),
near_band as (select article_id, revision_id, seen_at, unnest(bands) as band from near),
pair as (
    select distinct
        fresh_band.revision_id as fresh_revision_id,
        near_band.revision_id as near_revision_id
    from fresh_band
    join near_band using (band)
    where fresh_band.article_id <> near_band.article_id
        and (
            fresh_band.seen_at is null
            or near_band.seen_at is null
            or abs(date_diff('second', fresh_band.seen_at, near_band.seen_at)) <= 14 * 86400
        )
),
one as (select distinct on (revision_id) * from near order by revision_id, landed_day, source)
select distinct
    least(mine.article_id, theirs.article_id) as left_id,
    greatest(mine.article_id, theirs.article_id) as right_id,
    if(mine.article_id < theirs.article_id, mine.minhash, theirs.minhash) as left_minhash,
    if(mine.article_id < theirs.article_id, theirs.minhash, mine.minhash) as right_minhash,
    if(mine.article_id < theirs.article_id, mine.shingles, theirs.shingles) as left_shingles,
    if(mine.article_id < theirs.article_id, theirs.shingles, mine.shingles) as right_shingles
from pair
join one as mine on mine.revision_id = pair.fresh_revision_id
join one as theirs on theirs.revision_id = pair.near_revision_id
order by left_id, right_id
