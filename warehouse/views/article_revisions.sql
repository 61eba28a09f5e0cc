-- Each version of an article; a capture with the text of the capture before it is a rejection instead.
select
    captured.article_id,
    captured.revision_id,
    coalesce(again.revision, 1) as revision,
    coalesce(again.changed, []) as changed,
    captured.url,
    captured.outlet_id,
    captured.title,
    captured.lead,
    captured.body,
    captured.authors,
    captured.section,
    captured.published_at,
    captured.published_precision,
    captured.published_source,
    captured.text_basis,
    captured.fetched_at,
    captured.word_count,
    captured.extraction_version,
    captured.warc_file,
    captured.warc_offset
from parts.captures as captured
left join steps.recaptured as again
    on again.article_id = captured.article_id
    and again.landed_day = captured.landed_day
    and again.source = captured.source
    and again.warc_offset = captured.warc_offset
where again.is_revision is not false
