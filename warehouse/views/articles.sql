select
    article_id,
    newest.revision_id,
    url,
    outlet_id,
    title,
    lead,
    body,
    authors,
    section,
    spoken.language,
    spoken.confidence as language_confidence,
    topical.on_topic,
    published_at,
    published_precision,
    published_source,
    published_offset_minutes,
    text_basis,
    fetched_at,
    first_seen_at,
    not_seen_at,
    word_count,
    extraction_version,
    warc_file,
    warc_offset
from steps.newest
left join steps.unit_languages as spoken on spoken.revision_id = newest.revision_id
left join steps.unit_topicality as topical on topical.revision_id = newest.revision_id
