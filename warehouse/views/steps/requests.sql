-- Requests as coverage counts them. Hours are UTC timestamps without zone: truncating a zoned one follows the session.
select
    outlet_id,
    date_trunc('hour', requested_at at time zone 'UTC') as hour,
    kind in ('feed', 'sitemap', 'news-sitemap', 'hub') as is_poll,
    -- A hop of a redirect, and a try before another, are neither a success nor a failure: the last request says which.
    coalesce(retried, false)
        or (status between 300 and 399 and status <> 304 and redirect_url is not null and error is null) as is_step,
    error is null and (status between 200 and 299 or status = 304 or not_modified) as is_ok,
    kind = 'article' as is_article,
    listed
from parts.fetch_log
where outlet_id is not null
