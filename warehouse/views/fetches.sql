select
    crawl_id, outlet_id, url, kind, requested_at, status, error, bytes, latency_ms, not_modified, retry, retried,
    redirect_url, verdict, listed, fresh
from parts.fetch_log
