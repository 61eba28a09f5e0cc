"""What each asset does, without Dagster: landed units and parts in, parts out. Pure logic is in its own packages."""
