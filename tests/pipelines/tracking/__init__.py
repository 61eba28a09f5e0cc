"""Tests of `pipelines/tracking`."""
