"""The only place that imports dagster: assets by layer, checks, resources, schedules, and runs started from Python."""
