"""The corpus: immutable parts, manifest, snapshots, SQL. Knows DuckDB; knows neither Scrapy nor Dagster."""
