-- One row is one request: the fetch ledger as it was landed. Owner: the asset `articles`.
create table fetch_log (
    crawl_id varchar not null,
    outlet_id varchar,
    url varchar not null,
    kind varchar not null,
    requested_at timestamptz not null,
    status integer,
    error varchar,
    bytes bigint,
    latency_ms double,
    not_modified boolean,
    retry integer,
    retried boolean,
    redirect_url varchar,
    verdict varchar,
    listed integer,
    fresh integer
);
