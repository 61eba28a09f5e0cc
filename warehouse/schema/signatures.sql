-- One row is the signature of one revision's text. Owner: the asset `stories`.
create table signatures (
    revision_id varchar not null,
    article_id varchar not null,
    outlet_id varchar not null,
    seen_at timestamptz,
    shingles integer not null,
    hashes uinteger[] not null,
    bands ubigint[] not null
);
