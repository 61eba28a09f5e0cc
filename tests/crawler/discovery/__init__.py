"""Tests of `crawler/discovery`."""
