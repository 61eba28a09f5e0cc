-- One row is one narrative of one revision. Owner: the asset `article_narratives`.
create table narratives (
    revision_id varchar not null,
    narrative varchar not null,
    stance varchar not null,
    confidence double,
    evidence varchar,
    evidence_field varchar,
    evidence_start integer,
    evidence_end integer,
    speaker varchar,
    speaker_id varchar,
    recogniser_version varchar not null
);
