"""Feeds, sitemaps and hub pages as values: bytes in, links out; no network, no Scrapy."""
