"""The Dagster definitions."""
