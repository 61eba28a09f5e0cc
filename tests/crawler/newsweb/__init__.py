"""Tests of the synthetic news web: its texts, cascade, sites and truth."""
