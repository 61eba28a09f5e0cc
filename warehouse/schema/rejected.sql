-- One row is one record of a landed file that did not become a capture. Owner: the asset `articles`.
create table rejected (
    outlet_id varchar,
    url varchar,
    fetched_at timestamptz,
    stage varchar not null,
    reason varchar not null,
    evidence varchar,
    warc_file varchar,
    warc_offset bigint
);
