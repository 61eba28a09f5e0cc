-- The newest revision of each article with every column of its capture; seen since its first capture.
select
    captured.* replace (
        case when again.article_id is null then captured.first_seen_at else again.article_first_seen_at end
            as first_seen_at,
        case when again.article_id is null then captured.not_seen_at else again.article_not_seen_at end
            as not_seen_at
    )
from parts.captures as captured
left join steps.recaptured as again
    on again.article_id = captured.article_id
    and again.landed_day = captured.landed_day
    and again.source = captured.source
    and again.warc_offset = captured.warc_offset
where again.is_newest is not false
