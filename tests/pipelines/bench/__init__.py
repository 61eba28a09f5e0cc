"""Tests of pipelines.bench: which figures are printed and how, never how large they are."""
