-- The captures of every article that was captured more than once: which of them are revisions, which is the newest.
-- Bodies are read for these articles only, and compared by hash.
with repeated as (
    select article_id from parts.captures group by article_id having count(*) > 1
),
hashed as (
    select
        article_id, revision_id, landed_day, source, warc_offset, fetched_at, first_seen_at, not_seen_at,
        hash(title) as title_hash, hash(lead) as lead_hash, hash(body) as body_hash,
        hash(authors) as authors_hash, hash(section) as section_hash, hash(published_at) as published_hash
    from parts.captures
    semi join repeated using (article_id)
),
compared as (
    select
        *,
        lag(revision_id) over captured is distinct from revision_id as is_revision,
        lag(revision_id) over captured is null as is_first,
        row_number() over captured as position,
        list_filter(
            [
                case when lag(title_hash) over captured <> title_hash then 'title' end,
                case when lag(lead_hash) over captured <> lead_hash then 'lead' end,
                case when lag(body_hash) over captured <> body_hash then 'body' end,
                case when lag(authors_hash) over captured <> authors_hash then 'authors' end,
                case when lag(section_hash) over captured <> section_hash then 'section' end,
                case when lag(published_hash) over captured <> published_hash then 'published_at' end
            ],
            lambda field: field is not null
        ) as changed,
        first_value(first_seen_at) over seen as article_first_seen_at,
        first_value(not_seen_at) over seen as article_not_seen_at
    from hashed
    window
        captured as (
            partition by article_id
            order by coalesce(fetched_at, first_seen_at) nulls first, landed_day, source, warc_offset
        ),
        seen as (
            partition by article_id
            order by first_seen_at nulls last, not_seen_at desc nulls last, landed_day, source, warc_offset
        )
)
select
    article_id,
    revision_id,
    landed_day,
    source,
    warc_offset,
    article_first_seen_at,
    article_not_seen_at,
    position,
    is_revision,
    is_revision and position = max(position) filter (where is_revision) over (partition by article_id) as is_newest,
    sum(is_revision::integer) over (partition by article_id order by position)::integer as revision,
    changed
from compared
