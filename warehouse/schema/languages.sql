-- One row is the language of one revision. Owner: the asset `article_languages`.
create table languages (
    revision_id varchar not null,
    language varchar not null,
    confidence double,
    detector varchar,
    prior varchar,
    title_language varchar,
    variant varchar,
    second_language varchar,
    second_share double
);
