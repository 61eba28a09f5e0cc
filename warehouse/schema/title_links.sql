-- One row is one pair of articles of different outlets with like headlines, left_id < right_id. Owner: the asset `stories`.
create table title_links (
    left_id varchar not null,
    right_id varchar not null
);
