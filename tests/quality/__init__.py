"""Floors: what the pipeline must reach on real and labelled material."""
