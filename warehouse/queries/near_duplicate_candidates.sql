-- Pairs of articles that share a band of their signatures, at least one of them in one unit, seen within 14 days.
-- Parameters: $day (DATE), $source (VARCHAR): the unit. Returns left_id < right_id, the number of their
-- equal hashes (common) and of the shingles of each.
-- A signature without a time is compared with all.
-- Measured on news copies: agency texts are taken up within hours, weeklies reprint within days; 14 days bound the work.
-- A band that more than 200 signatures hold is a template (share prices, weather, "subscribe to read on"): all of them
-- meet its five smallest ids, not each other, so that in a flood a text costs no more. Of 13,750 real news snippets at
-- most 18 share a band within 28 days.
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
    select distinct on (revision_id) signatures.*
    from parts.signatures, span
    where span.is_open
        or signatures.seen_at is null
        or (signatures.seen_at >= span.since and signatures.seen_at <= span.until)
    order by revision_id, landed_day, source
),
fresh_band as (select distinct article_id, revision_id, seen_at, unnest(bands) as band from fresh),
near_band as (
    select article_id, revision_id, seen_at, band
    from (select article_id, revision_id, seen_at, unnest(bands) as band from near)
    semi join fresh_band using (band)
    qualify count(*) over (partition by band) <= 200
        or row_number() over (partition by band order by article_id, revision_id) <= 5
),
pair as (
    select distinct
        least(fresh_band.revision_id, near_band.revision_id) as one_revision_id,
        greatest(fresh_band.revision_id, near_band.revision_id) as other_revision_id
    from fresh_band
    join near_band using (band)
    where fresh_band.article_id <> near_band.article_id
        and (
            fresh_band.seen_at is null
            or near_band.seen_at is null
            or abs(date_diff('second', fresh_band.seen_at, near_band.seen_at)) <= 14 * 86400
        )
)
select
    least(one.article_id, other.article_id) as left_id,
    greatest(one.article_id, other.article_id) as right_id,
    len(list_filter(list_zip(one.hashes, other.hashes), lambda hash: hash[1] = hash[2])) as common,
    if(one.article_id < other.article_id, one.shingles, other.shingles) as left_shingles,
    if(one.article_id < other.article_id, other.shingles, one.shingles) as right_shingles
from pair
join near as one on one.revision_id = pair.one_revision_id
join near as other on other.revision_id = pair.other_revision_id
order by left_id, right_id
