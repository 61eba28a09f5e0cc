-- One row is one topic of one revision. Owner: the asset `article_topics`.
create table topics (
    revision_id varchar not null,
    topic varchar not null,
    score double,
    mentions struct(field varchar, "start" integer, "end" integer)[]
);
