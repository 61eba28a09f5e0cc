-- One row is the language of one revision. Owner: the asset `article_languages`.
create table languages (
    revision_id varchar not null,
    language varchar not null,
    confidence double,
    detector varchar,
    prior varchar,
    title_language varchar
);
