-- One row is one revision that was tagged, with or without a topic. Owner: the asset `article_topics`.
create table topicality (
    revision_id varchar not null,
    on_topic boolean not null
);
