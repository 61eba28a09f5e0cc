"""Collecting: outlets, discovery, politeness, landing zone. Knows Scrapy; knows neither Dagster nor DuckDB."""
