-- One row is a span in which an importer says that an outlet was watched. Owner: the asset `articles`.
create table declared_observations (
    outlet_id varchar not null,
    since timestamptz not null,
    until timestamptz not null
);
