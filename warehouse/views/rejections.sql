select outlet_id, url, fetched_at, stage, reason, evidence, warc_file, warc_offset
from parts.rejected
union all
select
    captured.outlet_id,
    captured.url,
    captured.fetched_at,
    'revision' as stage,
    'unchanged' as reason,
    'the text of revision ' || again.revision || ' again' as evidence,
    captured.warc_file,
    captured.warc_offset
from steps.recaptured as again
join parts.captures as captured
    on captured.article_id = again.article_id
    and captured.landed_day = again.landed_day
    and captured.source = again.source
    and captured.warc_offset = again.warc_offset
where not again.is_revision
