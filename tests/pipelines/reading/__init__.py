"""Tests of the page reader: one module a module, synthetic pages with expected readings, the pages of the news web."""
