"""Processing and orchestration: pure reading, recognising and tracking, and the Dagster definitions over them."""
