"""Tests of pipelines.recognising."""
