"""Tests of the corpus: store, snapshots, views, against real DuckDB files."""
