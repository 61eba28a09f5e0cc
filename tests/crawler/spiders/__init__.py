"""Tests of `crawler/spiders`."""
