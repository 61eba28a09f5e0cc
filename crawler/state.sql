-- What the crawler remembers between crawls. Times are ISO 8601 in UTC with six decimals, so that text order is time order.
-- One row is a polled source or a child of a sitemap index.
create table if not exists sources (
    url              text primary key,
    outlet_id        text not null,
    attempted_at     text not null,
    succeeded_at     text,           -- last poll whose listing was read, children of an index included
    etag             text,           -- validators and hash of the body read last
    last_modified    text,
    body_hash        text,
    listed           integer,        -- entries in it
    interval_minutes real not null,  -- learnt rhythm; 0: a part of it is left to be read
    not_before       text            -- the source asked not to be polled before (Retry-After)
) without rowid;

-- One row is an article address that a listing showed. It is settled once nothing more is to be fetched.
create table if not exists urls (
    url           text primary key,  -- canonical
    outlet_id     text not null,
    address       text not null,     -- as listed, which is what is requested
    kind          text not null,     -- of the listing that showed it first
    source_url    text not null,
    poll_id       text not null,
    listed_at     text,
    listed_title  text,
    first_seen_at text not null,
    not_seen_at   text,
    etag          text,
    last_modified text,
    landed_at     text,              -- last landing, of a page or of the news that it is unchanged
    landings      integer not null default 0,
    tried_at      text,
    failures      integer not null default 0,  -- since the last success
    retry_at      text,
    settled       text               -- landed, gone, refused, failed, passed-over; null: to be fetched
) without rowid;

-- Why the last try of an address gave no page; addresses never tried have no row.
create table if not exists reasons (
    url    text primary key,
    reason text not null
) without rowid;

-- A host that asked to be left alone (Retry-After), whatever was asked for and by whichever outlet.
create table if not exists pauses (
    host       text primary key,
    not_before text not null
) without rowid;

create index if not exists pending on urls (outlet_id, first_seen_at) where settled is null;
