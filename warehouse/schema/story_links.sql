-- One row is one article of a story of two or more. Owner: the asset `stories`.
create table story_links (
    article_id varchar not null,
    story_id varchar not null
);
