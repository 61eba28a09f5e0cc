"""The demo: the whole pipeline over the synthetic news web, watched day by day and scored against its truth."""
