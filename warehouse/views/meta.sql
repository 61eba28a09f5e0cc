select
    definitions as schema_version,
    position as manifest_position,
    greatest(
        (select max(fetched_at) from parts.captures),
        (select max(first_seen_at) from parts.captures),
        (select max(requested_at) from parts.fetch_log)
    ) as newest_record_at
from steps.origin
