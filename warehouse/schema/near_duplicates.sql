-- One row is one pair of articles with nearly the same text, left_id < right_id. Owner: the asset `stories`.
create table near_duplicates (
    left_id varchar not null,
    right_id varchar not null,
    similarity double not null
);
