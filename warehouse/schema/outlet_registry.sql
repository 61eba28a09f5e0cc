-- One row is one outlet of the registry at the last publishing. Owner: the asset `corpus`.
create table outlet_registry (
    id varchar not null,
    name varchar,
    domain varchar,
    country varchar,
    languages varchar[],
    time_zone varchar,
    feeds varchar[],
    expected_articles_a_day integer,
    outlet_group varchar,
    opt_out_status varchar,
    registered boolean not null
);
