"""Tests of `crawler/politeness`."""
