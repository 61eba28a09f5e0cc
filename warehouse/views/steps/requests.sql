-- Requests as coverage counts them. Hours are UTC timestamps without zone: truncating a zoned one follows the session.
select
    outlet_id,
    date_trunc('hour', requested_at at time zone 'UTC') as hour,
    kind in ('feed', 'sitemap', 'news-sitemap', 'hub') as is_poll,
    -- A hop of a redirect is neither a success nor a failure: the request it led to says which.
    status between 300 and 399 and status <> 304 and redirect_url is not null as is_hop,
    error is null and (status between 200 and 299 or status = 304 or not_modified) as is_ok,
    kind = 'article' as is_article,
    listed
from parts.fetch_log
where outlet_id is not null
