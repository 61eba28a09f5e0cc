"""The landing zone: what was fetched or imported, as WARC files and fetch ledgers, a folder a UTC day."""
