"""Tests of `pipelines/report`."""
